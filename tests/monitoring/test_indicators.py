"""A unit is passed, not passed, not eligible or incomplete; unknown is never "not passed"."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.indicators import (
    Judgement,
    Kind,
    Outcome,
    Rule,
    Tally,
    Unit,
    judge,
    meets,
    read_rule,
    total,
)
from pathways.conditions.common import COMMON
from pathways.conditions.facts import Fact, FactType
from pathways.definition_parts.follow_up import Indicator, Target
from pathways.texts import text

VOCABULARY = COMMON.plus(
    [
        Fact(
            "tried_so_far",
            FactType.SET,
            text("Har gennemgået"),
            options={
                "physiotherapy": text("fysioterapi"),
                "pain_relief": text("smertelindring"),
                "none": text("intet"),
            },
        ),
        Fact(
            "chosen_destination",
            FactType.CHOICE,
            text("Sendt til"),
            options={
                "hospital_orthopaedics": text("ortopædkirurgi"),
                "private_physiotherapist": text("fysioterapeut"),
            },
        ),
    ]
)
ENDED = date(2026, 9, 1)


def indicator(**parts: Any) -> Indicator:
    return Indicator.model_validate(
        {
            "key": "k",
            "title": "T",
            "dimension": "organisational",
            "direction": "up",
            "source": {"document": "knee", "place": "§6"},
            **parts,
        }
    )


def rule_of(**parts: Any) -> Rule:
    return read_rule(indicator(**parts), VOCABULARY)


def epicrisis_in_14_days(**parts: Any) -> Rule:
    share = {"within_days": 14, "from": "treatment_ended", "to": "epicrisis_sent"}
    return rule_of(of={"event": "treatment_ended"}, measure={"share": share}, **parts)


WAIT = {
    "of": {"event": "referral_sent"},
    "measure": {"median_days": {"from": "referral_sent", "to": "first_session"}},
    "target": {"at_most": 21},
}
TOO_EARLY = {
    "of": {"each": "referral"},
    "where": {"fact": "chosen_destination", "is": "hospital_orthopaedics"},
    "measure": {"share": {"when": {"not": {"fact": "tried_so_far", "has_any": ["physiotherapy"]}}}},
    "target": {"at_most": 0.1},
}


def after(days: int) -> date:
    return ENDED + timedelta(days=days)


# Within days


@pytest.mark.parametrize(
    ("sent", "on", "expected"),
    [
        (after(0), after(60), Judgement(Outcome.PASSED, 0)),
        (after(14), after(60), Judgement(Outcome.PASSED, 14)),
        (after(15), after(60), Judgement(Outcome.NOT_PASSED, 15)),
        (after(-1), after(60), Judgement(Outcome.PASSED, 0)),
    ],
    ids=["the same day", "the last day", "one day late", "signed before the end was entered"],
)
def test_an_epicrisis_is_judged_by_the_days_since_the_treatment_ended(
    sent: date, on: date, expected: Judgement
) -> None:
    unit = Unit({"treatment_ended": ENDED, "epicrisis_sent": sent})

    assert judge(epicrisis_in_14_days(), unit, on) == expected


@pytest.mark.parametrize(
    ("on", "when_overdue", "expected"),
    [
        (after(14), "not_passed", Outcome.INCOMPLETE),
        (after(15), "not_passed", Outcome.NOT_PASSED),
        (after(15), "incomplete", Outcome.INCOMPLETE),
    ],
    ids=["its time is not up", "its time is up", "the definition waits"],
)
def test_a_missing_epicrisis_is_incomplete_until_its_time_has_run_out(
    on: date, when_overdue: str, expected: Outcome
) -> None:
    rule = epicrisis_in_14_days(when_overdue=when_overdue)

    assert judge(rule, Unit({"treatment_ended": ENDED}), on).outcome is expected


def test_the_day_on_which_time_alone_changes_an_outcome_is_known() -> None:
    rule = epicrisis_in_14_days(when_overdue="not_passed")
    waiting = Unit({"treatment_ended": ENDED})

    assert judge(rule, waiting, after(3)).changes_on == after(15)
    assert judge(rule, waiting, after(15)).changes_on is None
    assert judge(epicrisis_in_14_days(), waiting, after(3)).changes_on is None


@pytest.mark.parametrize(
    "happened",
    [
        {"treatment_ended": None},
        {"treatment_ended": None, "epicrisis_sent": after(3)},
        {"treatment_ended": ENDED, "epicrisis_sent": None},
    ],
    ids=["end without a day", "end without a day, then sent", "sent on an unknown day"],
)
def test_an_event_without_a_day_makes_the_unit_incomplete_however_late_it_is(
    happened: dict[str, date | None],
) -> None:
    rule = epicrisis_in_14_days(when_overdue="not_passed")

    assert judge(rule, Unit(happened), after(500)).outcome is Outcome.INCOMPLETE


def test_a_treatment_that_goes_on_is_not_eligible() -> None:
    unit = Unit({"referral_sent": ENDED, "first_session": ENDED})

    assert judge(epicrisis_in_14_days(), unit, after(90)).outcome is Outcome.NOT_ELIGIBLE


# Median of days


@pytest.mark.parametrize(("days", "outcome"), [(0, "passed"), (21, "passed"), (22, "not_passed")])
def test_a_wait_is_passed_within_the_target_set_for_the_median(days: int, outcome: str) -> None:
    unit = Unit({"referral_sent": ENDED, "first_session": after(days)})

    assert judge(rule_of(**WAIT), unit, after(90)) == Judgement(Outcome(outcome), days)


def test_a_wait_that_is_not_over_is_incomplete_also_beyond_the_target() -> None:
    unit = Unit({"referral_sent": ENDED})

    assert judge(rule_of(**WAIT), unit, after(5)).outcome is Outcome.INCOMPLETE
    assert judge(rule_of(**WAIT), unit, after(50)).outcome is Outcome.INCOMPLETE


def test_a_withdrawn_referral_waits_for_nothing() -> None:
    unit = Unit({"referral_sent": ENDED}, over_on=after(10))

    assert judge(rule_of(**WAIT), unit, after(50)).outcome is Outcome.NOT_ELIGIBLE


def test_a_median_without_a_target_passes_every_known_wait() -> None:
    rule = rule_of(of=WAIT["of"], measure=WAIT["measure"])
    unit = Unit({"referral_sent": ENDED, "first_session": after(400)})

    assert judge(rule, unit, after(500)) == Judgement(Outcome.PASSED, 400)


# Conditions


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            {"chosen_destination": "hospital_orthopaedics", "tried_so_far": ["pain_relief"]},
            Outcome.PASSED,
        ),
        (
            {"chosen_destination": "hospital_orthopaedics", "tried_so_far": ["physiotherapy"]},
            Outcome.NOT_PASSED,
        ),
        ({"chosen_destination": "hospital_orthopaedics"}, Outcome.INCOMPLETE),
        (
            {"chosen_destination": "private_physiotherapist", "tried_so_far": ["none"]},
            Outcome.NOT_ELIGIBLE,
        ),
        ({"chosen_destination": "private_physiotherapist"}, Outcome.NOT_ELIGIBLE),
        ({"tried_so_far": ["none"]}, Outcome.INCOMPLETE),
    ],
    ids=["before", "after", "not said", "elsewhere", "elsewhere, not said", "unknown where"],
)
def test_a_referral_to_orthopaedics_before_physiotherapy(
    facts: dict[str, Any], expected: Outcome
) -> None:
    unit = Unit({"referral_sent": ENDED}, facts)

    assert judge(rule_of(**TOO_EARLY), unit, after(1)).outcome is expected


def test_a_rate_counts_those_that_meet_the_condition() -> None:
    rule = rule_of(
        of={"each": "course"},
        measure={"rate_per": 100, "when": {"fact": "group", "at_least": 3}},
    )

    assert (rule.kind, rule.event, rule.facts) == (Kind.RATE, "course_opened", {"group"})
    unit = Unit({"course_opened": ENDED}, {"group": 4})
    assert judge(rule, unit, ENDED).outcome is Outcome.PASSED


def test_a_distribution_counts_the_value_and_leaves_the_unknown_out() -> None:
    rule = rule_of(
        of={"event": "group_set"},
        measure={"distribution": {"of": "group", "expected": {"1": 0.6, "2": 0.4}}},
    )

    assert judge(rule, Unit({"group_set": ENDED}, {"group": 2}), ENDED) == Judgement(
        Outcome.PASSED, value="2"
    )
    assert judge(rule, Unit({"group_set": ENDED}), ENDED).outcome is Outcome.INCOMPLETE


def test_a_rule_names_the_events_and_facts_it_needs() -> None:
    assert epicrisis_in_14_days().events == {"treatment_ended", "epicrisis_sent"}
    assert rule_of(**TOO_EARLY).facts == {"chosen_destination", "tried_so_far"}


# Properties

days = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
events = st.fixed_dictionaries(
    {},
    optional={
        key: days for key in ("referral_sent", "first_session", "treatment_ended", "epicrisis_sent")
    },
)
facts = st.fixed_dictionaries(
    {},
    optional={
        "chosen_destination": st.sampled_from(["hospital_orthopaedics", "private_physiotherapist"]),
        "tried_so_far": st.sampled_from([["physiotherapy"], ["pain_relief"], ["none"]]),
    },
)
units = st.builds(Unit, events, facts, st.none() | st.dates(date(2026, 6, 1), date(2026, 12, 31)))
RULES = (
    epicrisis_in_14_days(),
    epicrisis_in_14_days(when_overdue="not_passed"),
    rule_of(**WAIT),
    rule_of(**TOO_EARLY),
)


@given(st.lists(units, max_size=20), st.sampled_from(RULES), st.dates(date(2026, 1, 1)))
def test_the_four_counts_add_up_to_the_units(counted: list[Unit], rule: Rule, on: date) -> None:
    tally = Tally()
    for unit in counted:
        tally.add(judge(rule, unit, on))

    assert tally.eligible == tally.passed + tally.not_passed + tally.incomplete
    assert tally.eligible + tally.not_eligible == len(counted)
    assert sum(tally.days.values()) <= tally.passed + tally.not_passed


@given(units, st.sampled_from(RULES), st.dates(date(2026, 1, 1), date(2027, 6, 1)))
def test_what_is_judged_stays_judged_as_time_passes(unit: Unit, rule: Rule, on: date) -> None:
    before = judge(rule, unit, on)

    if before.outcome is not Outcome.INCOMPLETE:
        assert judge(rule, unit, on + timedelta(days=400)) == before


@given(units, st.sampled_from(RULES), st.dates(date(2026, 1, 1), date(2027, 6, 1)))
def test_an_outcome_changes_by_time_on_the_day_it_said_and_on_no_other(
    unit: Unit, rule: Rule, on: date
) -> None:
    now = judge(rule, unit, on)

    if now.changes_on is None:
        assert judge(rule, unit, on + timedelta(days=900)) == now
    else:
        assert judge(rule, unit, now.changes_on - timedelta(days=1)).outcome is now.outcome
        assert judge(rule, unit, now.changes_on).outcome is not now.outcome


@given(units, st.sampled_from(RULES), st.dates(date(2026, 1, 1)))
def test_not_passed_always_rests_on_something_known(unit: Unit, rule: Rule, on: date) -> None:
    judgement = judge(rule, unit, on)

    if judgement.outcome is Outcome.NOT_PASSED and rule.when is None:
        assert unit.happened[rule.from_event] is not None
    if judgement.outcome is Outcome.NOT_PASSED and rule.when is not None:
        assert rule.facts <= unit.facts.keys()


# Adding up


def test_months_add_up_to_a_quarter() -> None:
    months = [
        Tally(2, 1, 0, 4, Counter({3: 2, 30: 1})),
        Tally(1, 0, 5, 0, Counter({3: 1})),
    ]

    quarter = total(months)

    assert (quarter.passed, quarter.not_passed, quarter.incomplete) == (3, 1, 5)
    assert quarter.not_eligible == 4
    assert quarter.eligible == 9
    assert quarter.days == {3: 3, 30: 1}


@pytest.mark.parametrize(
    ("target", "value", "met"),
    [
        (Target(at_least=0.95), 0.95, True),
        (Target(at_least=0.95), 0.949, False),
        (Target(at_most=21), 21, True),
        (Target(at_most=21), 22, False),
        (Target(at_least=1, at_most=2), 3, False),
        (None, 3, None),
        (Target(at_most=21), None, None),
    ],
)
def test_a_target_is_met_or_not_or_there_is_nothing_to_say(
    target: Target | None, value: float | None, met: bool | None
) -> None:
    assert meets(target, value) is met
