"""What no code path may write, the database refuses: for referrals, courses and what hangs on them.

Definitions, assessments and epicrises have theirs in tests/pathways, tests/stratification and
test_completing.
"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from courses.models import CoordinatorPeriod, Course, CourseEvent
from referrals import actions
from referrals.models import (
    Answer,
    Epicrisis,
    Event,
    Letter,
    ReadingRight,
    ReasonCode,
    Referral,
    Treatment,
)
from tests.referrals.reached import EPICRISIS
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def sql(statement: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


# Written once ------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["referrals_event", "courses_courseevent"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET happened_at = happened_at - interval '1 day'",
        "UPDATE {table} SET text = 'andet'",
        "UPDATE {table} SET text = text",
        "DELETE FROM {table}",
    ],
)
def test_an_event_is_neither_changed_nor_deleted(sent, table, statement):
    count = f"SELECT count(*) FROM {table}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(count)
        assert cursor.fetchone()[0] > 0

    with refused("written once"):
        sql(statement.format(table=table))


def test_a_referral_with_events_is_not_deleted(sent):
    with refused("referrals_event"):
        # Checked at the end of the transaction, or when asked to.
        sql("DELETE FROM referrals_answer")
        sql("DELETE FROM referrals_referral")
        sql("SET CONSTRAINTS ALL IMMEDIATE")


# The referral ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("referral_sent_is_numbered_and_addressed", {"number": ""}),
        ("referral_sent_is_numbered_and_addressed", {"sent_at": None}),
        ("referral_sent_is_numbered_and_addressed", {"destination": ""}),
        ("referral_sent_is_numbered_and_addressed", {"receiver": None}),
        ("referral_closed_exactly_when_final", {"status": "withdrawn"}),
        ("referral_closed_exactly_when_final", {"closed_at": timezone.now()}),
        (
            "referral_question_remembers_where_it_was",
            {"status": "information_requested"},
        ),
        (
            "referral_question_remembers_where_it_was",
            {"status": "information_requested", "status_before_question": "in_treatment"},
        ),
        ("referral_question_remembers_where_it_was", {"status_before_question": "sent"}),
        ("referral_status_is_known", {"status": "lost"}),
        ("held_days", {"held_days": -1}),
    ],
)
def test_a_referral_that_cannot_be_is_refused(sent, constraint, change):
    with refused(constraint):
        Referral.objects.filter(pk=sent.pk).update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"receiver": None, "free_choice": True},
        {"status": "withdrawn", "closed_at": timezone.now()},
        {"status": "information_requested", "status_before_question": "accepted"},
        {"status": "draft", "number": "", "sent_at": None, "receiver": None},
        {"held_days": 0},
    ],
)
def test_one_that_can_be_is_taken(sent, change):
    assert Referral.objects.filter(pk=sent.pk).update(**change) == 1


def test_a_number_is_used_once_and_drafts_have_none(sent, gp):
    def another(number: str) -> Referral:
        return Referral.objects.create(
            course=sent.course,
            version=sent.version,
            sender=sent.sender,
            created_by=gp,
            number=number,
        )

    with refused("referral_number_unique"):
        another(sent.number)
    assert another("") != another("")


def test_a_fact_has_one_answer(draft):
    with refused("answer_once_per_fact"):
        Answer.objects.create(referral=draft, key="side", value="left")
    assert Answer.objects.create(referral=draft, key="another", value="left")


def test_an_organisation_has_one_right_to_read_at_a_time(sent, physio):
    right = ReadingRight.objects.create(referral=sent, organisation=physio.organisation)
    with refused("reading_right_once"):
        ReadingRight.objects.create(referral=sent, organisation=physio.organisation)

    ReadingRight.objects.filter(pk=right.pk).update(ended_at=timezone.now())
    assert ReadingRight.objects.create(referral=sent, organisation=physio.organisation)


# Treatments, epicrises and letters ---------------------------------------------------------------


def test_a_referral_has_one_treatment_which_ends_after_it_began(started):
    began = started.treatment.started_on
    with refused("treatment_ends_after_it_starts"):
        Treatment.objects.update(ended_on=began - timedelta(days=1))
    with refused("referral_id"):
        Treatment.objects.create(referral=started, started_on=began)
    assert Treatment.objects.update(ended_on=began) == 1


@pytest.mark.parametrize(
    ("constraint", "version", "replaces", "reason"),
    [
        ("epicrisis_version_unique", 1, False, ""),
        ("epicrisis_correction_says_why", 2, False, "Rettet"),
        ("epicrisis_correction_says_why", 2, True, ""),
        ("epicrisis_correction_says_why", 1, True, "Rettet"),
    ],
)
def test_an_epicrisis_is_the_first_or_replaces_one_and_says_why(
    completed, municipal, constraint, version, replaces, reason
):
    first = completed.epicrises.get()

    def write(version: int, replaced: Epicrisis | None, reason: str) -> Epicrisis:
        return Epicrisis.objects.create(
            referral=completed,
            version_number=version,
            content={},
            content_hash="",
            signed_by=municipal,
            signed_at=timezone.now(),
            replaces=replaced,
            correction_reason=reason,
        )

    with refused(constraint):
        write(version, first if replaces else None, reason)
    second = write(2, first, "Rettet")
    with refused("replaces_id"):
        write(3, first, "Rettet igen")
    assert write(3, second, "Rettet igen")


def test_every_version_has_one_letter(completed, municipal):
    actions.correct_epicrisis(completed, actor=municipal, content=EPICRISIS, reason="Genlæst")

    assert sorted(Letter.objects.values_list("epicrisis__version_number", flat=True)) == [1, 2]
    with refused("epicrisis_id"):
        Letter.objects.create(epicrisis=completed.epicrises.first())


def test_a_letter_that_is_ready_has_its_file_and_sum(completed):
    letter = Letter.objects.filter(epicrisis__referral=completed)
    with refused("letter_ready_has_file"):
        letter.update(state="ready")
    with refused("letter_ready_has_file"):
        letter.update(state="ready", made_at=timezone.now(), sha256="")
    assert letter.update(state="ready", made_at=timezone.now(), sha256="0" * 64) == 1


def test_a_reason_stands_once_on_its_list(reasons):
    with refused("reason_code_unique"):
        ReasonCode.objects.create(
            action="decline", key="other", label_da="A", label_en="A", valid_from=date(2026, 1, 1)
        )
    with refused("period_in_order"):
        ReasonCode.objects.filter(key="other").update(valid_to=date(1999, 1, 1))


# The course --------------------------------------------------------------------------------------


def test_a_course_has_one_coordinator_at_a_time_and_ends_after_it_began(draft, physio):
    course = draft.course
    with refused("course_has_one_coordinator_at_a_time"):
        CoordinatorPeriod.objects.create(
            course=course, organisation=physio.organisation, valid_from=course.started_on
        )
    with refused("course_ends_after_it_starts"):
        Course.objects.update(ended_on=course.started_on - timedelta(days=1))
    assert Course.objects.update(ended_on=course.started_on) == 1


def test_events_are_there_to_be_refused(sent):
    """The tests above mean something."""
    assert Event.objects.count() == CourseEvent.objects.count() == 1
