"""Writes while a course is followed: a checkpoint held, an MRI ordered, the first contact set."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.actions import record_course_event
from courses.dates import checkpoint_dates
from courses.models import Checkpoint, Course, CourseEvent, CourseEventKind, Progress
from organisations.models import Membership
from organisations.vocabulary import Role

# Further back than a course can have begun: a slip of the pen.
MOST_WEEKS_BACK = 520


class FollowingRefused(Exception):
    """Why nothing is recorded, in a sentence; `field` names what to mend, if anything."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Judged:
    """What was judged at a checkpoint. `sick_listed` None: not asked, or not known."""

    progress: str
    options_exhausted: bool = False
    sick_listed: bool | None = None
    note: str = ""


def why_not_follow(actor: Membership, course: Course) -> str:
    """Why this member may not write on the course; empty when the member may."""
    if not actor.has_role(Role.CLINICIAN):
        return _("Kun en kliniker kan skrive på forløbet. Du kan læse det.")
    if course.ended_on is not None:
        return _("Forløbet er afsluttet, så der kan ikke skrives mere på det.")
    return ""


@transaction.atomic
def hold_checkpoint(
    *, actor: Membership, checkpoint: Checkpoint, held_on: date, judged: Judged
) -> Checkpoint:
    """Record that a checkpoint was held and what was judged. Raises FollowingRefused.

    Held again with the same judgement by the same member, as by a second click, nothing is
    written.
    """
    course = Course.objects.select_for_update(no_key=True).get(pk=checkpoint.course_id)
    row = Checkpoint.objects.get(pk=checkpoint.pk)
    _refuse_others(actor, course)
    if judged.progress not in Progress.values:
        raise FollowingRefused(_("Vælg, hvordan det går."), "progress")
    _refuse_day(held_on, course, "held_on")
    if row.held_on is not None:
        if row.held_by_id == actor.pk and row.held_on == held_on and _same(row, judged):
            return row
        raise FollowingRefused(
            _("Kontrollen er allerede holdt %(day)s. Skriv nyt på den næste kontrol.")
            % {"day": _day(row.held_on)}
        )
    row.held_on = held_on
    row.held_by = actor
    row.progress = judged.progress
    row.options_exhausted = judged.options_exhausted
    row.sick_listed = judged.sick_listed
    row.note = judged.note.strip()
    row.save()
    record_course_event(
        actor=actor,
        course=course,
        kind=CourseEventKind.CHECKPOINT_HELD,
        text=row.note,
        data={
            "checkpoint": row.key,
            "on": held_on.isoformat(),
            "week": course.week_on(held_on),
            "progress": row.progress,
            "options_exhausted": row.options_exhausted,
            "sick_listed": row.sick_listed,
        },
    )
    return row


@transaction.atomic
def order_mri(*, actor: Membership, course: Course, ordered_on: date, where: str) -> CourseEvent:
    """Record that an MRI was ordered: when, and where (PATHWAYS §5). Raises FollowingRefused.

    Ordered the same day at the same place already, as by a second click, nothing is written.
    """
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    _refuse_others(actor, course)
    _refuse_day(ordered_on, course, "ordered_on")
    where = where.strip()
    if not where:
        raise FollowingRefused(_("Skriv, hvor scanningen er bestilt."), "where")
    data = {"on": ordered_on.isoformat(), "where": where}
    earlier = CourseEvent.objects.filter(
        course=course, kind=CourseEventKind.MRI_ORDERED, data=data
    ).first()
    if earlier is not None:
        return earlier
    return record_course_event(
        actor=actor,
        course=course,
        kind=CourseEventKind.MRI_ORDERED,
        data=data,
    )


@transaction.atomic
def set_first_contact(*, actor: Membership, course: Course, on: date) -> Course:
    """Set the day of the first contact, from which weeks are counted; controls to come move along.

    Raises FollowingRefused. Held controls stay on the day they were held.
    """
    course = (
        Course.objects.select_for_update(no_key=True, of=("self",))
        .select_related("version")
        .get(pk=course.pk)
    )
    _refuse_others(actor, course)
    today = timezone.localdate()
    if on > today:
        raise FollowingRefused(_("Den første kontakt kan ikke ligge i fremtiden."), "on")
    if on < today - timedelta(weeks=MOST_WEEKS_BACK):
        raise FollowingRefused(_("Datoen ligger mere end ti år tilbage. Ret den."), "on")
    held = Checkpoint.objects.filter(course=course, held_on__lt=on).order_by("held_on").first()
    if held is not None and held.held_on is not None:
        raise FollowingRefused(
            _("Der er holdt kontrol %(day)s. Den første kontakt kan ikke ligge efter.")
            % {"day": _day(held.held_on)},
            "on",
        )
    before = course.started_on
    if on == before:
        return course
    course.started_on = on
    course.save(update_fields=["started_on"])
    dates = checkpoint_dates(course.version.parsed.checkpoints, on)
    rows = list(Checkpoint.objects.filter(course=course, key__in=dates))
    for row in rows:
        row.due_on = dates[row.key]
    Checkpoint.objects.bulk_update(rows, ["due_on"])
    record_course_event(
        actor=actor,
        course=course,
        kind=CourseEventKind.FIRST_CONTACT,
        data={"on": on.isoformat(), "before": before.isoformat()},
    )
    return course


def _refuse_others(actor: Membership, course: Course) -> None:
    if refusal := why_not_follow(actor, course):
        raise FollowingRefused(refusal)


def _refuse_day(day: date, course: Course, field: str) -> None:
    if day > timezone.localdate():
        raise FollowingRefused(_("Datoen ligger i fremtiden. Skriv den dag, det skete."), field)
    if day < course.started_on:
        raise FollowingRefused(
            _("Datoen ligger før den første kontakt, %(day)s.") % {"day": _day(course.started_on)},
            field,
        )


def _same(row: Checkpoint, judged: Judged) -> bool:
    return (row.progress, row.options_exhausted, row.sick_listed, row.note) == (
        judged.progress,
        judged.options_exhausted,
        judged.sick_listed,
        judged.note.strip(),
    )


def _day(day: date) -> str:
    return date_format(day, "d.m.Y")
