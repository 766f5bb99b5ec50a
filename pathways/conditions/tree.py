"""The syntax tree of a condition, and its typed reading from and writing to data.

```
condition := {all: [condition, …]} | {any: [condition, …]} | {not: condition} | leaf
leaf      := {fact: KEY, OP: value}
```
A leaf is typed against its fact when it is read: a wrong operator, option or number is refused
with the place it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from pathways.conditions.codes import CodeRange, code_ranges
from pathways.conditions.facts import (
    NONE,
    Fact,
    FactError,
    FactType,
    Vocabulary,
    check_number,
    check_value,
    did_you_mean,
    no_such_option,
    number_texts,
    unfit,
)
from pathways.texts import Text, filled, text

MAX_DEPTH = 12
MAX_LEAVES = 200

_KEYS = ("all", "any", "not", "fact")

Path: TypeAlias = tuple[str | int, ...]


class Op(StrEnum):
    """What a leaf asks of its fact."""

    IS = "is"
    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    HAS_ANY = "has_any"
    HAS_ALL = "has_all"
    IN_CODES = "in_codes"
    KNOWN = "known"


OPERATORS: Mapping[FactType, tuple[Op, ...]] = {
    FactType.BOOLEAN: (Op.IS, Op.KNOWN),
    FactType.INTEGER: (Op.IS, Op.ONE_OF, Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN, Op.KNOWN),
    FactType.DECIMAL: (Op.IS, Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN, Op.KNOWN),
    FactType.CHOICE: (Op.IS, Op.ONE_OF, Op.KNOWN),
    FactType.SET: (Op.HAS_ANY, Op.HAS_ALL, Op.KNOWN),
    FactType.CODE: (Op.IN_CODES, Op.KNOWN),
    FactType.TEXT: (Op.KNOWN,),
}
"""Which operators may read a fact of each type."""


LeafValue: TypeAlias = (
    bool | int | float | str | tuple[str, ...] | tuple[int | float, ...] | tuple[CodeRange, ...]
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One question to one fact. Lists are tuples; `value` is already typed by the fact."""

    fact: str
    op: Op
    value: LeafValue


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is; `All(())` is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any_:
    """True when one part is; `Any_(())` is false."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True when its part is false."""

    part: Condition


Condition: TypeAlias = All | Any_ | Not | Leaf


class ConditionError(ValueError):
    """A condition cannot be read; `message` says why, `path` is the place inside it."""

    def __init__(self, path: Path, message: Text) -> None:
        super().__init__(message.da)
        self.path = path
        self.message = message


def leaves(condition: Condition) -> Iterator[Leaf]:
    """All leaves, in reading order."""
    match condition:
        case Leaf():
            yield condition
        case Not(part):
            yield from leaves(part)
        case All(parts) | Any_(parts):
            for part in parts:
                yield from leaves(part)


def facts_read(condition: Condition) -> tuple[str, ...]:
    """The keys of the facts a condition reads, each once, in reading order."""
    return tuple(dict.fromkeys(leaf.fact for leaf in leaves(condition)))


def parse(data: Any, vocabulary: Vocabulary) -> Condition:
    """The tree of a condition written as data.

    Raises `ConditionError` with the place and a sentence.
    """
    condition = _parse(data, vocabulary, (), 0)
    count = sum(1 for _ in leaves(condition))
    if count > MAX_LEAVES:
        raise _unread(
            (),
            "Betingelsen har {count} led; højst {most} er tilladt. Del den op.",
            "The condition has {count} parts; at most {most} are allowed. Split it up.",
            count=count,
            most=MAX_LEAVES,
        )
    return condition


def to_data(condition: Condition) -> dict[str, Any]:
    """The condition as data; `parse` reads it back to the same tree."""
    match condition:
        case All(parts):
            return {"all": [to_data(part) for part in parts]}
        case Any_(parts):
            return {"any": [to_data(part) for part in parts]}
        case Not(part):
            return {"not": to_data(part)}
        case Leaf(fact, op, value):
            return {"fact": fact, op.value: _value_to_data(op, value)}


def _value_to_data(op: Op, value: LeafValue) -> Any:
    if op is Op.IN_CODES:
        by_system: dict[str, list[str]] = {}
        for codes in value:  # type: ignore[union-attr]  # in_codes always holds ranges
            assert isinstance(codes, CodeRange)  # noqa: S101
            by_system.setdefault(codes.system, []).append(str(codes))
        return by_system
    return list(value) if isinstance(value, tuple) else value


def _parse(data: Any, vocabulary: Vocabulary, path: Path, depth: int) -> Condition:
    if depth > MAX_DEPTH:
        raise _unread(
            path,
            "Betingelsen er indlejret i mere end {most} lag. Gør den fladere.",
            "The condition is nested more than {most} levels deep. Make it flatter.",
            most=MAX_DEPTH,
        )
    if not isinstance(data, Mapping):
        raise _unread(
            path,
            "En betingelse skal være »all«, »any«, »not« eller »fact«.",
            "A condition must be “all”, “any”, “not” or “fact”.",
        )
    if "fact" in data:
        return _parse_leaf(data, vocabulary, path)
    if len(data) != 1:
        raise _unread(
            path,
            "En betingelse skal have præcis én nøgle; her er {keys}.",
            "A condition must have exactly one key; here there is {keys}.",
            keys=_listed(data),
        )
    [(key, inner)] = data.items()
    match key:
        case "all" | "any":
            if not isinstance(inner, list | tuple):
                raise _unread(
                    (*path, key),
                    "»{key}« skal have en liste af betingelser.",
                    "“{key}” must have a list of conditions.",
                    key=key,
                )
            parts = tuple(
                _parse(part, vocabulary, (*path, key, place), depth + 1)
                for place, part in enumerate(inner)
            )
            return All(parts) if key == "all" else Any_(parts)
        case "not":
            return Not(_parse(inner, vocabulary, (*path, key), depth + 1))
    raise _unread(
        (*path, str(key)),
        "»{key}« kendes ikke i en betingelse.{near}",
        "“{key}” is not known in a condition.{near}",
        key=str(key),
        near=did_you_mean(str(key), _KEYS),
    )


def _unread(path: Path, da: str, en: str, /, **values: Text | str | int) -> ConditionError:
    return ConditionError(path, filled(da, en, **values))


def _parse_leaf(data: Mapping[str, Any], vocabulary: Vocabulary, path: Path) -> Leaf:
    key = data["fact"]
    if key == "":  # a row just added: nothing is picked yet
        raise _unread(
            (*path, "fact"),
            "Vælg en oplysning, eller slet rækken.",
            "Choose a fact, or delete the row.",
        )
    if not isinstance(key, str) or key not in vocabulary:
        raise _unread(
            (*path, "fact"),
            "Oplysningen »{key}« findes ikke.{near}",
            "There is no fact “{key}”.{near}",
            key=str(key),
            near=did_you_mean(str(key), vocabulary),
        )
    fact = vocabulary[key]
    asked = [name for name in data if name != "fact"]
    if len(asked) != 1:
        raise _unread(
            path,
            "»{label}« skal have præcis én sammenligning; her er {asked}.",
            "“{label}” must have exactly one comparison; here there is {asked}.",
            label=fact.label,
            asked=_listed(asked),
        )
    allowed = OPERATORS[fact.type]
    name = asked[0]
    if name not in {op.value for op in Op}:
        raise _unread(
            (*path, str(name)),
            "Sammenligningen »{name}« kendes ikke.{near}",
            "The comparison “{name}” is not known.{near}",
            name=str(name),
            near=did_you_mean(str(name), Op),
        )
    op = Op(name)
    if op not in allowed:
        raise _unread(
            (*path, name),
            "»{label}« kan ikke læses med »{name}«; brug {allowed}.",
            "“{label}” can't be read with “{name}”; use {allowed}.",
            label=fact.label,
            name=name,
            allowed=_listed(allowed),
        )
    try:
        return Leaf(key, op, _leaf_value(fact, op, data[name]))
    except FactError as error:
        raise ConditionError((*path, name), error.message) from error


def _leaf_value(fact: Fact, op: Op, value: Any) -> LeafValue:
    match op:
        case Op.KNOWN:
            if not isinstance(value, bool):
                raise unfit(
                    fact, "»known« skal være true eller false.", "“known” must be true or false."
                )
            return value
        case Op.IS:
            checked = check_value(fact, value)
            assert isinstance(checked, bool | int | float | str)  # noqa: S101
            return checked
        case Op.AT_LEAST | Op.AT_MOST:
            return check_number(fact, value)
        case Op.BETWEEN:
            if not isinstance(value, list | tuple) or len(value) != 2:
                raise unfit(fact, "»between« skal have to tal.", "“between” must have two numbers.")
            low, high = (check_number(fact, end) for end in value)
            if low > high:
                raise unfit(
                    fact,
                    "{low} er større end {high}; skriv det mindste tal først.",
                    "{low} is greater than {high}; write the smaller number first.",
                    low=number_texts(low),
                    high=number_texts(high),
                )
            return (low, high)
        case Op.ONE_OF if fact.type is FactType.INTEGER:
            return tuple(check_number(fact, one) for one in _several(fact, value))
        case Op.ONE_OF | Op.HAS_ANY | Op.HAS_ALL:
            return _options(fact, op, value)
        case Op.IN_CODES:
            return code_ranges(fact, value)


def _several(fact: Fact, value: Any) -> list[Any]:
    if not isinstance(value, list | tuple) or not value:
        raise unfit(
            fact,
            "skriv en liste med mindst ét valg.",
            "write a list with at least one option.",
        )
    if len(value) > MAX_LEAVES:
        raise unfit(
            fact,
            "listen har {count} valg; højst {most} er tilladt.",
            "the list has {count} options; at most {most} are allowed.",
            count=len(value),
            most=MAX_LEAVES,
        )
    if any(value.index(one) != place for place, one in enumerate(value)):
        raise unfit(fact, "samme valg står to gange.", "the same option is given twice.")
    return list(value)


def _options(fact: Fact, op: Op, value: Any) -> tuple[str, ...]:
    chosen = _several(fact, value)
    for option in chosen:
        if not isinstance(option, str) or option not in fact.options:
            raise no_such_option(fact, option)
    if op is Op.HAS_ALL and fact.has_none and NONE in chosen and len(chosen) > 1:
        raise unfit(
            fact,
            "»{none}« kan aldrig være valgt sammen med andet.",
            "“{none}” can never be chosen together with anything else.",
            none=fact.options[NONE],
        )
    return tuple(chosen)


def _listed(names: Any) -> Text:
    if not names:
        return text("ingen", "none")
    danish, english = (
        ", ".join(f"{before}{name}{after}" for name in names) for before, after in ("»«", "“”")
    )
    return text(danish, english)
