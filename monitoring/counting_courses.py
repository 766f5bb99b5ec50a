"""Reads courses as the units that indicators judge: one row per course, set by set.

A course counts in the month of its first contact, once something has come of it: a referral sent,
a control held or an MRI ordered. A draft thrown away leaves no course to count.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from courses.models import Checkpoint, Course, CourseEvent, CourseEventKind
from monitoring.counting import CHUNK, CountedReferral, age_on, in_domain
from monitoring.indicators import Unit
from monitoring.periods import first_of, following
from pathways.conditions.facts import Vocabulary
from pathways.models import Pathway
from referrals.models import Event, Referral
from referrals.states import Action
from stratification.models import Assessment

OPENED = "course_opened"
# The events of a definition that a course's own events give.
KIND_OF: Mapping[str, CourseEventKind] = {
    "checkpoint_held": CourseEventKind.CHECKPOINT_HELD,
    "group_set": CourseEventKind.ASSESSED,
    "mri_ordered": CourseEventKind.MRI_ORDERED,
}
COURSE_EVENTS = frozenset({OPENED, *KIND_OF})

# Whether the citizen was on sick leave at the control so many weeks after the first contact.
SICK_LISTED: Mapping[str, int] = {"sick_listed_week_8": 8}


def course_months_touched(pathway: Pathway, *, after_row: int, since: datetime) -> set[date]:
    """The months of courses to which something happened that is not yet counted.

    A first contact set otherwise touches the month it was in before as well.
    """
    own = CourseEvent.objects.filter(recorded_at__gt=since)
    of_referrals = Event.objects.filter(Q(pk__gt=after_row) | Q(recorded_at__gt=since))
    changed = _courses(pathway).filter(
        Q(pk__in=own.values("course_id")) | Q(pk__in=of_referrals.values("referral__course_id"))
    )
    moved = own.filter(course__in=_courses(pathway), kind=CourseEventKind.FIRST_CONTACT)
    before = (date.fromisoformat(text) for text in moved.values_list("data__before", flat=True))
    started = changed.order_by().values_list("started_on", flat=True).distinct()
    return {first_of(day) for day in (*started.iterator(), *before)}


def newest_course_event(pathway: Pathway) -> datetime | None:
    """When something last was recorded of the pathway's courses themselves."""
    own = CourseEvent.objects.filter(course__in=_courses(pathway))
    return own.aggregate(newest=Max("recorded_at"))["newest"]


def all_course_months(pathway: Pathway) -> set[date]:
    """Every month in which a course began."""
    started = _courses(pathway).order_by().values_list("started_on", flat=True).distinct()
    return {first_of(day) for day in started.iterator()}


def courses_counted(
    pathway: Pathway,
    facts: Collection[str],
    vocabulary: Vocabulary,
    months: Collection[date],
) -> Iterator[CountedReferral]:
    """Every course of the pathway that began in `months`, as a unit without a way of its own."""
    rows = _rows(pathway, months)
    chunk: list[dict[str, Any]] = []
    for row in rows.iterator(chunk_size=CHUNK):
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield from _counted(chunk, facts, vocabulary)
            chunk = []
    yield from _counted(chunk, facts, vocabulary)


def _courses(pathway: Pathway) -> QuerySet[Course]:
    return Course.objects.filter(version__pathway=pathway)


def _rows(pathway: Pathway, months: Collection[date]) -> QuerySet[Any, Any]:
    began = Q(pk__in=[])
    for month in months:
        began |= Q(started_on__gte=month, started_on__lt=following(month))
    sent = Referral.objects.filter(course=OuterRef("pk"), sent_at__isnull=False)
    held = Checkpoint.objects.filter(course=OuterRef("pk"), held_on__isnull=False)
    ordered = CourseEvent.objects.filter(course=OuterRef("pk"), kind=CourseEventKind.MRI_ORDERED)
    return (
        _courses(pathway)
        .filter(began)
        .filter(Exists(sent) | Exists(held) | Exists(ordered))
        .values(
            "pk",
            "started_on",
            municipality=F("citizen__municipality_id"),
            birth_date=F("citizen__birth_date"),
            sex=F("citizen__sex"),
        )
        .order_by()
    )


def _counted(
    chunk: Sequence[dict[str, Any]], facts: Collection[str], vocabulary: Vocabulary
) -> Iterator[CountedReferral]:
    if not chunk:
        return
    ids = [row["pk"] for row in chunk]
    happened = _happened(ids)
    known = _facts(ids, facts)
    for row in chunk:
        own = happened.get(row["pk"], {})
        raw = {
            "sex": row["sex"],
            "age": age_on(row["birth_date"], row["started_on"]),
            "mri_ordered": "mri_ordered" in own,
            "referred_to": [],
            **known.get(row["pk"], {}),
        }
        unit = Unit({OPENED: row["started_on"], **own}, in_domain(raw, facts, vocabulary))
        yield CountedReferral(row["municipality"], unit, None)


def _happened(ids: Sequence[UUID]) -> dict[UUID, dict[str, date]]:
    """The first day of each event of these courses; one query."""
    names = {kind.value: event for event, kind in KIND_OF.items()}
    rows = (
        CourseEvent.objects.filter(course_id__in=ids, kind__in=names)
        .values("course_id", "kind")
        .annotate(first=Min("happened_at"))
        .order_by()
    )
    found: dict[UUID, dict[str, date]] = defaultdict(dict)
    for row in rows:
        found[row["course_id"]][names[row["kind"]]] = timezone.localtime(row["first"]).date()
    return found


def _facts(ids: Sequence[UUID], facts: Collection[str]) -> dict[UUID, dict[str, Any]]:
    """What following the courses has shown: a query for each kind needed."""
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    if "referred_to" in facts:
        for course, destination in _referred(ids):
            found[course].setdefault("referred_to", []).append(destination)
    if "group" in facts:
        rows = Assessment.objects.filter(course_id__in=ids).order_by("made_at", "pk")
        for course, group in rows.values_list("course_id", "group").iterator():
            found[course]["group"] = group
    for key in SICK_LISTED.keys() & set(facts):
        for course, sick_listed in _sick_listed(ids, SICK_LISTED[key]):
            found[course][key] = sick_listed
    return found


def _referred(ids: Sequence[UUID]) -> QuerySet[Any, Any]:
    """The kinds of offer each course was referred to; what was withdrawn is not counted."""
    withdrawn = Event.objects.filter(referral=OuterRef("pk"), action=Action.WITHDRAW)
    return (
        Referral.objects.filter(~Exists(withdrawn), course_id__in=ids, sent_at__isnull=False)
        .exclude(destination="")
        .order_by()
        .values_list("course_id", "destination")
        .distinct()
    )


def _sick_listed(ids: Sequence[UUID], weeks: int) -> QuerySet[Any, Any]:
    """What was said of sick leave at the control that falls so many weeks in."""
    return (
        Checkpoint.objects.filter(
            course_id__in=ids,
            sick_listed__isnull=False,
            due_on=F("course__started_on") + timedelta(weeks=weeks),
        )
        .order_by()
        .values_list("course_id", "sick_listed")
    )
