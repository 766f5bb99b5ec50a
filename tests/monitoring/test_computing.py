"""Indicators are computed per municipality and month from what the work itself recorded."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from monitoring import computing
from monitoring.computing import compute
from monitoring.counting import ranges
from monitoring.models import Computation, IndicatorResult, LoopResult
from monitoring.reading import latest_computation
from organisations.models import Municipality
from pathways.models import Version
from referrals.actions import Inputs, perform
from tests.monitoring.conftest import at

EPICRISIS = "epicrisis-in-14-days"
WAIT = "days-to-first-session"
TOO_EARLY = "orthopaedics-before-physiotherapy"
DOSE = "training-dose"
EDUCATION = "patient-education"

SENT = date(2026, 6, 8)
WHOLE = {
    "sent": SENT,
    "accepted": date(2026, 6, 10),
    "started": date(2026, 6, 22),
    "finished": date(2026, 8, 10),
}
LATER = date(2026, 11, 23)


def result(indicator: str, month: date, code: str = "0219") -> IndicatorResult | None:
    return IndicatorResult.objects.filter(
        indicator=indicator, month=month, municipality_id=code
    ).first()


def counts(indicator: str, month: date, code: str = "0219") -> tuple[int, ...] | None:
    """Passed, not passed, incomplete, not eligible."""
    row = result(indicator, month, code)
    return row and (row.passed, row.not_passed, row.incomplete, row.not_eligible)


def computed(version: Version, on: date = LATER, **options) -> Computation:
    with at(on):
        computation = compute(version.pathway, **options)
    assert computation is not None
    return computation


JUNE, AUGUST = date(2026, 6, 1), date(2026, 8, 1)


def test_an_epicrisis_counts_in_the_month_the_treatment_ended(walk, knee):
    walk(**WHOLE, signed=date(2026, 8, 24))
    walk(**WHOLE, signed=date(2026, 8, 25))
    walk(**WHOLE)

    computed(knee)

    assert counts(EPICRISIS, AUGUST) == (1, 2, 0, 0)
    row = result(EPICRISIS, AUGUST)
    assert row is not None
    assert row.eligible == 3
    assert row.days == {"14": 1, "15": 1}
    assert row.value == Decimal("0.3333")


def test_an_epicrisis_that_may_still_come_is_incomplete(walk, knee):
    walk(**WHOLE)

    computed(knee, on=date(2026, 8, 24))

    assert counts(EPICRISIS, AUGUST) == (0, 0, 1, 0)


def test_the_day_a_treatment_ended_counts_and_not_the_day_it_was_entered(walk, knee):
    walk(
        **WHOLE | {"finished": date(2026, 7, 31)},
        entered=date(2026, 8, 15),
        signed=date(2026, 8, 15),
    )

    computed(knee)

    assert counts(EPICRISIS, date(2026, 7, 1)) == (0, 1, 0, 0)
    assert counts(EPICRISIS, AUGUST) is None


def test_the_wait_runs_from_sending_to_the_first_session(walk, knee):
    walk(**WHOLE)
    walk(sent=SENT, accepted=SENT, started=SENT + timedelta(days=22))
    walk(sent=SENT, accepted=SENT)
    walk(sent=SENT, withdrawn=SENT + timedelta(days=3))

    computed(knee)

    assert counts(WAIT, JUNE) == (1, 1, 1, 1)
    row = result(WAIT, JUNE)
    assert row is not None
    assert row.days == {"14": 1, "22": 1}
    assert row.value == 18


def test_a_referral_elsewhere_is_not_eligible_and_never_not_passed(walk, knee):
    walk(sent=SENT)

    computed(knee)

    assert counts(TOO_EARLY, JUNE) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        (["pain_relief"], (1, 0, 0, 0)),
        (["physiotherapy", "pain_relief"], (0, 1, 0, 0)),
    ],
)
def test_orthopaedics_before_physiotherapy(walk, knee, member_of, organisation, tried, expected):
    orthopaedics = member_of(organisation("orthopaedics"))
    walk(sent=SENT, to=orthopaedics, answers={"tried_so_far": tried})

    computed(knee)

    assert counts(TOO_EARLY, JUNE) == expected


def test_training_and_education_are_read_from_the_sessions_held(walk, knee):
    twice_a_week = tuple(date(2026, 6, 22) + timedelta(days=d) for d in range(0, 42, 3))
    walk(**WHOLE, sessions=twice_a_week, education=date(2026, 6, 23))
    walk(**WHOLE, sessions=twice_a_week[:4])
    walk(**WHOLE)

    computed(knee)

    assert counts(DOSE, AUGUST) == (1, 1, 1, 0)
    assert counts(EDUCATION, AUGUST) == (1, 1, 1, 0)


def test_citizens_count_for_their_own_municipality(walk, knee):
    helsingor = Municipality.objects.get(name="Helsingør")
    walk(**WHOLE, signed=date(2026, 8, 12))
    moved = walk(**WHOLE).course.citizen
    moved.municipality = helsingor
    moved.save()

    computed(knee)

    assert counts(EPICRISIS, AUGUST, "0219") == (1, 0, 0, 0)
    assert counts(EPICRISIS, AUGUST, helsingor.code) == (0, 1, 0, 0)


def test_the_loop_counts_each_step_in_the_month_the_referral_was_sent(walk, knee):
    walk(**WHOLE, signed=date(2026, 8, 12), read=date(2026, 8, 13))
    walk(sent=SENT)

    computed(knee)

    steps = {
        row.step: (row.kept, row.late, row.waiting, row.overdue)
        for row in LoopResult.objects.filter(municipality_id="0219", month=JUNE)
    }
    assert steps == {
        "sent": (2, 0, 0, 0),
        "answered": (1, 0, 0, 1),
        "begun": (1, 0, 0, 0),
        "ended": (1, 0, 0, 0),
        "epicrisis": (1, 0, 0, 0),
        "read": (1, 0, 0, 0),
    }


def test_a_second_run_without_changes_counts_no_month(walk, knee):
    walk(**WHOLE, signed=date(2026, 8, 12), read=date(2026, 8, 13))
    computed(knee, on=date(2028, 1, 1))
    before = list(IndicatorResult.objects.order_by("pk").values())

    again = computed(knee, on=date(2028, 1, 2))

    assert (again.months, again.units) == (0, 0)
    assert list(IndicatorResult.objects.order_by("pk").values()) == before


def test_only_months_that_were_touched_are_counted_again(walk, knee):
    old = walk(**WHOLE, signed=date(2026, 8, 12), read=date(2026, 8, 13))
    computed(knee, on=date(2028, 1, 1))
    untouched = result(EPICRISIS, AUGUST)
    with at(date(2028, 1, 3)):
        walk(sent=date(2028, 1, 3))

    again = computed(knee, on=date(2028, 1, 4))

    assert again.months == 1
    assert result(EPICRISIS, AUGUST) == untouched
    assert counts(WAIT, date(2028, 1, 1)) == (0, 0, 1, 0)
    assert old.pk


def test_an_event_entered_late_changes_the_month_it_belongs_to(walk, knee, physio):
    referral = walk(sent=SENT, accepted=SENT, started=SENT)
    computed(knee, on=date(2026, 7, 1))
    assert counts(EPICRISIS, AUGUST) is None
    with at(date(2026, 9, 30)):
        inputs = Inputs(on=date(2026, 8, 10), end_kind="as_planned")
        perform("finish", referral, actor=physio, inputs=inputs)

    computed(knee, on=date(2026, 10, 1))

    assert counts(EPICRISIS, AUGUST) == (0, 1, 0, 0)


def test_time_alone_turns_what_waited_into_overdue(walk, knee):
    walk(**WHOLE)
    computed(knee, on=date(2026, 8, 20))
    assert counts(EPICRISIS, AUGUST) == (0, 0, 1, 0)

    computed(knee, on=date(2026, 8, 25))

    assert counts(EPICRISIS, AUGUST) == (0, 1, 0, 0)


def test_what_is_only_incomplete_is_not_counted_again_every_night(walk, knee):
    walk(**WHOLE)
    computed(knee, on=date(2026, 8, 20))

    # Nobody recorded sessions: that stays unknown. The epicrisis may come until the 24th.
    assert computed(knee, on=date(2026, 8, 24)).months == 0
    assert computed(knee, on=date(2026, 8, 25)).months == 2
    assert computed(knee, on=date(2026, 8, 26)).months == 0


def test_a_run_that_was_stopped_is_carried_on_by_the_next(walk, knee):
    walk(**WHOLE, signed=date(2026, 8, 12), read=date(2026, 8, 13))
    stopped = computed(knee, on=date(2028, 1, 1))
    complete = sorted(LoopResult.objects.values_list("step", "month", "kept"))
    LoopResult.objects.filter(month=JUNE).delete()
    stopped.owed = [JUNE.isoformat()]
    stopped.save()
    assert latest_computation(knee.pathway) is None

    carried_on = computed(knee, on=date(2028, 1, 2))

    assert (carried_on.months, carried_on.owed) == (1, [])
    assert sorted(LoopResult.objects.values_list("step", "month", "kept")) == complete
    assert latest_computation(knee.pathway) == carried_on


def test_months_are_counted_a_few_at_a_time(walk, knee, monkeypatch):
    for month in range(1, 9):
        walk(sent=date(2026, month, 5))
    counted: list[int] = []
    count = computing._count

    def counting(pathway, version, months, on):
        counted.append(len(months))
        return count(pathway, version, months, on)

    monkeypatch.setattr(computing, "_count", counting)

    computation = computed(knee)

    assert counted == [6, 2]
    assert (computation.months, computation.units, computation.owed) == (8, 8, [])


def test_two_at_once_wait_for_each_other(walk, knee):
    walk(sent=SENT)
    held = []

    def tried(execute, sql, params, many, context):
        if "pg_advisory" in sql:
            held.append(sql.split("(")[0].split()[-1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(tried):
        computed(knee)

    assert held == ["pg_advisory_lock", "pg_advisory_unlock"]


@pytest.mark.parametrize(
    ("months", "stretches"),
    [
        ([], []),
        ([(2026, 6)], [((2026, 6), (2026, 6))]),
        ([(2026, 1), (2025, 12), (2026, 3)], [((2025, 12), (2026, 1)), ((2026, 3), (2026, 3))]),
    ],
)
def test_months_that_follow_one_another_are_read_together(months, stretches):
    found = ranges([date(*month, 1) for month in months])

    assert found == [(date(*first, 1), date(*last, 1)) for first, last in stretches]


def test_counting_from_the_beginning_gives_the_same_as_counting_what_changed(walk, knee):
    walk(**WHOLE, signed=date(2026, 8, 12))
    computed(knee, on=date(2026, 8, 20))
    walk(sent=date(2026, 8, 21), accepted=date(2026, 8, 24), started=date(2026, 9, 1))
    computed(knee)

    def rows() -> list[tuple]:
        fields = ("indicator", "municipality_id", "month", "passed", "not_passed", "incomplete")
        return sorted(IndicatorResult.objects.values_list(*fields))

    incremental = rows()
    Computation.objects.all().delete()
    computed(knee)

    assert rows() == incremental


def test_since_counts_again_from_that_month(walk, knee):
    walk(**WHOLE, signed=date(2026, 8, 12), read=date(2026, 8, 13))
    computed(knee, on=date(2028, 1, 1))

    again = computed(knee, on=date(2028, 1, 2), since=date(2026, 8, 1))

    assert again.months == 1


def test_the_newest_event_taken_into_account_is_kept(walk, knee):
    referral = walk(sent=SENT)

    computation = computed(knee)

    assert computation.as_of_event == referral.events.get().recorded_at
    assert computation.version == knee


def test_a_pathway_without_referrals_has_a_computation_and_no_results(knee):
    computation = computed(knee)

    assert (computation.as_of_event, computation.months) == (None, 0)
    assert not IndicatorResult.objects.exists()


def test_the_work_does_not_grow_with_the_number_of_referrals_in_a_chunk(
    walk, knee, django_assert_max_num_queries
):
    walk(**WHOLE)
    with at(LATER), django_assert_max_num_queries(30) as few:
        compute(knee.pathway)
    for _ in range(4):
        walk(**WHOLE)
    Computation.objects.all().delete()

    with at(LATER), django_assert_max_num_queries(30) as more:
        compute(knee.pathway)

    assert len(more.captured_queries) == len(few.captured_queries)


def test_the_database_refuses_counts_that_do_not_add_up(walk, knee):
    walk(**WHOLE)
    computed(knee)

    with pytest.raises(IntegrityError, match="counts_add_up"), transaction.atomic():
        IndicatorResult.objects.update(eligible=17)


# The command


def test_the_command_tells_what_it_did(walk, knee, capsys):
    walk(**WHOLE)

    with at(LATER):
        call_command("compute_indicators", pathway="knee-osteoarthritis", since="2026-06")

    assert "knee-osteoarthritis: 2 måneder, 1 henvisninger" in capsys.readouterr().out
    assert counts(EPICRISIS, AUGUST) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"pathway": "knæ"}, "findes ikke"),
        ({"since": "september"}, "er ikke en måned"),
    ],
)
def test_the_command_says_what_is_wrong(knee, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("compute_indicators", **options)
