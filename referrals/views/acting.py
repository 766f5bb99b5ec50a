"""Acting on a referral, writing to the other side, and fetching what a citizen brings along."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from citizens.actions import LookUpRefused, why_no_look_up
from organisations.requests import ActorRequest
from referrals.actions import Inputs, TransitionRefused, claim_by_cpr, perform
from referrals.actions.messaging import write_message
from referrals.forms.acting import FORMS, MOST_WRITTEN, ActionForm, ClaimForm
from referrals.forms.typed import typed
from referrals.language import words_for
from referrals.models import Referral
from referrals.states import Action, check
from referrals.views.detail import (
    actions_context,
    conversation_context,
    detail_context,
    referral_or_404,
)
from referrals.views.doors import posted_from
from referrals.views.form_page import strip


@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, referral_id: UUID, action: str) -> HttpResponse:
    """Ask what an action needs, and do it. Refused, the reason stands there and the text too."""
    if action not in FORMS:
        raise Http404
    referral, wanted = referral_or_404(request, referral_id), Action(action)
    today = timezone.localdate()
    if request.method != "POST":
        return _ask(request, referral, wanted, FORMS[wanted](referral, today=today))
    form = FORMS[wanted](referral, request.POST, today=today)
    if not form.is_valid():
        return _ask(request, referral, wanted, form)
    return _do(request, referral, wanted, form)


def _do(
    request: ActorRequest, referral: Referral, action: Action, form: ActionForm
) -> HttpResponse:
    try:
        perform(action, referral, actor=request.actor, inputs=form.inputs())
    except TransitionRefused as refused:
        if refused.field in form.fields:
            form.add_error(refused.field, refused.message)
            return _ask(request, referral, action, form)
        referral = referral_or_404(request, referral.pk)
        return _ask(request, referral, action, form, refusal=refused.message)
    messages.success(request, done_sentence(action))
    return _go(request, reverse("referrals:detail", args=[referral.pk]))


def _ask(
    request: ActorRequest,
    referral: Referral,
    action: Action,
    form: ActionForm,
    *,
    refusal: str = "",
) -> HttpResponse:
    """The question of an action: in place for htmx, else as a page of its own.

    With a refusal the buttons are drawn anew beside what had been typed.
    """
    possibility = check(action, referral.situation_for(request.actor))
    form.say(words_for(request.actor))
    context = (
        strip(referral)
        | actions_context(request, referral)
        | {
            "form": form,
            "action": action,
            "label": action.label,
            "refusal": refusal or possibility.reason,
            "typed": form.data.get("text", "") if refusal else "",
        }
    )
    template = "referrals/_act.html" if request.htmx else "referrals/act.html"
    status = 422 if form.errors or refusal else 200
    return render(request, template, context, status=status)


def done_sentence(action: Action) -> str:
    """What the reader is told when an action has been done."""
    return {
        Action.ACCEPT: _("Henvisningen er accepteret."),
        Action.ASK: _("Spørgsmålet er sendt. Uret står på hold hos henviser."),
        Action.ANSWER: _("Svaret er sendt. Uret løber igen hos modtager."),
        Action.DECLINE: _("Henvisningen er returneret til henviser."),
        Action.WITHDRAW: _("Henvisningen er trukket tilbage."),
        Action.START: _("Forløbet er startet."),
        Action.PAUSE: _("Forløbet er sat på pause."),
        Action.RESUME: _("Forløbet er genoptaget."),
        Action.FINISH: _("Behandlingen er afsluttet. Epikrisen kan underskrives nu."),
        Action.END_UNSTARTED: _("Henvisningen er afsluttet uden forløb."),
        Action.FORWARD: _("Henvisningen er videresendt. I kan læse den, til der er svaret."),
        Action.ACKNOWLEDGE: _("Markeret som læst. Henvisningen er lukket."),
    }[action]


def _require_short(text: str) -> None:
    """As long as any other word between the sides; the browser's own limit is only a help."""
    if len(text) > MOST_WRITTEN:
        raise TransitionRefused(
            _("Teksten er på %(count)s tegn; højst %(limit)s er tilladt.")
            % {"count": len(text), "limit": MOST_WRITTEN},
            "text",
        )


def _go(request: ActorRequest, url: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


@posted_from("referrals:detail")
@vary_on_headers("HX-Request")
def message(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Write to the other side: a message, or the question or answer that moves the clock."""
    referral = referral_or_404(request, referral_id)
    text = typed(request.POST, "text")
    kind = request.POST.get("kind", "message")
    try:
        _require_short(text)
        if kind in {Action.ASK, Action.ANSWER}:
            perform(kind, referral, actor=request.actor, inputs=Inputs(text=text))
            messages.success(request, done_sentence(Action(kind)))
            return _go(request, reverse("referrals:detail", args=[referral.pk]))
        write_message(referral, actor=request.actor, text=text)
    except TransitionRefused as refused:
        referral = referral_or_404(request, referral_id)
        context = conversation_context(request, referral, typed=text, problem=refused.message)
    else:
        if not request.htmx:
            messages.success(request, _("Beskeden er sendt."))
            return redirect(f"{reverse('referrals:detail', args=[referral.pk])}#samtale")
        context = conversation_context(request, referral)
    if request.htmx:
        return render(request, "referrals/_conversation.html", context)
    page = detail_context(request, referral) | context
    return render(request, "referrals/detail.html", page, status=422)


@sensitive_post_parameters("cpr")
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: ActorRequest) -> HttpResponse:
    """A clinic fetches the referral of the citizen who has chosen it and stands at the desk."""
    refusal = why_no_look_up(request.actor, for_claim=True)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            claimed = claim_by_cpr(actor=request.actor, cpr=form.cleaned_data["cpr"])
        except (TransitionRefused, LookUpRefused) as refused:
            form.add_error("cpr", words_for(request.actor)(str(refused)))
        else:
            messages.success(request, _claimed_sentence(claimed))
            return redirect("referrals:detail", claimed[0].pk)
    return render(
        request,
        "referrals/claim.html",
        {"form": form, "refusal": refusal},
        status=422 if form.errors else 200,
    )


def _claimed_sentence(claimed: Sequence[Referral]) -> str:
    if len(claimed) == 1:
        return _("Henvisningen er hentet og ligger nu hos jer.")
    return _("%(n)s henvisninger er hentet. Her er den ældste; de andre står i indbakken.") % {
        "n": len(claimed)
    }
