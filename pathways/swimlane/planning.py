"""From a definition to what its figure holds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from pathways.definition import Definition
from pathways.destinations import ACTORS, EMERGENCY
from pathways.swimlane.axis import Axis
from pathways.swimlane.flags import red_flags
from pathways.swimlane.gathering import gather
from pathways.swimlane.lanes import lanes_for
from pathways.swimlane.stops import Plan, Stop, Way, part_keys


def plan(definition: Definition) -> Plan | None:
    """What the figure of a definition holds; None where there is nothing to draw."""
    by_weeks = len(definition.checkpoints) > 1 or not definition.phases
    gathered = list(gather(definition, by_weeks))
    if not gathered:
        return None
    axis = Axis(definition, by_weeks, gathered)
    keys: set[str] = set()
    stops = []
    for number, one in enumerate(gathered):
        stop = axis.place(one)
        stops.append(replace(stop, key=_fresh(stop.key, keys), order=number))
    flags = red_flags(definition)
    emergencies = [stop for stop in stops if stop.is_emergency]
    if flags or emergencies:
        key = emergencies[0].key if emergencies else _fresh(EMERGENCY, keys)
        stops = [stop for stop in stops if not stop.is_emergency]
        stops.append(axis.across(_emergency(key, emergencies)))
    lanes = lanes_for(stop.actor for stop in stops)
    rank = {lane.key: number for number, lane in enumerate(lanes)}
    drawn = sorted(
        (stop for stop in stops if stop.first is not None),
        key=lambda stop: (stop.is_emergency, stop.first or 0, rank[stop.lane]),
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


def _ways(
    definition: Definition, stops: list[Stop], by_weeks: bool, flagged: bool
) -> Iterator[Way]:
    """The ways as written, else from phase to phase; then between controls, and red flags."""
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
            yield Way(way.start, way.to, way.text, way.rules, way.free)
    elif not by_weeks:
        for phase in definition.phases:
            for key in phase.next:
                yield Way(phase.key, key)


def _controls(definition: Definition) -> Iterator[Way]:
    controls = sorted(definition.checkpoints, key=lambda one: one.week)
    for before, after in itertools.pairwise(controls):
        yield Way(before.key, after.key)
