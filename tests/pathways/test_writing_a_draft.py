"""A draft keeps every change; of two writers the second is told; any change can be undone."""

import copy

import pytest
from django.db import IntegrityError, connection, transaction

from organisations.vocabulary import Role
from pathways.actions import (
    DraftConflict,
    PathwayRefused,
    discard_draft,
    go_back,
    save_draft,
    start_draft,
    start_pathway,
)
from pathways.models import PathwayEvent, Version
from pathways.vocabulary import PathwayEventKind, VersionState
from tests import shipped
from tests.pathways import lives

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(db) -> Version:
    return shipped.load("knee-osteoarthritis")


@pytest.fixture
def draft(editor, published) -> Version:
    return start_draft(actor=editor, based_on=published)


def titled(draft: Version, title: str) -> dict:
    document = copy.deepcopy(draft.definition)
    document["title"]["da"] = title
    return document


def test_a_draft_begins_with_the_content_of_the_version_it_is_based_on(draft, published, editor):
    assert draft.number == published.number + 1
    assert draft.definition == published.definition
    assert draft.content_hash == published.content_hash
    assert (draft.state, draft.author) == (VersionState.DRAFT, editor.user)


def test_a_change_is_kept_with_who_made_it_and_where(draft, editor):
    saved = save_draft(actor=editor, draft=draft, document=titled(draft, "Knæ"), revision=0)

    assert saved.revision == 1
    assert Version.objects.get(pk=draft.pk).definition["title"]["da"] == "Knæ"
    event = PathwayEvent.objects.filter(kind=PathwayEventKind.DRAFT_CHANGED).get()
    assert (event.by, event.data["places"]) == (editor, ["title.da"])


def test_the_same_content_again_changes_nothing(draft, editor):
    save_draft(actor=editor, draft=draft, document=draft.definition, revision=0)

    assert Version.objects.get(pk=draft.pk).revision == 0
    assert not PathwayEvent.objects.filter(kind=PathwayEventKind.DRAFT_CHANGED).exists()


def test_the_second_of_two_writers_is_told_what_changed_and_by_whom(draft, editor, reviewer):
    save_draft(actor=editor, draft=draft, document=titled(draft, "Knæ"), revision=0)

    with pytest.raises(DraftConflict) as refused:
        save_draft(actor=reviewer, draft=draft, document=titled(draft, "Ben"), revision=0)

    assert "Peter Winther" in refused.value.message
    assert refused.value.places == ("title.da",)
    assert Version.objects.get(pk=draft.pk).definition["title"]["da"] == "Knæ"


def test_going_back_undoes_one_change_at_a_time(draft, editor):
    began = draft.definition["title"]["da"]
    for revision, title in enumerate(("Et", "To", "Tre")):
        draft = save_draft(
            actor=editor, draft=draft, document=titled(draft, title), revision=revision
        )

    titles = []
    for _ in range(3):
        draft = go_back(actor=editor, draft=draft)
        titles.append(draft.definition["title"]["da"])

    assert titles == ["To", "Et", began]
    with pytest.raises(PathwayRefused, match="ingen tidligere ændring"):
        go_back(actor=editor, draft=draft)


def test_what_was_undone_can_be_found_again(draft, editor):
    draft = save_draft(actor=editor, draft=draft, document=titled(draft, "Et"), revision=0)
    draft = go_back(actor=editor, draft=draft)

    draft = go_back(actor=editor, draft=draft, to_revision=1)

    assert draft.definition["title"]["da"] == "Et"


def test_only_an_editor_may_write(draft, published, planner, gp):
    for actor in (planner, gp):
        with pytest.raises(PathwayRefused, match="Kun programredaktører"):
            save_draft(actor=actor, draft=draft, document=titled(draft, "Nej"), revision=0)
        with pytest.raises(PathwayRefused, match="Kun programredaktører"):
            start_draft(actor=actor, based_on=published)


def test_a_published_version_is_not_edited(published, editor):
    with pytest.raises(PathwayRefused, match="kan ikke ændres"):
        save_draft(actor=editor, draft=published, document=titled(published, "Nej"), revision=0)


def test_a_ninth_phrase_is_refused_with_a_sentence(draft, editor):
    document = copy.deepcopy(draft.definition)
    document["phrases"].append({**document["phrases"][0], "key": "ninth"})

    with pytest.raises(PathwayRefused, match="9 fraser; højst 8 er tilladt"):
        save_draft(actor=editor, draft=draft, document=document, revision=0)


def test_a_half_written_draft_is_kept(draft, editor):
    document = copy.deepcopy(draft.definition)
    del document["coordinator"]

    save_draft(actor=editor, draft=draft, document=document, revision=0)

    assert "coordinator" not in Version.objects.get(pk=draft.pk).definition


def test_a_discarded_draft_is_written_on_no_more(draft, editor):
    discard_draft(actor=editor, draft=draft)

    with pytest.raises(PathwayRefused):
        save_draft(actor=editor, draft=draft, document=titled(draft, "Nej"), revision=0)
    assert Version.objects.get(pk=draft.pk).state == VersionState.DISCARDED


def test_a_new_pathway_takes_a_key_that_is_free(editor, published):
    document = {"key": "copd", "title": {"da": "KOL", "en": "COPD"}}

    draft = start_pathway(actor=editor, document=document)

    assert (draft.pathway.key, draft.number) == ("copd", 1)
    with pytest.raises(PathwayRefused, match="allerede et program"):
        start_pathway(actor=editor, document=document)


@pytest.mark.parametrize(
    "change",
    [
        {"valid_from": "2030-01-01"},
        {"committee": "En anden"},
        {"state": VersionState.DRAFT},
        {"approved_on": "2030-01-01"},
        {"definition": {}},
        {"number": 99},
        {"content_hash": "x"},
        {"published_at": None},
        {"small_adjustment": "x"},
        {"change_note": "x"},
        {"created_at": "2020-01-01T00:00Z"},
        {"revision": 77},
        {"id": 9999},
        {"retired_on": "2030-01-01"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_sql_changes_nothing_of_a_published_version(published, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=published.pk).update(**change)


def test_a_published_version_is_not_deleted(published):
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=published.pk).delete()


@pytest.mark.parametrize(
    "change",
    [
        {"definition": {"phrases": []}},
        {"content_hash": "x"},
        {"author": None},
        {"approved_by": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_sql_changes_nothing_of_what_was_approved(published, editor, reviewer, change):
    version = lives.approved(published, editor, reviewer)

    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**change)


def test_no_draft_says_that_it_is_published(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=draft.pk).update(published_at="2026-01-01T00:00Z")


def test_what_was_written_before_is_never_changed_nor_deleted(draft):
    for write in (lambda rows: rows.update(revision=5), lambda rows: rows.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            write(draft.history.all())


def test_nobody_approves_what_they_wrote_themselves_not_even_by_sql(draft, editor):
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=draft.pk).update(approved_by=editor.user)


def test_nothing_written_here_is_published_unapproved_not_even_by_sql(draft):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pathways_version SET state = 'published', published_at = now(),"
            " valid_from = current_date WHERE id = %s",
            [draft.pk],
        )


def test_someone_with_two_roles_writes_as_editor(draft, member_of, editor):
    both = member_of(editor.organisation, Role.PLANNER, Role.PATHWAY_EDITOR)

    assert save_draft(actor=both, draft=draft, document=titled(draft, "Ja"), revision=0).revision
