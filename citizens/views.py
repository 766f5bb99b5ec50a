"""Finding a citizen by number, registering one, and showing the whole number."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from citizens import actions
from citizens.cpr import full
from citizens.forms import LookUpForm, RegisterForm
from citizens.models import Citizen
from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from organisations.ways_back import next_page


@sensitive_post_parameters("cpr")
def look_up(request: ActorRequest) -> HttpResponse:
    """Find a patient by number. Unknown: offer to register; known: go to the patient's page."""
    form = LookUpForm(request.POST or None)
    refusal = actions.why_no_look_up(request.actor)
    if request.method == "POST" and not refusal and form.is_valid():
        number = form.cleaned_data["cpr"]
        try:
            citizen = actions.look_up_citizen(request.actor, number, reason=_("Aktuel behandling"))
        except actions.LookUpRefused as refused:
            form.add_error("cpr", str(refused))
        else:
            if citizen is not None:
                return _found(request, citizen)
            register = RegisterForm(request.actor.organisation, initial={"cpr": full(number)})
            return render(request, "citizens/register.html", {"form": register, "unknown": True})
    return render(request, "citizens/look_up.html", {"form": form, "refusal": refusal})


@sensitive_post_parameters("cpr")
def register(request: ActorRequest) -> HttpResponse:
    """Register a patient Samspor does not know."""
    form = RegisterForm(request.actor.organisation, request.POST or None)
    refusal = actions.why_no_look_up(request.actor)
    if request.method == "POST" and not refusal and form.is_valid():
        answers = dict(form.cleaned_data)
        answers.pop("ydernummer")
        try:
            citizen = actions.register_citizen(
                request.actor, cpr_text=answers.pop("cpr"), **answers
            )
        except (actions.LookUpRefused, actions.AlreadyRegistered) as refused:
            form.add_error("cpr", str(refused))
        else:
            return _found(request, citizen)
    return render(request, "citizens/register.html", {"form": form, "refusal": refusal})


@require_POST
@vary_on_headers("HX-Request")
def reveal_cpr(request: ActorRequest, citizen_id: UUID) -> HttpResponse:
    """Show the whole number, once, and log it."""
    visible = Citizen.objects.visible_to(request.actor).select_related("municipality")
    citizen = visible_or_404(visible, request.actor, pk=citizen_id)
    context = {
        "citizen": citizen,
        "revealed_cpr": actions.reveal_cpr(request.actor, citizen),
        "next_page": next_page(request, reverse("citizens:look_up")),
    }
    template = "citizens/_cpr.html" if request.htmx else "citizens/cpr.html"
    return render(request, template, context)


def _found(request: ActorRequest, citizen: Citizen) -> HttpResponse:
    """On to the citizen's page, which a room above owns: its address is wired in the settings."""
    if settings.CITIZEN_PAGE:
        return redirect(settings.CITIZEN_PAGE, citizen.pk)
    context = {"form": LookUpForm(), "citizen": citizen}
    return render(request, "citizens/look_up.html", context)
