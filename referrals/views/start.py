"""The referrer's start page: what waits on me, a new referral, what waits on others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from citizens import actions as citizen_actions
from citizens.actions import record_access_many
from citizens.forms import RegisterForm
from citizens.models import Citizen
from citizens.vocabulary import What
from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from pathways.models import Version
from referrals.actions import TransitionRefused, create_draft, discard_draft
from referrals.forms.starting import NewReferralForm
from referrals.language import language
from referrals.models import Referral
from referrals.tasks_of_controls import control_tasks, count_controls
from referrals.tasks_of_referrer import ELSEWHERE, task_lists
from referrals.views.doors import posted_from
from referrals.worklists import WORKLISTS, counts

EVERYONE = "practice"


@require_safe
def start(request: ActorRequest) -> HttpResponse:
    """What waits on me, or on all of the practice."""
    form = NewReferralForm(_pathways())
    return render(request, "referrals/start.html", _context(request, form))


@sensitive_post_parameters("cpr")
@posted_from("referrals:start")
def new(request: ActorRequest) -> HttpResponse:
    """Begin a referral: by number from the start page, or for a citizen whose page one is on.

    A known patient leads straight to the form; an unknown one to registering, and then there.
    """
    if "citizen" in request.POST:
        return _for_known(request)
    form = NewReferralForm(_pathways(), request.POST)
    if form.is_valid():
        number = form.cleaned_data["cpr"]
        try:
            citizen = citizen_actions.look_up_citizen(
                request.actor, number, reason=_("Ny henvisning")
            )
        except citizen_actions.LookUpRefused as refused:
            form.add_error("cpr", str(refused))
        else:
            if citizen is not None:
                return _begin(request, citizen, form.cleaned_data["pathway"])
            register = RegisterForm(request.actor.organisation, initial={"cpr": number})
            return _register_page(request, register, form.cleaned_data["pathway"])
    return render(request, "referrals/start.html", _context(request, form), status=422)


@sensitive_post_parameters("cpr")
@posted_from("referrals:start")
def register(request: ActorRequest) -> HttpResponse:
    """Register the patient, and go on to the form of the pathway chosen before."""
    pathway = request.POST.get("pathway", "")
    form = RegisterForm(request.actor.organisation, request.POST)
    if form.is_valid():
        answers = dict(form.cleaned_data)
        answers.pop("ydernummer")
        try:
            citizen = citizen_actions.register_citizen(
                request.actor, cpr_text=answers.pop("cpr"), **answers
            )
        except (citizen_actions.LookUpRefused, citizen_actions.AlreadyRegistered) as refused:
            form.add_error("cpr", str(refused))
        else:
            return _begin(request, citizen, pathway)
    return _register_page(request, form, pathway, status=422)


def _for_known(request: ActorRequest) -> HttpResponse:
    """A citizen one already sees; may put away an empty draft of another pathway."""
    citizen = visible_or_404(
        Citizen.objects.select_related("municipality", "own_gp"),
        request.actor,
        pk=request.POST["citizen"],
    )
    response = _begin(request, citizen, request.POST.get("pathway", ""))
    _put_away_if_empty(request, request.POST.get("instead_of", ""))
    return response


def _begin(request: ActorRequest, citizen: Citizen, pathway: str) -> HttpResponse:
    version = (
        Version.objects.in_force(timezone.localdate())
        .filter(pathway__key=pathway)
        .select_related("pathway")
        .first()
    )
    if version is None:
        messages.error(request, _("Programmet gælder ikke længere. Vælg et andet."))
        return redirect("referrals:start")
    try:
        draft = create_draft(actor=request.actor, citizen=citizen, version=version)
    except TransitionRefused as refused:
        messages.error(request, refused.message)
        return redirect("referrals:start")
    return redirect("referrals:edit", draft.pk)


def _put_away_if_empty(request: ActorRequest, referral_id: str) -> None:
    """Changing pathway leaves no empty draft behind; one with answers stays among the drafts."""
    if not referral_id:
        return
    old = visible_or_404(Referral.objects.all(), request.actor, pk=referral_id)
    if not old.answers.filter(copied_from=None).exists() and not old.attachments.exists():
        try:
            discard_draft(old, actor=request.actor)
        except TransitionRefused:
            return


def _register_page(
    request: ActorRequest, form: RegisterForm, pathway: str, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "unknown": True,
        "refusal": citizen_actions.why_no_look_up(request.actor),
        "register_action": reverse("referrals:register"),
        "carried": {"pathway": pathway},
        "cancel_url": reverse("referrals:start"),
    }
    return render(request, "citizens/register.html", context, status=status)


def _pathways() -> list[tuple[str, str]]:
    """The pathways in force, by key and short title; the generic model after a disease's own."""
    versions = Version.objects.in_force(timezone.localdate()).select_related("pathway")
    named = [
        (one.parsed.kind == "generic", one.parsed.short_title.in_(language()), one.pathway.key)
        for one in versions
    ]
    return [(key, title) for _generic, title, key in sorted(named)]


def _context(request: ActorRequest, form: NewReferralForm) -> dict[str, Any]:
    today = timezone.localdate()
    everyone = request.GET.get("scope") == EVERYONE
    lists = task_lists(request.actor, today=today, only_mine=not everyone)
    numbers = counts(request.actor, today)
    controls = control_tasks(request.actor, today=today, only_mine=not everyone)
    citizens = [task.referral.course.citizen_id for one in lists for task in one.tasks]
    citizens += controls.citizens
    record_access_many(request.actor, citizens, What.LIST, _("Hvad venter på mig?"))
    total = sum(one.n for one in lists) + controls.n
    in_practice = controls.n if everyone else count_controls(request.actor, today=today)
    tiles = [
        {"n": one.n, "label": one.label, "url": f"#liste-{one.key}", "note": one.note}
        for one in lists
        if one.n or one.key != "ended-unstarted"
    ]
    if controls.n:
        label = _("Kontrolpunkter")
        tiles.append(
            {"n": controls.n, "label": label, "url": "#liste-kontrol", "note": controls.note}
        )
    return {
        "form": form,
        "refusal": citizen_actions.why_no_look_up(request.actor),
        "lists": lists,
        "controls": controls,
        "counts": tiles,
        "total": total,
        "due_today": sum(one.due_today for one in lists) + controls.due_today,
        "everyone": everyone,
        "n_everyone": sum(numbers[one.key] for one in lists) + in_practice,
        "today": today,
        "week": today.isocalendar().week,
        "elsewhere": [
            {
                "label": WORKLISTS[key].label,
                "n": numbers[key],
                "url": reverse("referrals:worklist", args=[key]),
            }
            for key in ELSEWHERE
        ],
    }
