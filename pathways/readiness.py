"""What stands in the way of a version's review and publication, and what is to be looked at."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from pathways.definition import document_hash
from pathways.models import Version
from pathways.surroundings import surroundings
from pathways.texts import Text, text
from pathways.verification import Finding, Kind, Severity, verify

KEPT_SECONDS = 600
"""Who has joined and what is offered may change without the document."""


def findings_of(version: Version) -> tuple[Finding, ...]:
    """All findings of the version's document as things are today; errors first.

    Proving takes a second or so; the answer is kept for the same content, so that pages may ask.
    """
    today = timezone.localdate()
    key = version.pathway.key
    name = f"findings2:{key}:{document_hash(version.definition)}:{today}"
    with suppress(RedisError):
        if (kept := cache.get(name)) is not None:
            return tuple(_unpacked(one) for one in kept)
    found = verify(version.definition, surroundings(key, today))
    with suppress(RedisError):
        cache.set(name, [_packed(one) for one in found], KEPT_SECONDS)
    return found


def _packed(finding: Finding) -> dict[str, Any]:
    return {
        **finding.to_data(),
        "path": list(finding.path),
        "message": _both(finding.message),
        "citizen": [_both(sentence) for sentence in finding.citizen],
    }


def _both(said: Text) -> dict[str, str]:
    return {"da": said.da, "en": said.en}


def _unpacked(data: dict[str, Any]) -> Finding:
    return Finding(
        Kind(data["kind"]),
        Severity(data["severity"]),
        tuple(data["path"]),
        text(**data["message"]),
        data["example"],
        tuple(text(**sentence) for sentence in data["citizen"]),
        data["line"],
    )
