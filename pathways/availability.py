"""Which destinations can take a citizen of a municipality on a date, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from organisations.models import Municipality, Service
from organisations.periods import valid_on_q
from organisations.vocabulary import DestinationKind
from pathways.destinations import DESTINATIONS
from pathways.models import Adoption, Version
from pathways.routing import Availability


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
                key: {"offered": value.offered, "reason": value.reason}
                for key, value in self.by_destination.items()
            },
        }


def availability(version: Version, municipality: Municipality | None, on: date) -> Offers:
    """Look up adoption and services once (two queries) for all destinations of a version."""
    if municipality is None:
        return Offers(None, {})
    joined = (
        Adoption.objects.filter(
            valid_on_q(on), pathway_id=version.pathway_id, municipality=municipality
        )
    ).exists()
    definition = version.parsed
    offered = set(
        Service.objects.offered(
            kind=definition.destinations, municipality=municipality, on=on
        ).values_list("kind", flat=True)
    )
    result: dict[str, Availability] = {}
    for destination in definition.destinations:
        if DESTINATIONS[destination].needs_adoption and not joined:
            reason = _("%(municipality)s Kommune har ikke tilsluttet sig programmet.") % {
                "municipality": municipality.name
            }
            result[destination] = Availability(offered=False, reason=reason)
        elif destination in offered or destination in {
            DestinationKind.GENERAL_PRACTICE,
            DestinationKind.EMERGENCY,
        }:
            # One's own doctor and the emergency department are always there.
            result[destination] = Availability(offered=True)
        else:
            reason = _("Ingen udfører tilbyder det for borgere i %(municipality)s på datoen.") % {
                "municipality": municipality.name
            }
            result[destination] = Availability(offered=False, reason=reason)
    return Offers(joined, result)
