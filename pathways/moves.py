"""Other values of one fact, as far as rules can tell them apart, and how each is said.

Pure words and values; where they lead is `pathways.changes`' business.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations

from pathways.conditions.codes import CodeRange
from pathways.conditions.evaluate import Truth, compile_condition
from pathways.conditions.explain import sentence_of_leaf
from pathways.conditions.facts import NONE, NUMBERS, Fact, FactType, FactValue, Vocabulary
from pathways.conditions.representatives import codes_apart, numbers_apart
from pathways.conditions.tree import Leaf, Op
from pathways.conditions.wording import joined, lower_first
from pathways.texts import Text, text

MOST_OPTIONS = 8
"""A set of which rules read so many options is tried in every way; a larger one option by option,
two and three at a time."""
A_TEXT = "–"
"""Stands for any text."""


@dataclass(frozen=True, slots=True)
class Move:
    """Another value of one fact, and how it is said: "uden hjemmepleje", "hvis gruppen er 3".

    `words`: makes what is said, which is wanted of few of the many moves tried.

    `added`: the one option added or chosen; such moves to one destination are told together.
    `combined`: several options of a set are changed at once, though no rule names them together.
    """

    fact: str
    value: FactValue
    words: Callable[[], Text]
    added: str = ""
    combined: bool = False

    @property
    def said(self) -> Text:
        """The move in words."""
        return self.words()


@dataclass
class Moves:
    """The moves of one fact from a citizen's own value (None: unknown).

    `asked`: the leaves by which the rules read the fact.
    """

    fact: Fact
    own: FactValue | None
    asked: list[Leaf]
    vocabulary: Vocabulary
    values: list[FactValue] = field(default_factory=list)
    """Of a number or a code: a value of every piece, the nearest first."""

    def __post_init__(self) -> None:
        self.readers = {leaf: compile_condition(leaf) for leaf in self.asked}
        if self.fact.type in NUMBERS:
            self.values = list(numbers_apart(self.fact, self._limits(), self.own))
        elif self.fact.type is FactType.CODE:
            self.values = list(codes_apart(self.fact, self._ranges(), self.own))

    def all(self) -> Iterator[Move]:
        """Every move, each value once, the smallest first."""
        seen: list[FactValue | None] = [self.own]
        for move in self._moves():
            if move.value not in seen:
                seen.append(move.value)
                yield move

    def apart(self, most: int) -> list[Move]:
        """At most so many moves, of which no two look alike to the rules."""
        kept: dict[tuple[Truth, ...], Move] = {}
        for move in self.all():
            if len(kept) == most:
                break
            seen_as = self._seen_as(move.value)
            if seen_as != self._seen_as(self.own):
                kept.setdefault(seen_as, move)
        return list(kept.values())

    def one_of(self, options: list[str]) -> Text:
        """ "hvis borgeren har hjemmepleje eller hjemmesygepleje": any of the options added."""
        op = Op.HAS_ANY if self.fact.type is FactType.SET else Op.ONE_OF
        return self._if_so(Leaf(self.fact.key, op, tuple(options)))

    def said_of(self, value: FactValue, same: Callable[[FactValue], bool]) -> Text:
        """A number or code in the rules' own words, where all that these words cover is the same.

        `same`: whether another value leads where this one does.
        """
        best: tuple[int, Leaf, bool] | None = None
        for leaf in self.asked:
            if leaf.op is Op.KNOWN:
                continue
            holds = self._holds(leaf, value)
            covered = [other for other in self.values if self._holds(leaf, other) is holds]
            plain = leaf.op in (Op.AT_LEAST, Op.AT_MOST, Op.IN_CODES)
            if plain and self.own not in covered and all(map(same, covered)):
                size = len(covered)
                if best is None or size > best[0]:
                    best = (size, leaf, holds)
        if best is not None:
            return self._if_so(best[1], holds=best[2])
        if isinstance(value, dict):
            code = CodeRange(value["system"], value["code"], value["code"])
            return self._if_so(Leaf(self.fact.key, Op.IN_CODES, (code,)))
        assert isinstance(value, bool | int | float | str)  # noqa: S101
        return self._if_so(Leaf(self.fact.key, Op.IS, value))

    def _seen_as(self, value: FactValue | None) -> tuple[Truth, ...]:
        facts = {} if value is None else {self.fact.key: value}
        return tuple(read(facts) for read in self.readers.values())

    def _holds(self, leaf: Leaf, value: FactValue) -> bool:
        return self.readers[leaf]({self.fact.key: value}) is Truth.TRUE

    def _moves(self) -> Iterator[Move]:
        key = self.fact.key
        match self.fact.type:
            case FactType.SET:
                yield from self._set_moves()
            case FactType.BOOLEAN:
                for answer in (True, False):
                    if self.own is not answer:
                        yield Move(key, answer, self._says(Leaf(key, Op.IS, answer)))
            case FactType.CHOICE:
                for option in self.fact.options:
                    if self.own != option:
                        yield Move(key, option, self._says(Leaf(key, Op.IS, option)), option)
            case FactType.TEXT:
                if self.own is None:
                    yield Move(key, A_TEXT, self._says(Leaf(key, Op.KNOWN, True)))
            case _:
                for value in self.values:
                    if value != self.own:
                        exactly = partial(self.said_of, value, lambda other: False)
                        yield Move(key, value, exactly)

    def _limits(self) -> list[int | float]:
        return [
            end
            for leaf in self.asked
            if leaf.op is not Op.KNOWN
            for end in (leaf.value if isinstance(leaf.value, tuple) else (leaf.value,))
            if isinstance(end, int | float)
        ]

    def _ranges(self) -> list[CodeRange]:
        return [
            one
            for leaf in self.asked
            if isinstance(leaf.value, tuple)
            for one in leaf.value
            if isinstance(one, CodeRange)
        ]

    def _set_moves(self) -> Iterator[Move]:
        """First what the rules name together, then every way to add and take away."""
        own = self.own
        chosen = [one for one in own if one != NONE] if isinstance(own, list | tuple) else []
        groups = [[one for one in _options(leaf) if one != NONE] for leaf in self.asked]
        for leaf, named in zip(self.asked, groups, strict=True):
            if any(option in chosen for option in named):
                yield self._changed(chosen, [], named)
            if leaf.op is Op.HAS_ALL and len(named) > 1:
                yield self._changed(chosen, named, [])
        read = list(dict.fromkeys(option for named in groups for option in named))
        involved = [option for option in read if option in chosen]
        if involved or own is None:
            yield self._changed(chosen, [], involved or read)
        most = len(read) if len(read) <= MOST_OPTIONS else 3
        for count in range(1, most + 1):
            for turned in combinations(read, count):
                added = [option for option in turned if option not in chosen]
                removed = [option for option in turned if option in chosen]
                yield self._changed(chosen, added, removed, combined=count > 1)

    def _changed(
        self, chosen: list[str], added: list[str], removed: list[str], *, combined: bool = False
    ) -> Move:
        wanted = {*chosen, *added} - set(removed)
        value = [option for option in self.fact.options if option in wanted]
        if not value and self.fact.has_none:
            value = [NONE]
        return Move(
            self.fact.key,
            value,
            partial(self._said, added, removed),
            added[0] if len(added) == 1 and not removed else "",
            combined,
        )

    def _said(self, added: list[str], removed: list[str]) -> Text:
        if not removed:
            return self._if_so(Leaf(self.fact.key, Op.HAS_ALL, tuple(added)))
        without = self._said_without(removed)
        if not added:
            return without
        return both(self._if_so(Leaf(self.fact.key, Op.HAS_ALL, tuple(added))), without)

    def _said_without(self, removed: list[str]) -> Text:
        """ "uden hjemmepleje og hjemmesygepleje" where the citizen *has* it, else "hvis … ikke"."""
        fact = self.fact
        says = fact.wording.says
        plain = all(not _own_clause(fact, option) for option in removed)
        if says is None or says.da != "Borgeren har {}" or not plain:
            return self._if_so(Leaf(fact.key, Op.HAS_ANY, tuple(removed)), holds=False)
        words = {
            language: [_word(fact, option, language) for option in removed]
            for language in ("da", "en")
        }
        return text(f"uden {joined(words['da'], 'og')}", f"without {joined(words['en'], 'or')}")

    def _says(self, leaf: Leaf) -> Callable[[], Text]:
        return partial(self._if_so, leaf)

    def _if_so(self, leaf: Leaf, *, holds: bool = True) -> Text:
        said = {
            language: lower_first(sentence_of_leaf(leaf, self.vocabulary, language, holds=holds))
            for language in ("da", "en")
        }
        return text(f"hvis {_subordinate(said['da'])}", f"if {said['en']}")


def both(one: Text, other: Text) -> Text:
    """Two moves in one sentence."""
    return text(f"{one.da}, og {other.da}", f"{one.en}, and {other.en}")


def _subordinate(clause: str) -> str:
    """The Danish clause in the order it has after "hvis": "ikke" before the verb."""
    return re.sub(r"(\S+) (ikke|hverken) ", r"\2 \1 ", clause)


def _options(leaf: Leaf) -> list[str]:
    return [str(option) for option in leaf.value] if isinstance(leaf.value, tuple) else []


def _own_clause(fact: Fact, option: str) -> bool:
    wording = fact.option_wording.get(option)
    return wording is not None and wording.says is not None


def _word(fact: Fact, option: str, language: str) -> str:
    wording = fact.option_wording.get(option)
    if wording is not None and wording.word is not None:
        return wording.word.in_(language)
    return lower_first(fact.options[option].in_(language))
