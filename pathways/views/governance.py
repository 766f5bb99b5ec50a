"""Joining a pathway, leaving it, and the yearly assessment."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.models import Municipality, Service
from organisations.requests import ActorRequest
from pathways.actions import PathwayRefused, assess_year, join, why_not_decide, withdraw
from pathways.forms import AssessmentForm, JoinForm, WithdrawForm, first_of_next_month
from pathways.models import Adoption, Pathway, Version
from pathways.requirements import offers_needed, requirements
from pathways.views.doors import is_editor, pathway_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def adoption(request: ActorRequest, pathway_key: str) -> HttpResponse:
    """Whether the reader's municipality has joined, what that asks of it, and the decision."""
    municipality = request.actor.organisation.municipality
    if why_not_decide(request.actor) or municipality is None:
        raise Http404
    pathway = pathway_or_404(pathway_key)
    version = pathway.versions.in_force(timezone.localdate()).first()
    if version is None:
        raise Http404
    held = (
        Adoption.objects.filter(pathway=pathway, municipality=municipality)
        .exclude(valid_to__lt=timezone.localdate())
        .order_by("valid_from")
        .last()
    )
    leaving = held is not None
    form = _withdraw_form(request) if leaving else _join_form(request, version, municipality)
    if request.method == "POST" and form.is_valid():
        try:
            sentence = (
                _withdraw(request, held, form)
                if held is not None
                else _join(request, pathway, version, form)
            )
        except PathwayRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, sentence)
            return redirect("pathways:adoption", pathway_key)
    context = {
        "pathway": pathway,
        "version": version,
        "municipality": municipality,
        "held": held,
        "form": form,
        "needed": offers_needed(version.parsed, _offered(version, municipality)),
        "required": requirements(version.parsed),
        "history": Adoption.objects.filter(pathway=pathway, municipality=municipality).order_by(
            "-valid_from"
        ),
        "submit_label": _("Meld kommunen ud") if leaving else _("Tilslut kommunen"),
        "cancel_url": reverse("pathways:detail", args=[pathway.key]),
    }
    status = 422 if form.errors else 200
    return render(request, "pathways/adoption.html", context, status=status)


def _offered(version: Version, municipality: Municipality) -> set[str]:
    return set(
        Service.objects.offered(
            kind=version.parsed.destinations, municipality=municipality, on=timezone.localdate()
        ).values_list("kind", flat=True)
    )


def _join_form(request: ActorRequest, version: Version, municipality: Municipality) -> JoinForm:
    definition = version.parsed
    language = (get_language() or "da")[:2]
    needed = offers_needed(definition, _offered(version, municipality))
    asked = requirements(definition)
    initial = {
        "valid_from": first_of_next_month(timezone.localdate()),
        "provides": [one.key for one in needed if one.there],
    }
    return JoinForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        offers=[(one.key, one.title.in_(language)) for one in needed],
        requirements=[(one.key, _with_source(one, language)) for one in asked],
    )


def _with_source(requirement: Any, language: str) -> str:
    said = requirement.text.in_(language)
    return f"{said} ({requirement.source.in_(language)})" if requirement.source else said


def _withdraw_form(request: ActorRequest) -> WithdrawForm:
    return WithdrawForm(request.POST if request.method == "POST" else None)


def _join(request: ActorRequest, pathway: Pathway, version: Version, form: Any) -> str:
    made = join(
        actor=request.actor,
        pathway=pathway,
        valid_from=form.cleaned_data["valid_from"],
        provides=form.cleaned_data["provides"],
        accepts=form.accepted,
        required=[one.key for one in requirements(version.parsed)],
    )
    return _("%(name)s er tilsluttet fra %(date)s.") % {
        "name": made.municipality.name,
        "date": date_format(made.valid_from, "DATE_FORMAT"),
    }


def _withdraw(request: ActorRequest, held: Adoption, form: Any) -> str:
    left = withdraw(
        actor=request.actor,
        adoption=held,
        last_day=form.cleaned_data["last_day"],
        reason=form.cleaned_data["reason"],
    )
    return _("%(name)s er tilsluttet til og med %(date)s.") % {
        "name": left.municipality.name,
        "date": date_format(form.cleaned_data["last_day"], "DATE_FORMAT"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: ActorRequest, pathway_key: str) -> HttpResponse:
    """The yearly assessment of one pathway, and those before it."""
    if not is_editor(request):
        raise Http404
    pathway = pathway_or_404(pathway_key)
    form = AssessmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            assess_year(actor=request.actor, pathway=pathway, **form.cleaned_data)
        except PathwayRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, _("Vurderingen er gemt."))
            return redirect("pathways:assessment", pathway_key)
    year = timezone.localdate().year
    made = list(pathway.assessments.select_related("by"))
    context = {
        "pathway": pathway,
        "year": year,
        "assessments": made,
        "due": all(one.year != year for one in made),
        "form": form,
        "cancel_url": reverse("pathways:detail", args=[pathway.key]),
    }
    status = 422 if form.errors else 200
    return render(request, "pathways/assessment.html", context, status=status)
