"""Whether somebody offers what the definition sends to, in each municipality that has joined."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pathways.conditions.wording import AND, joined_texts
from pathways.definition import Definition
from pathways.definition_parts.problems import Path
from pathways.destinations import ALWAYS_THERE, DESTINATIONS
from pathways.texts import Text, text
from pathways.verification.findings import Finding, Kind, warning
from pathways.verification.subject import Subject

_NAMED = 5


def check(subject: Subject) -> Iterator[Finding]:
    """Destinations and performers without a service on the date of the surroundings."""
    surroundings = subject.surroundings
    if surroundings.on is None:
        return
    day = _day(surroundings.on)
    for kind, path in _performers(subject.definition).items():
        lacking = surroundings.lacking(kind)
        if kind in ALWAYS_THERE or not lacking:
            continue
        yield warning(
            Kind.NO_SERVICE,
            path,
            "Ingen tilbyder {title} den {day} i {places}, som er "
            "tilsluttet. Opret tilbuddet, eller regn med, at rådet går til en svagere modtager.",
            "Of the municipalities that have joined, nobody offers {title} on {day} in {places}. "
            "Create the offer, or expect the advice to go to a weaker destination.",
            title=DESTINATIONS[kind].title,
            day=day,
            places=_listed(lacking),
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


def _day(on: date) -> Text:
    return text(f"{on.day}.{on.month}.{on.year}", f"{on.day} {on:%B} {on.year}")


def _listed(names: tuple[str, ...]) -> Text:
    shown = [text(name) for name in names[:_NAMED]]
    left = len(names) - _NAMED
    if left > 0:
        shown.append(text(f"{left} andre", f"{left} others"))
    return joined_texts(shown, AND)
