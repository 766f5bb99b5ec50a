"""The columns of a figure, and where in them a stop stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pathways.definition import Definition
from pathways.definition_parts.care import Activity, Checkpoint, Phase
from pathways.swimlane.gathering import Gathered, span_of
from pathways.swimlane.stops import Column, ColumnKind, Stop
from pathways.texts import text


class Axis:
    """The columns, and where in them a stop stands."""

    def __init__(
        self, definition: Definition, by_weeks: bool, gathered: Iterable[Gathered]
    ) -> None:
        self.by_weeks = by_weeks
        if not by_weeks:
            self.columns = tuple(_phase_column(phase) for phase in definition.phases)
            self.places = {phase.key: place for place, phase in enumerate(definition.phases)}
            return
        spans = [span_of(one) for one in gathered]
        dated = [span for span in spans if span is not None]
        controls = [one.week for one in definition.checkpoints]
        ends = [start if end is None else end for start, end in dated]
        self.last_week = max(controls or ends, default=0)
        weeks = sorted({start for start, _end in dated if start <= self.last_week} | {*controls})
        if any(self._is_after(span) for span in dated):
            weeks = [week for week in weeks if self._stays(week, dated, controls)]
        self.columns = tuple(
            Column(ColumnKind.WEEK, text(f"uge {week}", f"week {week}"), week) for week in weeks
        )
        if any(self._is_after(span) for span in dated):
            after = Column(ColumnKind.AFTER, text("derefter", "afterwards"), self.last_week)
            self.columns = (*self.columns, after)

    def _is_after(self, span: tuple[int, int | None]) -> bool:
        """Whether the work only begins when the controls have been held."""
        start, end = span
        if start > self.last_week:
            return True
        return start == self.last_week and (end is None or end > start)

    def _stays(self, week: int, dated: list[tuple[int, int | None]], controls: list[int]) -> bool:
        """Whether anything is left in the week when later work has its own column."""
        return week in controls or any(
            start == week and not self._is_after((start, end)) for start, end in dated
        )

    def place(self, one: Gathered) -> Stop:
        """The stop of what was gathered, in its columns."""
        first = one.parts[0]
        checkpoint = next((part for part in one.parts if isinstance(part, Checkpoint)), None)
        phase = next((part for part in one.parts if isinstance(part, Phase)), None)
        title = one.named.title if one.named else first.title
        stop = Stop(
            key=first.key,
            actor=one.actor,
            title=title,
            line=one.named.line if one.named else None,
            first=None,
            last=0,
            checkpoint=checkpoint,
            phase=phase,
            activities=tuple(part for part in one.parts if isinstance(part, Activity)),
            recommendations=one.named.recommendations if one.named else (),
            named=one.named is not None,
        )
        return self._in_weeks(stop, one) if self.by_weeks else self._in_phase(stop, first)

    def _in_phase(self, stop: Stop, first: Checkpoint | Phase | Activity) -> Stop:
        key = first.key if isinstance(first, Phase) else getattr(first, "phase", None)
        if key in self.places:
            return replace(stop, first=self.places[key], last=self.places[key])
        return self.across(replace(stop, lasting=True, open_ended=True))

    def _in_weeks(self, stop: Stop, one: Gathered) -> Stop:
        span = span_of(one)
        if span is None:
            return stop
        start, end = span
        stop = replace(stop, from_week=start, to_week=end)
        if stop.checkpoint is None and self._is_after(span):
            place = len(self.columns) - 1
            return replace(stop, first=place, last=place, open_ended=end is None)
        first, last = self._column(start), self._column(self.last_week if end is None else end)
        lasting = stop.checkpoint is None and end != start
        return replace(
            stop,
            first=first,
            last=last if lasting else first,
            lasting=lasting,
            open_ended=end is None,
        )

    def _column(self, week: int) -> int:
        """The last column of weeks that has begun by then."""
        weeks = [column.week for column in self.columns if column.kind is ColumnKind.WEEK]
        return max((place for place, begins in enumerate(weeks) if begins <= week), default=0)

    def across(self, stop: Stop) -> Stop:
        """The stop over all columns."""
        return replace(stop, first=0, last=len(self.columns) - 1)


def _phase_column(phase: Phase) -> Column:
    weeks = phase.weeks_at_least
    note = text(f"mindst {weeks} uger", f"at least {weeks} weeks") if weeks else None
    return Column(ColumnKind.PHASE, phase.title, note=note, phase=phase.key)
