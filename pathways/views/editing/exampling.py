"""Keeping the citizen of a finding as an example."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organisations.requests import ActorRequest
from pathways.actions import DraftConflict, PathwayRefused, save_draft
from pathways.editing.exampling import with_example
from pathways.editing.sections import BY_KEY, item_of, place_words
from pathways.readiness import findings_of
from pathways.texts import LANGUAGES, text
from pathways.views.doors import version_for_editor
from pathways.views.editing.shown import item_url


@require_POST
def keep_example(request: ActorRequest, pathway_key: str, number: int) -> HttpResponse:
    """Add the citizen of the finding that is named by its place and kind, with today's advice."""
    draft = version_for_editor(request, pathway_key, number)
    where, kind = request.POST.get("where", ""), request.POST.get("kind", "")
    found = next(
        (
            one
            for one in findings_of(draft)
            if one.example is not None and (one.where, one.kind.value) == (where, kind)
        ),
        None,
    )
    document = None
    if found is not None:
        da, en = (place_words(found.path, draft.definition, said) for said in LANGUAGES)
        title = text(f"Fundet af beviset: {da}", f"Found by the proof: {en}")
        document = with_example(draft.definition, found.example or {}, title)
    if document is None:
        messages.error(request, _("Borgeren kan ikke bruges som eksempel. Kladden er ændret."))
        return redirect("pathways:edit_overview", pathway_key, number)
    try:
        saved = save_draft(
            actor=request.actor, draft=draft, document=document, revision=draft.revision
        )
    except (DraftConflict, PathwayRefused) as refused:
        messages.error(request, refused.message)
        return redirect("pathways:edit_overview", pathway_key, number)
    messages.success(
        request,
        _("Borgeren er et eksempel nu, med det råd, der gives i dag. Ret det, hvis det er galt."),
    )
    place = f"examples[{len(saved.definition['examples']) - 1}]"
    item = item_of(BY_KEY["examples"], place, saved.definition)
    assert item is not None  # noqa: S101  (it was just added)
    return redirect(item_url(draft, item))
