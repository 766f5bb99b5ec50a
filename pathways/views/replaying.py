"""Pages where editors try a draft on past referrals, watch it run, and read what came out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from figures import numbers
from organisations.requests import ActorRequest
from pathways.actions import PathwayRefused, cancel_replay, request_replay
from pathways.actions.replaying import ACTIVE
from pathways.forms import ReplayForm
from pathways.language import reader_language
from pathways.models import Replay, Version
from pathways.replaying import alluvial, room_bars, shown
from pathways.views.doors import version_for_editor
from pathways.vocabulary import ReplayState

CASES_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
def replay(request: ActorRequest, pathway_key: str, number: int) -> HttpResponse:
    """Ask for a replay; see the latest one under way, or its result."""
    version = version_for_editor(request, pathway_key, number)
    form = ReplayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            request_replay(actor=request.actor, draft=version, **form.period())
        except PathwayRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            return redirect("pathways:replay", pathway_key, number)
    latest = version.replays.select_related("against", "requested_by__user").first()
    context: dict[str, Any] = {"version": version, "form": form, "replay": latest}
    if latest is not None and latest.state in ACTIVE:
        context |= {"progress": _progress(latest)}
    if latest is not None and latest.state == ReplayState.DONE:
        context |= _result(latest, version, request.GET.get("page"))
    return render(request, "pathways/replay.html", context, status=422 if form.errors else 200)


@require_safe
def replay_progress(
    request: ActorRequest, pathway_key: str, number: int, replay_id: UUID
) -> HttpResponse:
    """How far a replay is; the whole page anew when it is no longer under way."""
    version = version_for_editor(request, pathway_key, number)
    found = _replay(version, replay_id)
    if found.state not in ACTIVE:
        if request.htmx:
            return HttpResponseClientRefresh()
        return redirect("pathways:replay", pathway_key, number)
    return render(
        request,
        "pathways/_replay_progress.html",
        {"version": version, "replay": found, "progress": _progress(found)},
    )


@require_POST
def replay_stop(
    request: ActorRequest, pathway_key: str, number: int, replay_id: UUID
) -> HttpResponse:
    """Stop a replay that is under way."""
    version = version_for_editor(request, pathway_key, number)
    stopped = cancel_replay(actor=request.actor, replay=_replay(version, replay_id))
    if stopped.state == ReplayState.CANCELLED:
        messages.success(request, _("Afprøvningen er stoppet."))
    return redirect("pathways:replay", pathway_key, number)


def _replay(version: Version, replay_id: UUID) -> Replay:
    found = version.replays.filter(pk=replay_id).defer("result").first()
    if found is None:
        raise Http404
    return found


def _progress(replay: Replay) -> dict[str, Any]:
    total = replay.total or 0
    return {
        "done": replay.done,
        "total": total,
        "share": numbers.percent(replay.done / total, 0, reader_language()) if total else "",
    }


def _result(replay: Replay, version: Version, page: str | None) -> dict[str, Any]:
    language = reader_language()
    result: dict[str, Any] = replay.result or {}
    flows = {
        (one["old"], one["new"]): one["count"]
        for one in result["transitions"]
        if isinstance(one["count"], int)
    }
    rooms = shown.rooms(result, language)
    verdict, is_signal = shown.verdict(rooms)
    listed = list(shown.cases(result, language))
    whole = shown.whole(result, language)
    return {
        "result": result,
        "stale": replay.draft_hash != version.content_hash,
        "headline": shown.headline(result, language),
        "whole": whole,
        "whole_width": round(1000 * whole.share) if whole else 0,
        "transitions": shown.transitions(result, language),
        "destinations": shown.destinations(result, language),
        "municipalities": shown.municipalities(result, language),
        "moves": shown.moves(result, language),
        "people": shown.people(result, language),
        "reasons": shown.reasons(result, language),
        "pictures": [
            shown.picture(alluvial.draw(flows, frame), result, language)
            for frame in (alluvial.WIDE, alluvial.NARROW)
        ]
        if flows
        else [],
        "rooms": [(room, room.cells(language)) for room in rooms],
        "bars": [room_bars.draw(rooms, width, language) for width in room_bars.WIDTHS],
        "verdict": verdict,
        "is_signal": is_signal,
        "cases": Paginator(listed, CASES_A_PAGE).get_page(page),
        "left_out": result["cases_listed"] - len(listed),
        "left_out_words": numbers.number(result["cases_listed"] - len(listed), 0, language),
        "control": shown.control(result, language),
        "seconds": numbers.number(result["seconds"], 1, language),
        "misfit": shown.count(result["misfit"], language) if result["misfit"] else "",
    }
