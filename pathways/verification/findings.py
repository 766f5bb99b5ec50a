"""What the checks before publishing find: where, how bad, in words, and for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pathways.conditions.facts import Facts
from pathways.definition_parts.problems import Path, Problem, place, with_place
from pathways.texts import Text, filled


class Severity(StrEnum):
    """An error keeps a definition from review and publication; a warning is to be looked at."""

    ERROR = "error"
    WARNING = "warning"


class Kind(StrEnum):
    """What a finding is about."""

    DOCUMENT = "document"
    UNDECIDED = "undecided"
    NEVER_FIRES = "never_fires"
    SHADOWED = "shadowed"
    RIVALS = "rivals"
    NOBODY = "nobody"
    RED_FLAG = "red_flag"
    EXAMPLE = "example"
    CIRCULAR = "circular_visibility"
    NEVER_ASKED = "never_asked"
    UNUSED_PHRASE = "unused_phrase"
    UNUSED_OPTION = "unused_option"
    NOT_RECORDED = "not_recorded"
    UNREACHABLE = "phase_unreachable"
    STUCK = "phase_without_way_out"
    ORDER = "out_of_order"
    NO_SERVICE = "no_service"
    TRANSLATION = "translation"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a definition.

    `path` and `where` name the field (`rules[2].when`); `message` is a sentence that says what to
    do. `example`: a citizen for whom it is so, as facts, and `citizen` the same as sentences;
    None where it is about no citizen. `line`: in the text it was read from.
    """

    kind: Kind
    severity: Severity
    path: Path
    message: Text
    example: Facts | None = None
    citizen: tuple[Text, ...] = ()
    line: int | None = None

    @property
    def where(self) -> str:
        """The field as text: `rules[2].when`."""
        return place(self.path)

    def in_(self, language: str) -> str:
        """The sentence with its place, in "da" or "en"."""
        return with_place(self.message, self.where, self.line).in_(language)

    def __str__(self) -> str:
        return self.in_("da")

    @property
    def is_error(self) -> bool:
        """Whether it keeps the definition from being published."""
        return self.severity is Severity.ERROR

    def at_line(self, line: int | None) -> Finding:
        """The same with the line it stands on."""
        return replace(self, line=line)

    def at(self, path: Path) -> Finding:
        """The same at another place."""
        return replace(self, path=path)

    def to_data(self, language: str = "da") -> dict[str, Any]:
        """The finding as JSON, in one language."""
        return {
            "kind": self.kind.value,
            "severity": self.severity.value,
            "where": self.where,
            "message": self.message.in_(language),
            "example": None if self.example is None else dict(self.example),
            "citizen": [sentence.in_(language) for sentence in self.citizen],
            "line": self.line,
        }


def error(kind: Kind, path: Path, da: str, en: str, /, **values: Text | str | int) -> Finding:
    """A finding that keeps the definition from being published: a sentence of `filled`."""
    return Finding(kind, Severity.ERROR, path, filled(da, en, **values))


def warning(kind: Kind, path: Path, da: str, en: str, /, **values: Text | str | int) -> Finding:
    """A finding to be looked at: a sentence of `filled`."""
    return Finding(kind, Severity.WARNING, path, filled(da, en, **values))


def of_problem(problem: Problem) -> Finding:
    """What the typed models refused."""
    return Finding(Kind.DOCUMENT, Severity.ERROR, problem.path, problem.message, line=problem.line)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of them keeps the definition from being published."""
    return any(finding.is_error for finding in findings)
