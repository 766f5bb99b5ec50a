"""A version's life as editors see it: where it is, what can be done, what was said and done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations.requests import ActorRequest
from pathways.actions import (
    PathwayRefused,
    approve,
    comment,
    discard_draft,
    publish,
    resolve_comment,
    retire,
    send_for_review,
    standing_of,
    take_back,
)
from pathways.editing.places import parse_place
from pathways.editing.sections import place_words
from pathways.editing.written import count_from
from pathways.forms import (
    ApproveForm,
    CommentForm,
    PublishForm,
    RetireForm,
    SendForReviewForm,
)
from pathways.language import reader_language
from pathways.life import STEPS, Step, to_mend, why_not
from pathways.models import Version
from pathways.views.doors import version_for_editor
from pathways.views.editing.shown import findings_told
from pathways.vocabulary import PathwayEventKind, VersionState


@dataclass(frozen=True)
class Asked:
    """What a step asks before it is taken, what takes it, and what is said when it is done."""

    form: type[forms.Form]
    take: Callable[..., Version]
    done: Callable[[Version], str]


ASKED: dict[Step, Asked] = {
    Step.SEND_FOR_REVIEW: Asked(
        SendForReviewForm, send_for_review, lambda v: _("Kladden er sendt til gennemsyn.")
    ),
    Step.APPROVE: Asked(ApproveForm, approve, lambda v: _("Versionen er godkendt.")),
    Step.PUBLISH: Asked(
        PublishForm,
        publish,
        lambda v: (
            _("Versionen er udgivet og gælder fra %(date)s.")
            % {"date": date_format(v.valid_from, "DATE_FORMAT") if v.valid_from else ""}
        ),
    ),
    Step.RETIRE: Asked(RetireForm, retire, lambda v: _("Versionen er udgået.")),
    Step.TAKE_BACK: Asked(
        forms.Form, take_back, lambda v: _("Versionen er en kladde igen og kan redigeres.")
    ),
    Step.DISCARD: Asked(
        forms.Form,
        lambda actor, version: discard_draft(actor=actor, draft=version),
        lambda v: _("Kladden er kasseret."),
    ),
}

SHOWN = (
    Step.SEND_FOR_REVIEW,
    Step.APPROVE,
    Step.PUBLISH,
    Step.TAKE_BACK,
    Step.RETIRE,
    Step.DISCARD,
)


@require_safe
def life(request: ActorRequest, pathway_key: str, number: int) -> HttpResponse:
    """Where the version is, what the reader can do with it, the comments and what happened."""
    version = version_for_editor(request, pathway_key, number)
    return render(request, "pathways/life.html", _context(request, version))


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: ActorRequest, pathway_key: str, number: int, step_key: str) -> HttpResponse:
    """Ask what a step needs, and take it. Refused, the reason stands with what was typed.

    Where the step can't be taken now, the page says why and asks nothing.
    """
    version = version_for_editor(request, pathway_key, number)
    asked = ASKED.get(Step(step_key)) if step_key in set(Step) else None
    if asked is None:
        raise Http404
    wanted = Step(step_key)
    form = asked.form(request.POST) if request.method == "POST" else asked.form()
    if request.method == "POST" and form.is_valid():
        try:
            done = asked.take(actor=request.actor, version=version, **_said(form))
        except PathwayRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, asked.done(done))
            return redirect("pathways:life", pathway_key, number)
    context = _context(request, version)
    if request.method != "POST":
        standing = standing_of(version, request.actor)
        reason = why_not(wanted, standing, request.actor.roles)
        context["reason"] = reason or _faulty(wanted, len(context["faults"]))
    context |= {
        "form": form,
        "heading": STEPS[wanted].label,
        "step": wanted,
        "cancel_url": reverse("pathways:life", args=[pathway_key, number]),
        "submit_label": STEPS[wanted].label,
    }
    status = 422 if form.errors else 200
    return render(request, "pathways/life_step.html", context, status=status)


@require_POST
def say(request: ActorRequest, pathway_key: str, number: int) -> HttpResponse:
    """Add a comment, or mark one as dealt with."""
    version = version_for_editor(request, pathway_key, number)
    done = request.POST.get("resolve", "")
    form = CommentForm(request.POST)
    try:
        if done:
            resolve_comment(
                actor=request.actor,
                comment_id=count_from(done) or 0,
                version=version,
            )
            messages.success(request, _("Kommentaren er afsluttet."))
        elif form.is_valid():
            comment(
                actor=request.actor,
                version=version,
                text=form.cleaned_data["text"],
                where=form.cleaned_data["where"],
            )
            messages.success(request, _("Kommentaren er gemt."))
        else:
            context = _context(request, version) | {"comment_form": form, "form": form}
            return render(request, "pathways/life.html", context, status=422)
    except PathwayRefused as refused:
        messages.error(request, refused.message)
    return redirect("pathways:life", pathway_key, number)


def _said(form: forms.Form) -> dict[str, Any]:
    return dict(form.cleaned_data)


def _context(request: ActorRequest, version: Version) -> dict[str, Any]:
    standing = standing_of(version, request.actor)
    unpublished = version.published_at is None and version.state != VersionState.DISCARDED
    findings = findings_told(version) if unpublished else ()
    faults = [
        {"where": _place(version, one.where), "finding": one} for one in findings if one.is_error
    ]
    comments = list(version.review_comments.select_related("by", "resolved_by"))
    return {
        "version": version,
        "steps": _track(version),
        "track_label": _("Versionens vej"),
        "faults": faults,
        "warnings": len(findings) - len(faults),
        "actions": [
            {
                "key": shown,
                "label": STEPS[shown].label,
                "url": reverse(
                    "pathways:life_step", args=[version.pathway.key, version.number, shown]
                ),
                "reason": why_not(shown, standing, request.actor.roles)
                or _faulty(shown, len(faults)),
                "primary": shown in (Step.SEND_FOR_REVIEW, Step.APPROVE, Step.PUBLISH),
            }
            for shown in SHOWN
            if version.state in STEPS[shown].from_states
        ],
        "comments": [
            {
                "comment": one,
                "where": _place(version, one.where),
                "older": one.revision < version.revision,
            }
            for one in comments
        ],
        "comment_form": CommentForm(initial={"where": request.GET.get("where", "")[:200]}),
        "comment_where": _place(version, request.GET.get("where", "")[:200]),
        "may_comment": not why_not(Step.COMMENT, standing, request.actor.roles),
        "events": _events(version),
    }


def _faulty(shown: Step, count: int) -> str:
    if shown not in (Step.SEND_FOR_REVIEW, Step.APPROVE, Step.PUBLISH):
        return ""
    return to_mend(count)


def _place(version: Version, where: str) -> str:
    """A place in words; nothing for the whole."""
    return place_words(parse_place(where) or (), version.definition, reader_language())


def _track(version: Version) -> list[dict[str, Any]]:
    """The four stations of a version, with where it is now."""
    way = (
        VersionState.DRAFT,
        VersionState.IN_REVIEW,
        VersionState.APPROVED,
        VersionState.PUBLISHED,
    )
    beyond = {VersionState.SUPERSEDED, VersionState.RETIRED}
    here = len(way) if version.state in beyond else -1
    if version.state in way:
        here = way.index(VersionState(version.state))
    notes = {
        VersionState.DRAFT: version.author.full_name if version.author else "",
        VersionState.APPROVED: version.approved_by.full_name if version.approved_by else "",
        VersionState.PUBLISHED: date_format(version.valid_from, "d.m.Y")
        if version.valid_from
        else "",
    }
    return [
        {
            "label": state.label,
            "note": notes.get(state, ""),
            "state": "done" if place < here else "now" if place == here else "",
        }
        for place, state in enumerate(way)
    ]


def _events(version: Version) -> list[dict[str, Any]]:
    """What happened to the version, newest first; changes in a row by one writer as one."""
    shown: list[dict[str, Any]] = []
    events = version.events.select_related("by__user", "by__organisation").order_by("-at", "-pk")
    for event in events:
        who = event.by.user.full_name if event.by else _("Systemet")
        changed = event.kind == PathwayEventKind.DRAFT_CHANGED
        if changed and shown and shown[-1]["changed"] and shown[-1]["where"] == who:
            shown[-1]["count"] += 1
            continue
        shown.append(
            {
                "title": event.get_kind_display(),
                "text": event.note,
                "happened_at": event.at,
                "where": who,
                "changed": changed,
                "count": 1,
            }
        )
    for row in shown:
        if row["count"] > 1:
            row["note"] = _("%(count)s ændringer") % {"count": row["count"]}
    return shown
