"""Writing the epicrisis: saved as one writes, signed by a clinician, corrected by a new version."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from citizens.actions import record_access
from citizens.vocabulary import What
from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from referrals import actions
from referrals.actions import TransitionRefused
from referrals.actions.epicrisis import WRITABLE
from referrals.epicrisis import prefill
from referrals.forms.epicrisis import CorrectionForm, EpicrisisForm
from referrals.models import Epicrisis, EpicrisisDraft, Referral
from referrals.record import LANGUAGE, record_of
from referrals.recorded import Recorded
from referrals.states import Action, Side, check
from referrals.views.detail import referral_or_404
from referrals.views.form_page import strip


def prefilled(recorded: Recorded) -> dict[str, Any]:
    """What the recorded facts say for each section, in the letter's language."""
    with override(LANGUAGE):
        return prefill(recorded)


def epicrisis_context(
    request: ActorRequest,
    referral: Referral,
    recorded: Recorded,
    form: EpicrisisForm | None = None,
) -> dict[str, Any]:
    """What the sheet where the epicrisis is written shows."""
    draft = EpicrisisDraft.objects.visible_to(request.actor).filter(referral=referral).first()
    suggested = prefilled(recorded)
    stored = draft.content if draft else {}
    signing = check(Action.COMPLETE, referral.situation_for(request.actor))
    return {
        "epicrisis_form": form
        or EpicrisisForm(
            initial={**suggested, **stored},
            prefilled={key: value for key, value in suggested.items() if key not in stored},
        ),
        "writable": referral.status in WRITABLE,
        "draft_saved_at": timezone.localtime(draft.updated_at) if draft else None,
        "sign_refusal": signing.reason,
        "may_finish": check(Action.FINISH, referral.situation_for(request.actor)).allowed,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """The epicrisis on a page of its own. A signed one is read, and corrected by another door."""
    referral = referral_or_404(request, referral_id)
    signed = _latest(request, referral)
    if signed is not None:
        return redirect("referrals:read_epicrisis", signed.pk)
    if Side.RECEIVER not in referral.sides_of(request.actor):
        raise Http404
    if referral.started_on is None or referral.status not in WRITABLE:
        messages.warning(request, _("Epikrisen kan skrives, når forløbet er startet."))
        return redirect("referrals:detail", referral.pk)
    recorded = record_of(referral, on=timezone.localdate())
    if request.method != "POST":
        record_access(request.actor, referral.citizen, What.EPICRISIS, object_id=referral.pk)
        return _page(request, referral, recorded)
    form = EpicrisisForm(request.POST)
    form.is_valid()
    try:
        _store(request, referral, form, recorded)
        if request.POST.get("do") != "sign":
            return _stored(request, referral, form, recorded)
        if form.check_for_signing():
            epicrisis = actions.sign_epicrisis(
                referral, actor=request.actor, content=form.content()
            )
            messages.success(
                request, _("Epikrisen er underskrevet og sendt til henviser. Brevet laves nu.")
            )
            return redirect("referrals:read_epicrisis", epicrisis.pk)
    except TransitionRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    return _page(request, referral, recorded, form)


def _store(
    request: ActorRequest, referral: Referral, form: EpicrisisForm, recorded: Recorded
) -> None:
    """Keep what was written. What stands as it was filled in goes on following the record."""
    draft = EpicrisisDraft.objects.visible_to(request.actor).filter(referral=referral).first()
    stored = draft.content if draft else {}
    suggested = prefilled(recorded)
    content = {
        key: value
        for key, value in form.content().items()
        if key in stored or value != suggested.get(key, [] if isinstance(value, list) else "")
    }
    actions.save_epicrisis_draft(referral, actor=request.actor, content=content)


def _stored(
    request: ActorRequest, referral: Referral, form: EpicrisisForm, recorded: Recorded
) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=204)
    if form.errors:
        return _page(request, referral, recorded, form)
    messages.success(request, _("Kladden er gemt."))
    return redirect("referrals:epicrisis", referral.pk)


def _page(
    request: ActorRequest,
    referral: Referral,
    recorded: Recorded,
    form: EpicrisisForm | None = None,
) -> HttpResponse:
    context = (
        strip(referral)
        | epicrisis_context(request, referral, recorded, form)
        | {"referral": referral, "recorded": recorded, "form": form}
    )
    wrong = form is not None and bool(form.errors)
    return render(request, "referrals/epicrisis_write.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActorRequest, epicrisis_id: UUID) -> HttpResponse:
    """Sign a new version in place of the latest, and say what was wrong."""
    epicrisis = visible_or_404(
        Epicrisis.objects.select_related("referral"), request.actor, pk=epicrisis_id
    )
    referral = referral_or_404(request, epicrisis.referral_id)
    if Side.RECEIVER not in referral.sides_of(request.actor):
        raise Http404
    latest = _latest(request, referral)
    newer = latest if latest is not None and latest.pk != epicrisis.pk else None
    if newer is not None and request.method != "POST":
        messages.warning(request, _("Der er en nyere version. Ret den."))
        return redirect("referrals:correct_epicrisis", newer.pk)
    form = CorrectionForm(_posted(request), initial=epicrisis.content)
    if request.method == "POST":
        form.is_valid()
        if form.check_for_signing():
            try:
                corrected = actions.correct_epicrisis(
                    referral,
                    actor=request.actor,
                    content=form.content(),
                    reason=form.cleaned_data["reason"],
                    read=epicrisis.pk,
                )
            except TransitionRefused as refused:
                named = refused.field if refused.field in form.fields else None
                form.add_error(named, refused.message)
            else:
                messages.success(request, _("Den nye version er underskrevet og sendt."))
                return redirect("referrals:read_epicrisis", corrected.pk)
    context = strip(referral) | {
        "referral": referral,
        "epicrisis": epicrisis,
        "newer": newer,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "referrals/epicrisis_correct.html", context, status=status)


def _posted(request: ActorRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _latest(request: ActorRequest, referral: Referral) -> Epicrisis | None:
    return (
        Epicrisis.objects.visible_to(request.actor)
        .filter(referral=referral)
        .order_by("-version_number")
        .first()
    )
