"""Bringing a pathway's results up to date: which months, counted how, written where."""

import time
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from monitoring.counting import (
    ACTION_OF,
    COUNTED_BY,
    CountedReferral,
    all_months,
    months_touched,
    newest_event,
    referrals_counted,
)
from monitoring.counting_courses import (
    COURSE_EVENTS,
    OPENED,
    all_course_months,
    course_months_touched,
    courses_counted,
    newest_course_event,
)
from monitoring.indicators import Kind, Rule, Tally, earliest, judge, read_rule
from monitoring.loop import State, Step, changes_on, judge_way
from monitoring.models import Computation, IndicatorResult, LoopResult
from monitoring.periods import first_of
from monitoring.statistics import median_days
from pathways.models import Pathway, Version

# An event may be recorded just before, and become visible just after, a computation reads.
OVERLAP = timedelta(minutes=10)
# Months counted in one transaction: short enough to be done well within a task's time.
SLICE = 6
# Keys the advisory lock apart from other uses: "INDI" as a number.
LOCK = 0x494E4449


def compute(
    pathway: Pathway, *, since: date | None = None, on: date | None = None
) -> Computation | None:
    """Bring the results of a pathway up to date; None while it has no version in force.

    Only months to which something happened since the last time are counted again, and those in
    which a deadline has run out. `since` counts again from that month; a new version of the
    definition counts everything again. Two at once wait for each other. The months are counted a
    few at a time, each few in one transaction: a run that is stopped is carried on by the next.
    """
    on = on or timezone.localdate()
    with _alone_with(pathway):
        version = Version.objects.in_force(on).filter(pathway=pathway).first()
        if version is None:
            return None
        computation = _begun(pathway, version, since, on)
        begun = time.monotonic()
        for months in _slices(computation):
            with transaction.atomic():
                counted = _count(pathway, version, months, on)
                _replace_results(computation, months, counted)
                computation.owed = [
                    month for month in computation.owed if date.fromisoformat(month) not in months
                ]
                computation.units += counted.referrals
                computation.seconds = round(time.monotonic() - begun, 3)
                computation.computed_at = timezone.now()
                computation.save()
        return computation


@contextmanager
def _alone_with(pathway: Pathway) -> Iterator[None]:
    """Hold the pathway for as long as the block lasts; wait for whoever holds it now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, pathway.pk])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, pathway.pk])


@transaction.atomic
def _begun(pathway: Pathway, version: Version, since: date | None, on: date) -> Computation:
    """A new computation that owes every month it has to count."""
    newest = newest_event(pathway)
    reaching = [newest.recorded_at]
    if _counts_courses(version):
        reaching.append(newest_course_event(pathway))
    months = _months_to_count(pathway, version, since, on)
    return Computation.objects.create(
        pathway=pathway,
        version=version,
        as_of_event=max(filter(None, reaching), default=None),
        as_of_row=newest.row,
        months=len(months),
        units=0,
        seconds=0,
        owed=[month.isoformat() for month in sorted(months, reverse=True)],
    )


def _slices(computation: Computation) -> list[set[date]]:
    """The months owed, newest first, a few at a time."""
    owed = [date.fromisoformat(month) for month in computation.owed]
    return [set(owed[at : at + SLICE]) for at in range(0, len(owed), SLICE)]


def _months_to_count(pathway: Pathway, version: Version, since: date | None, on: date) -> set[date]:
    last = Computation.objects.filter(pathway=pathway).first()
    if last is None or last.version_id != version.pk:
        # Results of what is counted no longer go too.
        return _all_months(pathway, version) | _months_with_results(pathway)
    months = {date.fromisoformat(month) for month in last.owed}
    months |= _months_run_out(pathway, on)
    row, begun = last.as_of_row or 0, last.begun_at - OVERLAP
    months |= months_touched(pathway, after_row=row, since=begun)
    if _counts_courses(version):
        months |= course_months_touched(pathway, after_row=row, since=begun)
    if since is not None:
        known = _all_months(pathway, version) | _months_with_results(pathway)
        months |= {month for month in known if month >= first_of(since)}
    return months


def _all_months(pathway: Pathway, version: Version) -> set[date]:
    """Every month in which anything is counted."""
    courses = all_course_months(pathway) if _counts_courses(version) else set()
    return all_months(pathway) | courses


def _counts_courses(version: Version) -> bool:
    return any(rule.event == OPENED for rule in countable_rules(version))


def _months_with_results(pathway: Pathway) -> set[date]:
    months: set[date] = set()
    for model in (IndicatorResult, LoopResult):
        rows = model.objects.filter(pathway=pathway).order_by()
        months.update(rows.values_list("month", flat=True).distinct())
    return months


def _months_run_out(pathway: Pathway, on: date) -> set[date]:
    """Months in which a deadline has run out since they were counted."""
    months: set[date] = set()
    for model in (IndicatorResult, LoopResult):
        rows = model.objects.filter(pathway=pathway, changes_on__lte=on).order_by()
        months.update(rows.values_list("month", flat=True).distinct())
    return months


Place = tuple[str, date]
"""A municipality and a month."""


@dataclass
class Counted:
    """Everything counted in one run."""

    indicators: dict[tuple[str, Place], Tally] = field(default_factory=lambda: defaultdict(Tally))
    loop: dict[tuple[Step, Place], dict[State, int]] = field(
        default_factory=lambda: defaultdict(lambda: dict.fromkeys(State, 0))
    )
    loop_changes: dict[Place, date | None] = field(default_factory=dict)
    referrals: int = 0


def countable_rules(version: Version) -> list[Rule]:
    """The definition's indicators whose events referrals or courses tell of, ready for use."""
    definition = version.parsed
    rules = [read_rule(one, definition.indicator_vocabulary) for one in definition.indicators]
    return [
        rule
        for rule in rules
        if (rule.event in COUNTED_BY and rule.events <= ACTION_OF.keys())
        or (rule.event == OPENED and rule.events <= COURSE_EVENTS)
    ]


def _count(pathway: Pathway, version: Version, months: Collection[date], on: date) -> Counted:
    rules = countable_rules(version)
    of_courses = [rule for rule in rules if rule.event == OPENED]
    of_referrals = [rule for rule in rules if rule.event != OPENED]
    vocabulary = version.parsed.indicator_vocabulary
    counted = Counted()
    for referral in referrals_counted(pathway, _facts_of(of_referrals), vocabulary, months):
        counted.referrals += 1
        _add(counted, referral, of_referrals, months, on)
    if of_courses:
        for course in courses_counted(pathway, _facts_of(of_courses), vocabulary, months):
            _add(counted, course, of_courses, months, on)
    return counted


def _facts_of(rules: Collection[Rule]) -> frozenset[str]:
    return frozenset().union(*(rule.facts for rule in rules))


def _add(
    counted: Counted,
    referral: CountedReferral,
    rules: Collection[Rule],
    months: Collection[date],
    on: date,
) -> None:
    for rule in rules:
        day = referral.unit.happened.get(rule.event)
        if day is None or first_of(day) not in months:
            continue
        place = (referral.municipality, first_of(day))
        counted.indicators[rule.key, place].add(judge(rule, referral.unit, on))
    if referral.way is not None and first_of(referral.way.sent_on) in months:
        place = (referral.municipality, first_of(referral.way.sent_on))
        states = judge_way(referral.way, on)
        for step, state in states.items():
            counted.loop[step, place][state] += 1
        change = changes_on(referral.way, states)
        counted.loop_changes[place] = earliest(counted.loop_changes.get(place), change)


def _replace_results(computation: Computation, months: Collection[date], counted: Counted) -> None:
    pathway, version = computation.pathway, computation.version
    common = {
        "pathway": pathway,
        "version": version,
        "computed_at": timezone.now(),
        "as_of_event": computation.as_of_event,
    }
    for model in (IndicatorResult, LoopResult):
        model.objects.filter(pathway=pathway, month__in=months).delete()
    kinds = {rule.key: rule.kind for rule in countable_rules(version)}
    IndicatorResult.objects.bulk_create(
        (
            IndicatorResult(
                **common,
                indicator=key,
                municipality_id=municipality,
                month=month,
                eligible=tally.eligible,
                passed=tally.passed,
                not_passed=tally.not_passed,
                incomplete=tally.incomplete,
                not_eligible=tally.not_eligible,
                value=value_of(kinds[key], tally),
                days=dict(sorted(tally.days.items())),
                values=dict(sorted(tally.values.items())),
                changes_on=tally.changes_on,
            )
            for (key, (municipality, month)), tally in counted.indicators.items()
        ),
        batch_size=1000,
    )
    LoopResult.objects.bulk_create(
        (
            LoopResult(
                **common,
                step=step,
                municipality_id=municipality,
                month=month,
                changes_on=counted.loop_changes[municipality, month],
                **_named(states),
            )
            for (step, (municipality, month)), states in counted.loop.items()
        ),
        batch_size=1000,
    )


def _named(states: Mapping[State, int]) -> dict[str, int]:
    return {state.value: count for state, count in states.items()}


def value_of(kind: Kind, tally: Tally) -> Decimal | None:
    """The tally's own figure: the share passed of those decided, or the median of days."""
    if kind is Kind.MEDIAN_DAYS:
        days = median_days(tally.days)
        return None if days is None else Decimal(str(days))
    decided = tally.passed + tally.not_passed
    if kind is Kind.DISTRIBUTION or not decided:
        return None
    return Decimal(tally.passed / decided).quantize(Decimal("0.0001"))
