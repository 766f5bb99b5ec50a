"""What an adopting municipality must provide, read from the definition (knee §1, §4, §5). Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pathways.definition import Definition, Text
from pathways.destinations import DESTINATIONS
from pathways.texts import text


@dataclass(frozen=True)
class OfferNeeded:
    """A kind of offer that rules may send the municipality's citizens to.

    `there`: whether somebody offers it to them on the date.
    """

    key: str
    title: Text
    there: bool


@dataclass(frozen=True)
class Requirement:
    """Something the municipality takes upon itself, and the clause it comes from."""

    key: str
    text: Text
    source: Text | None


def offers_needed(definition: Definition, offered: Collection[str]) -> tuple[OfferNeeded, ...]:
    """The kinds of offer that only an adopting municipality has, in rank order."""
    return tuple(
        OfferNeeded(key, DESTINATIONS[key].title, key in offered)
        for key in definition.destinations
        if DESTINATIONS[key].needs_adoption
    )


def requirements(definition: Definition) -> tuple[Requirement, ...]:
    """What is to be accepted on joining: offers, quality criteria, and the epikrise at the end."""
    found = [
        Requirement(
            "offers",
            text(
                "Kommunen har de tilbud, programmet henviser til, eller oplyser, hvilke den ikke "
                "har.",
                "The municipality has the offers the pathway refers to, or says which it lacks.",
            ),
            None,
        )
    ]
    found += [
        Requirement(criterion.key, criterion.text, definition.cite(criterion.source))
        for criterion in definition.quality_criteria
    ]
    found.append(
        Requirement(
            "epicrisis",
            text(
                "Der sendes epikrise til egen læge, når forløbet slutter.",
                "An epicrisis goes to the general practitioner when the course ends.",
            ),
            None,
        )
    )
    return tuple(found)
