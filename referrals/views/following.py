"""Following a course: hold a control, note that an MRI is ordered, set the first contact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citizens.actions import record_access
from citizens.vocabulary import What
from courses.following import (
    FollowingRefused,
    hold_checkpoint,
    order_mri,
    set_first_contact,
    why_not_follow,
)
from courses.models import Checkpoint, Course
from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from organisations.ways_back import next_page
from pathways.availability import has_joined
from referrals.checkpoints import controls_of
from referrals.forms.following import CheckpointForm, FirstContactForm, FollowingForm, MriForm
from referrals.language import words_for
from referrals.strip import strip_of

Write = Callable[..., Any]


@require_http_methods(["GET", "HEAD", "POST"])
def checkpoint(request: ActorRequest, course_id: UUID, key: str) -> HttpResponse:
    """What is judged at a control, and the form to record it."""
    course = _course(request, course_id)
    rows = list(Checkpoint.objects.visible_to(request.actor).filter(course=course))
    controls = controls_of(course, course.version.parsed, rows, today=timezone.localdate())
    control = next((one for one in controls if one.key == key), None)
    if control is not None:
        control = control.in_words(words_for(request.actor))
    row = control.row if control is not None else None
    if control is None or row is None:
        raise Http404
    form = CheckpointForm(request.POST or None, initial={"held_on": timezone.localdate()})
    return _ask(
        request,
        course,
        control.title,
        form,
        lambda **asked: hold_checkpoint(actor=request.actor, checkpoint=row, **asked),
        done=_("%(title)s er gemt.") % {"title": control.title},
        control=control,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def mri(request: ActorRequest, course_id: UUID) -> HttpResponse:
    """Note that an MRI has been ordered, when and where."""
    course = _course(request, course_id)
    form = MriForm(request.POST or None, initial={"ordered_on": timezone.localdate()})
    return _ask(
        request,
        course,
        _("MR-scanning bestilt"),
        form,
        lambda **asked: order_mri(actor=request.actor, course=course, **asked),
        done=_("Bestillingen er skrevet på forløbet."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def first_contact(request: ActorRequest, course_id: UUID) -> HttpResponse:
    """Set the day from which the weeks are counted."""
    course = _course(request, course_id)
    form = FirstContactForm(request.POST or None, initial={"on": course.started_on})
    return _ask(
        request,
        course,
        _("Første kontakt"),
        form,
        lambda **asked: set_first_contact(actor=request.actor, course=course, **asked),
        done=_("Den første kontakt er gemt, og kontrollerne er flyttet med."),
    )


def _course(request: ActorRequest, course_id: UUID) -> Course:
    return visible_or_404(
        Course.objects.select_related(
            "citizen__municipality", "citizen__own_gp", "version__pathway"
        ).prefetch_related("coordinator_periods__organisation"),
        request.actor,
        pk=course_id,
    )


def _ask(
    request: ActorRequest,
    course: Course,
    title: str,
    form: FollowingForm,
    write: Write,
    *,
    done: str,
    control: object = None,
) -> HttpResponse:
    """Show the form, or write what it says and go back to where the reader came from."""
    refusal = why_not_follow(request.actor, course)
    form.say(words_for(request.actor))
    back = next_page(request, reverse("referrals:course", args=[course.pk]))
    if request.method == "POST" and form.is_valid() and not refusal:
        try:
            write(**form.asked())  # type: ignore[attr-defined]
        except FollowingRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, done)
            return redirect(back)
    record_access(request.actor, course.citizen, What.COURSE, object_id=course.pk)
    joined = has_joined(course.version, course.citizen.municipality, timezone.localdate())
    context = {
        **strip_of(course, course.citizen, joined=joined),
        "course": course,
        "title": title,
        "form": form,
        "refusal": refusal,
        "control": control,
        "back": back,
        "next": request.POST.get("next") or request.GET.get("next") or "",
    }
    status = 422 if form.errors or (refusal and request.method == "POST") else 200
    return render(request, "referrals/follow.html", context, status=status)
