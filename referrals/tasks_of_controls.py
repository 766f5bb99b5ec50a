"""The controls that wait on a practice: courses it coordinates, due soon or overdue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from citizens.models import Citizen
from courses.models import Checkpoint, CheckpointQuerySet, CoordinatorPeriod
from organisations.models import Membership
from pathways.definition import Definition
from referrals.language import language
from referrals.tasks_of_referrer import MOST_SHOWN, due_note

# So many days ahead a control is shown, to be booked in time.
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class ControlTask:
    """One control to be held: about whom, when, and the door to it."""

    citizen: Citizen
    what: str
    about: str
    badge: str
    badge_css: str
    url: str


@dataclass(frozen=True)
class ControlTasks:
    """The first of the controls that wait, and how many there are in all."""

    n: int = 0
    due_today: int = 0
    tasks: tuple[ControlTask, ...] = ()
    citizens: tuple[UUID, ...] = ()

    @property
    def note(self) -> str:
        """How many are due today or overdue, for the count."""
        return due_note(self.due_today)


def control_tasks(actor: Membership, *, today: date, only_mine: bool) -> ControlTasks:
    """Controls due within a week or overdue, oldest first. Three queries at most.

    The responsible is the organisation that coordinates the course; "mine" are the courses the
    actor began.
    """
    rows = _waiting(actor, today, only_mine=only_mine)
    shown = list(
        rows.select_related("course__citizen", "course__version__pathway").order_by("due_on", "pk")[
            : MOST_SHOWN + 1
        ]
    )
    all_shown = len(shown) <= MOST_SHOWN
    definitions: Mapping[object, Definition] = {
        one.course.version_id: one.course.version.parsed for one in shown
    }
    tasks = tuple(
        _task(one, definitions[one.course.version_id], today) for one in shown[:MOST_SHOWN]
    )
    return ControlTasks(
        n=len(shown) if all_shown else rows.count(),
        due_today=sum(one.due_on <= today for one in shown)
        if all_shown
        else rows.filter(due_on__lte=today).count(),
        tasks=tasks,
        citizens=tuple(one.course.citizen_id for one in shown[:MOST_SHOWN]),
    )


def count_controls(actor: Membership, *, today: date) -> int:
    """How many controls wait on the whole practice."""
    return _waiting(actor, today, only_mine=False).count()


def _waiting(actor: Membership, today: date, *, only_mine: bool) -> CheckpointQuerySet:
    coordinates = CoordinatorPeriod.objects.filter(
        course=OuterRef("course"), valid_to=None, organisation=actor.organisation_id
    )
    rows = (
        Checkpoint.objects.visible_to(actor)
        .waiting()
        .filter(Exists(coordinates), due_on__lte=today + AHEAD)
    )
    return rows.filter(course__created_by=actor) if only_mine else rows


def _task(row: Checkpoint, definition: Definition, today: date) -> ControlTask:
    agreed = next((one for one in definition.checkpoints if one.key == row.key), None)
    course = row.course
    week = course.week_on(today)
    about = _("%(pathway)s · uge %(week)s i forløb %(number)s") % {
        "pathway": definition.short_title.in_(language()),
        "number": course.number,
        "week": week,
    }
    day = date_format(row.due_on, "d.m.")
    badge, css = _("aftalt %(day)s") % {"day": day}, ""
    if row.due_on == today:
        badge, css = _("i dag"), "is-bad"
    elif row.due_on < today:
        badge, css = _("skulle være holdt %(day)s") % {"day": day}, "is-bad"
    return ControlTask(
        citizen=course.citizen,
        what=agreed.title.in_(language()) if agreed else row.key,
        about=about,
        badge=badge,
        badge_css=css,
        url=reverse("referrals:checkpoint", args=[course.pk, row.key]),
    )
