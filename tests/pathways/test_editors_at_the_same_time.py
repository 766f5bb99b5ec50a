"""Of two editors who act on a version at the same moment one does, and the other is told."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from pathways.actions import (
    PathwayRefused,
    approve,
    load_definition,
    publish,
    request_replay,
    save_draft,
    send_for_review,
    start_draft,
    start_pathway,
    take_back,
)
from pathways.models import Pathway, PathwayEvent, Replay, Version
from pathways.vocabulary import PathwayEventKind, VersionState
from tests.pathways import lives
from tests.pathways.replays import FACTS, acted_on, citizens
from tests.referrals.at_once import at_once
from tests.referrals.conftest import KNEE

pytestmark = pytest.mark.django_db(transaction=True)

GROUND = {"committee": "Sundhedskoordinationsudvalget"}


@pytest.fixture
def first(cast) -> Version:
    return load_definition(KNEE.read_text())[0]


@pytest.fixture
def third(member_of, reviewer):
    """One more editor."""
    return member_of(reviewer.organisation, "pathway_editor", name="Ole Bro")


def split(results):
    """What was done, and the sentences of what was refused."""
    refused = [one.message for one in results if isinstance(one, PathwayRefused)]
    done = [one for one in results if not isinstance(one, Exception)]
    assert len(done) + len(refused) == len(results), results
    return done, refused


def count(kind: PathwayEventKind) -> int:
    return PathwayEvent.objects.filter(kind=kind).count()


def test_of_two_who_publish_one_does(first, editor, reviewer, third):
    version = lives.approved(first, editor, reviewer)
    today = timezone.localdate()

    done, refused = split(
        at_once(
            partial(publish, actor=reviewer, version=version, valid_from=today),
            partial(publish, actor=third, version=version, valid_from=today + timedelta(days=9)),
        )
    )

    assert len(done) == 1
    assert refused == ["Versionen er allerede udgivet. Lav en ny kladde for at ændre programmet."]
    assert count(PathwayEventKind.PUBLISHED) == 1


def test_two_versions_published_at_once_take_turns(first, editor, reviewer, third):
    one = lives.approved(first, editor, reviewer)
    other = lives.approved(
        first, editor, reviewer, lambda document: document["premise"].update(da="Noget andet.")
    )
    today = timezone.localdate()

    done, refused = split(
        at_once(
            partial(publish, actor=reviewer, version=one, valid_from=today),
            partial(publish, actor=third, version=other, valid_from=today),
        )
    )

    assert (len(done), refused) == (2, [])
    states = Version.objects.order_by("number").values_list("state", flat=True)
    assert sorted(states) == ["published", "superseded", "superseded"]
    assert Version.objects.in_force(today).count() == 1


def test_of_two_who_approve_one_does(first, editor, reviewer, third):
    version = lives.reviewed(first, editor)
    today = timezone.localdate()

    done, refused = split(
        at_once(
            partial(approve, actor=reviewer, version=version, approved_on=today, **GROUND),
            partial(approve, actor=third, version=version, approved_on=today, **GROUND),
        )
    )

    assert (len(done), len(refused)) == (1, 1)
    assert count(PathwayEventKind.APPROVED) == 1


def test_what_is_taken_back_meanwhile_is_not_published(first, editor, reviewer):
    version = lives.approved(first, editor, reviewer)

    at_once(
        partial(publish, actor=reviewer, version=version, valid_from=timezone.localdate()),
        partial(take_back, actor=editor, version=version),
    )

    now = Version.objects.get(pk=version.pk)
    if now.state == VersionState.DRAFT:
        assert (now.approved_by, now.published_at) == (None, None)
    else:
        assert (now.state, now.approved_by) == (VersionState.PUBLISHED, reviewer.user)


def test_what_is_typed_while_it_is_sent_is_in_it_or_refused(first, editor):
    draft = start_draft(actor=editor, based_on=first)
    document = {**draft.definition, "premise": {"da": "Andet.", "en": "Other."}}

    sent, saved = at_once(
        partial(send_for_review, actor=editor, version=draft),
        partial(save_draft, actor=editor, draft=draft, document=document, revision=0),
    )

    now = Version.objects.get(pk=draft.pk)
    assert sent.state == now.state == VersionState.IN_REVIEW
    assert (now.definition == document) is not isinstance(saved, PathwayRefused)
    event = now.events.get(kind=PathwayEventKind.SENT_FOR_REVIEW)
    assert event.data["hash"] == now.content_hash


def test_of_two_who_save_the_same_revision_the_later_is_told(first, editor, reviewer):
    draft = start_draft(actor=editor, based_on=first)

    def changed(words):
        return {**draft.definition, "premise": {"da": words, "en": words}}

    done, refused = split(
        at_once(
            partial(save_draft, actor=editor, draft=draft, document=changed("En."), revision=0),
            partial(save_draft, actor=reviewer, draft=draft, document=changed("To."), revision=0),
        )
    )

    assert len(done) == 1
    assert "ændrede kladden" in refused[0]
    assert Version.objects.get(pk=draft.pk).definition == done[0].definition


def test_of_two_who_take_the_same_key_one_gets_it(first, editor, reviewer):
    document = {"key": "copd", "title": {"da": "KOL", "en": "COPD"}}

    done, refused = split(
        at_once(
            partial(start_pathway, actor=editor, document=document),
            partial(start_pathway, actor=reviewer, document=document),
        )
    )

    assert len(done) == 1
    assert "allerede et program" in refused[0]
    assert Pathway.objects.filter(key="copd").count() == 1


def test_two_drafts_begun_at_once_have_a_number_each(first, editor, reviewer):
    done, _refused = split(
        at_once(
            partial(start_draft, actor=editor, based_on=first),
            partial(start_draft, actor=reviewer, based_on=first),
        )
    )

    assert {draft.number for draft in done} == {2, 3}


def test_the_same_replay_asked_for_at_once_is_one(first, editor, reviewer, gp, hillerod):
    for citizen in citizens(gp, hillerod, 2):
        acted_on(gp, first, citizen, FACTS)
    draft = start_draft(actor=editor, based_on=first)

    done, refused = split(
        at_once(
            partial(request_replay, actor=editor, draft=draft),
            partial(request_replay, actor=reviewer, draft=draft),
        )
    )

    assert refused == []
    assert len({replay.pk for replay in done}) == Replay.objects.count() == 1
