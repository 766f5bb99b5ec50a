"""The parts of a definition that make one stop together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pathways.definition import Definition
from pathways.definition_parts.care import Activity, Checkpoint, Phase
from pathways.definition_parts.figure import Figure, FigureStop


@dataclass
class Gathered:
    """The parts of one stop, as they are found."""

    actor: str
    parts: list[Checkpoint | Phase | Activity] = field(default_factory=list)
    named: FigureStop | None = None


def gather(definition: Definition, by_weeks: bool) -> Iterator[Gathered]:
    """The parts of each stop: those named for the figure, then the rest by actor and time."""
    figure = definition.figure or Figure()
    parts: dict[str, Checkpoint | Phase | Activity] = {}
    every: list[Checkpoint | Phase | Activity] = [*definition.checkpoints, *definition.phases]
    every += definition.activities
    for one in every:
        parts.setdefault(one.key, one)
    named: set[int] = set()
    for stop in figure.stops:
        found = [parts[key] for key in stop.of]
        named.update(id(part) for part in found)
        yield Gathered(_actor(found[0]), found, stop)
    groups: dict[tuple[object, ...], Gathered] = {}
    rest: list[Checkpoint | Phase | Activity] = [*definition.checkpoints]
    rest += [] if by_weeks else definition.phases
    rest += definition.activities
    for part in rest:
        if id(part) not in named:
            group = groups.setdefault(_group(part, by_weeks), Gathered(_actor(part)))
            group.parts.append(part)
    yield from groups.values()


def _actor(part: Checkpoint | Phase | Activity) -> str:
    return part.responsible if isinstance(part, Phase) else part.actor


def _group(part: Checkpoint | Phase | Activity, by_weeks: bool) -> tuple[object, ...]:
    """What parts of one stop have in common."""
    match part:
        case Checkpoint():
            return ("checkpoint", part.key)
        case Phase():
            return (part.responsible, part.key)
        case Activity() if by_weeks and (part.from_week, part.to_week) != (None, None):
            return (part.actor, part.from_week or 0, part.to_week)
    return (part.actor, part.phase)


def span_of(one: Gathered) -> tuple[int, int | None] | None:
    """The weeks of a stop, from its first part; None where it has none."""
    part = one.parts[0]
    if isinstance(part, Checkpoint):
        return part.week, part.week
    if isinstance(part, Phase) or (part.from_week is None and part.to_week is None):
        return None
    start = part.from_week or 0
    return start, None if part.to_week is None else max(part.to_week, start)
