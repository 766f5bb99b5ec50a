"""Who is let in to the pages of a version that is not published: editors, nobody else."""

from __future__ import annotations

from django.http import Http404

from organisations.requests import ActorRequest
from pathways.life import EDITORS
from pathways.models import Pathway, Version


def is_editor(request: ActorRequest) -> bool:
    """Whether the reader writes and reviews pathways."""
    return bool(EDITORS & set(request.actor.roles))


def version_for_editor(request: ActorRequest, pathway_key: str, number: int) -> Version:
    """The numbered version, drafts too; 404 for everyone but editors, so nothing is revealed."""
    if not is_editor(request):
        raise Http404
    version = (
        Version.objects.select_related("pathway", "author", "approved_by", "edited_by", "based_on")
        .filter(pathway__key=pathway_key, number=number)
        .first()
    )
    if version is None:
        raise Http404
    return version


def pathway_or_404(pathway_key: str) -> Pathway:
    """The pathway with the key."""
    pathway = Pathway.objects.filter(key=pathway_key).first()
    if pathway is None:
        raise Http404
    return pathway
