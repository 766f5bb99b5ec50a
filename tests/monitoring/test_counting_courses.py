"""Courses are counted from what following them records: one row per course, by first contact."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from courses.actions import start_course
from courses.following import Judged, hold_checkpoint, order_mri, set_first_contact
from courses.models import Checkpoint, Course
from monitoring.computing import compute, countable_rules
from monitoring.models import IndicatorResult
from monitoring.periods import first_of, window
from pathways.models import Version
from referrals import actions
from referrals.actions import Chosen
from referrals.models import Referral
from stratification.actions import Decision, assess
from stratification.grouping import AssessmentInput
from tests import shipped

FILE = Path(settings.BASE_DIR) / "pathways" / "definitions" / "low-back-pain.yaml"
TODAY = timezone.localdate()
FIRST = TODAY - timedelta(weeks=9)
ANSWERS = {
    "diagnosis": {"system": "icpc2", "code": "L84"},
    "episode": "recurrent",
    "root_signs": "none",
    "red_flags": ["none"],
    "tried_so_far": ["exercise", "mri"],
    "work": "sick_leave_return",
    "pending_case": "none",
    "special_circumstances": ["none"],
    "start_back": "low",
}


@pytest.fixture
def back(db) -> Version:
    """The low back pain programme."""
    return shipped.load("low-back-pain")


@pytest.fixture
def course(gp, nancy, back) -> Course:
    """A course whose first contact was nine weeks ago."""
    return start_course(actor=gp, citizen=nancy, version=back, started_on=FIRST)


def hold(course: Course, gp, key: str, judged: Judged) -> None:
    control = Checkpoint.objects.get(course=course, key=key)
    hold_checkpoint(actor=gp, checkpoint=control, held_on=TODAY, judged=judged)


def result(version: Version, key: str) -> dict[str, object] | None:
    """The one result of an indicator, computed now."""
    compute(version.pathway)
    rows = list(
        IndicatorResult.objects.filter(pathway=version.pathway, indicator=key).values(
            "month", "eligible", "passed", "not_passed", "incomplete", "values"
        )
    )
    assert len(rows) < 2
    return rows[0] if rows else None


def outcome(version: Version, key: str) -> str:
    row = result(version, key)
    assert row is not None
    assert row["eligible"] == 1
    return next(name for name in ("passed", "not_passed", "incomplete") if row[name])


def test_all_six_indicators_can_be_counted(back) -> None:
    assert [rule.key for rule in countable_rules(back)] == [
        one.key for one in back.parsed.indicators
    ]


def test_a_course_of_which_nothing_came_is_not_counted(course, back) -> None:
    assert result(back, "mri-per-100") is None


def test_an_mri_ordered_counts_in_the_month_of_the_first_contact(course, back, gp) -> None:
    order_mri(actor=gp, course=course, ordered_on=TODAY, where="Billeddiagnostik")

    assert outcome(back, "mri-per-100") == "passed"
    assert result(back, "mri-per-100")["month"] == first_of(FIRST)
    assert outcome(back, "spine-unit-per-100") == "not_passed"
    assert outcome(back, "handled-in-practice") == "passed"


def test_what_is_recorded_of_courses_alone_is_told_of_as_counted(course, back, gp) -> None:
    order_mri(actor=gp, course=course, ordered_on=TODAY, where="Billeddiagnostik")

    newest = course.events.latest("recorded_at").recorded_at
    assert compute(back.pathway).as_of_event == newest


@pytest.mark.parametrize(
    ("sick_listed", "expected"), [(True, "passed"), (False, "not_passed"), (None, "incomplete")]
)
def test_sick_leave_is_that_of_the_control_after_eight_weeks(
    course, back, gp, sick_listed, expected
) -> None:
    hold(course, gp, "t4", Judged("some", sick_listed=True))
    assert outcome(back, "sick-leave-at-8-weeks") == "incomplete"

    hold(course, gp, "t8", Judged("some", sick_listed=sick_listed))

    assert outcome(back, "sick-leave-at-8-weeks") == expected


def test_the_latest_group_is_the_one_distributed(course, back, gp) -> None:
    hold(course, gp, "t2", Judged("some"))
    assert outcome(back, "groups") == "incomplete"
    for group in (1, 3):
        assess(gp, course, AssessmentInput((), {}), Decision(group, "Samlet vurdering"))

    assert result(back, "groups")["values"] == {"3": 1}


def test_a_first_contact_set_otherwise_moves_the_course_to_its_month(course, back, gp) -> None:
    order_mri(actor=gp, course=course, ordered_on=TODAY, where="Billeddiagnostik")
    assert result(back, "mri-per-100")["month"] == first_of(FIRST)
    earlier = FIRST - timedelta(days=70)

    set_first_contact(actor=gp, course=course, on=earlier)

    assert result(back, "mri-per-100")["month"] == first_of(earlier)


def refer(course: Course, gp, service_kind: str) -> Referral:
    from organisations.models import Service

    referral = actions.create_draft(actor=gp, citizen=course.citizen, version=course.version)
    assert not actions.save_answers(referral, actor=gp, values=ANSWERS)
    service = Service.objects.filter(
        kind=service_kind, performer__municipality=gp.organisation.municipality
    ).first()
    actions.send(
        referral,
        actor=gp,
        chosen=Chosen(service=service),
        override_reason="patient_wish",
    )
    return referral


def test_what_a_course_was_referred_to_is_counted_once(course, back, gp, reasons) -> None:
    hold(course, gp, "t8", Judged("none"))
    refer(course, gp, "hospital_spine_unit")

    assert outcome(back, "spine-unit-per-100") == "passed"
    assert outcome(back, "handled-in-practice") == "not_passed"
    assert outcome(back, "prevention-per-100") == "not_passed"


def test_counting_again_changes_nothing(course, back, gp) -> None:
    order_mri(actor=gp, course=course, ordered_on=TODAY, where="Billeddiagnostik")

    assert result(back, "mri-per-100") == result(back, "mri-per-100")


def test_months_are_counted_by_first_contact_alone(course, back, gp) -> None:
    """However late what came of it is."""
    hold(course, gp, "t8", Judged("clear"))

    rows = IndicatorResult.objects.filter(pathway=back.pathway)
    compute(back.pathway)

    assert set(rows.values_list("month", flat=True)) == {date(FIRST.year, FIRST.month, 1)}


@pytest.fixture
def figures_of_backs(back) -> Version:
    """A closed year in Hillerød and Helsingør: 12 of 120 courses a month with an MRI."""
    for month in window(TODAY, 24).months:
        for code in ("0219", "0217"):
            for key, passed in (("mri-per-100", 12), ("handled-in-practice", 100)):
                IndicatorResult.objects.create(
                    pathway=back.pathway,
                    version=back,
                    indicator=key,
                    municipality_id=code,
                    month=month,
                    eligible=120,
                    passed=passed,
                    not_passed=120 - passed,
                    incomplete=0,
                    not_eligible=0,
                )
            IndicatorResult.objects.create(
                pathway=back.pathway,
                version=back,
                indicator="groups",
                municipality_id=code,
                month=month,
                eligible=120,
                passed=120,
                not_passed=0,
                incomplete=0,
                not_eligible=0,
                values={"1": 72, "2": 30, "3": 12, "4": 6},
            )
    return back


def test_the_overview_tells_rates_per_hundred_and_the_groups(
    figures_of_backs, planner, client_for
) -> None:
    answer = client_for(planner).get("/monitoring/", {"pathway": "low-back-pain"})
    page = " ".join(answer.content.decode().split())

    assert "10,0 pr. 100" in page
    assert "83,3 %" in page
    assert "Fordeling på de fire grupper" in page
    # 12 months, two municipalities: 72 of 120 in group 1, beside 60 % expected.
    assert '<td class="num">1.728</td><td class="num">60 %</td><td class="num">60 %</td>' in page
    assert "100,0 %" not in page  # a distribution is no share


def test_a_distribution_has_no_page_of_one_figure(figures_of_backs, planner, client_for) -> None:
    client = client_for(planner)

    assert client.get("/monitoring/low-back-pain/groups/").status_code == 404
    assert client.get("/monitoring/low-back-pain/mri-per-100/").status_code == 200
