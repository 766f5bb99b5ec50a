"""The municipalities of the demonstration as the drawing of courses needs them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from config.demo.calendar import Calendar
from config.demo.journey import Actor, Target
from config.demo.organisations import Cast
from config.demo.units import (
    GP,
    ORTHOPAEDICS,
    PLACES,
    PREVENTION,
    PRIVATE,
    RHEUMATOLOGY,
    TRAINING,
    Place,
)
from config.demo.ways import Code, Surroundings, Unit
from organisations.models import Membership, Municipality, Organisation, Service
from referrals.models import ReasonCode

DESTINATIONS = (PRIVATE, TRAINING, PREVENTION, ORTHOPAEDICS, RHEUMATOLOGY)
# Left out of the drawing: sad, and rare.
NOT_DRAWN = "died"
# How often the first of several units is the one.
NEAREST = 0.7


@dataclass(frozen=True)
class Practice:
    """One practice that refers."""

    organisation: str
    clinicians: Sequence[Actor]


@dataclass(frozen=True)
class Scene:
    """One municipality: who refers, who can receive, and how it goes there.

    assessed: share of the courses in which the doctor assesses the group.
    """

    place: Place
    municipality: Municipality
    practices: Sequence[Practice]
    receivers: Mapping[str, Sequence[Unit]]
    performers: Mapping[str, Unit]
    surroundings: Surroundings
    assessed: float

    def target(self, chance: random.Random, destination: str) -> Target:
        """To whom a referral to a kind of offer is addressed."""
        if destination == PRIVATE:
            return Target(PRIVATE)
        units = self.receivers[destination]
        first = len(units) == 1 or chance.random() < NEAREST
        return (units[0] if first else chance.choice(units[1:])).target


def scenes(
    cast: Cast, chance: random.Random, calendar: Calendar, today: date, now: datetime
) -> list[Scene]:
    """One scene for each municipality of `PLACES`."""
    reasons: dict[str, list[Code]] = {}
    for code in ReasonCode.objects.exclude(key=NOT_DRAWN).order_by("action", "order"):
        reasons.setdefault(code.action, []).append(Code(code.key, code.comment_required))
    made = []
    for number, place in enumerate(PLACES):
        municipality = Municipality.objects.select_related("region").get(code=place.code)
        receivers = _receivers(cast, municipality)
        performers = {
            unit.target.receiver or "": unit for units in receivers.values() for unit in units
        }
        around = Surroundings(chance, calendar, place, receivers, reasons, today, now)
        made.append(
            Scene(
                place,
                municipality,
                _practices(cast, municipality),
                receivers,
                performers,
                around,
                assessed=0.5 - 0.08 * number,
            )
        )
    return made


def actor(member: Membership) -> Actor:
    """A member of staff as a step needs it."""
    return Actor(member.pk, str(member.organisation_id))


def _practices(cast: Cast, municipality: Municipality) -> list[Practice]:
    """Those that refer here; the stranger's practice has no patients in the demonstration."""
    stranger = cast.seats["stranger"].organisation_id
    return [
        Practice(str(organisation.pk), [actor(member) for member in cast.clinicians(key)])
        for key, organisation in cast.organisations.items()
        if organisation.kind == GP
        and organisation.municipality_id == municipality.pk
        and organisation.pk != stranger
    ]


def _receivers(cast: Cast, municipality: Municipality) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for key, services in cast.services.items():
        organisation = cast.organisations[key]
        for service in services:
            if service.kind in DESTINATIONS and _near(service, organisation, municipality):
                unit = Unit(
                    Target(service.kind, str(service.pk), str(organisation.pk)),
                    [actor(member) for member in cast.clinicians(key)],
                    [actor(member) for member in cast.triagers(key)],
                )
                found.setdefault(service.kind, []).append(unit)
    return {
        kind: [
            Unit(unit.target, unit.clinicians, unit.triagers, _neighbour(kind, unit, units))
            for unit in units
        ]
        for kind, units in found.items()
    }


def _near(service: Service, performer: Organisation, municipality: Municipality) -> bool:
    """In the municipality; for a hospital, in its region."""
    if service.kind in {ORTHOPAEDICS, RHEUMATOLOGY}:
        return performer.municipality.region_id == municipality.region_id
    return performer.municipality_id == municipality.pk


def _neighbour(kind: str, unit: Unit, units: Sequence[Unit]) -> Target | None:
    others = [other.target for other in units if other is not unit]
    return others[0] if kind == TRAINING and others else None
