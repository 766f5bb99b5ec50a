"""Reading a signed epicrisis, seeing its letter being made, and opening it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citizens.actions import record_access
from citizens.vocabulary import What
from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from referrals.actions import letter_of
from referrals.epicrisis import RECORDED, RESULTS, WISHES
from referrals.language import SAYS_PATIENT
from referrals.letter import chart_alt, hash_lines, measure_rows, scale_of, steps_of
from referrals.line_chart import line_chart
from referrals.models import Epicrisis, LetterState
from referrals.recorded import Recorded
from referrals.states import CLINICIAN, Action, Side, check
from referrals.views.detail import referral_or_404
from referrals.views.form_page import strip

STILL_COMING = frozenset({LetterState.WAITING, LetterState.MAKING, LetterState.FAILED})


def epicrisis_or_404(request: ActorRequest, epicrisis_id: UUID) -> Epicrisis:
    """A signed epicrisis with its signer, if the actor may see it."""
    return visible_or_404(
        Epicrisis.objects.select_related(
            "signed_by__user", "signed_by__organisation", "replaces", "referral"
        ),
        request.actor,
        pk=epicrisis_id,
    )


@require_safe
def read(request: ActorRequest, epicrisis_id: UUID) -> HttpResponse:
    """The epicrisis on the screen: the same answers in the same order as in the letter."""
    epicrisis = epicrisis_or_404(request, epicrisis_id)
    referral = referral_or_404(request, epicrisis.referral_id)
    record_access(request.actor, referral.citizen, What.EPICRISIS, object_id=epicrisis.pk)
    content = epicrisis.content
    recorded = Recorded.from_data(content.get(RECORDED, {}))
    versions = list(
        Epicrisis.objects.visible_to(request.actor)
        .filter(referral=referral)
        .order_by("-version_number")
    )
    sides = referral.sides_of(request.actor)
    context: dict[str, Any] = strip(referral) | {
        "epicrisis": epicrisis,
        "referral": referral,
        "content": content,
        "recorded": recorded,
        "result": RESULTS.get(content.get("result", ""), ""),
        "wishes": [WISHES[key] for key in content.get("wishes", []) if key in WISHES],
        "rows": measure_rows(recorded),
        "charts": [
            {
                "chart": line_chart(each),
                "series": each,
                "alt": chart_alt(each),
                "scale": scale_of(each),
            }
            for each in recorded.series
        ],
        "plan": steps_of(content.get("plan", "")),
        "hash_lines": hash_lines(epicrisis.content_hash),
        "versions": versions,
        "newest": versions[0],
        "may_acknowledge": check(Action.ACKNOWLEDGE, referral.situation_for(request.actor)),
        "is_referrer": Side.REFERRER in sides,
        "may_correct": Side.RECEIVER in sides
        and CLINICIAN in request.actor.roles
        and versions[0].pk == epicrisis.pk,
        "says_patient": epicrisis.signed_by.organisation.kind in SAYS_PATIENT,
    }
    return render(request, "referrals/epicrisis.html", context | letter_context(epicrisis))


def letter_context(epicrisis: Epicrisis) -> dict[str, Any]:
    """What the line about the letter shows."""
    letter = letter_of(epicrisis)
    return {
        "epicrisis": epicrisis,
        "letter": letter,
        "letter_coming": letter.state in STILL_COMING,
    }


@require_safe
def letter_state(request: ActorRequest, epicrisis_id: UUID) -> HttpResponse:
    """Where the making of the letter is; asked every other second until it is ready."""
    epicrisis = epicrisis_or_404(request, epicrisis_id)
    if not request.htmx:
        return redirect("referrals:read_epicrisis", epicrisis.pk)
    return render(request, "referrals/_letter_state.html", letter_context(epicrisis))


@require_safe
def letter(request: ActorRequest, epicrisis_id: UUID) -> HttpResponseBase:
    """The PDF itself. Opening it is logged; it carries the citizen's whole CPR number."""
    epicrisis = epicrisis_or_404(request, epicrisis_id)
    made = letter_of(epicrisis)
    if made.state != LetterState.READY:
        raise Http404
    citizen = referral_or_404(request, epicrisis.referral_id).citizen
    record_access(
        request.actor,
        citizen,
        What.EPICRISIS,
        object_id=epicrisis.pk,
        reason=_("Brevet åbnet"),
    )
    name = f"epikrise-{epicrisis.referral.number}-v{epicrisis.version_number}.pdf"
    return FileResponse(made.file.open("rb"), content_type="application/pdf", filename=name)
