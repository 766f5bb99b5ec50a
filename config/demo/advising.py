"""The advice each made-up referral was given: routed for real, by the rules in force."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from organisations.models import Municipality
from pathways.availability import Offers, availability
from pathways.conditions.evaluate import compile_condition
from pathways.conditions.tree import facts_read
from pathways.definition import Definition
from pathways.models import Version
from pathways.routing import route

# Advice is alike for citizens whose deciding facts are alike; this many kinds are remembered.
REMEMBERED = 10_000


@dataclass(frozen=True)
class Advised:
    """One piece of advice: `result` and `available` as JSON for the ledger."""

    destination: str
    alternatives: tuple[str, ...]
    also: tuple[str, ...]
    asks_reason: bool
    provisional: bool
    result: str
    available: str


class Adviser:
    """Asks `route` for advice under one version, and remembers what it said."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.definition = version.parsed
        self.included = compile_condition(self.definition.inclusion)
        self.decisive = _decisive(self.definition)
        self.offers: dict[tuple[str, int, int], Offers] = {}
        self.alike: dict[str, Offers] = {}
        self.given: dict[tuple[Any, ...], Advised] = {}

    def offers_on(self, municipality: Municipality, on: date) -> Offers:
        """What the municipality's citizens are offered; nothing here begins but on the first."""
        month = (municipality.code, on.year, on.month)
        if month not in self.offers:
            offers = availability(self.version, municipality, on)
            # One object for all that are alike, so that advice is remembered across them.
            same = self.alike.setdefault(json.dumps(offers.to_data(), ensure_ascii=False), offers)
            self.offers[month] = same
        return self.offers[month]

    def advise(self, facts: Mapping[str, Any], municipality: Municipality, on: date) -> Advised:
        """The advice for a citizen with these facts on a date."""
        offers = self.offers_on(municipality, on)
        key = (
            id(offers),
            self.included(facts),
            *(_hashable(facts.get(fact)) for fact in self.decisive),
        )
        advised = self.given.get(key)
        if advised is None:
            if len(self.given) >= REMEMBERED:
                self.given.clear()
            advised = self.given[key] = self._route(facts, offers)
        return advised

    def _route(self, facts: Mapping[str, Any], offers: Offers) -> Advised:
        routing = route(self.definition, facts, offers.by_destination)
        return Advised(
            routing.destination,
            routing.alternatives,
            tuple(one.key for one in routing.also),
            any(warning.asks_reason for warning in routing.warnings),
            routing.provisional,
            json.dumps(routing.to_data(), ensure_ascii=False),
            json.dumps(offers.to_data(), ensure_ascii=False),
        )


def _decisive(definition: Definition) -> tuple[str, ...]:
    read = {"joined"}
    for compiled in definition.compiled_rules:
        read.update(facts_read(compiled.condition))
    return tuple(sorted(read))


def _hashable(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return tuple(value.items()) if isinstance(value, dict) else value
