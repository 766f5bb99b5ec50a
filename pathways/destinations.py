"""Where a referral can go, and who acts in a pathway: kinds of offer, never authorities.

Who owns, pays for and performs an offer on a date is read from the dated Service.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pathways.texts import Text, text

EMERGENCY = "emergency"
ALWAYS_THERE = frozenset({"general_practice", EMERGENCY})
"""One's own doctor and the emergency department are there without anyone offering them."""


@dataclass(frozen=True)
class Destination:
    """A kind of offer that a rule may point to."""

    key: str
    title: Text
    needs_adoption: bool = False
    """The offer exists only where the municipality has joined the pathway."""


def _named(key: str, da: str, en: str, *, needs_adoption: bool = False) -> tuple[str, Destination]:
    return key, Destination(key, text(da, en), needs_adoption)


DESTINATIONS: Mapping[str, Destination] = MappingProxyType(
    dict(
        (
            _named("general_practice", "Almen praksis", "General practice"),
            _named(
                "private_physiotherapist",
                "Praktiserende fysioterapeut",
                "Physiotherapist in private practice",
            ),
            _named("chiropractor", "Kiropraktor", "Chiropractor"),
            _named(
                "municipal_training",
                "Kommunalt træningstilbud",
                "Municipal training",
                needs_adoption=True,
            ),
            _named(
                "municipal_prevention",
                "Kommunalt forebyggelsestilbud",
                "Municipal prevention",
                needs_adoption=True,
            ),
            _named("job_centre", "Kommunalt jobcenter", "Municipal job centre"),
            _named(
                "substance_abuse_centre",
                "Kommunalt rusmiddelcenter",
                "Municipal substance abuse centre",
            ),
            _named("social_medicine_unit", "Socialmedicinsk enhed", "Social medicine unit"),
            _named("occupational_medicine", "Arbejdsmedicinsk klinik", "Occupational medicine"),
            _named(
                "hospital_rheumatology",
                "Hospital, reumatologi",
                "Hospital, rheumatology",
            ),
            _named("hospital_spine_unit", "Hospital, rygenhed", "Hospital, spine unit"),
            _named(
                "hospital_orthopaedics",
                "Hospital, ortopædkirurgi",
                "Hospital, orthopaedic surgery",
            ),
            _named(
                "hospital_specialist",
                "Hospital, specialambulatorium",
                "Hospital, specialist clinic",
            ),
            _named("pain_clinic", "Smerteklinik", "Pain clinic"),
            _named(EMERGENCY, "Akutmodtagelse", "Emergency department"),
        )
    )
)

ACTORS: Mapping[str, Text] = MappingProxyType(
    {
        "citizen": text("Borger", "Citizen"),
        "employer": text("Arbejdsgiver", "Employer"),
        **{key: destination.title for key, destination in DESTINATIONS.items()},
    }
)
