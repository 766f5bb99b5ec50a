"""The guided start of a new programme: a page for each step, the answers kept on the way."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from pathways.actions import (
    PathwayRefused,
    begin_programme,
    drop_start,
    keep_answers,
    make_programme,
)
from pathways.making.document import make_document
from pathways.making.ready_indicators import ready_indicators
from pathways.models import Pathway, ProgrammeStart, Version
from pathways.starting.base import Given, StepForm
from pathways.starting.steps import STEPS, SUMMARY, after, answers_of, form_of, forms_of, step_of
from pathways.views.doors import is_editor
from pathways.views.editing.shown import findings_told, found

GENERIC_KEY = "chronic-disease"
# Buttons of the page, which are no answers.
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "leave"})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Begin a new programme, or go on with one that was begun."""
    _editors_only(request)
    if request.method == "POST":
        start = begin_programme(actor=request.actor)
        return redirect("pathways:new_step", start.pk, STEPS[0].key)
    begun = ProgrammeStart.objects.visible_to(request.actor).filter(draft=None)
    return render(request, "pathways/new/begin.html", {"begun": begun, "steps": STEPS})


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: ActorRequest, start_id: UUID, step_key: str) -> HttpResponse:
    """Ask one step. What is sent is kept, right or wrong; when right, the next step follows."""
    start = _start(request, start_id)
    asked = step_of(step_key)
    if asked is None:
        raise Http404
    if start.draft is not None:
        return redirect("pathways:new_made", start.pk)
    given = _given(start)
    sent = request.method == "POST"
    if sent:
        answers = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
        try:
            start = keep_answers(actor=request.actor, start=start, step=asked.key, answers=answers)
        except PathwayRefused as refused:
            messages.error(request, refused.message)
            return redirect("pathways:new_step", start.pk, asked.key)
        if "leave" in request.POST:
            messages.success(request, _("Svarene er gemt. Fortsæt, når det passer dig."))
            return redirect("pathways:new")
    form = form_of(asked, given, start.answers)
    if sent and form.is_valid():
        following = after(asked)
        if following == SUMMARY:
            return redirect("pathways:new_summary", start.pk)
        return redirect("pathways:new_step", start.pk, following)
    context = _context(start, given, asked.key) | {
        "form": form,
        "form_id": "trin",
        "step": asked,
        "number": STEPS.index(asked) + 1,
        "previous": STEPS[STEPS.index(asked) - 1] if STEPS.index(asked) else None,
    }
    status = 422 if sent and form.errors else 200
    return render(request, f"pathways/new/{_template(form)}", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: ActorRequest, start_id: UUID) -> HttpResponse:
    """All steps with what is missing; make the draft when nothing is."""
    start = _start(request, start_id)
    if start.draft is not None:
        return redirect("pathways:new_made", start.pk)
    given = _given(start)
    forms = forms_of(given, start.answers)
    ready = all(form.is_valid() for form in forms.values())
    if request.method == "POST" and "drop" in request.POST:
        drop_start(actor=request.actor, start=start)
        messages.success(request, _("Det påbegyndte program er lagt væk."))
        return redirect("pathways:new")
    if request.method == "POST" and ready:
        document = make_document(given.generic, answers_of(forms), given.ready)
        try:
            make_programme(actor=request.actor, start=start, document=document)
        except PathwayRefused as refused:
            messages.error(request, refused.message)
            return redirect("pathways:new_summary", start.pk)
        return redirect("pathways:new_made", start.pk)
    rows = [
        {"step": one, "missing": _missing(forms[one.key]), "asked": one.key in start.answers}
        for one in STEPS
    ]
    context = _context(start, given, SUMMARY) | {"rows": rows, "ready": ready}
    status = 422 if request.method == "POST" else 200
    return render(request, "pathways/new/summary.html", context, status=status)


@require_safe
def made(request: ActorRequest, start_id: UUID) -> HttpResponse:
    """The draft that was made: what the checks find in it, and where each is mended."""
    start = _start(request, start_id)
    if start.draft is None:
        return redirect("pathways:new_summary", start.pk)
    draft = start.draft
    rows = found(draft, findings_told(draft))["shown"]
    context = {
        "draft": draft,
        "errors": [row for row in rows if row.finding.is_error],
        "notes": [row for row in rows if not row.finding.is_error],
        "edit_url": reverse("pathways:edit_overview", args=[draft.pathway.key, draft.number]),
        "examples": len(draft.definition.get("examples", ())),
    }
    return render(request, "pathways/new/made.html", context)


def _editors_only(request: ActorRequest) -> None:
    if not is_editor(request):
        raise Http404


def _start(request: ActorRequest, start_id: UUID) -> ProgrammeStart:
    _editors_only(request)
    return visible_or_404(ProgrammeStart.objects, request.actor, pk=start_id)


def _given(start: ProgrammeStart) -> Given:
    versions = Version.objects.in_force(timezone.localdate()).select_related("pathway")
    in_force = {version.pathway.key: version.parsed for version in versions}
    generic = in_force.pop(GENERIC_KEY, None)
    if generic is None:
        raise Http404(_("Den generiske model er ikke i kraft. Indlæs den med load_definitions."))
    return Given(
        generic=generic,
        ready=ready_indicators(generic, in_force.values()),
        taken=frozenset(Pathway.objects.values_list("key", flat=True)),
        since=timezone.localtime(start.created_at).date(),
    )


def _context(start: ProgrammeStart, given: Given, here: str) -> dict[str, Any]:
    track = []
    for one in STEPS:
        form = form_of(one, given, start.answers)
        done = form.is_bound and form.is_valid()
        track.append(
            {
                "label": one.label,
                "url": reverse("pathways:new_step", args=[start.pk, one.key]),
                "state": "now" if one.key == here else "done" if done else "",
                "done": done,
            }
        )
    track.append(
        {
            "label": _("Kladde"),
            "url": reverse("pathways:new_summary", args=[start.pk]),
            "state": "now" if here == SUMMARY else "",
            "done": False,
        }
    )
    return {"start": start, "track": track, "count": len(STEPS)}


def _template(form: StepForm) -> str:
    if hasattr(form, "considered"):
        return "considered.html"
    return "plan.html" if hasattr(form, "plan") else "step.html"


def _missing(form: StepForm) -> int:
    """How many things must be answered or mended on the step."""
    return len(form.errors) if form.is_bound else 1
