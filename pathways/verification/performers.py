"""Whether somebody offers what the definition sends to, in each municipality that has joined."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.conditions.wording import joined
from pathways.definition import Definition
from pathways.definition_parts.problems import Path
from pathways.destinations import ALWAYS_THERE, DESTINATIONS
from pathways.verification.findings import Finding, Kind, warning
from pathways.verification.subject import Subject

_NAMED = 5


def check(subject: Subject) -> Iterator[Finding]:
    """Destinations and performers without a service on the date of the surroundings."""
    surroundings = subject.surroundings
    if surroundings.on is None:
        return
    day = f"{surroundings.on.day}.{surroundings.on.month}.{surroundings.on.year}"
    for kind, path in _performers(subject.definition).items():
        lacking = surroundings.lacking(kind)
        if kind in ALWAYS_THERE or not lacking:
            continue
        yield warning(
            Kind.NO_SERVICE,
            path,
            f"Ingen tilbyder {DESTINATIONS[kind].title.da} den {day} i {_listed(lacking)}, som er "
            "tilsluttet. Opret tilbuddet, eller regn med, at rådet går til en svagere modtager.",
        )


def _performers(definition: Definition) -> dict[str, Path]:
    """Every kind of offer that is sent to or acts, and where it is first named."""
    found: dict[str, Path] = {}
    for number, rule in enumerate(definition.rules):
        for name in ("to", "also"):
            for key in getattr(rule, name):
                found.setdefault(key, ("rules", number, name))
    found.setdefault(definition.default, ("default",))
    for number, activity in enumerate(definition.activities):
        if activity.actor in DESTINATIONS:
            found.setdefault(activity.actor, ("activities", number, "actor"))
    return found


def _listed(names: tuple[str, ...]) -> str:
    if len(names) <= _NAMED:
        return joined(list(names), "og")
    return f"{', '.join(names[:_NAMED])} og {len(names) - _NAMED} andre"
