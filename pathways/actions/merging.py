"""Saving beside another writer: what both changed is laid together, and collisions are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from organisations.models import Membership
from pathways.actions.drafting import save_draft
from pathways.actions.refusals import DraftConflict
from pathways.actions.standing import locked
from pathways.editing.merging import Merged, merge
from pathways.models import Version


@dataclass(frozen=True)
class Kept:
    """The draft as it is now. `merged` and `told` only when somebody had saved meanwhile."""

    version: Version
    merged: Merged | None = None
    told: DraftConflict | None = None


def document_at(draft: Version, revision: int) -> dict[str, Any] | None:
    """The document as it was at a revision; None when there is no such revision."""
    if revision == draft.revision:
        document: dict[str, Any] = draft.definition
        return document
    then = draft.history.filter(revision=revision).order_by("-history_id").first()
    return then.definition if then is not None else None


@transaction.atomic
def save_beside(
    *, actor: Membership, draft: Version, document: Mapping[str, Any], revision: int
) -> Kept:
    """Keep a document that was made from the draft as it was at `revision`.

    Where somebody has saved since, only what this writer changed is laid in, and where both
    changed the same field the other's stands and is told. Raises PathwayRefused.
    """
    now = locked(draft)  # until the end: nobody saves between the conflict and its mending
    try:
        return Kept(save_draft(actor=actor, draft=now, document=document, revision=revision))
    except DraftConflict as told:
        base = document_at(now, revision)
        if base is None:
            raise
        merged = merge(base, dict(document), now.definition)
        saved = save_draft(actor=actor, draft=now, document=merged.document, revision=now.revision)
        return Kept(saved, merged, told)
