"""Where on a stop's sides its ways leave and enter, as distances from the middle.

Leaving ports lie on multiples of eight, entering ports on odd multiples of four, so that a track
into a stop never runs along one out of the stop before it. The middle is kept for the way straight
along the row.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pathways.swimlane.grid import Grid
from pathways.swimlane.routes import Route, Routed, Shape
from pathways.swimlane.stops import Plan, Stop

STEP = 8
HALF = 4


@dataclass(frozen=True)
class Ports:
    """The port of each way by its ends' keys: `out` on the right side, `into` on the left."""

    out: dict[tuple[str, str], int]
    into: dict[tuple[str, str], int]

    def height(self, stop: Stop, least: int) -> int:
        """How high the stop must be for its ports; even, so that it has a middle."""
        own = [y for (start, _to), y in self.out.items() if start == stop.key]
        own += [y for (_start, to), y in self.into.items() if to == stop.key]
        needed = 2 * (max((abs(y) for y in own), default=0) + STEP)
        return max(least, needed)


def ports(plan: Plan, grid: Grid, routed: Routed) -> Ports:
    """A port for each end of each way that leaves to the right or enters from the left."""
    out: dict[tuple[str, str], int] = {}
    into: dict[tuple[str, str], int] = {}
    leaving: dict[str, list[Route]] = defaultdict(list)
    entering: dict[str, list[Route]] = defaultdict(list)
    for route in routed.routes:
        if route.shape not in (Shape.DROP, Shape.TRUNK):
            leaving[route.way.start].append(route)
        if route.shape not in (Shape.DROP, Shape.RED):
            entering[route.way.to].append(route)
    for routes in leaving.values():
        out |= _leaving(routes)
    for routes in entering.values():
        into |= _entering(routes)
    return Ports(out, into)


def _ends(route: Route) -> tuple[str, str]:
    return route.way.start, route.way.to


def _leaving(routes: list[Route]) -> dict[tuple[str, str], int]:
    """Upwards above, downwards below; the outermost track nearest to the middle."""
    straight = [route for route in routes if route.shape is Shape.STRAIGHT]
    ups = sorted(
        (route for route in routes if route not in straight and not route.goes_down),
        key=lambda route: -route.out_track,
    )
    downs = sorted(
        (route for route in routes if route not in straight and route.goes_down),
        key=lambda route: -route.out_track,
    )
    found = {_ends(route): 0 for route in straight}
    if not straight and len(ups) <= 1 and not downs:
        return {_ends(route): 0 for route in routes}
    free = 0 if straight else 1
    for place, route in enumerate(downs, start=1 - free):
        found[_ends(route)] = STEP * place
    if not downs and not straight:
        for place, route in enumerate(ups):
            found[_ends(route)] = -STEP * place
    else:
        for place, route in enumerate(ups, start=1):
            found[_ends(route)] = -STEP * place
    return found


def _entering(routes: list[Route]) -> dict[tuple[str, str], int]:
    """From above above, from below below; the track nearest to the stop farthest out."""
    straight = [route for route in routes if route.shape is Shape.STRAIGHT]
    others = [route for route in routes if route.shape is not Shape.STRAIGHT]
    found = {_ends(route): 0 for route in straight}
    above = sorted((one for one in others if one.comes_from_above), key=_nearness, reverse=True)
    below = sorted((one for one in others if not one.comes_from_above), key=_nearness, reverse=True)
    # Eight apart on one side, also from the way in the middle.
    nearest = 3 if straight else 1
    for side, sign in ((above, -1), (below, 1)):
        for place, route in enumerate(reversed(side)):
            found[_ends(route)] = sign * HALF * (nearest + 2 * place)
    return found


def _nearness(route: Route) -> tuple[float, ...]:
    """How near to the stop the last vertical runs: the channel, then the track in it."""
    if route.shape is Shape.TRUNK:
        return (1_000, 0)
    if route.into is not None:
        return (route.into, 100 + route.into_track)
    return (route.out if route.out is not None else -1, route.out_track)
