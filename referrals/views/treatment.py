"""The treatment: sessions, measurements, goals and plan, with the epicrisis beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from citizens.actions import record_access
from citizens.vocabulary import What
from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from pathways.conditions.facts import number_text
from referrals import actions
from referrals.actions import TransitionRefused
from referrals.actions.treating import RECORDABLE
from referrals.forms.treating import (
    DecimalField,
    GoalForm,
    MeasurementForm,
    PlanForm,
    SessionForm,
)
from referrals.language import SAYS_PATIENT, language
from referrals.letter import chart_alt, grouped, scale_of
from referrals.line_chart import line_chart
from referrals.models import Goal, Referral, Session, SessionState, Treatment
from referrals.phrases import answered_phrases
from referrals.presenting import Step, turn_badge
from referrals.record import goal_lines, record_of, series_of
from referrals.recorded import Series
from referrals.states import Side
from referrals.views.detail import referral_or_404
from referrals.views.doors import posted_from
from referrals.views.form_page import strip
from referrals.views.writing_epicrisis import epicrisis_context
from stratification.models import Assessment

SESSION_CSS = {
    SessionState.MET: "met",
    SessionState.CANCELLED: "off",
    SessionState.NO_SHOW: "off",
}


@dataclass(frozen=True)
class SessionMark:
    """One session in the strip: its number, its box and what it was."""

    session: Session
    number: int
    css: str
    sign: str
    told: str


@dataclass(frozen=True)
class GoalRow:
    """One goal in the table: its values in words, and whether it is reached."""

    goal: Goal
    unit: str
    start: str
    now: str
    now_typed: str
    target: str
    reached: bool | None
    measured: bool


def treated_or_404(request: ActorRequest, referral_id: UUID) -> Referral:
    """The referral, if the actor's organisation treats or has treated the citizen under it."""
    referral = referral_or_404(request, referral_id)
    if Side.RECEIVER not in referral.sides_of(request.actor) or referral.started_on is None:
        raise Http404
    return referral


@require_safe
def treatment(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """The whole treatment on one page."""
    referral = treated_or_404(request, referral_id)
    record_access(request.actor, referral.citizen, What.REFERRAL, object_id=referral.pk)
    return render(request, "referrals/treatment.html", treatment_context(request, referral))


def treatment_context(
    request: ActorRequest, referral: Referral, **filled: forms.Form
) -> dict[str, Any]:
    """All that the page shows; a form that was refused stands in `filled` by its name."""
    today = timezone.localdate()
    here: Treatment = referral.treatment
    sessions = list(here.sessions.all())
    goals = list(here.goals.all())
    series = series_of(here.measurements.all(), goals, here.started_on)
    assessment = Assessment.objects.visible_to(request.actor).current_for(referral.course)
    recorded = record_of(referral, on=today)
    return (
        strip(referral)
        | epicrisis_context(request, referral, recorded)
        | {
            "referral": referral,
            "treatment": here,
            "title": _("%(pathway)s, uge %(week)s")
            % {
                "pathway": referral.version.parsed.short_title.in_(language()),
                "week": max(((here.ended_on or today) - here.started_on).days // 7, 0),
            },
            "turn": turn_badge(referral, request.actor),
            "group": assessment.group if assessment else None,
            "track_label": _("Behandlingens vej"),
            "steps": _steps(referral, here, today),
            "charts": [
                {
                    "chart": line_chart(each),
                    "series": each,
                    "alt": chart_alt(each),
                    "scale": scale_of(each),
                }
                for each in series
            ],
            "marks": marks_of(sessions, today),
            "next_session": _next_session(sessions),
            "n_met": sum(1 for s in sessions if s.state == SessionState.MET),
            "n_off": sum(1 for s in sessions if s.state in SESSION_CSS) - recorded.held,
            "n_planned": sum(1 for s in sessions if s.state == SessionState.PLANNED),
            "twice": _weeks_with_two(sessions, here, today),
            "goals": _goal_rows(goals, series),
            "diagnosis": _diagnosis(referral),
            "recordable": referral.status in RECORDABLE,
            "says_patient": request.actor.organisation.kind in SAYS_PATIENT,
            "session_form": filled.get("session") or SessionForm(initial={"held_on": today}),
            "measurement_form": filled.get("measurement")
            or MeasurementForm(initial={"measured_on": today}),
            "goal_form": filled.get("goal") or GoalForm(),
            "plan_form": filled.get("plan") or PlanForm(initial={"plan": here.plan}),
            "opened": next(iter(filled), ""),
        }
    )


def _diagnosis(referral: Referral) -> str:
    """What the citizen is referred with, in the reader's language; the record's is the letter's."""
    shown = answered_phrases(referral.version.parsed, referral.facts(), language())
    return next((each.text for each in shown if each.key == "diagnosis"), "")


def marks_of(sessions: Sequence[Session], today: date) -> list[SessionMark]:
    """The sessions as a strip: done, missed, today's, to come."""
    marks = []
    for number, session in enumerate(sessions, start=1):
        state = SessionState(session.state)
        planned_today = state is SessionState.PLANNED and session.held_on == today
        css = "today" if planned_today else SESSION_CSS.get(state, "plan")
        sign = {
            SessionState.MET: "✓",
            SessionState.CANCELLED: pgettext("afbud", "A"),
            SessionState.NO_SHOW: pgettext("udeblevet", "U"),
        }
        told = _("Session %(n)s, %(state)s, %(kind)s") % {
            "n": number,
            "state": _("i dag") if planned_today else str(state.label).lower(),
            "kind": str(session.get_kind_display()).lower(),
        }
        marks.append(SessionMark(session, number, css, sign.get(state, str(number)), told))
    return marks


def _next_session(sessions: Sequence[Session]) -> SessionMark | None:
    """The first that is still only planned: what became of it is asked for."""
    for number, session in enumerate(sessions, start=1):
        if session.state == SessionState.PLANNED:
            return SessionMark(session, number, "", "", "")
    return None


def _weeks_with_two(sessions: Sequence[Session], here: Treatment, today: date) -> tuple[int, int]:
    """Weeks with at least two sessions held, and weeks begun (knee §2: 2–3 times a week)."""
    end = min(here.ended_on or today, today)
    weeks = (end - here.started_on).days // 7 + 1
    held: dict[int, int] = {}
    for session in sessions:
        if session.state == SessionState.MET:
            week = (session.held_on - here.started_on).days // 7
            held[week] = held.get(week, 0) + 1
    return sum(1 for n in held.values() if n > 1), weeks


def _goal_rows(goals: Sequence[Goal], series: Sequence[Series]) -> list[GoalRow]:
    measured = {each.key for each in series}
    return [
        GoalRow(
            goal,
            line.unit,
            _words(line.start),
            _words(line.now),
            "" if line.now is None else number_text(line.now, language()),
            _words(line.target),
            line.reached,
            goal.unit in measured,
        )
        for goal, line in zip(goals, goal_lines(goals, series), strict=True)
    ]


def _words(value: float | None) -> str:
    return "–" if value is None else grouped(value, language())


def _steps(referral: Referral, here: Treatment, today: date) -> list[Step]:
    """First session, the agreed checkpoints that are still to come, the end, the epicrisis."""
    week = (today - here.started_on).days // 7
    steps = [Step(_("Første session"), f"{here.started_on:%d.%m.}", "done")]
    if here.ended_on is None:
        steps.append(
            Step(
                _("Uge %(n)s") % {"n": week}, _("i dag %(day)s") % {"day": f"{today:%d.%m.}"}, "now"
            )
        )
        course_week = referral.course.week_on(today)
        steps += [
            Step(each.title.in_(language()), "", "")
            for each in referral.version.parsed.checkpoints
            if each.week > course_week
        ]
        return [*steps, Step(_("Epikrise"), _("senest 14 dage efter afslutning"), "")]
    steps.append(Step(_("Behandling afsluttet"), f"{here.ended_on:%d.%m.}", "done"))
    if referral.completed_at:
        sent = timezone.localtime(referral.completed_at)
        return [*steps, Step(_("Epikrise sendt"), f"{sent:%d.%m.}", "done")]
    due = f"{referral.due_on:%d.%m.}" if referral.due_on else ""
    return [*steps, Step(_("Epikrise"), _("senest %(day)s") % {"day": due}, "now")]


# Recording -----------------------------------------------------------------------------------


@posted_from("referrals:treatment")
def add_session(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Record a session, or plan one."""
    return _record(
        request,
        referral_id,
        "session",
        SessionForm,
        actions.record_session,
        _("Sessionen er gemt."),
    )


@posted_from("referrals:treatment")
def add_measurement(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Record a score."""
    return _record(
        request,
        referral_id,
        "measurement",
        MeasurementForm,
        actions.record_measurement,
        _("Målingen er gemt."),
    )


@posted_from("referrals:treatment")
def add_goal(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Agree a goal."""
    return _record(request, referral_id, "goal", GoalForm, actions.set_goal, _("Målet er gemt."))


@posted_from("referrals:treatment")
def write_plan(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Write the plan."""
    return _record(request, referral_id, "plan", PlanForm, actions.set_plan, _("Planen er gemt."))


def _record(
    request: ActorRequest,
    referral_id: UUID,
    name: str,
    form_class: type[forms.Form],
    action: Callable[..., Any],
    done: str,
) -> HttpResponse:
    """Ask one form and do one action; refused, the page comes back with the form open."""
    referral = treated_or_404(request, referral_id)
    form = form_class(request.POST)
    if form.is_valid():
        try:
            action(referral, actor=request.actor, **form.cleaned_data)
        except TransitionRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, done)
            return redirect(_back(referral, name))
    context = treatment_context(request, referral, **{name: form})
    return render(request, "referrals/treatment.html", context | {"form": form}, status=422)


@require_POST
def session_state(request: ActorRequest, referral_id: UUID, session_id: int) -> HttpResponse:
    """Say what became of a planned session."""
    referral = treated_or_404(request, referral_id)
    session = visible_or_404(
        Session.objects.select_related("treatment__referral"),
        request.actor,
        pk=session_id,
        treatment__referral=referral,
    )
    state = request.POST.get("state", "")
    if state not in SessionState.values:
        raise Http404
    try:
        actions.set_session_state(session, actor=request.actor, state=state)
    except TransitionRefused as refused:
        messages.error(request, refused.message)
    return redirect(_back(referral, "session"))


@posted_from("referrals:treatment")
def goals_now(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Write where the goals stand now, those that were filled in."""
    referral = treated_or_404(request, referral_id)
    field = DecimalField()
    for goal in Goal.objects.visible_to(request.actor).filter(treatment__referral=referral):
        if f"now-{goal.pk}" not in request.POST:
            continue
        try:
            now = field.clean(request.POST[f"now-{goal.pk}"])
            actions.set_goal(
                referral,
                actor=request.actor,
                goal=goal,
                text=goal.text,
                unit=goal.unit,
                start=goal.start,
                now=now,
                target=goal.target,
            )
        except forms.ValidationError as error:
            messages.error(request, f"{goal.text}: {' '.join(error.messages)}")
        except TransitionRefused as refused:
            messages.error(request, refused.message)
            break
    return redirect(_back(referral, "goal"))


def _back(referral: Referral, name: str) -> str:
    return f"{reverse('referrals:treatment', args=[referral.pk])}#{name}"
