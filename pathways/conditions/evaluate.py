"""What a condition says of one citizen: true, false or unknown (Kleene's logic), and why.

Facts are expected in the normal form that `facts.parse_facts` gives.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeAlias

from pathways.conditions.facts import Facts
from pathways.conditions.tree import All, Any_, Condition, Leaf, Not, Op


class Truth(IntEnum):
    """Kleene's three values in their order: `all` is the least of its parts, `any` the greatest.

    Compare with `is`; a plain `if` would take unknown for true and is refused.
    """

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def __bool__(self) -> bool:
        raise TypeError("Three values: ask `is Truth.TRUE`, not `if truth`.")

    def negated(self) -> Truth:
        """True and false change places; unknown stays."""
        return _NEGATED[self]


FALSE, UNKNOWN, TRUE = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
_NEGATED = (TRUE, UNKNOWN, FALSE)

Reader: TypeAlias = Callable[[Facts], Truth]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The value of a condition for one citizen.

    `decided_by`: a minimal set of leaves that suffices; whatever the others say, the value is
    the same. `missing`: when unknown, the keys of the facts that could decide it.
    """

    value: Truth
    decided_by: tuple[Leaf, ...]
    missing: tuple[str, ...] = ()


def compile_condition(condition: Condition) -> Reader:
    """A function from facts to the condition's value; built once, called often."""
    match condition:
        case Leaf():
            return _compile_leaf(condition)
        case Not(part):
            inner = compile_condition(part)
            return lambda facts: _NEGATED[inner(facts)]
        case All(parts):
            return _compile_all([compile_condition(part) for part in parts])
        case Any_(parts):
            return _compile_any([compile_condition(part) for part in parts])


def value_of(leaf: Leaf, facts: Facts) -> Truth:
    """What one leaf says."""
    return _compile_leaf(leaf)(facts)


def evaluate(condition: Condition, facts: Facts) -> Outcome:
    """The condition's value with a minimal set of leaves that decides it."""
    traced = _trace(condition, facts)
    if traced.value is UNKNOWN:
        enough = [*traced.refutes(FALSE), *traced.refutes(TRUE)]
        missing = tuple(dict.fromkeys(traced.missing()))
    else:
        enough, missing = traced.proves(traced.value), ()
    return Outcome(traced.value, _pruned(traced, list(dict.fromkeys(enough))), missing)


def _compile_leaf(leaf: Leaf) -> Reader:
    key, asked = leaf.fact, leaf.value
    if leaf.op is Op.KNOWN:
        return lambda facts: TRUE if (facts.get(key) is not None) is asked else FALSE
    test = _TESTS[leaf.op](asked)

    def read(facts: Facts) -> Truth:
        value = facts.get(key)
        if value is None:
            return UNKNOWN
        return TRUE if test(value) else FALSE

    return read


def _compile_all(readers: list[Reader]) -> Reader:
    def read(facts: Facts) -> Truth:
        least = TRUE
        for reader in readers:
            value = reader(facts)
            if value is FALSE:
                return FALSE
            if value is UNKNOWN:
                least = UNKNOWN
        return least

    return read


def _compile_any(readers: list[Reader]) -> Reader:
    def read(facts: Facts) -> Truth:
        greatest = FALSE
        for reader in readers:
            value = reader(facts)
            if value is TRUE:
                return TRUE
            if value is UNKNOWN:
                greatest = UNKNOWN
        return greatest

    return read


_TESTS: dict[Op, Callable[[Any], Callable[[Any], bool]]] = {
    Op.IS: lambda asked: lambda value: bool(value == asked),
    Op.ONE_OF: lambda asked: lambda value: value in asked,
    Op.AT_LEAST: lambda asked: lambda value: bool(value >= asked),
    Op.AT_MOST: lambda asked: lambda value: bool(value <= asked),
    Op.BETWEEN: lambda asked: lambda value: bool(asked[0] <= value <= asked[1]),
    Op.HAS_ANY: lambda asked: lambda value: any(option in value for option in asked),
    Op.HAS_ALL: lambda asked: lambda value: all(option in value for option in asked),
    Op.IN_CODES: lambda asked: (
        lambda value: any(codes.holds(value["system"], value["code"]) for codes in asked)
    ),
}


@dataclass(eq=False, slots=True)
class _Traced:
    """A part of the tree with its value for one citizen."""

    node: Condition
    value: Truth
    parts: tuple[_Traced, ...]

    def proves(self, wanted: Truth) -> list[Leaf]:
        """Few leaves that fix the value at `wanted` (true or false), which it has."""
        if isinstance(self.node, Leaf):
            return [self.node]
        if isinstance(self.node, Not):
            return self.parts[0].proves(wanted.negated())
        all_needed = TRUE if isinstance(self.node, All) else FALSE
        if wanted is all_needed:
            return [leaf for part in self.parts for leaf in part.proves(wanted)]
        ways = [part.proves(wanted) for part in self.parts if part.value is wanted]
        return min(ways, key=len)

    def refutes(self, unwanted: Truth) -> list[Leaf]:
        """Few leaves that keep the value from being `unwanted`, which it is not."""
        if isinstance(self.node, Leaf):
            return [self.node]
        if isinstance(self.node, Not):
            return self.parts[0].refutes(unwanted.negated())
        one_is_enough = FALSE if isinstance(self.node, All) else TRUE
        if unwanted is one_is_enough:
            return [leaf for part in self.parts for leaf in part.refutes(unwanted)]
        ways = [part.refutes(unwanted) for part in self.parts if part.value is not unwanted]
        return min(ways, key=len)

    def missing(self) -> list[str]:
        """The facts whose absence leaves this part unknown."""
        if isinstance(self.node, Leaf):
            return [self.node.fact]
        return [key for part in self.parts if part.value is UNKNOWN for key in part.missing()]

    def between(self, fixed: Collection[Leaf]) -> tuple[Truth, Truth]:
        """The least and greatest value when only the leaves in `fixed` keep theirs."""
        if isinstance(self.node, Leaf):
            return (self.value, self.value) if self.node in fixed else (FALSE, TRUE)
        ends = [part.between(fixed) for part in self.parts]
        if isinstance(self.node, Not):
            low, high = ends[0]
            return high.negated(), low.negated()
        choose, empty = (min, TRUE) if isinstance(self.node, All) else (max, FALSE)
        return (
            choose((low for low, _ in ends), default=empty),
            choose((high for _, high in ends), default=empty),
        )


def _trace(node: Condition, facts: Facts) -> _Traced:
    match node:
        case Leaf():
            return _Traced(node, value_of(node, facts), ())
        case Not(part):
            inner = _trace(part, facts)
            return _Traced(node, inner.value.negated(), (inner,))
        case All(parts):
            traced = tuple(_trace(part, facts) for part in parts)
            return _Traced(node, min((part.value for part in traced), default=TRUE), traced)
        case Any_(parts):
            traced = tuple(_trace(part, facts) for part in parts)
            return _Traced(node, max((part.value for part in traced), default=FALSE), traced)


def _pruned(root: _Traced, enough: list[Leaf]) -> tuple[Leaf, ...]:
    """Without every leaf that the others can spare.

    A leaf that stands in several places can make another superfluous, and what keeps a value from
    being false may already keep it from being true.
    """
    kept = enough
    for leaf in enough:
        fewer = [other for other in kept if other != leaf]
        if root.between(fewer) == (root.value, root.value):
            kept = fewer
    return tuple(kept)
