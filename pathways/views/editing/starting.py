"""Beginning a draft of a pathway's next version."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organisations.requests import ActorRequest
from pathways.actions import PathwayRefused, start_draft
from pathways.editing.written import count_from
from pathways.views.doors import is_editor
from pathways.views.programme import readable_version


@require_POST
def new_draft(request: ActorRequest, pathway_key: str) -> HttpResponse:
    """A draft with the content of the version in force, or of the one that is named."""
    if not is_editor(request):
        raise Http404
    wanted = count_from(request.POST.get("based_on", ""))
    version = readable_version(request, pathway_key, wanted)
    try:
        draft = start_draft(actor=request.actor, based_on=version)
    except PathwayRefused as refused:
        messages.error(request, refused.message)
        return redirect("pathways:detail", pathway_key)
    messages.success(
        request,
        _("Kladden er begyndt med indholdet af version %(number)s.") % {"number": version.number},
    )
    return redirect("pathways:edit_overview", pathway_key, draft.number)
