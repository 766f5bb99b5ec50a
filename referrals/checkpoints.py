"""The controls of a course as its page shows them: what is judged, when, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from courses.models import Checkpoint, Course
from pathways.definition import Definition
from referrals.language import language


@dataclass(frozen=True)
class Control:
    """One checkpoint of the definition, and the course's own where there is one.

    `state`: "begun" (the first contact), "held", "overdue", "to_come" or "passed_over".
    """

    key: str
    title: str
    for_whom: str
    judged: tuple[str, ...]
    week: int
    state: str
    due_on: date
    row: Checkpoint | None

    def in_words(self, words: Callable[[str], str]) -> Control:
        """The same, with the definition's sentences in the reader's own word for the citizen."""
        judged = tuple(words(said) for said in self.judged)
        return replace(self, for_whom=words(self.for_whom), judged=judged)

    @property
    def can_be_held(self) -> bool:
        """Whether it waits to be held."""
        return self.state in {"overdue", "to_come"}


def controls_of(
    course: Course, definition: Definition, rows: Iterable[Checkpoint], *, today: date
) -> tuple[Control, ...]:
    """The definition's checkpoints with what the course has of each."""
    mine = {row.key: row for row in rows}
    last_held = max((row.due_on for row in mine.values() if row.held_on), default=date.min)
    lang = language()
    found = []
    for one in definition.checkpoints:
        row = mine.get(one.key)
        found.append(
            Control(
                key=one.key,
                title=one.title.in_(lang),
                for_whom=one.for_whom.in_(lang) if one.for_whom else "",
                judged=tuple(said.in_(lang) for said in one.judged),
                week=one.week,
                state=_state(row, last_held, today),
                due_on=row.due_on if row else course.started_on,
                row=row,
            )
        )
    return tuple(found)


def _state(row: Checkpoint | None, last_held: date, today: date) -> str:
    if row is None:
        return "begun"
    if row.held_on is not None:
        return "held"
    if row.due_on < last_held:
        return "passed_over"
    return "overdue" if row.due_on < today else "to_come"
