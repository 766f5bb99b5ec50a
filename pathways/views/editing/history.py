"""What has been done to a draft, change by change; undoing the latest, going back to any."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organisations.requests import ActorRequest
from pathways.actions import PathwayRefused, go_back
from pathways.editing.places import parse_place
from pathways.editing.sections import place_words
from pathways.editing.written import count_from
from pathways.language import reader_language
from pathways.models import Version
from pathways.views.doors import version_for_editor
from pathways.views.editing.shown import frame
from pathways.vocabulary import PathwayEventKind, VersionState

MOST_SHOWN = 200
MOST_PLACES = 6
CHANGES = (
    PathwayEventKind.DRAFT_STARTED,
    PathwayEventKind.DRAFT_CHANGED,
    PathwayEventKind.IMPORTED,
)


@require_safe
def history(request: ActorRequest, pathway_key: str, number: int) -> HttpResponse:
    """Every change, newest first, each with what it touched and a way back to it."""
    draft = version_for_editor(request, pathway_key, number)
    context = frame(request, draft) | {"changes": _changes(draft), "subpage": True}
    return render(request, "pathways/edit/history.html", context)


def _changes(draft: Version) -> list[dict[str, Any]]:
    events = (
        draft.events.filter(kind__in=CHANGES)
        .select_related("by__user")
        .order_by("-at", "-pk")[:MOST_SHOWN]
    )
    kept = dict(
        draft.history.filter(state=VersionState.DRAFT).values_list("revision", "content_revision")
    )
    language = reader_language()
    rows = []
    for event in events:
        revision = event.data.get("revision", 0)
        said = [
            place_words(parse_place(one) or (), draft.definition, language)
            for one in event.data.get("places", [])
        ]
        places = [one for one in dict.fromkeys(said) if one]
        rows.append(
            {
                "event": event,
                "who": event.by.user.full_name if event.by else "",
                "places": places[:MOST_PLACES],
                "more": max(len(places) - MOST_PLACES, 0),
                "revision": revision,
                "current": kept.get(revision) == draft.content_revision,
                "can_restore": revision in kept,
            }
        )
    return rows


@require_POST
def undo(request: ActorRequest, pathway_key: str, number: int) -> HttpResponse:
    """Take back the latest change, or go back to the revision that is named."""
    draft = version_for_editor(request, pathway_key, number)
    to_revision = count_from(request.POST.get("revision", ""))
    try:
        go_back(actor=request.actor, draft=draft, to_revision=to_revision)
    except PathwayRefused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(
            request,
            _("Den seneste ændring er fortrudt.")
            if to_revision is None
            else _("Kladden er, som den var efter den valgte ændring."),
        )
    return redirect(_back(request, pathway_key, number))


def _back(request: ActorRequest, pathway_key: str, number: int) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("pathways:edit_overview", args=[pathway_key, number])
