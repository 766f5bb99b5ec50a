"""The event that every action on a pathway leaves."""

from typing import Any

from organisations.models import Membership, Municipality
from pathways.models import Pathway, PathwayEvent, Version
from pathways.vocabulary import PathwayEventKind


def record_event(
    kind: PathwayEventKind,
    *,
    pathway: Pathway,
    by: Membership | None,
    version: Version | None = None,
    municipality: Municipality | None = None,
    note: str = "",
    data: dict[str, Any] | None = None,
) -> PathwayEvent:
    """Write down that something was done, by whom (None: by a command) and what was said."""
    return PathwayEvent.objects.create(
        pathway=pathway,
        version=version,
        municipality=municipality,
        kind=kind,
        by=by,
        note=note,
        data=data or {},
    )
