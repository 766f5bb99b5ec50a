"""Reads referrals' events as the units that indicators judge. Set by set, never one by one.

The events are the truth; what clinicians record for the work itself (answers, sessions,
measurements) gives the facts. Nobody registers anything for the statistics' sake.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, DateField, Expression, F, Max, Min, Q, QuerySet, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone

from monitoring.goals import GOAL_FACTS, goals_reached
from monitoring.groups import GROUP_FACTS, groups_when_sent
from monitoring.indicators import Unit
from monitoring.loop import Way
from monitoring.periods import first_of, following
from pathways.conditions.facts import FactError, Vocabulary, check_value
from pathways.models import Pathway
from referrals.models import (
    Answer,
    Event,
    Measurement,
    Referral,
    Session,
    SessionKind,
    SessionState,
)
from referrals.states import Action

# The events of a definition that a referral's events give, and the action each one is.
ACTION_OF: Mapping[str, Action] = {
    "referral_sent": Action.SEND,
    "referral_accepted": Action.ACCEPT,
    "referral_returned": Action.DECLINE,
    "first_session": Action.START,
    "treatment_started": Action.START,
    "treatment_ended": Action.FINISH,
    "epicrisis_sent": Action.COMPLETE,
    "epicrisis_acknowledged": Action.ACKNOWLEDGE,
}
# A unit may be counted by these: the referral keeps their days.
COUNTED_BY = frozenset(
    {"referral_sent", "first_session", "treatment_started", "treatment_ended", "epicrisis_sent"}
)
# Read beside them: the promise given, and what ends a referral before its time.
READ = frozenset({*ACTION_OF.values(), Action.WITHDRAW, Action.END_UNSTARTED})
# These are entered after the day they took place, which their data then names.
ENTERED_AFTERWARDS = (Action.START, Action.FINISH)

# The facts derived from a treatment's sessions and measurements (event facts of the definition).
SESSION_FACTS = frozenset({"sessions_per_week", "weeks_trained", "education_given"})
PAIN_FACTS = frozenset({"pain_change"})
PAIN = "nrs_pain"

CHUNK = 2000


@dataclass(frozen=True)
class CountedReferral:
    """One sent referral or one course: its citizen's municipality, its unit and its way, if any."""

    municipality: str
    unit: Unit
    way: Way | None


@dataclass(frozen=True)
class Newest:
    """How far the events reach: the latest recorded, and the last row written."""

    recorded_at: datetime | None
    row: int | None


def newest_event(pathway: Pathway) -> Newest:
    """How far the events of the pathway's referrals reach now."""
    newest = _events(pathway).aggregate(recorded_at=Max("recorded_at"), row=Max("pk"))
    return Newest(**newest)


def months_touched(pathway: Pathway, *, after_row: int, since: datetime) -> set[date]:
    """The months of everything that happened to referrals with an event not yet counted.

    That is one written after the row last counted, or recorded `since`: a transaction may have
    begun before the last computation and ended after it.
    """
    changed = (
        _events(pathway)
        .filter(Q(pk__gt=after_row) | Q(recorded_at__gt=since))
        .values("referral_id")
    )
    days = (
        _events(pathway)
        .filter(referral_id__in=changed, action__in=READ)
        .annotate(day=_day())
        .values_list("day", flat=True)
        .order_by()
        .distinct()
    )
    return {first_of(day) for day in days.iterator()}


def all_months(pathway: Pathway) -> set[date]:
    """Every month in which anything happened."""
    days = _events(pathway).filter(action__in=READ).annotate(day=_day()).order_by()
    return {first_of(day) for day in days.values_list("day", flat=True).distinct().iterator()}


def referrals_counted(
    pathway: Pathway,
    facts: Collection[str],
    vocabulary: Vocabulary,
    months: Collection[date] | None,
) -> Iterator[CountedReferral]:
    """Every referral of the pathway to which something happened in `months` (None: ever).

    Only the facts asked for are gathered. A referral keeps its place by the citizen's
    municipality of today.
    """
    rows = _referrals(pathway, months)
    chunk: list[dict[str, Any]] = []
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from _counted(chunk, facts, vocabulary)
            chunk = []
    yield from _counted(chunk, facts, vocabulary)


def _events(pathway: Pathway) -> QuerySet[Event]:
    return Event.objects.filter(referral__version__in=_versions(pathway))


def _day() -> Expression:
    """The local day an event took place."""
    recorded = TruncDate("happened_at")
    named = Cast(KeyTextTransform("on", "data"), DateField())
    return Case(
        When(action__in=ENTERED_AFTERWARDS, then=Coalesce(named, recorded)), default=recorded
    )


def _referrals(pathway: Pathway, months: Collection[date] | None) -> QuerySet[Any, Any]:
    """One row per referral with the first day of each action."""
    events = _events(pathway).filter(action__in=READ)
    if months is not None:
        events = events.filter(referral_id__in=_within(pathway, months))
    days = {action.value: Min(_day(), filter=Q(action=action)) for action in sorted(READ)}
    promised = Min(
        Cast(KeyTextTransform("on", "data"), DateField()), filter=Q(action=Action.ACCEPT)
    )
    return (
        events.values(
            "referral_id",
            municipality=F("referral__course__citizen__municipality_id"),
            destination=F("referral__destination"),
            closed_at=F("referral__closed_at"),
            birth_date=F("referral__course__citizen__birth_date"),
            sex=F("referral__course__citizen__sex"),
        )
        .annotate(promised_on=promised, **days)
        .order_by()
    )


def _within(pathway: Pathway, months: Collection[date]) -> QuerySet[Any, Any]:
    """The referrals with an event that a unit is counted by in the months.

    Found by the days the referral keeps as copies of its events, which one pass of its table reads.
    """
    inside = Q(pk__in=[])
    for first, last in ranges(months):
        after = following(last)
        for column in ("started_on", "treatment_ended_on"):
            inside |= Q(**{f"{column}__gte": first, f"{column}__lt": after})
        for column in ("sent_at", "completed_at"):
            inside |= Q(**{f"{column}__gte": _midnight(first), f"{column}__lt": _midnight(after)})
    return Referral.objects.filter(inside, version__in=_versions(pathway)).values("pk")


def _versions(pathway: Pathway) -> list[int]:
    """Named one by one, so that the planner knows how many referrals to expect."""
    return list(pathway.versions.values_list("pk", flat=True))


def ranges(months: Collection[date]) -> list[tuple[date, date]]:
    """Months that follow one another, as first and last of each stretch."""
    stretches: list[tuple[date, date]] = []
    for month in sorted(months):
        if stretches and following(stretches[-1][1]) == month:
            stretches[-1] = (stretches[-1][0], month)
        else:
            stretches.append((month, month))
    return stretches


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _counted(
    chunk: Sequence[dict[str, Any]], facts: Collection[str], vocabulary: Vocabulary
) -> Iterator[CountedReferral]:
    ids = [row["referral_id"] for row in chunk]
    known = _facts(ids, facts)
    for row in chunk:
        happened = {
            event: row[action.value]
            for event, action in ACTION_OF.items()
            if row[action.value] is not None
        }
        sent_on = row[Action.SEND.value]
        raw = known.get(row["referral_id"], {}) | {
            "chosen_destination": row["destination"] or None,
            "sex": row["sex"],
            "age": age_on(row["birth_date"], sent_on),
        }
        unit = Unit(happened, in_domain(raw, facts, vocabulary), _over_on(row))
        way = _way(row) if sent_on is not None else None
        yield CountedReferral(row["municipality"], unit, way)


def _over_on(row: Mapping[str, Any]) -> date | None:
    """The day from which nothing more can happen to the referral."""
    ended = row[Action.END_UNSTARTED.value] or row[Action.WITHDRAW.value]
    if ended is None and row["closed_at"] is not None:
        return timezone.localtime(row["closed_at"]).date()
    return ended


def _way(row: Mapping[str, Any]) -> Way:
    answers = [row[a.value] for a in (Action.ACCEPT, Action.DECLINE) if row[a.value] is not None]
    return Way(
        sent_on=row[Action.SEND.value],
        answered_on=min(answers, default=None),
        accepted_on=row[Action.ACCEPT.value],
        promised_on=row["promised_on"],
        begun_on=row[Action.START.value],
        ended_on=row[Action.FINISH.value],
        epicrisis_on=row[Action.COMPLETE.value],
        read_on=row[Action.ACKNOWLEDGE.value],
        over_on=_over_on(row),
    )


def age_on(born: date | None, on: date | None) -> int | None:
    """Whole years; None where either day is unknown."""
    if born is None or on is None:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def in_domain(
    raw: Mapping[str, Any], facts: Collection[str], vocabulary: Vocabulary
) -> dict[str, Any]:
    """The facts asked for in normal form. One outside its domain says nothing: unknown."""
    known = {}
    for key in facts:
        value = raw.get(key)
        if value is None or key not in vocabulary:
            continue
        try:
            known[key] = check_value(vocabulary[key], value)
        except FactError:
            continue
    return known


# Facts from the work itself -------------------------------------------------------------------


def _facts(ids: Sequence[UUID], facts: Collection[str]) -> dict[UUID, dict[str, Any]]:
    """What is recorded of these referrals: a query or two for each kind of fact needed."""
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    if not ids:
        return found
    answered = set(facts) - SESSION_FACTS - PAIN_FACTS - GOAL_FACTS - GROUP_FACTS
    if answered:
        answers = Answer.objects.filter(referral_id__in=ids, key__in=answered)
        for referral, key, value in answers.values_list("referral_id", "key", "value").iterator():
            found[referral][key] = value
    if SESSION_FACTS.intersection(facts):
        for row in _sessions(ids):
            referral = row.pop("treatment__referral_id")
            found[referral] |= training_facts(**row)
    if PAIN_FACTS.intersection(facts):
        for referral, change in _pain_changes(ids):
            found[referral]["pain_change"] = change
    if GOAL_FACTS.intersection(facts):
        for referral, share in goals_reached(ids):
            found[referral]["goals_reached"] = share
    if GROUP_FACTS.intersection(facts):
        for referral, group in groups_when_sent(ids):
            found[referral]["group"] = group
    return found


def _sessions(ids: Sequence[UUID]) -> QuerySet[Any, Any]:
    education = Q(kind=SessionKind.EDUCATION)
    return (
        Session.objects.filter(treatment__referral_id__in=ids, state=SessionState.MET)
        .values("treatment__referral_id")
        .annotate(
            trained=Count("pk", filter=~education),
            educated=Count("pk", filter=education),
            first=Min("held_on", filter=~education),
            last=Max("held_on", filter=~education),
        )
        .order_by()
    )


def training_facts(
    *, trained: int, educated: int, first: date | None, last: date | None
) -> dict[str, Any]:
    """How much was trained, from the sessions that took place; education is not training.

    Weeks run from the first to the last session, both included, and a begun week counts.
    """
    weeks = ceil(((last - first).days + 1) / 7) if first and last else 0
    return {
        "weeks_trained": weeks,
        "sessions_per_week": round(trained / weeks, 2) if weeks else 0,
        "education_given": educated > 0,
    }


def _pain_changes(ids: Sequence[UUID]) -> Iterator[tuple[UUID, int]]:
    """Pain at the end less pain at the start, where it was measured at least twice."""
    scores = (
        Measurement.objects.filter(treatment__referral_id__in=ids, instrument=PAIN)
        .order_by("treatment__referral_id", "measured_on", "pk")
        .values_list("treatment__referral_id", "value")
    )
    by_referral: dict[UUID, list[Any]] = defaultdict(list)
    for referral, value in scores.iterator():
        by_referral[referral].append(value)
    for referral, values in by_referral.items():
        if len(values) > 1:
            yield referral, round(values[-1] - values[0])
