"""What can be proved about conditions: can this be so, does that follow, and for whom.

Each fact is a value and a *known* flag; a condition is a pair of formulas `(is_true, is_false)`:
a leaf is `known ∧ p` and `known ∧ ¬p`, `not` swaps the pair, `all` and `any` combine. The answer
to "can it be?" is an example citizen: as little as possible is known of them, what is known is as
near the plain citizen as can be, and `evaluate` has confirmed them.

Codes and numbers can be infinitely many, but conditions only compare them with limits. So each is
one of finitely many *representatives*: every limit, and a value between every two neighbours.
Nothing is lost thereby, and the examples hold values that people would write.

The solver is loaded by the first question and nowhere else in the program; each question has a
solver of its own, so that threads may ask at the same time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeAlias

from pathways.conditions.claims import (
    Claim,
    Every,
    Never,
    Some,
    Valued,
    among,
    conditions_of,
    holds,
)
from pathways.conditions.evaluate import FALSE, TRUE, UNKNOWN, Truth
from pathways.conditions.facts import Facts, FactValue, Vocabulary, parse_facts
from pathways.conditions.tree import All, Any_, Condition, Leaf, Not, Op, leaves
from pathways.conditions.variables import VARIABLES, OutOfTime, Solving, Variable

__all__ = ["SECONDS", "Asked", "Example", "OutOfTime", "Prover", "ReadingsDisagree"]

Example: TypeAlias = dict[str, FactValue]
Asked: TypeAlias = Claim | tuple[Condition, Collection[Truth]]
"""A claim; or a condition, and the values of which it shall have one."""

SECONDS = 5.0


class ReadingsDisagree(RuntimeError):
    """The solver's example is not confirmed by `evaluate`: one of the two readings is wrong."""


class Prover:
    """Questions about conditions over one vocabulary.

    `plain`: the facts of an ordinary citizen, in normal form, that examples come near.
    `seconds`: how long one question may take before `OutOfTime` is raised.
    """

    def __init__(
        self, vocabulary: Vocabulary, *, plain: Facts | None = None, seconds: float = SECONDS
    ) -> None:
        self.vocabulary = vocabulary
        self.plain = dict(plain or {})
        self.seconds = seconds

    def satisfiable(self, condition: Condition) -> Example | None:
        """A citizen for whom the condition is true, or None: it can never be."""
        return self.example((condition, {TRUE}))

    def overlap(self, one: Condition, other: Condition) -> Example | None:
        """A citizen for whom both conditions are true, or None: they exclude each other."""
        return self.example((one, {TRUE}), (other, {TRUE}))

    def implies(self, one: Condition, other: Condition) -> bool:
        """Whether `other` is true of everyone of whom `one` is."""
        return self.counterexample(one, other) is None

    def counterexample(self, one: Condition, other: Condition) -> Example | None:
        """A citizen for whom `one` is true and `other` false or unknown."""
        return self.example((one, {TRUE}), (other, {FALSE, UNKNOWN}))

    def difference(self, one: Condition, other: Condition) -> Example | None:
        """A citizen of whom the two conditions have different values, or None: they say the same.

        True against false is looked for first, then what one of them leaves unknown.
        """
        decided = {TRUE, FALSE}
        ways = (({TRUE}, {FALSE}), ({FALSE}, {TRUE}), (decided, {UNKNOWN}), ({UNKNOWN}, decided))
        for first, second in ways:
            found = self.example((one, first), (other, second))
            if found is not None:
                return found
        return None

    def example(self, *asked: Asked) -> Example | None:
        """A citizen of whom everything asked holds, or None.

        Raises `OutOfTime`, and `ReadingsDisagree` if `evaluate` does not confirm the example.
        """
        claims = [among(*one) if isinstance(one, tuple) else one for one in asked]
        question = _Question(self.vocabulary, self.plain, self.seconds)
        question.ask(claims)
        found = question.most_ordinary()
        if found is not None:
            _confirm(self.vocabulary, found, claims)
        return found

    def value(self, condition: Condition, facts: Facts) -> Truth:
        """The condition's value for one citizen, as the solver reads it.

        `evaluate` gives the same far sooner; this is for holding the two to each other.
        """
        question = _Question(self.vocabulary, facts, self.seconds)
        return question.value(condition)


def _confirm(vocabulary: Vocabulary, example: Example, claims: Iterable[Claim]) -> None:
    if parse_facts(vocabulary, example) != example:
        raise ReadingsDisagree(f"Not in normal form: {example}")
    for claim in claims:
        if not holds(claim, example):
            raise ReadingsDisagree(f"{claim} does not hold of {example}")


class _Question:
    """One question: the facts it is about, and its conditions as formulas."""

    def __init__(self, vocabulary: Vocabulary, plain: Facts, seconds: float) -> None:
        import z3

        self.solving = Solving(z3, seconds)
        self.vocabulary = vocabulary
        self.plain = plain
        self.variables: dict[str, Variable] = {}
        # By identity: the same part of many claims is made once, and hashing it would cost more.
        self.pairs: dict[int, tuple[Any, Any]] = {}
        self.formulas: dict[int, Any] = {}

    def ask(self, claims: list[Claim]) -> None:
        """Each claim shall hold."""
        self._declare(list(conditions_of(*claims)))
        for claim in claims:
            self.solving.add(self.formula(claim))

    def formula(self, claim: Claim) -> Any:
        """The claim as a formula; made once, though it be part of many."""
        made = self.formulas.get(id(claim))
        if made is None:
            made = self.formulas[id(claim)] = self._formula(claim)
        return made

    def _formula(self, claim: Claim) -> Any:
        match claim:
            case Valued(condition, wanted):
                is_true, is_false = self.pair(condition)
                undecided = self.solving.no(self.solving.either(is_true, is_false))
                ways = {TRUE: is_true, FALSE: is_false, UNKNOWN: undecided}
                return self.solving.either(*(ways[value] for value in Truth if value in wanted))
            case Every(parts):
                return self.solving.both(*map(self.formula, parts))
            case Some(parts):
                return self.solving.either(*map(self.formula, parts))
            case Never(part):
                return self.solving.no(self.formula(part))

    def value(self, condition: Condition) -> Truth:
        """The condition's value where everything is as with the plain citizen."""
        self._declare([condition])
        for key, variable in self.variables.items():
            known = variable.known if key in self.plain else self.solving.no(variable.known)
            self.solving.add(known)
            if key in self.plain:
                self.solving.add(variable.equals(self.plain[key]))
        is_true, is_false = self.pair(condition)
        if self.solving.possible(is_true):
            return TRUE
        return FALSE if self.solving.possible(is_false) else UNKNOWN

    def _declare(self, conditions: list[Condition]) -> None:
        asked: dict[str, list[Leaf]] = {}
        for condition in conditions:
            for leaf in leaves(condition):
                asked.setdefault(leaf.fact, []).append(leaf)
        for key in self.vocabulary:
            if key in asked:
                fact = self.vocabulary[key]
                self.variables[key] = VARIABLES[fact.type](
                    self.solving, fact, asked[key], self.plain.get(key)
                )

    def pair(self, condition: Condition) -> tuple[Any, Any]:
        """The condition as two formulas: it is true, it is false."""
        made = self.pairs.get(id(condition))
        if made is None:
            made = self.pairs[id(condition)] = self._pair(condition)
        return made

    def _pair(self, condition: Condition) -> tuple[Any, Any]:
        match condition:
            case Leaf(key, op, asked):
                variable = self.variables[key]
                if op is Op.KNOWN:
                    known, unknown = variable.known, self.solving.no(variable.known)
                    return (known, unknown) if asked else (unknown, known)
                holds = variable.holds(op, asked)
                return (
                    self.solving.both(variable.known, holds),
                    self.solving.both(variable.known, self.solving.no(holds)),
                )
            case Not(part):
                is_true, is_false = self.pair(part)
                return is_false, is_true
            case All(parts):
                pairs = [self.pair(part) for part in parts]
                return (
                    self.solving.both(*(is_true for is_true, _ in pairs)),
                    self.solving.either(*(is_false for _, is_false in pairs)),
                )
            case Any_(parts):
                pairs = [self.pair(part) for part in parts]
                return (
                    self.solving.either(*(is_true for is_true, _ in pairs)),
                    self.solving.both(*(is_false for _, is_false in pairs)),
                )

    def most_ordinary(self) -> Example | None:
        """Of all citizens the one of whom least is known, and that nearest the plain one.

        Decided fact by fact, the vocabulary's first facts being the last to be left out, so that
        the same question always has the same answer.
        """
        if not self.solving.possible():
            return None
        self._fewest_known()
        for variable in reversed(self.variables.values()):
            variable.settle_whether_known()
        return {
            key: variable.settle() for key, variable in self.variables.items() if variable.is_known
        }

    def _fewest_known(self) -> None:
        flags = [(variable.known, 1) for variable in self.variables.values()]
        for count in range(len(flags)):
            few = self.solving.z3.PbLe(flags, count)
            if self.solving.possible(few):
                self.solving.add(few)
                return
