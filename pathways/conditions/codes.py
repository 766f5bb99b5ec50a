"""Ranges of diagnosis codes, and reading them from what a document writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pathways.conditions.facts import CODE_SYSTEMS, Fact, no_such_system, normal_code, unfit


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


def code_ranges(fact: Fact, value: Any) -> tuple[CodeRange, ...]:
    """Ranges written as `{icd10: ["M17", "M40.0-M54.9"], icpc2: ["L90"]}`, in order."""
    if not isinstance(value, Mapping) or not value:
        raise unfit(
            fact, "skriv koder under icd10 eller icpc2.", "write codes under icd10 or icpc2."
        )
    ranges: set[CodeRange] = set()
    for system, written in value.items():
        if system not in CODE_SYSTEMS:
            raise no_such_system(fact, system)
        if not isinstance(written, list | tuple) or not written:
            raise unfit(
                fact,
                "skriv en liste af koder under {system}.",
                "write a list of codes under {system}.",
                system=system,
            )
        ranges.update(_code_range(fact, system, one) for one in written)
    return tuple(sorted(ranges))


def _code_range(fact: Fact, system: str, written: Any) -> CodeRange:
    ends = str(written).replace("–", "-").split("-")
    normal = [normal_code(system, end) for end in ends]
    if not isinstance(written, str) or len(ends) > 2 or None in normal:
        raise unfit(
            fact,
            "»{code}« er hverken en {system}-kode eller et område fra–til.",
            "“{code}” is neither an {system} code nor a range from–to.",
            code=str(written),
            system=CODE_SYSTEMS[system],
        )
    first, last = str(normal[0]), str(normal[-1])
    if first[: len(last)] > last:
        raise unfit(
            fact,
            "området »{code}« begynder efter, at det slutter.",
            "the range “{code}” begins after it ends.",
            code=written,
        )
    return CodeRange(system, first, last)
