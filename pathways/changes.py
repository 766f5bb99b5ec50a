"""What would change an advice: the fewest facts whose other values change the destination.

One fact is tried before two, over the values at which some rule changes its mind. The work is
bounded: `MAX_TRIALS` evaluations at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from pathways.advice import Available, Change
from pathways.conditions.explain import sentence_of_leaf
from pathways.conditions.facts import NONE, NUMBERS, Fact, Facts, FactType, FactValue
from pathways.conditions.tree import Leaf, Op, leaves
from pathways.conditions.wording import joined, lower_first, upper_first
from pathways.definition import Definition
from pathways.destinations import DESTINATIONS
from pathways.resolving import decide, offers, resolve
from pathways.texts import Text, text

MAX_TRIALS = 4000
MAX_CHANGES = 12


@dataclass(frozen=True, slots=True)
class _Move:
    """Another value of one fact, and how it is said: "uden hjemmepleje", "hvis gruppen er 3".

    `added`: the one option added to a set; such moves to one destination are told together.
    """

    fact: str
    value: FactValue
    said: Text
    added: str = ""


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
        self.trials = 0
        self.now = self._destination({})

    def changes(self) -> tuple[Change, ...]:
        moves = {key: list(self._moves(key)) for key in self._facts_of_destinations()}
        singles = [
            (move, destination)
            for ways in moves.values()
            for move in ways
            if (destination := self._destination({move.fact: move.value})) != self.now
        ]
        found = [*self._told(singles), *self._if_joined()]
        reached = {change.destination for change in found} | {self.now}
        for first, second in combinations(moves, 2):
            for one in moves[first]:
                for other in moves[second]:
                    if self.trials >= MAX_TRIALS or len(found) >= MAX_CHANGES:
                        return tuple(found)
                    destination = self._destination({one.fact: one.value, other.fact: other.value})
                    if destination not in reached:
                        reached.add(destination)
                        found.append(_pair(one, other, destination))
        return tuple(found)

    def _destination(self, other: Mapping[str, FactValue]) -> str:
        self.trials += 1
        facts = {**self.facts, **other}
        return decide(self.definition, facts, self.available).destination

    def _facts_of_destinations(self) -> list[str]:
        """Facts that rules with a destination read, in the order of the phrases."""
        read = {
            key
            for compiled in self.definition.compiled_rules
            if compiled.rule.to
            for key in compiled.facts
        }
        return [key for key in self.definition.vocabulary if key in read]

    def _asked(self, key: str) -> list[Leaf]:
        return list(
            dict.fromkeys(
                leaf
                for compiled in self.definition.compiled_rules
                if compiled.rule.to
                for leaf in leaves(compiled.condition)
                if leaf.fact == key
            )
        )

    def _moves(self, key: str) -> Iterator[_Move]:
        fact, asked = self.definition.vocabulary[key], self._asked(key)
        match fact.type:
            case FactType.SET:
                yield from self._set_moves(fact, asked)
            case FactType.BOOLEAN:
                for answer in (True, False):
                    if self.facts.get(key) is not answer:
                        yield _Move(key, answer, self._if_so(Leaf(key, Op.IS, answer)))
            case FactType.CHOICE:
                for option in fact.options:
                    if self.facts.get(key) != option:
                        yield _Move(key, option, self._if_so(Leaf(key, Op.IS, option)))
            case _ if fact.type in NUMBERS:
                yield from self._number_moves(fact, asked)

    def _set_moves(self, fact: Fact, asked: list[Leaf]) -> Iterator[_Move]:
        own = self.facts.get(fact.key)
        chosen = [one for one in own if one != NONE] if isinstance(own, list | tuple) else []
        groups = [[option for option in _options(leaf) if option != NONE] for leaf in asked]
        for leaf, named in zip(asked, groups, strict=True):
            if any(option in chosen for option in named):
                yield self._without(fact, chosen, named)
            if leaf.op is Op.HAS_ALL and len(named) > 1:
                yield self._with(fact, chosen, named)
        read = list(dict.fromkeys(option for named in groups for option in named))
        for option in read:
            if option in chosen:
                yield self._without(fact, chosen, [option])
            else:
                yield self._with(fact, chosen, [option])
        involved = [option for option in read if option in chosen]
        if involved or own is None:
            yield self._without(fact, chosen, involved or read)

    def _with(self, fact: Fact, chosen: list[str], added: list[str]) -> _Move:
        value = [option for option in fact.options if option in (*chosen, *added)]
        said = self._if_so(Leaf(fact.key, Op.HAS_ALL, tuple(added)))
        return _Move(fact.key, value, said, added[0] if len(added) == 1 else "")

    def _without(self, fact: Fact, chosen: list[str], removed: list[str]) -> _Move:
        rest = [option for option in chosen if option not in removed]
        value = rest or ([NONE] if fact.has_none else [])
        return _Move(fact.key, value, self._said_without(fact, removed))

    def _said_without(self, fact: Fact, removed: list[str]) -> Text:
        """ "uden hjemmepleje og hjemmesygepleje" where the citizen *has* it, else "hvis … ikke"."""
        says = fact.wording.says
        plain = all(not _own_clause(fact, option) for option in removed)
        if says is None or says.da != "Borgeren har {}" or not plain:
            return self._if_so(Leaf(fact.key, Op.HAS_ANY, tuple(removed)), holds=False)
        words = {
            language: [_word(fact, option, language) for option in removed]
            for language in ("da", "en")
        }
        return text(f"uden {joined(words['da'], 'og')}", f"without {joined(words['en'], 'or')}")

    def _number_moves(self, fact: Fact, asked: list[Leaf]) -> Iterator[_Move]:
        own = self.facts.get(fact.key)
        step = 1 if fact.type is FactType.INTEGER else 0.1
        for leaf in asked:
            ends = leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)
            numbers = [end for end in ends if isinstance(end, int | float)]
            for number in numbers:
                for value in (number, round(number - step, 6), round(number + step, 6)):
                    if value == own or not _within(fact, value):
                        continue
                    yield _Move(fact.key, value, self._if_number(leaf, value))

    def _if_number(self, leaf: Leaf, value: float) -> Text:
        """Said as the rule's own limit where the value lies on one side of it."""
        if leaf.op in (Op.AT_LEAST, Op.AT_MOST) and isinstance(leaf.value, int | float):
            holds = value >= leaf.value if leaf.op is Op.AT_LEAST else value <= leaf.value
            return self._if_so(leaf, holds=holds)
        return self._if_so(Leaf(leaf.fact, Op.IS, value))

    def _if_so(self, leaf: Leaf, *, holds: bool = True) -> Text:
        vocabulary = self.definition.vocabulary
        said = {
            language: lower_first(sentence_of_leaf(leaf, vocabulary, language, holds=holds))
            for language in ("da", "en")
        }
        return text(f"hvis {_subordinate(said['da'])}", f"if {said['en']}")

    def _told(self, singles: list[tuple[_Move, str]]) -> Iterator[Change]:
        """One change for each way; options that lead to the same place are told together."""
        groups: dict[tuple[str, str, str], list[_Move]] = {}
        seen: set[tuple[str, str]] = set()
        for move, destination in singles:
            if (move.fact, str(move.value)) in seen:
                continue
            seen.add((move.fact, str(move.value)))
            way = "with" if move.added else move.said.da
            groups.setdefault((move.fact, way, destination), []).append(move)
        for (fact, _, destination), moves in groups.items():
            said = moves[0].said
            if len(moves) > 1 and moves[0].added:
                said = self._if_so(Leaf(fact, Op.HAS_ANY, tuple(move.added for move in moves)))
            yield Change({fact: moves[0].value}, destination, _sentence(said, destination))

    def _if_joined(self) -> Iterator[Change]:
        """The destination that would be advised if the municipality joined."""
        offered = offers(self.facts, self.available)
        refused = [
            key
            for key, destination in DESTINATIONS.items()
            if destination.needs_adoption and offered.get(key) is False
        ]
        if not refused or self.facts.get("joined") is True:
            return
        truths = [compiled.read(self.facts) for compiled in self.definition.compiled_rules]
        joining = {**offered, **dict.fromkeys(refused, True)}
        destination = resolve(self.definition, truths, joining).destination
        if destination != self.now:
            said = text(
                "hvis borgerens kommune tilslutter sig",
                "if the citizen's municipality joins",
            )
            yield Change({"joined": True}, destination, _sentence(said, destination))


def _pair(one: _Move, other: _Move, destination: str) -> Change:
    said = text(
        f"{one.said.da}, og {other.said.da}",
        f"{one.said.en}, and {other.said.en}",
    )
    return Change(
        {one.fact: one.value, other.fact: other.value}, destination, _sentence(said, destination)
    )


def _sentence(said: Text, destination: str) -> Text:
    title = DESTINATIONS[destination].title
    return text(f"{upper_first(said.da)}: {title.da}", f"{upper_first(said.en)}: {title.en}")


def _subordinate(clause: str) -> str:
    """The Danish clause in the order it has after "hvis": "ikke" before the verb."""
    return re.sub(r"(\S+) (ikke|hverken) ", r"\2 \1 ", clause)


def _options(leaf: Leaf) -> Iterable[str]:
    return [str(option) for option in leaf.value] if isinstance(leaf.value, tuple) else []


def _own_clause(fact: Fact, option: str) -> bool:
    wording = fact.option_wording.get(option)
    return wording is not None and wording.says is not None


def _word(fact: Fact, option: str, language: str) -> str:
    wording = fact.option_wording.get(option)
    if wording is not None and wording.word is not None:
        return wording.word.in_(language)
    return lower_first(fact.options[option].in_(language))


def _within(fact: Fact, value: float) -> bool:
    low, high = fact.minimum, fact.maximum
    return (low is None or value >= low) and (high is None or value <= high)
