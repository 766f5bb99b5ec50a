"""Every write to a course: one transaction, one event."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from citizens.models import Citizen
from courses.dates import checkpoint_dates
from courses.models import Checkpoint, CoordinatorPeriod, Course, CourseEvent, CourseEventKind
from organisations.models import Membership, Organisation
from pathways.models import Version


def next_number(prefix: str, sequence: str, on: date) -> str:
    """The next number of a series, e.g. "F-26-000123": prefix, year and a database sequence."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [sequence])
        (value,) = cursor.fetchone()
    return f"{prefix}-{on:%y}-{value:06d}"


@transaction.atomic
def start_course(
    *, actor: Membership, citizen: Citizen, version: Version, started_on: date | None = None
) -> Course:
    """Begin a course for the citizen, with own GP as coordinator (generic §3.4.3.3).

    Returns the open course on the same pathway instead, when there is one: a citizen has
    one course per pathway at a time.
    """
    # Not so strong a lock that a row which only points to the citizen has to wait.
    Citizen.objects.select_for_update(no_key=True).get(pk=citizen.pk)
    running = (
        Course.objects.open()
        .filter(citizen=citizen, version__pathway_id=version.pathway_id)
        .order_by("started_on")
        .first()
    )
    if running is not None:
        return running
    today = timezone.localdate()
    course = Course.objects.create(
        number=next_number("F", "courses_course_number", today),
        citizen=citizen,
        version=version,
        started_on=started_on or today,
        created_by=actor,
    )
    coordinator = citizen.own_gp or actor.organisation
    CoordinatorPeriod.objects.create(
        course=course, organisation=coordinator, valid_from=course.started_on
    )
    record_course_event(
        actor=actor,
        course=course,
        kind=CourseEventKind.STARTED,
        data={"coordinator": str(coordinator.pk), "version": version.number},
    )
    make_checkpoints(course)
    return course


def make_checkpoints(course: Course) -> None:
    """The dated controls a course has not got yet; call it inside the action's transaction."""
    dates = checkpoint_dates(course.version.parsed.checkpoints, course.started_on)
    if dates:
        Checkpoint.objects.bulk_create(
            (Checkpoint(course=course, key=key, due_on=due_on) for key, due_on in dates.items()),
            ignore_conflicts=True,
        )


@transaction.atomic
def move_coordinator(
    *, actor: Membership, course: Course, to: Organisation, reason: str
) -> CoordinatorPeriod:
    """Let another organisation hold the course together, and say why (generic §3.4.3.3).

    Moved to where it is already, as by a second click, nothing is written.
    """
    today = timezone.localdate()
    Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    present = CoordinatorPeriod.objects.filter(
        course=course, valid_to__isnull=True, organisation=to
    ).first()
    if present is not None:
        return present
    CoordinatorPeriod.objects.filter(course=course, valid_to__isnull=True).update(valid_to=today)
    period = CoordinatorPeriod.objects.create(
        course=course, organisation=to, valid_from=today, reason=reason
    )
    record_course_event(
        actor=actor,
        course=course,
        kind=CourseEventKind.COORDINATOR_MOVED,
        text=reason,
        data={"coordinator": str(to.pk)},
    )
    return period


@transaction.atomic
def move_course(*, actor: Membership, course: Course, to: Version) -> Course:
    """Let a course that is not under way follow another version of its pathway.

    Whether it is under way is for those to say who know its referrals. Already there, nothing is
    written.
    """
    locked = (
        Course.objects.select_for_update(no_key=True).select_related("version").get(pk=course.pk)
    )
    if locked.version_id == to.pk:
        return locked
    before = locked.version.number
    locked.version = to
    locked.save(update_fields=["version"])
    record_course_event(
        actor=actor,
        course=locked,
        kind=CourseEventKind.VERSION_MOVED,
        data={"from": before, "to": to.number},
    )
    make_checkpoints(locked)
    return locked


def record_course_event(
    *,
    actor: Membership,
    course: Course,
    kind: CourseEventKind,
    happened_at: datetime | None = None,
    text: str = "",
    data: dict[str, Any] | None = None,
) -> CourseEvent:
    """Write one event on the course's line; call it inside the action's transaction."""
    return CourseEvent.objects.create(
        course=course,
        kind=kind,
        happened_at=happened_at or timezone.now(),
        membership=actor,
        organisation=actor.organisation,
        text=text,
        data=data or {},
    )
