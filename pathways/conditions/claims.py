"""What is asked of one citizen: that conditions have, or have not, certain values.

A condition has three values and can say of itself only "true"; claims have two, so that "this
rule is not true" (false or unknown) can be combined with others by and, or and not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pathways.conditions.evaluate import FALSE, TRUE, UNKNOWN, Truth, compile_condition
from pathways.conditions.facts import Facts
from pathways.conditions.tree import Condition


@dataclass(frozen=True, slots=True)
class Valued:
    """The condition has one of these values."""

    condition: Condition
    among: frozenset[Truth]


@dataclass(frozen=True, slots=True)
class Every:
    """Every part holds; without parts always."""

    parts: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds; without parts never."""

    parts: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Never:
    """The part does not hold."""

    part: Claim


Claim: TypeAlias = Valued | Every | Some | Never


def is_true(condition: Condition) -> Claim:
    """The condition is true."""
    return Valued(condition, frozenset({TRUE}))


def is_not_true(condition: Condition) -> Claim:
    """The condition is false or unknown."""
    return Valued(condition, frozenset({FALSE, UNKNOWN}))


def is_unknown(condition: Condition) -> Claim:
    """The condition is neither true nor false."""
    return Valued(condition, frozenset({UNKNOWN}))


def among(condition: Condition, values: Collection[Truth]) -> Claim:
    """The condition has one of the values."""
    return Valued(condition, frozenset(values))


def every(claims: Iterable[Claim]) -> Claim:
    """All the claims hold."""
    return Every(tuple(claims))


def some(claims: Iterable[Claim]) -> Claim:
    """One of the claims holds."""
    return Some(tuple(claims))


def differ(one: Claim, other: Claim) -> Claim:
    """One holds and the other does not."""
    return Some((Every((one, Never(other))), Every((Never(one), other))))


def conditions_of(*claims: Claim) -> Iterator[Condition]:
    """Every condition that the claims speak of; each object once."""
    seen: set[int] = set()
    waiting: list[Claim] = list(reversed(claims))
    while waiting:
        claim = waiting.pop()
        if id(claim) in seen:
            continue
        seen.add(id(claim))
        match claim:
            case Valued(condition, _):
                if id(condition) not in seen:
                    seen.add(id(condition))
                    yield condition
            case Every(parts) | Some(parts):
                waiting.extend(reversed(parts))
            case Never(part):
                waiting.append(part)


def holds(claim: Claim, facts: Facts) -> bool:
    """Whether the claim holds of one citizen, as `evaluate` reads it."""
    known: dict[int, bool] = {}

    def read(one: Claim) -> bool:
        if id(one) not in known:
            known[id(one)] = _read(one)
        return known[id(one)]

    def _read(one: Claim) -> bool:
        match one:
            case Valued(condition, wanted):
                return compile_condition(condition)(facts) in wanted
            case Every(parts):
                return all(map(read, parts))
            case Some(parts):
                return any(map(read, parts))
            case Never(part):
                return not read(part)

    return read(claim)
