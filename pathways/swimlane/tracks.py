"""The line each way is drawn as: its corners, and the same as an SVG path with round corners."""

from __future__ import annotations

from dataclasses import dataclass

from pathways.swimlane.layout import ROUND, TRUNK, Layout, Rect
from pathways.swimlane.ports import Ports
from pathways.swimlane.routes import Route, Routed, Shape
from pathways.swimlane.stops import Way

Point = tuple[int, int]


@dataclass(frozen=True)
class Track:
    """One way as it is drawn. `corners`: from the source's edge to the target's."""

    way: Way
    corners: tuple[Point, ...]

    @property
    def pieces(self) -> tuple[Rect, ...]:
        """The straight pieces, as thin rectangles."""
        return tuple(
            Rect(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))
            for a, b in zip(self.corners, self.corners[1:], strict=False)
        )

    @property
    def path(self) -> str:
        """The line as SVG path data; it ends one unit before the target, for the arrow's tip."""
        corners = list(self.corners)
        corners[-1] = _towards(corners[-1], corners[-2], 1)
        written = [f"M{corners[0][0]} {corners[0][1]}"]
        for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
            bend = min(ROUND, _length(before, corner) // 2, _length(corner, after) // 2)
            start, end = _towards(corner, before, bend), _towards(corner, after, bend)
            written.append(f"L{start[0]} {start[1]}Q{corner[0]} {corner[1]} {end[0]} {end[1]}")
        written.append(f"L{corners[-1][0]} {corners[-1][1]}")
        return "".join(written)


def tracks(routed: Routed, layout: Layout, ports: Ports) -> tuple[Track, ...]:
    """The line of each way, once."""
    return tuple(
        Track(route.way, _corners(route, routed, layout, ports)) for route in routed.routes
    )


def _corners(route: Route, routed: Routed, layout: Layout, ports: Ports) -> tuple[Point, ...]:
    source, target = layout.rects[route.way.start], layout.rects[route.way.to]
    ends = route.way.start, route.way.to
    leaves = source.right, source.middle + ports.out.get(ends, 0)
    enters = target.x, target.middle + ports.into.get(ends, 0)
    down = source.y < target.y
    beneath = source.bottom if down else source.y
    match route.shape:
        case Shape.STRAIGHT:
            return leaves, enters
        case Shape.DROP:
            x = source.x + layout.box // 2
            return (x, beneath), (x, target.y if down else target.bottom)
        case Shape.TRUNK:
            x = source.x + TRUNK
            return (x, beneath), (x, enters[1]), enters
    assert route.out is not None  # noqa: S101 - the three shapes above alone use no channel
    x = layout.leaving_x(route.out, route.out_track)
    if route.shape is Shape.RED:
        return leaves, (x, leaves[1]), (x, target.y)
    if route.corridor is None or route.into is None:
        return leaves, (x, leaves[1]), (x, enters[1]), enters
    y = layout.corridor_y[route.corridor] + 12 * route.corridor_track
    into = layout.entering_x(route.into, route.into_track, routed.entering[route.into])
    return leaves, (x, leaves[1]), (x, y), (into, y), (into, enters[1]), enters


def _length(a: Point, b: Point) -> int:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(point: Point, other: Point, by: int) -> Point:
    """The point moved towards another on the same line."""

    def step(here: int, there: int) -> int:
        return here + (by if there > here else -by if there < here else 0)

    return step(point[0], other[0]), step(point[1], other[1])
