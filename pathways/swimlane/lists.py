"""The figure in words: as a table of actor and column, and as a list by column for phones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pathways.destinations import ACTORS
from pathways.swimlane.lanes import lane_of
from pathways.swimlane.stops import Plan, Stop, Way
from pathways.texts import Text, text


@dataclass(frozen=True)
class Listed:
    """One stop with whose it is, when, and the ways on from it that have a condition."""

    stop: Stop
    actors: tuple[Text, ...]
    when: Text | None
    ways: tuple[tuple[Way, Stop], ...]


@dataclass(frozen=True)
class Listing:
    """One column's stops, under its title."""

    title: Text
    stops: tuple[Listed, ...]


@dataclass(frozen=True)
class ActorRow:
    """One actor's stops; a cell per column."""

    actor: Text
    cells: tuple[Listing, ...]


UNDATED = text("uden fast uge", "without a fixed week")


def actors_of(stop: Stop) -> tuple[str, ...]:
    """Everybody who does something in a stop, its own actor first."""
    others = [activity.actor for activity in stop.activities]
    return tuple(dict.fromkeys((stop.actor, *others)))


def weeks_of(stop: Stop) -> Text | None:
    """When, of what lasts: "uge 2–8" or "fra uge 8"."""
    if stop.from_week is None:
        return None
    if stop.to_week is None:
        return text(f"fra uge {stop.from_week}", f"from week {stop.from_week}")
    if stop.to_week == stop.from_week:
        return None
    return text(
        f"uge\u00a0{stop.from_week}–{stop.to_week}", f"weeks\u00a0{stop.from_week}–{stop.to_week}"
    )


def by_column(plan: Plan) -> tuple[Listing, ...]:
    """The stops that begin in each column; red flags, which belong to all, are left out."""
    return tuple(
        Listing(title, tuple(_listed(plan, stop) for stop in stops))
        for title, stops in _columns(plan)
        if stops
    )


def by_actor(plan: Plan) -> tuple[ActorRow, ...]:
    """Each actor's stops by column, the citizen first."""
    columns = list(_columns(plan))
    lanes = {lane.key: number for number, lane in enumerate(plan.lanes)}
    everybody = dict.fromkeys(
        actor for stop in plan.all_stops if not stop.is_emergency for actor in actors_of(stop)
    )
    ordered = sorted(everybody, key=lambda actor: lanes.get(lane_of(actor), len(lanes)))
    return tuple(
        ActorRow(
            ACTORS[actor],
            tuple(
                Listing(
                    title,
                    tuple(_listed(plan, stop) for stop in stops if actor in actors_of(stop)),
                )
                for title, stops in columns
            ),
        )
        for actor in ordered
    )


def _columns(plan: Plan) -> Iterator[tuple[Text, tuple[Stop, ...]]]:
    """Each column's title and the stops that begin there; last, those without a week."""
    for place, column in enumerate(plan.columns):
        yield (
            column.title,
            tuple(one for one in plan.stops if one.first == place and not one.is_emergency),
        )
    if plan.undated:
        yield UNDATED, plan.undated


def _listed(plan: Plan, stop: Stop) -> Listed:
    stops = {one.key: one for one in plan.stops}
    return Listed(
        stop,
        tuple(ACTORS[actor] for actor in actors_of(stop)),
        weeks_of(stop),
        tuple(
            (way, stops[way.to])
            for way in plan.ways
            if way.start == stop.key and way.text is not None
        ),
    )
