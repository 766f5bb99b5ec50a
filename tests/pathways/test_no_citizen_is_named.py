"""No programme, and nothing said of one, names a citizen: a CPR number is refused everywhere."""

from functools import partial

import pytest
from django.utils import timezone

from citizens.cpr_in_text import holds_cpr
from pathways.actions import (
    PathwayRefused,
    approve,
    assess_year,
    comment,
    retire,
    save_draft,
    send_for_review,
    start_draft,
)
from pathways.models import PathwayEvent, ReviewComment, Version
from tests.pathways import lives

NAMED = "Spørg Nancy (251248-9996) selv."


@pytest.fixture
def draft(knee, editor) -> Version:
    return lives.drafted(knee, editor)


def refused(act) -> bool:
    with pytest.raises(PathwayRefused, match="CPR-nummer"):
        act()
    return True


@pytest.mark.parametrize("where", ["premise", "example", "key of an answer"])
def test_no_document_holds_one(draft, editor, where):
    document = dict(draft.definition)
    match where:
        case "premise":
            document["premise"] = {"da": NAMED}
        case "example":
            first = document["examples"][0]
            document["examples"] = [{**first, "facts": {"anamnesis": "2512489996"}}]
        case _:
            document["change"] = {NAMED: 1}

    assert refused(
        partial(save_draft, actor=editor, draft=draft, document=document, revision=draft.revision)
    )
    assert Version.objects.get(pk=draft.pk).definition == draft.definition


def test_an_address_of_a_source_may_hold_any_number(draft, editor):
    source = {**draft.definition["sources"][0], "url": "https://example.dk/2512489996"}
    document = {**draft.definition, "sources": [source, *draft.definition["sources"][1:]]}

    saved = save_draft(actor=editor, draft=draft, document=document, revision=draft.revision)

    assert saved.definition == document


def test_no_word_about_a_version_holds_one(draft, knee, editor, reviewer):
    before = PathwayEvent.objects.count()
    today = timezone.localdate()

    assert refused(partial(comment, actor=reviewer, version=draft, text=NAMED))
    assert refused(partial(send_for_review, actor=editor, version=draft, note=NAMED))
    assert refused(partial(start_draft, actor=editor, based_on=knee, change_note=NAMED))
    assert refused(partial(retire, actor=reviewer, version=knee, reason=NAMED))
    said = {"conclusion": "adjust", "text": NAMED}
    assert refused(partial(assess_year, actor=editor, pathway=knee.pathway, **said))
    assert (PathwayEvent.objects.count(), ReviewComment.objects.count()) == (before, 0)

    sent = send_for_review(actor=editor, version=draft)
    for ground in ({"committee": NAMED, "approved_on": today}, {"small_adjustment": NAMED}):
        assert refused(partial(approve, actor=reviewer, version=sent, **ground))


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Lærebog (ISBN 2512489996).", False),
        ("isbn: 2512489996", False),
        ("ISBN-10 2512489996", False),
        ("ISBN 2512489996 og 2512489996", True),  # only the first is the book's
        ("ISBN 251248-9996", True),  # no book is divided so
        ("ISBN mangler; 2512489996", True),
        ("Nr. 9913489996", False),  # no date
        ("Erstatningsnummer 8512489996", True),
    ],
)
def test_a_book_is_no_citizen(said, named):
    assert holds_cpr(said) is named


def test_a_programme_may_name_a_book(draft, editor):
    document = {
        **draft.definition,
        "premise": {"da": "Se ISBN 2512489996.", "en": "See ISBN 2512489996."},
    }

    saved = save_draft(actor=editor, draft=draft, document=document, revision=draft.revision)

    assert saved.definition == document
