"""All checks of one definition: typed, or the raw data of a draft in whatever state it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from pathways.conditions.prove import OutOfTime
from pathways.definition import Definition, LineOf
from pathways.definition_parts.problems import Problem
from pathways.documents import DocumentError, read_yaml
from pathways.verification import (
    codes,
    course,
    firing,
    languages,
    performers,
    red_flags,
    tried,
    use,
    visibility,
)
from pathways.verification.drafts import Draft, read_draft
from pathways.verification.findings import Finding, Kind, Severity, of_problem
from pathways.verification.subject import Subject
from pathways.verification.surroundings import Surroundings

Check: TypeAlias = Callable[[Subject], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    firing.check,
    red_flags.check,
    visibility.check,
    tried.check,
    use.check,
    course.check,
    performers.check,
    codes.check,
    languages.check,
)


def verify(
    document: Definition | Any,
    surroundings: Surroundings | None = None,
    *,
    line_of: LineOf | None = None,
) -> tuple[Finding, ...]:
    """What is wrong, or to be looked at, in a definition or in the JSON data of a draft.

    Errors first, then as the document reads. `line_of` gives the line of a place in the text
    that the data was read from.
    """
    draft = Draft((), document) if isinstance(document, Definition) else read_draft(document)
    found = [of_problem(problem) for problem in draft.problems]
    if draft.definition is not None:
        subject = Subject(draft.definition, surroundings or Surroundings(), draft.lost)
        checked = _checked(subject)
        found += [finding.at(draft.place_in(finding.path)) for finding in checked]
    if line_of is not None:
        found = [finding.at_line(line_of(finding.path)) for finding in found]
    found.sort(key=lambda finding: finding.severity is not Severity.ERROR)
    return tuple(found)


def verify_yaml(
    text: str, surroundings: Callable[[str], Surroundings] | None = None
) -> tuple[Finding, ...]:
    """The same of a definition written as YAML, each finding with its line.

    `surroundings` gives those of the key that the text says.
    """
    try:
        document = read_yaml(text)
    except DocumentError as refused:
        return (of_problem(Problem("", refused.message, refused.line)),)
    key = document.data.get("key") if isinstance(document.data, dict) else None
    around = surroundings(key) if surroundings is not None and isinstance(key, str) else None
    return verify(document.data, around, line_of=document.line_of)


def _checked(subject: Subject) -> list[Finding]:
    """What all checks find. One that runs out of time says so, once for them all."""
    found: list[Finding] = []
    undecided: OutOfTime | None = None
    for check in CHECKS:
        try:
            found.extend(check(subject))
        except OutOfTime as late:
            undecided = late
    if undecided is not None:
        found.append(Finding(Kind.UNDECIDED, Severity.ERROR, (), undecided.message))
    return found
