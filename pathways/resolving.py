"""What follows from the rules' truth: destination, additions, what falls away. No words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pathways.advice import DEFAULT_RULE, AlsoDestination, Available
from pathways.compiled import CompiledRule
from pathways.conditions.evaluate import Truth
from pathways.conditions.facts import Facts
from pathways.definition import Definition
from pathways.destinations import DESTINATIONS, EMERGENCY


@dataclass(frozen=True, slots=True)
class Resolved:
    """What follows from the rules' truth alone; compared to see what an unknown rule would do."""

    destination: str
    alternatives: tuple[str, ...]
    winner: CompiledRule | None
    also: tuple[AlsoDestination, ...]
    fell_away: tuple[tuple[str, str], ...]
    ranking: tuple[str, ...]
    effects: tuple[str, ...]
    """Keys of the true rules that warn, name a contact, order, or block."""

    def differs(self, other: Resolved) -> bool:
        """Whether a reader would see another advice."""
        return (
            self.destination != other.destination
            or self.alternatives != other.alternatives
            or {one.key for one in self.also} != {one.key for one in other.also}
            or self.effects != other.effects
        )


def resolve(
    definition: Definition, truths: Iterable[Truth], offered: Mapping[str, bool | None]
) -> Resolved:
    """Destination, additions and what falls away, from each rule's truth in document order."""
    tiers = definition.tiers
    true = [
        compiled
        for compiled, truth in zip(definition.compiled_rules, truths, strict=True)
        if truth is Truth.TRUE
    ]
    fell_away: dict[str, str] = {}

    def on_offer(keys: Iterable[str], rule: str) -> tuple[str, ...]:
        kept = []
        for key in keys:
            if offered.get(key) is False:
                fell_away.setdefault(key, rule)
            else:
                kept.append(key)
        return tuple(kept)

    pointing = [
        (tiers[kept[0]], kept, compiled)
        for compiled in true
        if (kept := on_offer(compiled.rule.to, compiled.rule.key))
    ]
    pointing.sort(key=lambda one: one[0])
    winner: CompiledRule | None = None
    if pointing:
        _, alternatives, winner = pointing[0]
    else:
        alternatives = (_default(definition, on_offer),)
    destination = alternatives[0]
    also: tuple[AlsoDestination, ...] = ()
    if destination != EMERGENCY:
        added: dict[str, str] = {}
        for compiled in true:
            for key in on_offer(compiled.rule.also, compiled.rule.key):
                if key != destination:
                    added.setdefault(key, compiled.rule.key)
        last = len(tiers)
        also = tuple(
            AlsoDestination(key, added[key])
            for key in sorted(added, key=lambda key: tiers.get(key, last))
        )
    return Resolved(
        destination,
        alternatives,
        winner,
        also,
        tuple(fell_away.items()),
        tuple(dict.fromkeys([*(key for _, keys, _ in pointing for key in keys), destination])),
        tuple(
            compiled.rule.key
            for compiled in true
            if compiled.rule.warn
            or compiled.rule.contact
            or compiled.rule.orders
            or compiled.rule.blocks_sending
        ),
    )


def _default(definition: Definition, on_offer: Any) -> str:
    """The default, or where it is not on offer the nearest weaker destination that is."""
    if on_offer((definition.default,), DEFAULT_RULE):
        return definition.default
    below = definition.tiers[definition.default] + 1
    for tier in definition.rank[below:]:
        kept = on_offer(tier, DEFAULT_RULE)
        if kept:
            return str(kept[0])
    return definition.default


def offers(facts: Facts, available: Available) -> dict[str, bool | None]:
    """By destination whether it is offered; the fact `joined` speaks where `available` does not."""
    known: dict[str, bool | None] = {key: one.offered for key, one in available.items()}
    joined = facts.get("joined")
    if isinstance(joined, bool):
        for key, destination in DESTINATIONS.items():
            if destination.needs_adoption and known.get(key) is None:
                known[key] = joined
    return known


def decide(definition: Definition, facts: Facts, available: Available) -> Resolved:
    """The bare decision, without reasons: for replay and counting over many citizens."""
    truths = [compiled.read(facts) for compiled in definition.compiled_rules]
    return resolve(definition, truths, offers(facts, available))
