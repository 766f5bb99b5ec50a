"""What the checks and the examples make of mutants: caught by which, proved alike, or survived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from bench.mutants import Mutant
from pathways.definition import Definition, DefinitionError
from pathways.examples import run_example
from pathways.verification import Finding, Severity, verify
from pathways.verification.equivalence import difference


class Fate(StrEnum):
    """How a mutant ended."""

    EXAMPLE = "an example"
    ERROR = "an error"
    WARNING = "a warning"
    ALIKE = "proved alike"
    SURVIVED = "survived"


CAUGHT = frozenset({Fate.EXAMPLE, Fate.ERROR, Fate.WARNING})


@dataclass
class Caught:
    """How the mutants of one definition ended, by family."""

    fates: dict[str, Counter[Fate]] = field(default_factory=dict)
    survivors: list[str] = field(default_factory=list)

    def count(self, *fates: Fate) -> int:
        """How many ended so; all without fates."""
        return sum(
            number
            for counted in self.fates.values()
            for fate, number in counted.items()
            if not fates or fate in fates
        )

    @property
    def share(self) -> float:
        """Of the mutants that are faults at all, the share that is caught."""
        faults = self.count() - self.count(Fate.ALIKE)
        return self.count(*CAUGHT) / faults if faults else 1.0


def catch(definition: Definition, made: Iterable[Mutant]) -> Caught:
    """Try every mutant."""
    told = Caught()
    before = _seen(verify(definition))
    for mutant in made:
        fate = fate_of(definition, mutant, before)
        told.fates.setdefault(mutant.family, Counter())[fate] += 1
        if fate is Fate.SURVIVED:
            told.survivors.append(f"{mutant.family}: {mutant.name}")
    return told


def fate_of(definition: Definition, mutant: Mutant, before: frozenset[tuple[str, str]]) -> Fate:
    """How one mutant ends. A finding that the sound definition has too catches nothing."""
    if _fails_an_example(mutant):
        return Fate.EXAMPLE
    new = [one for one in verify(mutant.data) if (one.kind, one.message.da) not in before]
    if any(one.severity is Severity.ERROR for one in new):
        return Fate.ERROR
    if new:
        return Fate.WARNING
    if mutant.routes and difference(definition, Definition.from_data(mutant.data)) is None:
        return Fate.ALIKE
    return Fate.SURVIVED


def seen(definition: Definition) -> frozenset[tuple[str, str]]:
    """What is found in the sound definition."""
    return _seen(verify(definition))


def _seen(findings: Iterable[Finding]) -> frozenset[tuple[str, str]]:
    return frozenset((one.kind, one.message.da) for one in findings)


def _fails_an_example(mutant: Mutant) -> bool:
    try:
        definition = Definition.from_data(mutant.data)
    except DefinitionError:
        return False
    return any(not run_example(definition, one).passed for one in definition.examples)


def lines(told: Caught) -> Iterator[str]:
    """A row for each family, as Markdown."""
    yield f"| family | {' | '.join(Fate)} |"
    yield f"|---|{'---|' * len(Fate)}"
    for family, counted in told.fates.items():
        yield f"| {family} | {' | '.join(str(counted[fate] or '') for fate in Fate)} |"
