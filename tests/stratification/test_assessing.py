"""A clinician assesses with the citizen; the group is suggested, decided on and kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import IntegrityError as Refused
from django.utils import timezone

from courses.models import CourseEvent, CourseEventKind
from organisations.vocabulary import Role
from stratification.actions import AssessmentRefused, Decision, assess
from stratification.grouping import Axis
from stratification.models import Assessment


def events(course) -> list[CourseEvent]:
    return list(course.events.filter(kind=CourseEventKind.ASSESSED))


def test_the_suggested_group_is_kept_with_its_reasons_and_numbers(gp, course, judged):
    made = assess(gp, course, judged(d450=3, e310="+1"), Decision(2))

    assert (made.suggested_group, made.group, made.override_reason) == (2, 2, "")
    assert made.qualifiers["e310"] == "+1"
    assert made.health_condition == {"severity": 0}
    assert made.result["health"]["level"] == "high"
    assert made.result["health"]["reasons"]["da"] == ["d450 Gå er 3"]
    assert made.result["health"]["reasons"]["en"] == ["d450 Walking is 3"]
    assert made.result["numbers"]["one_at"] == 3
    assert made.result["version"] == course.version.number


def test_the_assessment_is_an_event_of_the_course(gp, course, judged):
    made = assess(gp, course, judged(d450=3), Decision(2))

    (event,) = events(course)
    assert event.membership == gp
    assert event.data == {"assessment": str(made.pk), "group": 2, "suggested_group": 2}


def test_another_group_than_the_suggested_needs_a_reason(gp, course, judged):
    with pytest.raises(AssessmentRefused, match=r"anden gruppe end forslaget \(gruppe 2\)") as no:
        assess(gp, course, judged(d450=3), Decision(4, "  "))

    assert no.value.field == "reason"
    assert not Assessment.objects.exists()
    assert events(course) == []


def test_another_group_with_its_reason_is_kept(gp, course, judged):
    made = assess(gp, course, judged(d450=3), Decision(4, "Pensionssag verserer"))

    assert (made.suggested_group, made.group) == (2, 4)
    assert made.override_reason == "Pensionssag verserer"
    assert made.differs
    assert events(course)[0].text == "Pensionssag verserer"


def test_without_a_suggestion_the_clinician_may_decide_and_says_why(gp, course, judged):
    unknown = judged(severity=None)

    with pytest.raises(AssessmentRefused, match="intet forslag endnu"):
        assess(gp, course, unknown, Decision(1))
    made = assess(gp, course, unknown, Decision(1, "Vurderet i telefonen"))

    assert (made.suggested_group, made.group) == (None, 1)
    assert made.result["missing"] == ["severity"]


def test_a_group_has_to_be_chosen(gp, course, judged):
    with pytest.raises(AssessmentRefused, match="Vælg en gruppe") as no:
        assess(gp, course, judged(), Decision(None))

    assert no.value.field == "group"


def test_the_clinicians_mark_and_personal_factors_are_kept(gp, course, judged):
    assessment = replace(
        judged(), marked=frozenset({Axis.HEALTH}), personal=frozenset({"coping", "age"})
    )

    made = assess(gp, course, assessment, Decision(4))

    assert made.marks == ["health"]
    assert made.personal_factors == ["age", "coping"]


def test_a_second_click_makes_no_second_assessment(gp, course, judged):
    first = assess(gp, course, judged(d450=3), Decision(2))

    again = assess(gp, course, judged(d450=3), Decision(2))

    assert again == first
    assert len(events(course)) == 1


def test_the_same_judgement_later_is_a_new_one(gp, course, judged, monkeypatch):
    first = assess(gp, course, judged(d450=3), Decision(2))
    later = timezone.now() + timedelta(minutes=3)
    monkeypatch.setattr("stratification.actions.timezone.now", lambda: later)

    again = assess(gp, course, judged(d450=3), Decision(2))

    assert again != first
    assert Assessment.objects.current_for(course) in {first, again}


def test_the_current_assessment_is_the_latest(gp, course, judged):
    assess(gp, course, judged(d450=3), Decision(2))
    latest = assess(gp, course, judged(d450=1), Decision(1))

    assert Assessment.objects.current_for(course) == latest


def test_before_the_first_there_is_none(course):
    assert Assessment.objects.current_for(course) is None


@pytest.mark.parametrize("roles", [(Role.SECRETARY,), (Role.TRIAGER,)])
def test_only_a_clinician_assesses(gp, course, judged, member_of, roles):
    colleague = member_of(gp.organisation, *roles)

    with pytest.raises(AssessmentRefused, match="Kun en kliniker"):
        assess(colleague, course, judged(), Decision(1))


def test_a_triager_who_is_also_a_clinician_may(gp, course, judged, member_of):
    both = member_of(gp.organisation, Role.TRIAGER, Role.CLINICIAN)

    assert assess(both, course, judged(), Decision(1)).made_by == both


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_lets_nobody_change_an_assessment(gp, course, judged, change):
    assess(gp, course, judged(d450=3), Decision(2))
    rows = Assessment.objects.all()

    with pytest.raises(Refused, match="written once"), transaction.atomic():
        rows.update(group=1) if change == "update" else rows.delete()


def test_the_database_refuses_another_group_without_a_reason(gp, course):
    with pytest.raises(IntegrityError, match="says_why_it_differs"), transaction.atomic():
        Assessment.objects.create(
            course=course,
            made_by=gp,
            organisation=gp.organisation,
            result={},
            suggested_group=2,
            group=3,
        )


def test_a_stranger_sees_no_assessment(gp, stranger, course, judged):
    made = assess(gp, course, judged(), Decision(1))

    assert list(Assessment.objects.visible_to(gp)) == [made]
    assert not Assessment.objects.visible_to(stranger).exists()
