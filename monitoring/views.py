"""Overviews for planners: counts only, never a citizen."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from monitoring import actions, figures, wording
from monitoring.assembled import Shown
from monitoring.csv_file import csv_of
from monitoring.drawing import Album
from monitoring.forms import OverviewForm
from monitoring.models import Chart
from monitoring.overview import (
    Selection,
    bin_rows,
    four_written,
    hidden_municipalities,
    month_rows,
    municipality_rows,
    overview,
    select,
    shown_indicators,
)
from monitoring.reading import latest_computation
from organisations.models import Membership, Municipality
from organisations.requests import ActorRequest
from organisations.vocabulary import Role
from pathways.models import Pathway, Version

READERS = (
    Role.PLANNER,
    Role.CLINICIAN,
    Role.TRIAGER,
    Role.SECRETARY,
    Role.PATHWAY_EDITOR,
    Role.AUDITOR,
)


@require_safe
def dashboard(request: ActorRequest) -> HttpResponse:
    """Does the loop close, and how do the indicators go? The planners' start."""
    _require_reader(request.actor)
    versions = _versions_in_force()
    form = OverviewForm(
        [version.pathway for version in versions], Municipality.objects.all(), request.GET
    )
    wanted = form.chosen("pathway")
    version = next(
        (v for v in versions if v.pathway.key == wanted), versions[0] if versions else None
    )
    if version is None:
        return render(request, "monitoring/empty.html")
    selection = _selected(version, form)
    context = {
        "filters": form,
        "selection": selection,
        "overview": overview(selection),
        "may_compute": request.actor.has_role(Role.PLANNER),
        "query": _query(form),
    }
    return render(request, "monitoring/dashboard.html", context)


@require_safe
def indicator(request: ActorRequest, pathway_key: str, indicator_key: str) -> HttpResponse:
    """One indicator in full: is it better, do municipalities differ, how long does it take?"""
    _require_reader(request.actor)
    version, form = _of_pathway(request, pathway_key)
    selection = _selected(version, form)
    shown = _one(selection, indicator_key)
    language = selection.language
    album = Album()
    if control := figures.control_of(shown, language):
        album.add("control", *control)
    if funnel := figures.funnel_of(shown, selection.names, language):
        album.add("funnel", *funnel)
    if histogram := figures.histogram_of(shown, language):
        album.add("histogram", *histogram)
    context: dict[str, Any] = {
        "filters": form,
        "selection": selection,
        "shown": shown,
        "definition": shown.indicator,
        "source": version.parsed.cite(shown.indicator.source).in_(language),
        "title": shown.indicator.title.in_(language),
        "explanation": shown.indicator.explanation.in_(language)
        if shown.indicator.explanation
        else "",
        "headline": wording.headline(shown, language),
        "interval": wording.interval(shown, shown.headline, language),
        "quarter": wording.quarter(selection.window.quarter, language),
        "cells": four_written(shown, language),
        "names": wording.outcome_names(shown),
        "reached": wording.reached(shown, language),
        "development": wording.development(shown, language),
        "signals": [
            (number, wording.signal_sentence(signal, shown, language))
            for number, signal in figures.numbered_signals(shown)
        ],
        "difference": wording.difference(shown, selection.names),
        "duration": wording.duration(shown, language),
        "charts": album.fetch(),
        "months": month_rows(shown, language),
        "municipalities": municipality_rows(shown, selection),
        "hidden": hidden_municipalities(shown, selection),
        "bins": bin_rows(shown, language),
        "computation": latest_computation(version.pathway),
        "small": wording.small_sentence(),
        "complement": wording.complement_sentence(),
        "query": _query(form),
    }
    return render(request, "monitoring/indicator.html", context)


@require_safe
def download(request: ActorRequest, pathway_key: str, indicator_key: str) -> HttpResponse:
    """The indicator as CSV, with the same numbers hidden."""
    _require_reader(request.actor)
    version, form = _of_pathway(request, pathway_key)
    selection = _selected(version, form)
    text = csv_of(_one(selection, indicator_key), selection)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{indicator_key}.csv"'
    return response


@require_safe
def chart(request: ActorRequest, content_hash: str) -> HttpResponse:
    """A figure a page is waiting for: itself when it is drawn, else the wait."""
    _require_reader(request.actor)
    found = get_object_or_404(Chart, pk=content_hash)
    return render(request, "monitoring/_figure.html", {"chart": found})


@require_POST
def compute(request: ActorRequest, pathway_key: str) -> HttpResponse:
    """A planner has the figures computed now."""
    pathway = get_object_or_404(Pathway, key=pathway_key)
    actions.request_computation(request.actor, pathway)
    messages.success(request, _("Opgørelsen er sat i gang. Genindlæs siden om lidt."))
    return redirect(f"{reverse('monitoring:dashboard')}?{urlencode({'pathway': pathway.key})}")


def _require_reader(actor: Membership) -> None:
    if not actor.has_role(*READERS):
        raise PermissionDenied(_("Din rolle giver ikke adgang til overblikket."))


def _versions_in_force() -> list[Version]:
    versions = Version.objects.in_force(timezone.localdate()).select_related("pathway")
    return sorted(versions, key=lambda version: version.pathway.title)


def _of_pathway(request: ActorRequest, pathway_key: str) -> tuple[Version, OverviewForm]:
    version = (
        Version.objects.in_force(timezone.localdate())
        .filter(pathway__key=pathway_key)
        .select_related("pathway")
        .first()
    )
    if version is None:
        raise Http404
    form = OverviewForm(
        [version.pathway], Municipality.objects.all(), request.GET, with_pathway=False
    )
    return version, form


def _selected(version: Version, form: OverviewForm) -> Selection:
    language = "en" if (get_language() or "da").startswith("en") else "da"
    return select(version, form.municipalities, form.chosen_municipality, form.length, language)


def _query(form: OverviewForm) -> str:
    """What pages further in are narrowed to as well."""
    kept = {name: form.chosen(name) for name in ("municipality", "months") if form.chosen(name)}
    return f"?{urlencode(kept)}" if kept else ""


def _one(selection: Selection, key: str) -> Shown:
    found = shown_indicators(selection, key, with_days=True)
    if not found:
        raise Http404
    return found[0]
