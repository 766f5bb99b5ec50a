"""A condition as fields of a form: how each row is drawn, and how it is read when it is sent.

Each row's fields are named after its place: "when:0.1:fact" is the fact of the second row of the
first group in the condition `when`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pathways.conditions.facts import CODE_SYSTEMS, NUMBERS, Fact, FactType, Vocabulary
from pathways.conditions.tree import OPERATORS, Op
from pathways.editing.trees import GROUPS, OPPOSITE, Group, Node, Row, RowPlace, Unreadable
from pathways.editing.written import number_from, shown, split_words
from pathways.texts import Text

Posted = Mapping[str, list[str]]

TRUTHS = (Op.KNOWN, Op.IS)
"""Operators whose answer is part of the comparison: "is:true", "known:false"."""
NOT = "!"
"""Before an operator: the row asks for the opposite."""

NONE_OF_THEM = "-"
"""Chosen in a set of facts: known, and empty."""


@dataclass(frozen=True)
class Option:
    """One thing to choose."""

    value: str
    label: Text | str
    chosen: bool = False


@dataclass(frozen=True)
class Drawn:
    """One row or group as it is drawn. `kind` of a row says which field its value has."""

    name: str
    place: RowPlace
    kind: str
    facts: tuple[Option, ...] = ()
    operators: tuple[Option, ...] = ()
    options: tuple[Option, ...] = ()
    values: tuple[str, ...] = ()
    unit: Text | None = None
    fact: Fact | None = None
    unknown: str = ""
    """The key of a fact that does not exist."""
    rows: tuple[Drawn, ...] = ()
    group: str = ""
    first: bool = True
    last: bool = True
    notes: list[Any] = field(default_factory=list, compare=False)
    """What the checks say about this row."""

    @property
    def number(self) -> str:
        """Its place as people count: "2.1"; "1" for a lone row."""
        return ".".join(str(number + 1) for number in self.place) or "1"

    @property
    def every(self) -> list[Drawn]:
        """It and all rows inside it."""
        return [self, *(one for row in self.rows for one in row.every)]

    @staticmethod
    def fact_name(name: str, key: str) -> str:
        """The field of one fact of an example citizen."""
        return f"{name}:{key}"

    def posted(self) -> dict[str, list[str]]:
        """What a browser sends for it as it stands, with the fields of its rows."""
        sent: dict[str, list[str]] = {}
        if self.group:
            if self.group != OPPOSITE:
                sent[f"{self.name}:kind"] = [self.group]
            for row in self.rows:
                sent |= row.posted()
            return sent
        if self.kind == "unreadable":
            return sent
        sent[f"{self.name}:fact"] = _chosen(self.facts)
        if self.operators:
            sent[f"{self.name}:op"] = _chosen(self.operators)
        if self.kind in ("one", "several"):
            sent[f"{self.name}:value"] = ["", *_chosen(self.options)]
        elif self.kind == "codes":
            for system, value in zip(CODE_SYSTEMS, self.values, strict=True):
                sent[f"{self.name}:{system}"] = [value]
        elif self.values:
            sent[f"{self.name}:value"] = list(self.values)
        return sent


def _chosen(options: tuple[Option, ...]) -> list[str]:
    return [option.value for option in options if option.chosen]


def draw_tree(
    node: Node, vocabulary: Vocabulary, name: str, language: str = "da", place: RowPlace = ()
) -> Drawn:
    """The row or group with what can be chosen in each of its fields."""
    here = f"{name}:{'.'.join(str(number) for number in place)}"
    if isinstance(node, Group):
        last = len(node.rows) - 1
        rows = tuple(
            replace(
                draw_tree(row, vocabulary, name, language, (*place, number)),
                first=number == 0,
                last=number == last,
            )
            for number, row in enumerate(node.rows)
        )
        return Drawn(here, place, "group", group=node.kind, rows=rows)
    if isinstance(node, Unreadable):
        return Drawn(here, place, "unreadable", values=(str(node.data),))
    key = node.fact if isinstance(node.fact, str) else str(node.fact)
    fact = vocabulary.get(key)
    facts = tuple(Option(one.key, one.label, one.key == key) for one in vocabulary.values())
    if not key:
        facts = (Option("", "", chosen=True), *facts)
    if fact is None:
        unknown = (Option(key, f"»{key}«", chosen=True),) if key else ()
        return Drawn(here, place, "none", (*unknown, *facts), unknown=key)
    kind, options, values = _value_field(fact, node, language)
    return Drawn(
        here,
        place,
        kind,
        facts,
        _operators(fact, node),
        options,
        values,
        fact.unit if kind in ("number", "span") else None,
        fact,
    )


def _operators(fact: Fact, row: Row) -> tuple[Option, ...]:
    chosen = f"{NOT if row.negated else ''}{_operator_of(row)}"
    offered = _offered(fact)
    if chosen not in offered and chosen.removeprefix(NOT) in offered:
        offered.append(chosen)
    options = [Option(value, value, value == chosen) for value in offered]
    if chosen not in offered:
        options.insert(0, Option("", "", chosen=True))
    return tuple(options)


def _offered(fact: Fact) -> list[str]:
    """The operators of a fact as they are chosen, then their opposites."""
    asked = [value for op in OPERATORS[fact.type] for value in _spelt(fact, op)]
    return asked + [f"{NOT}{value}" for value in asked if ":" not in value]


def _spelt(fact: Fact, op: Op) -> list[str]:
    if op is Op.KNOWN or (op is Op.IS and fact.type is FactType.BOOLEAN):
        return [f"{op.value}:true", f"{op.value}:false"]
    return [op.value]


def _operator_of(row: Row) -> str:
    if row.op in TRUTHS and isinstance(row.value, bool):
        return f"{row.op}:{'true' if row.value else 'false'}"
    return row.op


def _value_field(
    fact: Fact, row: Row, language: str
) -> tuple[str, tuple[Option, ...], tuple[str, ...]]:
    """The kind of field a row's value has, what it offers, and what is written in it."""
    match row.op:
        case Op.BETWEEN if fact.type in NUMBERS:
            ends = [*row.value] if isinstance(row.value, list | tuple) else [row.value]
            low, high, *_more = [*(shown(end, language) for end in ends), "", ""]
            return "span", (), (low, high)
        case Op.AT_LEAST | Op.AT_MOST | Op.IS if fact.type in NUMBERS:
            return "number", (), (shown(row.value, language),)
        case Op.ONE_OF if fact.type is FactType.INTEGER:
            several = row.value if isinstance(row.value, list | tuple) else [row.value]
            return "numbers", (), (", ".join(shown(one, language) for one in several),)
        case Op.IS if fact.type is FactType.CHOICE:
            return "one", _options(fact, [row.value]), ()
        case Op.ONE_OF | Op.HAS_ANY | Op.HAS_ALL if fact.options:
            return "several", _options(fact, row.value), ()
        case Op.IN_CODES if fact.type is FactType.CODE:
            codes = row.value if isinstance(row.value, Mapping) else {}
            written = (codes.get(system) for system in CODE_SYSTEMS)
            return "codes", (), tuple(_joined(one) for one in written)
    return "none", (), ()


def _options(fact: Fact, value: Any) -> tuple[Option, ...]:
    chosen = list(value) if isinstance(value, list | tuple) else [value]
    known = [Option(key, label, key in chosen) for key, label in fact.options.items()]
    gone = [Option(one, f"»{one}«", chosen=True) for one in chosen if _is_gone(one, fact)]
    return (*known, *gone)


def _is_gone(option: Any, fact: Fact) -> bool:
    return isinstance(option, str) and bool(option) and option not in fact.options


def _joined(codes: Any) -> str:
    several = codes if isinstance(codes, list | tuple) else [codes] if codes else []
    return ", ".join(str(code) for code in several)


def read_tree(
    posted: Posted, name: str, before: Node, vocabulary: Vocabulary, place: RowPlace = ()
) -> Node:
    """The condition as it was sent; what was not sent stays as it stood in `before`."""
    here = f"{name}:{'.'.join(str(number) for number in place)}"
    if isinstance(before, Unreadable):
        return before
    if isinstance(before, Group):
        rows = tuple(
            read_tree(posted, name, row, vocabulary, (*place, number))
            for number, row in enumerate(before.rows)
        )
        kind = posted.get(f"{here}:kind", [before.kind])[-1]
        known = kind in GROUPS and before.kind != OPPOSITE
        return Group(kind if known else before.kind, rows)
    if f"{here}:fact" not in posted:
        return before
    return _read_row(posted, here, before, vocabulary)


def _read_row(posted: Posted, here: str, before: Row, vocabulary: Vocabulary) -> Row:
    key = posted[f"{here}:fact"][-1]
    fact = vocabulary.get(key)
    if fact is None:
        return replace(before, fact=key if key else before.fact)
    offered = _offered(fact)
    asked = posted.get(f"{here}:op", [""])[-1]
    plain = asked.removeprefix(NOT)
    if key != before.fact and plain not in offered:
        asked = plain = offered[0]
    if plain not in offered:
        return replace(before, fact=key)
    name, _colon, truth = plain.partition(":")
    if truth:
        return Row(key, name, truth == "true", asked != plain)
    value = _read_value(posted, here, fact, Op(name), before)
    read = Row(key, name, value, asked != plain)
    return before if read == before else read  # 3 stays 3.0 where it was written so


def _read_value(posted: Posted, here: str, fact: Fact, op: Op, before: Row) -> Any:
    sent = posted.get(f"{here}:value", [])
    key_stays = before.fact == fact.key  # options of another fact are left behind
    whole = fact.type is FactType.INTEGER
    if op is Op.IN_CODES:
        written = {system: posted.get(f"{here}:{system}", [""])[-1] for system in CODE_SYSTEMS}
        return {system: split_words(one) for system, one in written.items() if split_words(one)}
    if op is Op.BETWEEN:
        low, high, *_more = [*sent, "", ""]
        return [number_from(low, whole=whole), number_from(high, whole=whole)]
    if op is Op.ONE_OF and fact.type is FactType.INTEGER:
        return [number_from(one, whole=True) for one in split_words(",".join(sent))]
    if fact.type in NUMBERS:
        return number_from(sent[-1] if sent else "", whole=whole)
    chosen = [one for one in sent if one and (key_stays or one in fact.options)]
    if op is Op.IS:
        return chosen[-1] if chosen else ""
    old = before.value if isinstance(before.value, list | tuple) else [before.value]
    old = [one for one in old if one in chosen]
    new = old + [one for one in dict.fromkeys(chosen) if one not in old]
    if op is Op.HAS_ALL and fact.has_none and len(new) > 1 and "none" in new:
        new = [one for one in new if one != "none"]
    return new
