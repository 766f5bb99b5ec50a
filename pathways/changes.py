"""What would change an advice: the fewest facts whose other values change the destination.

One fact is tried before two, over the values that the rules can tell apart; a pair is told only
for a destination that no single fact reaches. The work is bounded: `MAX_TRIALS` pairs at most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import combinations

from pathways.advice import Available, Change
from pathways.compiled import CompiledRule
from pathways.conditions.evaluate import Truth
from pathways.conditions.facts import Facts, FactValue
from pathways.conditions.tree import Leaf, leaves
from pathways.conditions.wording import upper_first
from pathways.definition import Definition
from pathways.definition_parts.answers import visible_facts, visible_phrases
from pathways.destinations import DESTINATIONS
from pathways.moves import Move, Moves, both
from pathways.resolving import offers, resolve
from pathways.texts import Text, text

MAX_TRIALS = 20_000
MAX_CHANGES = 12
MAX_IN_PAIRS = 40
"""Of the moves of one fact so many are tried together with another's, the smallest first."""


def would_change_if(
    definition: Definition, facts: Facts, available: Available
) -> tuple[Change, ...]:
    """Changes of one fact that lead elsewhere; then of two, for what one alone cannot reach."""
    return _Search(definition, facts, available).changes()


class _Search:
    def __init__(self, definition: Definition, facts: Facts, available: Available) -> None:
        self.definition = definition
        self.facts = facts
        self.available = available
        self.offered = offers(facts, available)
        self.truths = {
            compiled.rule.key: compiled.read(facts) for compiled in definition.compiled_rules
        }
        self.now = self._destination({})

    def changes(self) -> tuple[Change, ...]:
        found = [change for moves in self.moves.values() for change in self._singles(moves)]
        found += self._if_joined()
        reached = {change.destination for change in found} | {self.now}
        return (*found, *self._pairs(reached, MAX_CHANGES - len(found)))

    @cached_property
    def moves(self) -> dict[str, Moves]:
        """By fact that a rule with a destination reads and that is asked, in the phrases' order."""
        asked: dict[str, dict[Leaf, None]] = {}
        for compiled in self._pointing:
            for leaf in leaves(compiled.condition):
                asked.setdefault(leaf.fact, {})[leaf] = None
        hidden = self._hidden()
        vocabulary = self.definition.vocabulary
        return {
            key: Moves(vocabulary[key], self.facts.get(key), list(asked[key]), vocabulary)
            for key in vocabulary
            if key in asked and key not in hidden
        }

    def _hidden(self) -> set[str]:
        """Facts of phrases that this citizen is not asked for."""
        shown = {
            declared.key
            for phrase in visible_phrases(self.definition, self.facts)
            for declared in visible_facts(self.definition, phrase, self.facts)
        }
        declared = {fact.key for phrase in self.definition.phrases for fact in phrase.facts}
        return declared - shown

    @cached_property
    def _pointing(self) -> list[CompiledRule]:
        """Rules with a destination, strongest first."""
        tiers = self.definition.tiers
        pointing = [one for one in self.definition.compiled_rules if one.rule.to]
        return sorted(pointing, key=lambda one: tiers[one.rule.to[0]])

    def _destination(self, other: Mapping[str, FactValue]) -> str:
        """Where the citizen would be sent; only the rules that read what changes are read anew."""
        facts = {**self.facts, **other}
        offered = offers(facts, self.available) if "joined" in other else self.offered
        for compiled in self._pointing:
            truth = self.truths[compiled.rule.key]
            if not other.keys().isdisjoint(compiled.facts):
                truth = compiled.read(facts)
            if truth is Truth.TRUE:
                for key in compiled.rule.to:
                    if offered.get(key) is not False:
                        return key
        if "joined" not in other:
            return self._fallback
        nothing = [Truth.FALSE] * len(self.truths)
        return resolve(self.definition, nothing, offered).destination

    def _singles(self, moves: Moves) -> Iterator[Change]:
        """The changes of one fact."""
        leading = [
            (move, destination)
            for move in moves.all()
            if (destination := self._destination({move.fact: move.value})) != self.now
        ]
        if moves.values:
            yield from self._ranges(moves, leading)
            return
        simple = [(move, destination) for move, destination in leading if not move.combined]
        reached = {destination for _, destination in simple}
        for move, destination in leading:
            if destination not in reached:
                reached.add(destination)
                simple.append((move, destination))
        yield from _told(moves, simple)

    def _ranges(self, moves: Moves, leading: list[tuple[Move, str]]) -> Iterator[Change]:
        """Of a number or a code, one change for each place, said by the rules' limits."""
        told: set[str] = set()
        for move, destination in leading:
            if destination not in told:
                told.add(destination)
                said = moves.said_of(move.value, self._leads_to(destination, move.fact, {}))
                yield Change({move.fact: move.value}, destination, _sentence(said, destination))

    def _leads_to(
        self, destination: str, fact: str, other: Mapping[str, FactValue]
    ) -> Callable[[FactValue], bool]:
        return lambda value: self._destination({**other, fact: value}) == destination

    def _pairs(self, reached: set[str], most: int) -> Iterator[Change]:
        """Changes of two facts to places that nothing smaller reaches, one for each place."""
        bearing = self._bearing_on_others(reached)
        if not bearing or most <= 0:
            return
        apart = {key: moves.apart(MAX_IN_PAIRS) for key, moves in self.moves.items()}
        trials = told = 0
        for first, second in combinations(apart, 2):
            if bearing.isdisjoint((first, second)):
                continue
            for one in apart[first]:
                for other in apart[second]:
                    if trials >= MAX_TRIALS or told >= most:
                        return
                    trials += 1
                    destination = self._destination({first: one.value, second: other.value})
                    if destination not in reached:
                        reached.add(destination)
                        told += 1
                        yield self._pair(one, other, destination)

    def _bearing_on_others(self, reached: set[str]) -> set[str]:
        """Facts of which one must change for the citizen to come to a place not yet reached.

        They are those of the rules that send there; all, where such a rule is true already and
        only a stronger one must give way, or where nothing at all must be true.
        """
        every = set(self.moves)
        if self._fallback not in reached:
            return every
        bearing: set[str] = set()
        for compiled in self._pointing:
            if reached.issuperset(compiled.rule.to):
                continue
            if self.truths[compiled.rule.key] is Truth.TRUE:
                return every
            bearing.update(compiled.facts)
        return bearing & every

    @cached_property
    def _fallback(self) -> str:
        nothing = [Truth.FALSE] * len(self.truths)
        return resolve(self.definition, nothing, self.offered).destination

    def _pair(self, one: Move, other: Move, destination: str) -> Change:
        words = [
            moves.said_of(move.value, self._leads_to(destination, move.fact, beside))
            if (moves := self.moves[move.fact]).values
            else move.said
            for move, beside in (
                (one, {other.fact: other.value}),
                (other, {one.fact: one.value}),
            )
        ]
        facts = {one.fact: one.value, other.fact: other.value}
        return Change(facts, destination, _sentence(both(*words), destination))

    def _if_joined(self) -> Iterator[Change]:
        """The destination that would be advised if the municipality joined."""
        offered = self.offered
        refused = [
            key
            for key, destination in DESTINATIONS.items()
            if destination.needs_adoption and offered.get(key) is False
        ]
        if not refused or self.facts.get("joined") is True:
            return
        joining = {**offered, **dict.fromkeys(refused, True)}
        destination = resolve(self.definition, self.truths.values(), joining).destination
        if destination != self.now:
            said = text(
                "hvis borgerens kommune tilslutter sig",
                "if the citizen's municipality joins",
            )
            yield Change({"joined": True}, destination, _sentence(said, destination))


def _told(moves: Moves, leading: Iterable[tuple[Move, str]]) -> Iterator[Change]:
    """One change for each way; options that lead to the same place are told together."""
    ways: dict[tuple[str, str], list[Move]] = {}
    for move, destination in leading:
        way = "added" if move.added else move.said.da
        ways.setdefault((way, destination), []).append(move)
    for (_, destination), found in ways.items():
        first = found[0]
        together = len(found) > 1 and first.added
        said = moves.one_of([move.added for move in found]) if together else first.said
        yield Change({first.fact: first.value}, destination, _sentence(said, destination))


def _sentence(said: Text, destination: str) -> Text:
    title = DESTINATIONS[destination].title
    return text(f"{upper_first(said.da)}: {title.da}", f"{upper_first(said.en)}: {title.en}")
