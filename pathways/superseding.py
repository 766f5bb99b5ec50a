"""Saying on older versions that a newer one has taken over; the clock does it at night too."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from pathways.events import record_event
from pathways.models import Pathway, Version
from pathways.vocabulary import PathwayEventKind, VersionState


@transaction.atomic
def supersede(pathway: Pathway, on: date) -> int:
    """Mark the published versions that a newer one has taken over from; returns how many.

    What is in force on a day follows from the dates alone; this only says so on the older rows.
    """
    in_force = pathway.versions.in_force(on).first()
    if in_force is None:
        return 0
    older = pathway.versions.filter(state=VersionState.PUBLISHED, valid_from__lte=on)
    return mark_superseded(older.exclude(pk=in_force.pk), by=in_force)


def mark_superseded(older: QuerySet[Version], *, by: Version) -> int:
    """Say on each of these versions that another took over from it; returns how many."""
    found = list(older.select_for_update(of=("self",)).select_related("pathway"))
    for version in found:
        version.state = VersionState.SUPERSEDED
        version.save(update_fields=["state"])
        record_event(
            PathwayEventKind.SUPERSEDED,
            pathway=version.pathway,
            version=version,
            by=None,
            data={"by_version": by.number},
        )
    return len(found)
