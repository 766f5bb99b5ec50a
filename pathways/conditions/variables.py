"""The solver's side of a question: formulas against a clock, and one variable for each fact.

The solver's module is handed in, so that only `prove` loads it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from pathways.conditions.codes import CodeRange
from pathways.conditions.facts import NONE, NUMBERS, Fact, FactType, FactValue
from pathways.conditions.representatives import codes_apart, numbers_apart
from pathways.conditions.tree import Leaf, Op
from pathways.texts import filled

A_TEXT = "–"
"""Stands for any text in an example."""


class OutOfTime(RuntimeError):
    """A question was not answered within its time; neither answer may be assumed."""

    def __init__(self, seconds: float) -> None:
        self.message = filled(
            "Spørgsmålet kunne ikke afgøres på {seconds} sekunder. Gør betingelserne enklere.",
            "The question could not be decided in {seconds} seconds. Make the conditions simpler.",
            seconds=f"{round(seconds, 1):g}",
        )
        super().__init__(self.message.da)


class Solving:
    """One question's own solver, which may be asked until its time is out.

    `z3`: the solver's module.
    """

    def __init__(self, z3: Any, seconds: float) -> None:
        self.z3 = z3
        self.context = z3.Context()
        self.solver = z3.Solver(ctx=self.context)
        self.seconds = seconds
        self.deadline = time.monotonic() + seconds

    def add(self, formula: Any) -> None:
        """From now on the formula holds."""
        self.solver.add(formula)

    def possible(self, *assumed: Any) -> bool:
        """Whether all that is said can be so, with these formulas besides."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime(self.seconds)
        self.solver.set("timeout", max(1, math.ceil(left * 1000)))
        answer = self.solver.check(*assumed)
        if answer == self.z3.unknown:
            raise OutOfTime(self.seconds)
        return bool(answer == self.z3.sat)

    def prefer(self, formula: Any) -> bool:
        """From now on the formula holds if it can, and otherwise its opposite; which it was."""
        holds = self.possible(formula)
        self.solver.add(formula if holds else self.no(formula))
        return holds

    def yes(self, value: bool) -> Any:
        """The formula that is always so, or never."""
        return self.z3.BoolVal(value, self.context)

    def no(self, formula: Any) -> Any:
        """Not the formula."""
        return self.z3.Not(formula, self.context)

    def both(self, *formulas: Any) -> Any:
        """All the formulas, however many."""
        return self.z3.And(*formulas, self.context) if formulas else self.yes(True)

    def either(self, *formulas: Any) -> Any:
        """At least one of the formulas."""
        return self.z3.Or(*formulas, self.context) if formulas else self.yes(False)


class Variable:
    """One fact of the citizen asked about: whether it is known, and its value."""

    def __init__(self, solving: Solving, fact: Fact, asked: list[Leaf], plain: Any) -> None:
        self.solving = solving
        self.fact = fact
        self.plain = plain
        self.known = solving.z3.Bool(f"known {fact.key}", solving.context)
        self.is_known = False
        self.declare(asked)

    def declare(self, asked: list[Leaf]) -> None:
        """Make the value and say which values there are."""

    def holds(self, op: Op, asked: Any) -> Any:
        """The formula of a leaf, given that the fact is known."""
        raise NotImplementedError(op)

    def equals(self, value: Any) -> Any:
        """The formula that the value is this one."""
        raise NotImplementedError

    def settle_whether_known(self) -> None:
        """Unknown if that is possible."""
        self.is_known = not self.solving.prefer(self.solving.no(self.known))

    def settle(self) -> FactValue:
        """The most ordinary value that is possible, which is then settled."""
        raise NotImplementedError


class _Boolean(Variable):
    def declare(self, asked: list[Leaf]) -> None:
        self.answer = self.solving.z3.Bool(f"value {self.fact.key}", self.solving.context)

    def holds(self, op: Op, asked: Any) -> Any:
        return self.equals(asked)

    def equals(self, value: Any) -> Any:
        return self.answer if value else self.solving.no(self.answer)

    def settle(self) -> FactValue:
        ordinary = bool(self.plain)
        return ordinary if self.solving.prefer(self.equals(ordinary)) else not ordinary


class _OneOf(Variable):
    """A value that is one of finitely many representatives, the most ordinary first."""

    def declare(self, asked: list[Leaf]) -> None:
        z3, context = self.solving.z3, self.solving.context
        self.values = list(self.representatives(asked))
        if self.fact.type in NUMBERS:
            sort = z3.Int if self.fact.type is FactType.INTEGER else z3.Real
            self.number = sort(f"value {self.fact.key}", context)
        else:
            self.number = z3.Int(f"value {self.fact.key}", context)
        values = map(self.equals, self.values)
        self.solving.add(self.solving.either(self.solving.no(self.known), *values))

    def representatives(self, asked: list[Leaf]) -> Iterable[Any]:
        raise NotImplementedError

    def equals(self, value: Any) -> Any:
        return self.number == self.values.index(value)

    def settle(self) -> FactValue:
        for value in self.values:
            if self.solving.prefer(self.equals(value)):
                return dict(value) if isinstance(value, dict) else value
        raise AssertionError(self.fact.key)


class _Number(_OneOf):
    def representatives(self, asked: list[Leaf]) -> Iterable[int | float]:
        limits = [
            end
            for leaf in asked
            if leaf.op is not Op.KNOWN
            for end in (leaf.value if isinstance(leaf.value, tuple) else (leaf.value,))
            if isinstance(end, int | float)
        ]
        return numbers_apart(self.fact, limits, self.plain)

    def holds(self, op: Op, asked: Any) -> Any:
        match op:
            case Op.IS:
                return self.equals(asked)
            case Op.ONE_OF:
                return self.solving.either(*map(self.equals, asked))
            case Op.AT_LEAST:
                return self.number >= self._exactly(asked)
            case Op.AT_MOST:
                return self.number <= self._exactly(asked)
            case Op.BETWEEN:
                low, high = asked
                return self.solving.both(
                    self.number >= self._exactly(low), self.number <= self._exactly(high)
                )
        return super().holds(op, asked)

    def equals(self, value: Any) -> Any:
        return self.number == self._exactly(value)

    def _exactly(self, value: float) -> Any:
        """The number that is written in JSON, not the nearest binary one."""
        z3, context = self.solving.z3, self.solving.context
        exact = Fraction(str(value))
        if self.fact.type is FactType.INTEGER:
            return z3.IntVal(int(exact), context)
        return z3.RealVal(f"{exact.numerator}/{exact.denominator}", context)


class _Choice(_OneOf):
    def representatives(self, asked: list[Leaf]) -> Iterable[str]:
        return sorted(self.fact.options, key=lambda option: option != self.plain)

    def holds(self, op: Op, asked: Any) -> Any:
        options = asked if op is Op.ONE_OF else (asked,)
        return self.solving.either(*map(self.equals, options))


class _Code(_OneOf):
    def representatives(self, asked: list[Leaf]) -> Iterable[dict[str, str]]:
        ranges = [
            codes
            for leaf in asked
            if isinstance(leaf.value, tuple)
            for codes in leaf.value
            if isinstance(codes, CodeRange)
        ]
        return codes_apart(self.fact, ranges, self.plain)

    def holds(self, op: Op, asked: Any) -> Any:
        return self.solving.either(
            *(
                self.equals(value)
                for value in self.values
                if any(self._within(codes, value) for codes in asked)
            )
        )

    @staticmethod
    def _within(codes: CodeRange, value: Mapping[str, str]) -> bool:
        """From `first` to the end of everything that begins with `last`."""
        code = value["code"]
        return value["system"] == codes.system and (
            codes.first <= code and (code <= codes.last or code.startswith(codes.last))
        )


class _Set(Variable):
    def declare(self, asked: list[Leaf]) -> None:
        z3, solving = self.solving.z3, self.solving
        self.chosen = {
            option: z3.Bool(f"{option} in {self.fact.key}", solving.context)
            for option in self.fact.options
        }
        if self.fact.has_none:
            others = [chosen for option, chosen in self.chosen.items() if option != NONE]
            solving.add(self.chosen[NONE] == solving.no(solving.either(*others)))

    def holds(self, op: Op, asked: Any) -> Any:
        chosen = [self.chosen[option] for option in asked]
        return (self.solving.either if op is Op.HAS_ANY else self.solving.both)(*chosen)

    def equals(self, value: Any) -> Any:
        return self.solving.both(
            *(
                chosen if option in value else self.solving.no(chosen)
                for option, chosen in self.chosen.items()
            )
        )

    def settle(self) -> FactValue:
        """The plain citizen's options and no others if possible; then as few others as needed."""
        ordinary = self.plain or ()
        for option in reversed(self.chosen):
            chosen = self.chosen[option]
            if option != NONE:
                self.solving.prefer(chosen if option in ordinary else self.solving.no(chosen))
        return [option for option, chosen in self.chosen.items() if self.solving.possible(chosen)]


class _Text(Variable):
    """Of a text only whether it is known can be asked."""

    def equals(self, value: Any) -> Any:
        return self.solving.yes(True)

    def settle(self) -> FactValue:
        return str(self.plain or A_TEXT)


VARIABLES: Mapping[FactType, type[Variable]] = {
    FactType.BOOLEAN: _Boolean,
    FactType.INTEGER: _Number,
    FactType.DECIMAL: _Number,
    FactType.CHOICE: _Choice,
    FactType.SET: _Set,
    FactType.CODE: _Code,
    FactType.TEXT: _Text,
}
