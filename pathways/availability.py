"""Which destinations can take a citizen of a municipality on a date, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from organisations.models import Municipality, Service
from organisations.periods import valid_on_q
from pathways.destinations import ALWAYS_THERE, DESTINATIONS
from pathways.models import Adoption, Version
from pathways.routing import Availability
from pathways.texts import Text, text


@dataclass(frozen=True)
class Offers:
    """What is on offer to a municipality's citizens. `joined` None: adoption is unknown."""

    joined: bool | None
    by_destination: Mapping[str, Availability]

    def to_data(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return {
            "joined": self.joined,
            "destinations": {
                key: {"offered": value.offered, "reason": _in_danish(value.reason)}
                for key, value in self.by_destination.items()
            },
        }


def _in_danish(reason: Text | str | None) -> str:
    return reason.in_("da") if isinstance(reason, Text) else reason or ""


def offers_from_data(data: Mapping[str, Any]) -> Offers:
    """What was on offer, read back from the ledger; what is neither yes nor no is unknown."""
    return Offers(
        data.get("joined"),
        {
            key: Availability(
                one["offered"] if isinstance(one.get("offered"), bool) else None, one.get("reason")
            )
            for key, one in data.get("destinations", {}).items()
        },
    )


def has_joined(version: Version, municipality: Municipality, on: date) -> bool:
    """Whether the municipality has joined the version's programme; one query."""
    return Adoption.objects.filter(
        valid_on_q(on), pathway_id=version.pathway_id, municipality=municipality
    ).exists()


def availability(version: Version, municipality: Municipality | None, on: date) -> Offers:
    """Look up adoption and services once (two queries) for all destinations of a version."""
    if municipality is None:
        return Offers(None, {})
    joined = has_joined(version, municipality, on)
    definition = version.parsed
    offered = set(
        Service.objects.offered(
            kind=definition.destinations, municipality=municipality, on=on
        ).values_list("kind", flat=True)
    )
    result: dict[str, Availability] = {}
    for destination in definition.destinations:
        if DESTINATIONS[destination].needs_adoption and not joined:
            result[destination] = Availability(False, _not_joined(municipality))
        elif destination in offered or destination in ALWAYS_THERE:
            result[destination] = Availability(True)
        else:
            result[destination] = Availability(False, _not_offered(municipality))
    return Offers(joined, result)


def _not_joined(municipality: Municipality) -> Text:
    return text(
        f"{municipality.name} Kommune har ikke tilsluttet sig programmet.",
        f"The municipality of {municipality.name} has not joined the pathway.",
    )


def _not_offered(municipality: Municipality) -> Text:
    return text(
        f"Ingen udfører tilbyder det til borgere i {municipality.name} i dag.",
        f"No performer offers it to citizens of {municipality.name} today.",
    )
