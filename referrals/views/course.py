"""One citizen's course along a pathway: who holds it, its referrals, and all that happened."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from citizens.actions import record_access
from citizens.vocabulary import What
from courses.following import why_not_follow
from courses.models import Checkpoint, Course
from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from organisations.vocabulary import OrganisationKind
from pathways.availability import has_joined
from referrals.checkpoints import Control, controls_of
from referrals.language import language
from referrals.models import Referral
from referrals.rows import clocks_of, due_of
from referrals.strip import strip_of
from referrals.timeline import timeline_of
from stratification.models import Assessment


@require_safe
def course(request: ActorRequest, course_id: UUID) -> HttpResponse:
    """The whole story, as far as the reader's organisation has part in it."""
    found = visible_or_404(
        Course.objects.select_related(
            "citizen__municipality", "citizen__own_gp", "version__pathway"
        ).prefetch_related("coordinator_periods__organisation"),
        request.actor,
        pk=course_id,
    )
    record_access(request.actor, found.citizen, What.COURSE, object_id=found.pk)
    today = timezone.localdate()
    referrals = (
        Referral.objects.visible_to(request.actor)
        .filter(course=found)
        .with_list_columns()
        .order_by("-created_at")
    )
    history = list(
        Assessment.objects.visible_to(request.actor)
        .filter(course=found)
        .select_related("made_by__user")
        .order_by("-made_at", "-pk")
    )
    joined = has_joined(found.version, found.citizen.municipality, today)
    may_follow = not why_not_follow(request.actor, found)
    context: dict[str, Any] = {
        **strip_of(found, found.citizen, joined=joined),
        "course": found,
        "title": found.version.parsed.title.in_(language()),
        "coordinator_periods": found.coordinator_periods.all(),
        "referrals": [
            {"referral": each, "clock": clocks_of(each, today), "due": due_of(each, today)}
            for each in referrals
        ],
        "assessment": history[0] if history else None,
        "group": history[0].group if history else None,
        "history": history,
        "events": timeline_of(found, actor=request.actor),
        "week": found.week_on(today),
        "controls": _controls(request, found, today),
        "may_follow": may_follow,
        "may_refer": may_follow
        and request.actor.organisation.kind == OrganisationKind.GENERAL_PRACTICE,
    }
    return render(request, "referrals/course.html", context)


def _controls(request: ActorRequest, course: Course, today: date) -> tuple[Control, ...]:
    """The controls of the course's pathway; none, and no query, where it sets none."""
    definition = course.version.parsed
    if not definition.checkpoints:
        return ()
    rows = Checkpoint.objects.visible_to(request.actor).filter(course=course)
    return controls_of(course, definition, rows, today=today)
