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

from pathways.conditions.facts import (
    CODE_SYSTEMS,
    NONE,
    Fact,
    FactError,
    FactType,
    Vocabulary,
    check_number,
    check_value,
    did_you_mean,
    normal_code,
    number_text,
)

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


@dataclass(frozen=True, slots=True, order=True)
class CodeRange:
    """Codes of one system from `first` to `last`, with everything beneath them.

    A code lies in it when it is not before `first`, and, cut to the length of `last`, not after
    it; a prefix is the range whose ends are the same. Compared character by character.
    """

    system: str
    first: str
    last: str

    def holds(self, system: str, code: str) -> bool:
        """Whether the code, in its normal form, lies in the range."""
        return system == self.system and code >= self.first and code[: len(self.last)] <= self.last

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}-{self.last}"


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
    """A condition cannot be read; `message` is a Danish sentence, `path` the place inside it."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
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

    Raises `ConditionError` with the place and a Danish sentence.
    """
    condition = _parse(data, vocabulary, (), 0)
    count = sum(1 for _ in leaves(condition))
    if count > MAX_LEAVES:
        raise ConditionError(
            (), f"Betingelsen har {count} led; højst {MAX_LEAVES} er tilladt. Del den op."
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
        raise ConditionError(
            path, f"Betingelsen er indlejret i mere end {MAX_DEPTH} lag. Gør den fladere."
        )
    if not isinstance(data, Mapping):
        raise ConditionError(path, "En betingelse skal være »all«, »any«, »not« eller »fact«.")
    if "fact" in data:
        return _parse_leaf(data, vocabulary, path)
    if len(data) != 1:
        raise ConditionError(
            path, f"En betingelse skal have præcis én nøgle; her er {_listed(data)}."
        )
    [(key, inner)] = data.items()
    match key:
        case "all" | "any":
            if not isinstance(inner, list | tuple):
                raise ConditionError((*path, key), f"»{key}« skal have en liste af betingelser.")
            parts = tuple(
                _parse(part, vocabulary, (*path, key, place), depth + 1)
                for place, part in enumerate(inner)
            )
            return All(parts) if key == "all" else Any_(parts)
        case "not":
            return Not(_parse(inner, vocabulary, (*path, key), depth + 1))
    raise ConditionError(
        (*path, str(key)),
        f"»{key}« kendes ikke i en betingelse.{did_you_mean(str(key), _KEYS)}",
    )


def _parse_leaf(data: Mapping[str, Any], vocabulary: Vocabulary, path: Path) -> Leaf:
    key = data["fact"]
    if key == "":  # a row just added: nothing is picked yet
        raise ConditionError((*path, "fact"), "Vælg en oplysning, eller slet rækken.")
    if not isinstance(key, str) or key not in vocabulary:
        raise ConditionError(
            (*path, "fact"),
            f"Oplysningen »{key}« findes ikke.{did_you_mean(str(key), vocabulary)}",
        )
    fact = vocabulary[key]
    asked = [name for name in data if name != "fact"]
    if len(asked) != 1:
        raise ConditionError(
            path,
            f"»{fact.label.da}« skal have præcis én sammenligning; her er "
            f"{_listed(asked) if asked else 'ingen'}.",
        )
    allowed = OPERATORS[fact.type]
    name = asked[0]
    if name not in {op.value for op in Op}:
        raise ConditionError(
            (*path, str(name)),
            f"Sammenligningen »{name}« kendes ikke.{did_you_mean(str(name), Op)}",
        )
    op = Op(name)
    if op not in allowed:
        raise ConditionError(
            (*path, name),
            f"»{fact.label.da}« kan ikke læses med »{name}«; brug {_listed(allowed)}.",
        )
    try:
        return Leaf(key, op, _leaf_value(fact, op, data[name]))
    except FactError as error:
        raise ConditionError((*path, name), error.message) from error


def _leaf_value(fact: Fact, op: Op, value: Any) -> LeafValue:
    match op:
        case Op.KNOWN:
            if not isinstance(value, bool):
                raise FactError(fact.key, f"{fact.label.da}: »known« skal være true eller false.")
            return value
        case Op.IS:
            checked = check_value(fact, value)
            assert isinstance(checked, bool | int | float | str)  # noqa: S101
            return checked
        case Op.AT_LEAST | Op.AT_MOST:
            return check_number(fact, value)
        case Op.BETWEEN:
            if not isinstance(value, list | tuple) or len(value) != 2:
                raise FactError(fact.key, f"{fact.label.da}: »between« skal have to tal.")
            low, high = (check_number(fact, end) for end in value)
            if low > high:
                raise FactError(
                    fact.key,
                    f"{fact.label.da}: {number_text(low)} er større end {number_text(high)}; "
                    "skriv det mindste tal først.",
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
        raise FactError(fact.key, f"{fact.label.da}: skriv en liste med mindst ét valg.")
    if len(value) > MAX_LEAVES:
        raise FactError(
            fact.key,
            f"{fact.label.da}: listen har {len(value)} valg; højst {MAX_LEAVES} er tilladt.",
        )
    if any(value.index(one) != place for place, one in enumerate(value)):
        raise FactError(fact.key, f"{fact.label.da}: samme valg står to gange.")
    return list(value)


def _options(fact: Fact, op: Op, value: Any) -> tuple[str, ...]:
    chosen = _several(fact, value)
    for option in chosen:
        if not isinstance(option, str) or option not in fact.options:
            raise FactError(
                fact.key,
                f"{fact.label.da}: »{option}« er ikke en mulighed."
                f"{did_you_mean(str(option), fact.options)}",
            )
    if op is Op.HAS_ALL and fact.has_none and NONE in chosen and len(chosen) > 1:
        raise FactError(
            fact.key,
            f"{fact.label.da}: »{fact.options[NONE].da}« kan aldrig være valgt sammen med andet.",
        )
    return tuple(chosen)


def code_ranges(fact: Fact, value: Any) -> tuple[CodeRange, ...]:
    """Ranges written as `{icd10: ["M17", "M40.0-M54.9"], icpc2: ["L90"]}`, in order."""
    name = fact.label.da
    if not isinstance(value, Mapping) or not value:
        raise FactError(fact.key, f"{name}: skriv koder under icd10 eller icpc2.")
    ranges: set[CodeRange] = set()
    for system, written in value.items():
        if system not in CODE_SYSTEMS:
            raise FactError(
                fact.key, f"{name}: kodesystemet »{system}« kendes ikke; brug icd10 eller icpc2."
            )
        if not isinstance(written, list | tuple) or not written:
            raise FactError(fact.key, f"{name}: skriv en liste af koder under {system}.")
        ranges.update(_code_range(name, fact.key, system, one) for one in written)
    return tuple(sorted(ranges))


def _code_range(name: str, key: str, system: str, written: Any) -> CodeRange:
    ends = str(written).replace("–", "-").split("-")
    normal = [normal_code(system, end) for end in ends]
    if not isinstance(written, str) or len(ends) > 2 or None in normal:
        raise FactError(
            key,
            f"{name}: »{written}« er hverken en {CODE_SYSTEMS[system]}-kode eller et område "
            "fra–til.",
        )
    first, last = str(normal[0]), str(normal[-1])
    if first[: len(last)] > last:
        raise FactError(key, f"{name}: området »{written}« begynder efter, at det slutter.")
    return CodeRange(system, first, last)


def _listed(names: Any) -> str:
    return ", ".join(f"»{name}«" for name in names) or "ingen"
