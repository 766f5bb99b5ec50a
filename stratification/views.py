"""Assessing a citizen: questions, what they suggest and why, the decision, the history."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from citizens.actions import record_access
from citizens.vocabulary import What
from courses.models import Course
from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from organisations.ways_back import next_page
from stratification import actions
from stratification.agreed import agreed
from stratification.forms import AssessmentForm, initial_from
from stratification.grouping import AssessmentInput
from stratification.history import Decided, step_chart
from stratification.models import Assessment
from stratification.suggestion import show


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def assess(request: ActorRequest, course_id: UUID) -> HttpResponse:
    """One page: the answers so far, what they suggest, and earlier assessments.

    Posted with `do=suggest` it only shows what the answers would suggest; otherwise it is saved.
    """
    course = visible_or_404(
        Course.objects.visible_to(request.actor).select_related(
            "citizen__municipality", "version__pathway"
        ),
        request.actor,
        pk=course_id,
    )
    terms = agreed(course.version.parsed, _language())
    if terms is None:
        return render(request, "stratification/unused.html", {"course": course})
    history = list(
        Assessment.objects.visible_to(request.actor)
        .filter(course=course)
        .select_related("made_by__user", "organisation")
    )
    refusal = actions.why_not_assess(request.actor)
    if request.method == "POST":
        form = AssessmentForm(terms, _language(), request.POST)
        only_suggest = request.POST.get("do") == "suggest"
        if not only_suggest and form.is_valid():
            try:
                made = actions.assess(request.actor, course, form.assessment(), form.decision())
            except actions.AssessmentRefused as refused:
                form.add_error(refused.field or None, str(refused))
            else:
                messages.success(request, _("Gruppe %(group)s er gemt.") % {"group": made.group})
                here = reverse("stratification:assess", args=[course.pk])
                return redirect(next_page(request, here))
    else:
        form = AssessmentForm(
            terms, _language(), initial=initial_from(history[0] if history else None, terms)
        )
    context = {
        "course": course,
        "citizen": course.citizen,
        "form": form,
        "refusal": refusal,
        "suggestion": _suggestion(request, form),
        "followed": _whole_number(request.POST.get("followed")),
        "current": history[0] if history else None,
        "next": request.POST.get("next") or request.GET.get("next") or "",
    }
    if request.htmx:
        return render(request, "stratification/_suggestion.html", {**context, "live": True})
    record_access(request.actor, course.citizen, What.ASSESSMENT, course.pk)
    context |= {"history": history, "charts": _charts(history)}
    return render(request, "stratification/assess.html", context)


def _suggestion(request: ActorRequest, form: AssessmentForm) -> Any:
    """What the answers suggest; while one of them cannot be read, what the others do."""
    judged = _judged(form)
    return show(
        judged,
        form.terms,
        _language(),
        chosen=_whole_number(request.POST.get("group")),
        followed=_whole_number(request.POST.get("followed")),
    )


def _judged(form: AssessmentForm) -> AssessmentInput:
    """What the form holds so far. An answer that cannot be read is unknown."""
    # A form of its own: cleaning again would lose what the action refused.
    form = AssessmentForm(form.terms, form.language, form.data if form.is_bound else form.initial)
    form.full_clean()
    unread: dict[str, Any] = {name: "" for name in form.fields if name not in form.cleaned_data}
    unread |= {name: [] for name in ("personal", "marks") if name in unread}
    form.cleaned_data |= unread
    return form.assessment()


def _whole_number(text: str | None) -> int | None:
    """A group as written; anything longer than a group is not one (and int() has a limit)."""
    return int(text) if text and len(text) < 3 and text.isdecimal() else None


def _charts(history: list[Assessment]) -> dict[str, Any]:
    """The step chart in both sizes, or nothing before the first assessment."""
    if not history:
        return {}
    decided = [Decided(timezone.localdate(a.made_at), a.group, a.differs) for a in history]
    today = timezone.localdate()
    return {"wide": step_chart(decided, today, 760), "narrow": step_chart(decided, today, 328)}


def _language() -> str:
    return "en" if (get_language() or "da").startswith("en") else "da"
