"""What an indicator says of one unit: passed, not passed, not eligible or incomplete.

The definition's indicator document is read once into a `Rule`; `judge` then looks at the plain
facts of one unit. No models and no clock: the day it is judged on is handed in. What is unknown
is incomplete, never silently not passed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from pathways.conditions.evaluate import Truth, compile_condition
from pathways.conditions.facts import Facts, Vocabulary
from pathways.conditions.tree import facts_read, parse
from pathways.definition_parts.follow_up import Indicator, Target


class Outcome(StrEnum):
    """What one unit is to one indicator."""

    PASSED = "passed"
    NOT_PASSED = "not_passed"
    INCOMPLETE = "incomplete"
    NOT_ELIGIBLE = "not_eligible"


class Kind(StrEnum):
    """What the outcomes of many units become."""

    SHARE = "share"
    MEDIAN_DAYS = "median_days"
    RATE = "rate"
    DISTRIBUTION = "distribution"


@dataclass(frozen=True)
class Unit:
    """One unit as plain facts.

    `happened` holds the local day of each event that took place, None where the day is unknown;
    an absent event has not taken place. `over_on` is the day from which no more can happen to
    the unit (a withdrawn referral), None while it can.
    """

    happened: Mapping[str, date | None]
    facts: Facts = field(default_factory=dict)
    over_on: date | None = None


@dataclass(frozen=True)
class Judgement:
    """The outcome for one unit, with its `days` or its `value` where that is what is counted.

    `changes_on` is the first day on which time alone makes the outcome another.
    """

    outcome: Outcome
    days: int | None = None
    value: str = ""
    changes_on: date | None = None


Test = Callable[[Facts], Truth]


@dataclass(frozen=True)
class Rule:
    """An indicator made ready for use: whom it counts, and how each is judged."""

    key: str
    kind: Kind
    event: str
    facts: frozenset[str]
    where: Test | None = None
    when: Test | None = None
    from_event: str = ""
    to_event: str = ""
    least_days: int | None = None
    most_days: int | None = None
    counted: str = ""
    overdue: Outcome = Outcome.INCOMPLETE

    @property
    def events(self) -> frozenset[str]:
        """The events that must be known of a unit to judge it."""
        return frozenset({self.event, self.from_event, self.to_event} - {""})


# One row per course or referral is one row per event that begins it.
_BEGINS = {"course": "course_opened", "referral": "referral_sent"}


def read_rule(indicator: Indicator, vocabulary: Vocabulary) -> Rule:
    """The rule of an indicator document; `vocabulary` is the definition's for indicators.

    Raises pathways' ConditionError for a condition that cannot be read.
    """
    measure = indicator.measure
    share, days = measure.share, measure.median_days
    conditions = [indicator.where, measure.when, share.when if share else None]
    where, *whens = (parse(data, vocabulary) if data is not None else None for data in conditions)
    when = next((condition for condition in whens if condition is not None), None)
    read = {key for tree in (where, when) if tree is not None for key in facts_read(tree)}
    counted = measure.distribution.of if measure.distribution else ""
    least, most = _days_allowed(indicator)
    return Rule(
        key=indicator.key,
        kind=Kind(measure.kind),
        event=indicator.of.event or _BEGINS[indicator.of.each or "referral"],
        facts=frozenset(read | ({counted} if counted else set())),
        where=compile_condition(where) if where is not None else None,
        when=compile_condition(when) if when is not None else None,
        from_event=(share.from_ if share else days.from_ if days else None) or "",
        to_event=(share.to if share else days.to if days else None) or "",
        least_days=least,
        most_days=most,
        counted=counted,
        overdue=Outcome(indicator.when_overdue),
    )


def _days_allowed(indicator: Indicator) -> tuple[int | None, int | None]:
    """How many days pass one unit: the promise itself, or the target set for the median."""
    measure, target = indicator.measure, indicator.target or Target()
    if measure.share is not None:
        return None, measure.share.within_days
    if measure.median_days is None:
        return None, None
    least = None if target.at_least is None else int(target.at_least)
    return least, None if target.at_most is None else int(target.at_most)


def judge(rule: Rule, unit: Unit, on: date) -> Judgement:
    """What the unit is to the indicator, as known on the day `on`."""
    if rule.event not in unit.happened:
        return Judgement(Outcome.NOT_ELIGIBLE)
    if rule.where is not None:
        counted = rule.where(unit.facts)
        if counted is Truth.FALSE:
            return Judgement(Outcome.NOT_ELIGIBLE)
        if counted is Truth.UNKNOWN:
            return Judgement(Outcome.INCOMPLETE)
    if rule.when is not None:
        return Judgement(_OUTCOMES[rule.when(unit.facts)])
    if rule.counted:
        value = unit.facts.get(rule.counted)
        if value is None:
            return Judgement(Outcome.INCOMPLETE)
        return Judgement(Outcome.PASSED, value=str(value))
    return _judge_days(rule, unit, on)


_OUTCOMES = {
    Truth.TRUE: Outcome.PASSED,
    Truth.FALSE: Outcome.NOT_PASSED,
    Truth.UNKNOWN: Outcome.INCOMPLETE,
}


def _judge_days(rule: Rule, unit: Unit, on: date) -> Judgement:
    begun = unit.happened.get(rule.from_event)
    reached = unit.happened.get(rule.to_event)
    if begun is not None and reached is not None:
        # Something signed before the work was entered as done took no days, not a negative number.
        days = max(0, (reached - begun).days)
        late = rule.most_days is not None and days > rule.most_days
        early = rule.least_days is not None and days < rule.least_days
        return Judgement(Outcome.NOT_PASSED if late or early else Outcome.PASSED, days)
    # What took place on a day nobody wrote down cannot be judged.
    if rule.to_event in unit.happened or (rule.from_event in unit.happened and begun is None):
        return Judgement(Outcome.INCOMPLETE)
    if unit.over_on is not None:
        return Judgement(Outcome.NOT_ELIGIBLE)
    if begun is None or rule.most_days is None or rule.overdue is Outcome.INCOMPLETE:
        return Judgement(Outcome.INCOMPLETE)
    runs_out = begun + timedelta(days=rule.most_days + 1)
    if on >= runs_out:
        return Judgement(rule.overdue)
    return Judgement(Outcome.INCOMPLETE, changes_on=runs_out)


@dataclass
class Tally:
    """The outcomes of many units. `eligible` is always the sum of the first three counts."""

    passed: int = 0
    not_passed: int = 0
    incomplete: int = 0
    not_eligible: int = 0
    days: Counter[int] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)
    changes_on: date | None = None

    @property
    def eligible(self) -> int:
        return self.passed + self.not_passed + self.incomplete

    def add(self, judgement: Judgement) -> None:
        """Count one unit."""
        name = judgement.outcome.value
        setattr(self, name, getattr(self, name) + 1)
        if judgement.days is not None:
            self.days[judgement.days] += 1
        if judgement.value:
            self.values[judgement.value] += 1
        self.changes_on = earliest(self.changes_on, judgement.changes_on)

    def merge(self, other: "Tally") -> None:
        """Add another tally to this one: months to a quarter, municipalities to the whole."""
        self.passed += other.passed
        self.not_passed += other.not_passed
        self.incomplete += other.incomplete
        self.not_eligible += other.not_eligible
        self.days.update(other.days)
        self.values.update(other.values)
        self.changes_on = earliest(self.changes_on, other.changes_on)


def earliest(one: date | None, other: date | None) -> date | None:
    """The first of two days, either of which may be missing."""
    return min((day for day in (one, other) if day is not None), default=None)


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of many tallies."""
    whole = Tally()
    for tally in tallies:
        whole.merge(tally)
    return whole


def meets(target: Target | None, value: float | None) -> bool | None:
    """Is the target met? None where there is no target or no value."""
    if target is None or value is None:
        return None
    at_least, at_most = target.at_least, target.at_most
    return (at_least is None or value >= at_least) and (at_most is None or value <= at_most)
