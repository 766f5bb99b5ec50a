"""The ledger asked again: whether each advice, with its facts, gives what was shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from pathways.availability import offers_from_data
from pathways.models import Advice, Version
from pathways.routing import route

AT_ONCE = 500


@dataclass(frozen=True)
class Rerun:
    """One advice asked again; `differs`: the parts of the result that came out otherwise."""

    advice: UUID
    version: str
    differs: tuple[str, ...]


def rerun(*, sample: int | None = None) -> Iterator[Rerun]:
    """Every advice in the ledger asked again, or about so many drawn by chance."""
    rows = Advice.objects.order_by()
    if sample is not None:
        rows = rows.filter(pk__in=_drawn(sample))
    versions = {version.pk: version for version in Version.objects.select_related("pathway")}
    kept = rows.values_list("pk", "version_id", "facts", "available", "result")
    for pk, version_id, facts, available, result in kept.iterator(chunk_size=AT_ONCE):
        version = versions[version_id]
        again = again_of(version, facts, available)
        differs = tuple(
            part for part in dict.fromkeys((*result, *again)) if result.get(part) != again.get(part)
        )
        yield Rerun(pk, str(version), differs)


def again_of(version: Version, facts: dict[str, Any], available: dict[str, Any]) -> dict[str, Any]:
    """The result of the same question, as the ledger keeps results."""
    offered = offers_from_data(available).by_destination
    routing = route(version.parsed, facts, offered)
    # As it comes back from the database: tuples are lists there.
    said: dict[str, Any] = json.loads(json.dumps(routing.to_data()))
    return said


def _drawn(sample: int) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM pathways_advice ORDER BY random() LIMIT %s", [sample])
        return [pk for (pk,) in cursor.fetchall()]
