"""The lanes of the figure: actors gathered by sector, the citizen first, emergency last."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pathways.destinations import ACTORS, EMERGENCY
from pathways.texts import Text, text


@dataclass(frozen=True)
class Lane:
    """One lane: a sector, or the one actor of it that has anything to do."""

    key: str
    title: Text
    several: bool
    """Several actors share it, so each of its stops says whose it is."""

    @property
    def is_emergency(self) -> bool:
        """Where red flags lead."""
        return self.key == EMERGENCY


# In order of nearness to the citizen.
_SECTORS: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    ("citizen", text("Borger", "Citizen"), ("citizen",)),
    ("practice", text("Almen praksis", "General practice"), ("general_practice",)),
    ("chiropractor", text("Kiropraktor", "Chiropractor"), ("chiropractor",)),
    (
        "physiotherapist",
        text("Fysioterapeut", "Physiotherapist"),
        ("private_physiotherapist",),
    ),
    (
        "municipality",
        text("Kommune", "Municipality"),
        ("municipal_training", "municipal_prevention", "job_centre", "substance_abuse_centre"),
    ),
    (
        "hospital",
        text("Hospital", "Hospital"),
        (
            "hospital_rheumatology",
            "hospital_spine_unit",
            "hospital_orthopaedics",
            "hospital_specialist",
            "pain_clinic",
            "social_medicine_unit",
            "occupational_medicine",
        ),
    ),
    (EMERGENCY, text("Akut", "Emergency"), (EMERGENCY,)),
)
_SECTOR_OF = {actor: key for key, _title, actors in _SECTORS for actor in actors}
_TITLES = {key: title for key, title, _actors in _SECTORS}
_NEARNESS = {key: number for number, (key, _title, _actors) in enumerate(_SECTORS)}


def lane_of(actor: str) -> str:
    """The key of the lane an actor's stops stand in; an actor of no sector has its own."""
    return _SECTOR_OF.get(actor, actor)


def lanes_for(actors: Iterable[str]) -> tuple[Lane, ...]:
    """The lanes that hold these actors' stops, from the citizen to emergency."""
    by_lane: dict[str, set[str]] = {}
    for actor in actors:
        by_lane.setdefault(lane_of(actor), set()).add(actor)
    # Actors of no sector stand before emergency, by name.
    last = len(_SECTORS) - 1.5
    ordered = sorted(by_lane, key=lambda key: (_NEARNESS.get(key, last), key))
    return tuple(_lane(key, by_lane[key]) for key in ordered)


def _lane(key: str, actors: set[str]) -> Lane:
    several = len(actors) > 1
    title = _TITLES.get(key) or ACTORS.get(key) or text(key)
    return Lane(key, title, several)
