"""The advice of a definition as claims about a citizen and what is on offer, for comparing two.

What is on offer is itself known or not of the citizen: a fact of our own for each destination,
which is false where it is not offered and otherwise unknown. One's own doctor and the emergency
department are always there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from pathways.advice import Availability
from pathways.compiled import CompiledRule
from pathways.conditions.claims import (
    Claim,
    Never,
    among,
    every,
    is_true,
    is_unknown,
    some,
)
from pathways.conditions.evaluate import FALSE, TRUE, UNKNOWN, compile_condition
from pathways.conditions.facts import Fact, Facts, FactType
from pathways.conditions.tree import Condition, Leaf, Op
from pathways.definition import Definition
from pathways.destinations import ALWAYS_THERE, DESTINATIONS, EMERGENCY
from pathways.resolving import Resolved, resolve
from pathways.texts import text

Rename: TypeAlias = Callable[[Condition], Condition]
Aspect: TypeAlias = tuple[str, Hashable]
"""One thing an advice says or does not: ("also", "job_centre")."""

NEVER = some(())


def offer_fact(key: str) -> Fact:
    """The fact that is false where the destination is not on offer."""
    title = DESTINATIONS[key].title
    return Fact(_offer(key), FactType.BOOLEAN, text(f"{title.da} tilbydes", f"{title.en} offered"))


def not_offered_of(facts: Facts) -> frozenset[str]:
    """The destinations that an example of facts says are not on offer."""
    return frozenset(key for key in DESTINATIONS if facts.get(_offer(key)) is False)


def _offer(key: str) -> str:
    return f"offered {key}"


@dataclass(frozen=True)
class Advised:
    """What a citizen is told, as far as two definitions can be compared by it.

    `said` holds every other aspect that is so: additions, warnings, contacts, orders, whether
    anything may be sent, whether the advice is provisional, and whether it is for them at all.
    """

    destination: str
    alternatives: frozenset[str]
    said: frozenset[Aspect]

    def aspects(self) -> frozenset[Aspect]:
        """Everything that is so, as `claims` names it."""
        choices = {("alternatives", key) for key in self.alternatives}
        return self.said | choices | {("destination", self.destination)}


def advised(definition: Definition, facts: Facts, not_offered: frozenset[str]) -> Advised:
    """What the routing itself says, read from its parts without words."""
    rules = definition.compiled_rules
    truths = [compiled.read(facts) for compiled in rules]
    offered: dict[str, bool | None] = {key: key not in not_offered for key in DESTINATIONS}
    now = resolve(definition, truths, offered)
    said: set[Aspect] = {("also", one.key) for one in now.also}
    for number, compiled in enumerate(rules):
        rule, truth = compiled.rule, truths[number]
        if truth is TRUE:
            said.update(_spoken(compiled))
        if (truth is TRUE and rule.blocks_sending) or (truth is UNKNOWN and _stops(compiled)):
            said.add(("blocked", True))
        if truth is UNKNOWN:
            supposed = [*truths[:number], TRUE, *truths[number + 1 :]]
            if resolve(definition, supposed, offered).destination != now.destination:
                said.add(("provisional", True))
    if compile_condition(definition.inclusion)(facts) is FALSE:
        said.add(("outside", True))
    return _advised(now, said)


def _advised(now: Resolved, said: Iterable[Aspect]) -> Advised:
    return Advised(now.destination, frozenset(now.alternatives), frozenset(said))


def availability(not_offered: frozenset[str]) -> dict[str, Availability]:
    """As `route` takes it."""
    return {key: Availability(key not in not_offered) for key in DESTINATIONS}


def _spoken(compiled: CompiledRule) -> Iterable[Aspect]:
    """What a true rule says beside where to go."""
    rule = compiled.rule
    if rule.warn is not None:
        yield "warning", (rule.warn.da, rule.asks_reason)
    if rule.contact is not None:
        yield "contact", rule.contact
    for order in rule.orders:
        yield "order", order


def _stops(compiled: CompiledRule) -> bool:
    """Nothing may be sent before the rule is decided."""
    return compiled.rule.blocks_sending or EMERGENCY in compiled.rule.to


@dataclass
class _Step:
    """A rule with a destination in the order routing takes them: it points, nothing before did."""

    compiled: CompiledRule
    first: list[tuple[str, Claim]] = field(default_factory=list)
    """By each alternative, that it is the first of them on offer."""
    offered: Claim = NEVER
    free: Claim = NEVER
    """Nothing stronger points."""
    wins: Claim = NEVER


class Claims:
    """Every aspect of a definition's advice as a claim.

    `rename` gives a condition as the vocabulary shared by two definitions says it.
    """

    def __init__(self, definition: Definition, rename: Rename) -> None:
        self.definition = definition
        self.conditions = {
            compiled.rule.key: rename(compiled.condition) for compiled in definition.compiled_rules
        }
        self.inclusion = rename(definition.inclusion)
        self.gone = {
            key: NEVER if key in ALWAYS_THERE else is_true(Leaf(_offer(key), Op.IS, False))
            for key in definition.destinations
        }
        self.kept = {key: Never(gone) for key, gone in self.gone.items()}
        self.steps, self.nothing = self._steps()
        self.destinations = self._destinations()

    def aspects(self) -> dict[Aspect, Claim]:
        """By everything the definition can say, when it does."""
        ways: dict[Aspect, list[Claim]] = {}
        for compiled in self.definition.compiled_rules:
            condition = self.conditions[compiled.rule.key]
            for aspect in _spoken(compiled):
                ways.setdefault(aspect, []).append(is_true(condition))
            for key in compiled.rule.also:
                ways.setdefault(("also", key), []).append(self._comes_along(condition, key))
            if compiled.rule.blocks_sending:
                ways.setdefault(("blocked", True), []).append(is_true(condition))
            if _stops(compiled):
                ways.setdefault(("blocked", True), []).append(is_unknown(condition))
        for key, claim in self.destinations.items():
            ways["destination", key] = [claim]
        for key, claims in self._alternatives().items():
            ways["alternatives", key] = claims
        ways["provisional", True] = [self._supposed(step) for step in self.steps]
        ways["outside", True] = [among(self.inclusion, {FALSE})]
        return {aspect: some(claims) for aspect, claims in ways.items()}

    def _comes_along(self, condition: Condition, key: str) -> Claim:
        not_there = [
            Never(self.destinations[one]) for one in (key, EMERGENCY) if one in self.destinations
        ]
        return every([is_true(condition), self.kept[key], *not_there])

    def _steps(self) -> tuple[list[_Step], Claim]:
        tiers = self.definition.tiers
        pointing = [one for one in self.definition.compiled_rules if one.rule.to]
        steps: list[_Step] = []
        free: Claim = every(())
        for compiled in sorted(pointing, key=lambda one: tiers[one.rule.to[0]]):
            step = _Step(compiled, self._first_of(compiled.rule.to), free=free)
            step.offered = some([claim for _, claim in step.first])
            points = every([is_true(self.conditions[compiled.rule.key]), step.offered])
            step.wins = every([free, points])
            free = every([free, Never(points)])
            steps.append(step)
        return steps, free

    def _first_of(self, keys: Iterable[str]) -> list[tuple[str, Claim]]:
        """By each key, that it is on offer and none before it is."""
        found: list[tuple[str, Claim]] = []
        before: list[Claim] = []
        for key in keys:
            found.append((key, every([self.kept[key], *before])))
            before.append(self.gone[key])
        return found

    def _fallback(self) -> list[tuple[str, Claim]]:
        """Where the default sends: itself, the nearest weaker on offer, or itself all the same."""
        definition = self.definition
        below = definition.rank[definition.tiers[definition.default] + 1 :]
        keys = (definition.default, *(key for tier in below for key in tier))
        return [
            *self._first_of(keys),
            (definition.default, every([self.gone[key] for key in keys])),
        ]

    def _destinations(self) -> dict[str, Claim]:
        ways: dict[str, list[Claim]] = {}
        for step in self.steps:
            for key, first in step.first:
                ways.setdefault(key, []).append(every([step.wins, first]))
        for key, first in self._fallback():
            ways.setdefault(key, []).append(every([self.nothing, first]))
        return {key: some(claims) for key, claims in ways.items()}

    def _alternatives(self) -> dict[str, list[Claim]]:
        ways: dict[str, list[Claim]] = {}
        for step in self.steps:
            for key, _ in step.first:
                ways.setdefault(key, []).append(every([step.wins, self.kept[key]]))
        for key, first in self._fallback():
            ways.setdefault(key, []).append(every([self.nothing, first]))
        return ways

    def _supposed(self, step: _Step) -> Claim:
        """The rule is unknown, and true it would send the citizen elsewhere."""
        elsewhere = [every([first, Never(self.destinations[key])]) for key, first in step.first]
        condition = self.conditions[step.compiled.rule.key]
        return every([is_unknown(condition), step.free, some(elsewhere)])
