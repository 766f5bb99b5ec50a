"""One referral in full, for whoever stands on either side of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citizens.actions import record_access
from citizens.vocabulary import What
from courses.models import Course
from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from pathways.definition import phrases_as_text
from referrals.language import SAYS_PATIENT, language, words_for
from referrals.mended import as_read_by, mended, sending_before
from referrals.models import Referral
from referrals.paging import Cursor, page_of
from referrals.phrases import answered_phrases
from referrals.presenting import buttons, clock_face, track_of, turn_badge
from referrals.states import Action, Side, Status, check
from referrals.timeline import timeline_of
from referrals.views.form_page import strip
from referrals.worklists import WORKLISTS
from stratification.models import Assessment

EPICRISIS_SHOWN = frozenset({Status.COMPLETED, Status.CLOSED})


def referral_or_404(request: ActorRequest, referral_id: UUID) -> Referral:
    """The referral with what its page shows of others, if the actor may see it."""
    return visible_or_404(
        Referral.objects.select_related(
            "course__citizen__municipality",
            "course__citizen__own_gp",
            "version__pathway",
            "sender",
            "receiver",
            "service",
            "created_by__user",
            "assigned_to__user",
        )
        # The definition is long, and the process keeps it parsed (`Version.parsed`).
        .defer("version__definition")
        .prefetch_related("course__coordinator_periods__organisation"),
        request.actor,
        pk=referral_id,
    )


@require_safe
def detail(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """The referral in full. A draft is on the page where it is written."""
    referral = referral_or_404(request, referral_id)
    if referral.status == Status.DRAFT:
        return redirect("referrals:edit", referral.pk)
    record_access(request.actor, referral.citizen, What.REFERRAL, object_id=referral.pk)
    return render(request, "referrals/detail.html", detail_context(request, referral))


def detail_context(request: ActorRequest, referral: Referral) -> dict[str, Any]:
    """All that the page of a referral shows."""
    actor, today = request.actor, timezone.localdate()
    events = list(referral.events.order_by("happened_at", "pk"))
    assessment = Assessment.objects.visible_to(actor).current_for(referral.course)
    sides = referral.sides_of(actor)
    before = sending_before(referral, events, actor)
    read = as_read_by(actor, referral, before)
    definition, facts = read.definition, read.facts
    phrases = answered_phrases(definition, facts, language())
    sentence = definition.fixed_sentence
    return (
        strip(referral)
        | actions_context(request, referral)
        | conversation_context(request, referral)
        | {
            "title": definition.title.in_(language()),
            "turn": turn_badge(referral, actor),
            "track_label": _("Henvisningens vej"),
            "steps": track_of(referral, events, here=Side.RECEIVER in sides, today=today),
            "phrases": phrases,
            "phrases_text": phrases_as_text(definition, facts, language()),
            "fixed_sentence": sentence.in_(language()) if sentence else "",
            "mended": mended(before, read, language()) if before else (),
            "mended_since": before.at if before else None,
            "n_answered": sum(1 for phrase in phrases if phrase.said),
            "events": timeline_of(referral.course, actor=actor),
            "clock": clock_face(referral, events, today, words=words_for(actor)),
            "assessment": assessment,
            "group": assessment.group if assessment else None,
            "coordinator_period": referral.course.coordinator,
            "attachments": referral.attachments.all(),
            "epicrisis": _latest_epicrisis(referral),
            "course_is_open": Course.objects.visible_to(actor)
            .filter(pk=referral.course_id)
            .exists(),
            "back": _place_in_list(request, referral),
        }
    )


def actions_context(request: ActorRequest, referral: Referral) -> dict[str, Any]:
    """What the sheet "Hvad kan jeg gøre nu?" shows."""
    shown, never_mine = buttons(referral, request.actor)
    here = Side.RECEIVER in referral.sides_of(request.actor)
    return {
        "referral": referral,
        "actions": shown,
        "never_mine": never_mine,
        "treats": here and referral.started_on is not None,
        "can_assign": here and not referral.closed_at,
        "mine": referral.assigned_to_id == request.actor.pk,
        "says_patient": request.actor.organisation.kind in SAYS_PATIENT,
    }


def conversation_context(
    request: ActorRequest, referral: Referral, *, typed: str = "", problem: str = ""
) -> dict[str, Any]:
    """The conversation, and what can be written: a message, a question or an answer."""
    situation = referral.situation_for(request.actor)
    return {
        "referral": referral,
        "conversation": referral.messages.select_related("membership__user", "organisation"),
        "own": request.actor.organisation_id,
        "is_receiver": Side.RECEIVER in situation.sides,
        "may_write": bool(situation.sides) and not referral.closed_at,
        "may_ask": check(Action.ASK, situation).allowed,
        "may_answer": check(Action.ANSWER, situation).allowed,
        "typed": typed,
        "problem": problem,
    }


def _latest_epicrisis(referral: Referral) -> Any:
    if referral.status not in EPICRISIS_SHOWN or referral.completed_at is None:
        return None
    return referral.epicrises.select_related("signed_by__user").order_by("-version_number").first()


def _place_in_list(request: ActorRequest, referral: Referral) -> dict[str, Any] | None:
    """Where the referral stands in the list one came from, and the next in it."""
    here = WORKLISTS.get(request.GET.get("list", ""))
    if here is None:
        return None
    rows = here.rows(request.actor, timezone.localdate())
    back = {"label": here.label, "url": reverse("referrals:worklist", args=[here.key])}
    if not rows.filter(pk=referral.pk).exists():
        return back
    cursor = Cursor.of(referral)
    following = page_of(rows, after=cursor, size=1).rows
    return back | {
        "place": rows.filter(cursor.before()).count() + 1,
        "all": rows.count(),
        "next_url": f"{reverse('referrals:detail', args=[following[0].pk])}?list={here.key}"
        if following
        else "",
    }
