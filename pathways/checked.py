"""What the checks find in a version, counted once per content and day, so that pages may ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from pathways.definition import document_hash
from pathways.definition_parts.problems import Path
from pathways.models import Version
from pathways.surroundings import surroundings
from pathways.verification import Finding, Kind, Severity, verify

KEPT_SECONDS = 600  # who has joined and what is offered may change without the document


def findings_of(version: Version) -> tuple[Finding, ...]:
    """All findings of a version as it stands, errors first."""
    return findings_in(version.definition, version.pathway.key)


def findings_in(document: Mapping[str, Any], pathway: str) -> tuple[Finding, ...]:
    """All findings of a document of the pathway with this key."""
    today = timezone.localdate()
    name = f"findings:{pathway}:{document_hash(document)}:{today}"
    kept = cache.get(name)
    if kept is None:
        found = verify(document, surroundings(pathway, today))
        kept = [_packed(one) for one in found]
        cache.set(name, kept, KEPT_SECONDS)
    return tuple(_unpacked(one) for one in kept)


def _packed(finding: Finding) -> dict[str, Any]:
    return {**finding.to_data(), "path": list(finding.path)}


def _unpacked(data: dict[str, Any]) -> Finding:
    path: Path = tuple(data["path"])
    return Finding(
        Kind(data["kind"]),
        Severity(data["severity"]),
        path,
        data["message"],
        data["example"],
        tuple(data["citizen"]),
        data["line"],
    )
