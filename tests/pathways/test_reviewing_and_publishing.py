"""From draft to in force: reviewed by a colleague, approved by a committee, published once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from pathways.actions import (
    PathwayRefused,
    approve,
    comment,
    load_definition,
    publish,
    resolve_comment,
    retire,
    save_draft,
    send_for_review,
    take_back,
)
from pathways.definition import Definition
from pathways.examples import run_examples
from pathways.models import PathwayEvent, Version
from pathways.tasks import supersede_versions
from pathways.vocabulary import PathwayEventKind, VersionState
from tests import shipped
from tests.pathways import lives
from tests.referrals.conftest import KNEE

pytestmark = pytest.mark.django_db

COMMITTEE = {"committee": "Sundhedskoordinationsudvalget", "approved_on": date(2026, 11, 2)}


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(date(2026, 11, 23)):
        yield


@pytest.fixture
def first(db) -> Version:
    return shipped.load("knee-osteoarthritis")


def state_of(version: Version) -> str:
    return Version.objects.get(pk=version.pk).state


def test_a_version_goes_from_draft_to_in_force_and_takes_over(first, editor, reviewer):
    second = lives.published(first, editor, reviewer)

    assert state_of(first) == VersionState.SUPERSEDED
    assert Version.objects.in_force(timezone.localdate()).get() == second
    kinds = list(PathwayEvent.objects.filter(version=second).values_list("kind", flat=True))
    assert kinds == [
        PathwayEventKind.DRAFT_STARTED,
        PathwayEventKind.DRAFT_CHANGED,
        PathwayEventKind.SENT_FOR_REVIEW,
        PathwayEventKind.APPROVED,
        PathwayEventKind.PUBLISHED,
    ]


def test_one_published_for_later_lets_the_present_hold_until_then(first, editor, reviewer):
    second = lives.published(first, editor, reviewer, valid_from=date(2026, 12, 1))

    assert Version.objects.in_force(date(2026, 11, 30)).get() == first
    assert Version.objects.in_force(date(2026, 12, 1)).get() == second
    assert state_of(first) == VersionState.PUBLISHED
    with time_machine.travel(date(2026, 12, 1)):
        assert supersede_versions() == 1
        assert supersede_versions() == 0
    assert state_of(first) == VersionState.SUPERSEDED


def test_what_has_faults_is_not_sent_for_review(first, editor):
    def break_(document):
        document["examples"][0]["destination"] = "emergency"

    with pytest.raises(PathwayRefused, match="fejl, der skal rettes først"):
        lives.reviewed(first, editor, break_)


def test_the_writer_neither_approves_nor_publishes(first, editor, reviewer):
    under_review = lives.reviewed(first, editor)

    with pytest.raises(PathwayRefused, match="Du har selv skrevet"):
        approve(actor=editor, version=under_review, **COMMITTEE)
    approve(actor=reviewer, version=under_review, **COMMITTEE)
    with pytest.raises(PathwayRefused, match="Du har selv skrevet"):
        publish(actor=editor, version=under_review, valid_from=timezone.localdate())


def test_whoever_helped_to_write_does_not_approve_either(first, editor, reviewer):
    draft = lives.drafted(first, editor)
    document = {**draft.definition, "number": 7}
    save_draft(actor=reviewer, draft=draft, document=document, revision=draft.revision)
    send_for_review(actor=editor, version=draft)

    with pytest.raises(PathwayRefused, match="Du har selv skrevet"):
        approve(actor=reviewer, version=draft, **COMMITTEE)


def test_a_draft_is_not_published_unapproved(first, editor, reviewer):
    for version in (lives.drafted(first, editor), lives.reviewed(first, editor)):
        with pytest.raises(PathwayRefused, match="skal godkendes af en anden"):
            publish(actor=reviewer, version=version, valid_from=timezone.localdate())


def test_publishing_twice_is_refused_with_a_sentence(first, editor, reviewer):
    second = lives.published(first, editor, reviewer)

    with pytest.raises(PathwayRefused, match="allerede udgivet"):
        publish(actor=reviewer, version=second, valid_from=timezone.localdate())


def test_the_content_of_the_version_in_force_is_not_published_again(first, editor, reviewer):
    same = lives.approved(first, editor, reviewer, change=lambda document: None)

    with pytest.raises(PathwayRefused, match=r"det samme som i version 1"):
        publish(actor=reviewer, version=same, valid_from=timezone.localdate())


def test_nothing_holds_from_a_day_gone_by(first, editor, reviewer):
    ready = lives.approved(first, editor, reviewer)

    with pytest.raises(PathwayRefused, match="tidligst gælde fra i dag"):
        publish(actor=reviewer, version=ready, valid_from=timezone.localdate() - timedelta(days=1))


@pytest.mark.parametrize(
    ("ground", "sentence"),
    [
        ({}, "hvilket udvalg"),
        ({"committee": "Udvalget"}, "hvornår udvalget"),
        ({"committee": "Udvalget", "approved_on": date(2026, 11, 24)}, "i fremtiden"),
    ],
)
def test_an_approval_says_who_approved_and_when(first, editor, reviewer, ground, sentence):
    under_review = lives.reviewed(first, editor)

    with pytest.raises(PathwayRefused, match=sentence):
        approve(actor=reviewer, version=under_review, **ground)


def test_a_small_adjustment_needs_no_committee_but_its_reason(first, editor, reviewer):
    ready = approve(
        actor=reviewer,
        version=lives.reviewed(first, editor),
        small_adjustment="Kun en sproglig rettelse.",
    )

    assert (ready.state, ready.committee) == (VersionState.APPROVED, "")
    assert ready.small_adjustment == "Kun en sproglig rettelse."


def test_what_sends_somebody_elsewhere_is_no_small_adjustment(first, editor, reviewer):
    def heavier(document):
        [kram] = [rule for rule in document["rules"] if rule["key"] == "KRAM"]
        kram["when"]["all"][0] = {"fact": "bmi", "at_least": 27}
        results = run_examples(Definition.from_data(document))
        document["examples"] = [
            example
            for example, result in zip(document["examples"], results, strict=True)
            if result.passed
        ]

    under_review = lives.reviewed(first, editor, heavier)

    with pytest.raises(PathwayRefused, match="nogle får et andet råd"):
        approve(actor=reviewer, version=under_review, small_adjustment="Kun et tal.")
    assert state_of(under_review) == VersionState.IN_REVIEW


def test_open_comments_wait_for_an_answer_before_approval(first, editor, reviewer):
    under_review = lives.reviewed(first, editor)
    said = comment(actor=reviewer, version=under_review, text="Hvorfor 25?", where="rules[5].when")

    with pytest.raises(PathwayRefused, match="1 kommentar skal afsluttes først"):
        approve(actor=reviewer, version=under_review, **COMMITTEE)
    resolve_comment(actor=editor, comment_id=said.pk, version=under_review)
    assert approve(actor=reviewer, version=under_review, **COMMITTEE).approved_by == reviewer.user


def test_an_empty_comment_is_refused(first, editor):
    with pytest.raises(PathwayRefused, match="Skriv en kommentar"):
        comment(actor=editor, version=lives.drafted(first, editor), text="  ")


def test_what_is_taken_back_loses_its_approval(first, editor, reviewer):
    ready = lives.approved(first, editor, reviewer)

    back = take_back(actor=editor, version=ready)

    assert (back.state, back.approved_by, back.committee) == (VersionState.DRAFT, None, "")


def test_a_second_click_writes_no_second_event(first, editor, reviewer):
    under_review = lives.reviewed(first, editor)
    send_for_review(actor=editor, version=under_review)
    for _ in range(2):
        approve(actor=reviewer, version=under_review, **COMMITTEE)

    events = PathwayEvent.objects.filter(version=under_review)
    assert events.filter(kind=PathwayEventKind.SENT_FOR_REVIEW).count() == 1
    assert events.filter(kind=PathwayEventKind.APPROVED).count() == 1


def test_a_retired_version_is_written_by_no_more(first, editor):
    with pytest.raises(PathwayRefused, match="hvorfor versionen udgår"):
        retire(actor=editor, version=first, reason=" ")

    retire(actor=editor, version=first, reason="Afløst af nationalt forløb.")

    assert not Version.objects.in_force(timezone.localdate()).exists()


def test_others_than_editors_do_none_of_it(first, editor, planner):
    draft = lives.drafted(first, editor)
    under_review = lives.reviewed(first, editor)

    for attempt in (
        lambda: send_for_review(actor=planner, version=draft),
        lambda: comment(actor=planner, version=draft, text="Hej"),
        lambda: approve(actor=planner, version=under_review, **COMMITTEE),
        lambda: retire(actor=planner, version=first, reason="Nej"),
    ):
        with pytest.raises(PathwayRefused, match="Kun programredaktører"):
            attempt()


def test_an_event_is_changed_by_nobody(first, editor):
    lives.drafted(first, editor)

    with pytest.raises(IntegrityError), transaction.atomic():
        PathwayEvent.objects.update(note="Noget andet")


def test_an_upgrade_does_not_replace_what_a_committee_agreed(first, editor, reviewer):
    second = lives.published(first, editor, reviewer)
    newer = KNEE.read_text().replace("Voksne med knæartrose", "Alle med knæartrose", 1)

    third, is_new = load_definition(newer)

    assert is_new
    assert third.state == VersionState.DRAFT
    assert Version.objects.in_force(timezone.localdate()).get() == second
