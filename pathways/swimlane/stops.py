"""What the figure of a definition holds: stops in lanes and columns, and the ways between them.

A stop gathers what one actor does in one week, stretch of weeks, or phase. Columns are weeks where
the definition has dated controls, and otherwise its phases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from pathways.definition import Definition
from pathways.definition_parts.care import Activity, Checkpoint, Phase
from pathways.definition_parts.figure import Figure, FigureStop, Period
from pathways.destinations import ACTORS, EMERGENCY
from pathways.swimlane.flags import red_flags
from pathways.swimlane.lanes import Lane, lane_of, lanes_for
from pathways.texts import Text, text


class ColumnKind(StrEnum):
    """What a column stands for."""

    WEEK = "week"
    PHASE = "phase"
    AFTER = "after"


@dataclass(frozen=True)
class Column:
    """One column. `week`: where it stands on the axis; `note`: a second line under its title."""

    kind: ColumnKind
    title: Text
    week: int = 0
    note: Text | None = None
    phase: str = ""


@dataclass(frozen=True)
class Stop:
    """One stop. It fills the columns from `first` to `last`; a lasting one is drawn as a bar.

    `first` is None for what has no week: it can be opened, and stands in the table, but is not drawn.
    """

    key: str
    actor: str
    title: Text
    line: Text | None
    first: int | None
    last: int
    lasting: bool = False
    open_ended: bool = False
    from_week: int | None = None
    to_week: int | None = None
    checkpoint: Checkpoint | None = None
    phase: Phase | None = None
    activities: tuple[Activity, ...] = ()
    recommendations: tuple[str, ...] = ()
    named: bool = False
    """Its title was written for the figure."""

    @property
    def lane(self) -> str:
        """The key of its lane."""
        return lane_of(self.actor)

    @property
    def is_emergency(self) -> bool:
        """Where red flags lead."""
        return self.actor == EMERGENCY


@dataclass(frozen=True)
class Way:
    """A way from stop to stop. `red`: taken on a red flag; `free`: without a referral."""

    start: str
    to: str
    text: Text | None = None
    rule: str | None = None
    free: bool = False
    red: bool = False


@dataclass(frozen=True)
class Plan:
    """All there is to draw. `undated`: stops without a week; `flags`: the red flags in words."""

    lanes: tuple[Lane, ...]
    columns: tuple[Column, ...]
    stops: tuple[Stop, ...]
    undated: tuple[Stop, ...]
    ways: tuple[Way, ...]
    flags: tuple[Text, ...] = ()
    periods: tuple[Period, ...] = ()
    by_weeks: bool = True

    @property
    def all_stops(self) -> tuple[Stop, ...]:
        """Every stop that can be opened: by column, then by lane."""
        return (*self.stops, *self.undated)

    def stop(self, key: str) -> Stop | None:
        """The stop with that key."""
        return next((one for one in self.all_stops if one.key == key), None)

    def opened_by(self, key: str) -> Stop | None:
        """The stop with that key, or the one that gathers the part with that key."""
        found = self.stop(key)
        return found or next((one for one in self.all_stops if key in part_keys(one)), None)

    def lane_of(self, stop: Stop) -> Lane:
        """The lane a stop stands in."""
        return next(lane for lane in self.lanes if lane.key == stop.lane)


def part_keys(stop: Stop) -> tuple[str, ...]:
    """The keys of all that a stop gathers."""
    parts = (stop.checkpoint, stop.phase, *stop.activities)
    return tuple(part.key for part in parts if part is not None)


@dataclass
class _Gathered:
    """The parts of one stop, as they are found."""

    actor: str
    parts: list[Checkpoint | Phase | Activity] = field(default_factory=list)
    named: FigureStop | None = None


def plan(definition: Definition) -> Plan | None:
    """What the figure of a definition holds; None where there is nothing to draw."""
    by_weeks = bool(definition.checkpoints) or not definition.phases
    gathered = list(_gather(definition, by_weeks))
    if not gathered:
        return None
    axis = _Axis(definition, by_weeks, gathered)
    keys: set[str] = set()
    stops = []
    for one in gathered:
        stop = axis.place(one)
        stops.append(replace(stop, key=_fresh(stop.key, keys)))
    flags = red_flags(definition)
    emergencies = [stop for stop in stops if stop.is_emergency]
    if flags or emergencies:
        key = emergencies[0].key if emergencies else _fresh(EMERGENCY, keys)
        stops = [stop for stop in stops if not stop.is_emergency]
        stops.append(axis.across(_emergency(key, emergencies)))
    lanes = lanes_for(stop.actor for stop in stops)
    order = {lane.key: number for number, lane in enumerate(lanes)}
    drawn = sorted(
        (stop for stop in stops if stop.first is not None),
        key=lambda stop: (stop.is_emergency, stop.first or 0, order[stop.lane]),
    )
    return Plan(
        lanes=lanes_for(stop.actor for stop in drawn) if drawn else lanes,
        columns=axis.columns,
        stops=tuple(drawn),
        undated=tuple(stop for stop in stops if stop.first is None),
        ways=tuple(_ways(definition, drawn, by_weeks, bool(flags))),
        flags=flags,
        periods=definition.figure.periods if definition.figure and by_weeks else (),
        by_weeks=by_weeks,
    )


def _fresh(key: str, taken: set[str]) -> str:
    """The key, with a number where another stop has it."""
    number, fresh = 2, key
    while fresh in taken:
        number, fresh = number + 1, f"{key}-{number}"
    taken.add(fresh)
    return fresh


def _gather(definition: Definition, by_weeks: bool) -> Iterator[_Gathered]:
    """The parts that make a stop each: those named for the figure, then the rest by actor and time."""
    figure = definition.figure or Figure()
    parts: dict[str, Checkpoint | Phase | Activity] = {}
    for one in (*definition.checkpoints, *definition.phases, *definition.activities):
        parts.setdefault(one.key, one)
    named: set[int] = set()
    for stop in figure.stops:
        found = [parts[key] for key in stop.of]
        named.update(id(part) for part in found)
        yield _Gathered(_actor(found[0]), found, stop)
    groups: dict[tuple[object, ...], _Gathered] = {}
    rest: list[Checkpoint | Phase | Activity] = [*definition.checkpoints]
    rest += [] if by_weeks else definition.phases
    rest += definition.activities
    for part in rest:
        if id(part) not in named:
            group = groups.setdefault(_group(part, by_weeks), _Gathered(_actor(part)))
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


def _emergency(key: str, own: list[Stop]) -> Stop:
    """The one stop of the emergency lane, with all that is said of it."""
    return Stop(
        key,
        EMERGENCY,
        ACTORS[EMERGENCY],
        None,
        first=0,
        last=0,
        activities=tuple(activity for stop in own for activity in stop.activities),
        recommendations=tuple(one for stop in own for one in stop.recommendations),
        named=True,
    )


class _Axis:
    """The columns, and where in them a stop stands."""

    def __init__(
        self, definition: Definition, by_weeks: bool, gathered: Iterable[_Gathered]
    ) -> None:
        self.by_weeks = by_weeks
        if not by_weeks:
            self.columns = tuple(_phase_column(phase) for phase in definition.phases)
            self.places = {phase.key: place for place, phase in enumerate(definition.phases)}
            return
        spans = [_span(one) for one in gathered]
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

    def place(self, one: _Gathered) -> Stop:
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

    def _in_weeks(self, stop: Stop, one: _Gathered) -> Stop:
        span = _span(one)
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


def _span(one: _Gathered) -> tuple[int, int | None] | None:
    """The weeks of a stop, from its first part; None where it has none."""
    part = one.parts[0]
    if isinstance(part, Checkpoint):
        return part.week, part.week
    if isinstance(part, Phase) or (part.from_week is None and part.to_week is None):
        return None
    start = part.from_week or 0
    return start, None if part.to_week is None else max(part.to_week, start)


def _ways(
    definition: Definition, stops: list[Stop], by_weeks: bool, flagged: bool
) -> Iterator[Way]:
    """The ways as written, else from phase to phase; then from control to control, and red flags."""
    holder = {key: stop for stop in stops for key in part_keys(stop)}
    drawn: set[tuple[str, str]] = set()
    for way in (*_written(definition, by_weeks), *_controls(definition)):
        start, to = holder.get(way.start), holder.get(way.to)
        if start is None or to is None or start is to or (start.key, to.key) in drawn:
            continue
        drawn.add((start.key, to.key))
        yield replace(way, start=start.key, to=to.key, red=to.is_emergency)
    emergency = next((stop for stop in stops if stop.is_emergency), None)
    if emergency is None or not flagged:
        return
    for stop in _where_flags_are_asked(stops):
        if (stop.key, emergency.key) not in drawn:
            yield Way(stop.key, emergency.key, red=True)


def _where_flags_are_asked(stops: list[Stop]) -> list[Stop]:
    """Each control; without controls, the first stop after the citizen's own."""
    controls = [stop for stop in stops if stop.checkpoint is not None]
    others = [stop for stop in stops if not stop.is_emergency]
    return controls or [stop for stop in others if stop.actor != "citizen"][:1] or others[:1]


def _written(definition: Definition, by_weeks: bool) -> Iterator[Way]:
    if definition.figure is not None and definition.figure.ways:
        for way in definition.figure.ways:
            yield Way(way.start, way.to, way.text, way.rule, way.free)
    elif not by_weeks:
        for phase in definition.phases:
            for key in phase.next:
                yield Way(phase.key, key)


def _controls(definition: Definition) -> Iterator[Way]:
    controls = sorted(definition.checkpoints, key=lambda one: one.week)
    for before, after in zip(controls, controls[1:], strict=False):
        yield Way(before.key, after.key)
