"""Starts per week at each receiver under two versions, beside the places it has stated.

A receiver is what takes one municipality's citizens at a destination: one service, or several
among which the citizen chooses. Municipalities with the same services share a receiver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from organisations.models import Municipality, Service
from organisations.periods import valid_on_q
from pathways.destinations import DESTINATIONS, EMERGENCY
from pathways.replaying.protecting import THRESHOLD

# One's own doctor and the emergency department state no places.
WITHOUT_PLACES = frozenset({EMERGENCY, "general_practice"})


@dataclass(frozen=True)
class Receiver:
    """Referrals to one receiver in the period: before, after, and how many of them moved.

    `places`: those it has stated per week; None where some service has not. `shared`: it takes
    citizens that others are counted with too. `of`: how many small receivers are added up here.
    """

    destination: str
    name: str
    municipalities: tuple[str, ...]
    before: int
    after: int
    moved: int
    places: int | None
    of: int = 1

    def to_data(self, weeks: float) -> dict[str, Any]:
        """As the result keeps it, by week.

        Counted in whole fives, so that over few weeks no small number can be computed from it.
        """
        return {
            "destination": self.destination,
            "name": self.name,
            "municipalities": list(self.municipalities),
            "before": round(_in_fives(self.before) / weeks, 2),
            "after": round(_in_fives(self.after) / weeks, 2),
            "places": self.places,
            "of": self.of,
        }


@dataclass
class Flow:
    """Referrals of one municipality to one destination."""

    before: int = 0
    after: int = 0
    moved: int = 0


def receivers(flows: dict[tuple[str, str], Flow], on: date) -> list[Receiver]:
    """The receivers whose number changes, by flows by (destination, municipality code).

    Three queries. Those with fewer than five who move are added up, so that nobody is recognised.
    """
    kinds = {kind for kind, _code in flows if kind not in WITHOUT_PLACES}
    services = _services(kinds, on)
    regions = {
        one.code: (one.name, one.region_on(on).code)
        for one in Municipality.objects.select_related("region__succeeded_by")
    }
    found: dict[tuple[str, frozenset[Any]], list[tuple[str, Flow]]] = defaultdict(list)
    for (kind, code), flow in flows.items():
        if kind in kinds:
            taking = frozenset(
                service.pk
                for service in services
                if service.kind == kind and _takes(service, code, regions, on)
            )
            found[kind, taking].append((code, flow))
    named = {service.pk: service for service in services}
    rows = [
        _receiver(kind, [named[pk] for pk in taking], parts, regions)
        for (kind, taking), parts in found.items()
    ]
    return list(_added_up([row for row in rows if row.moved]))


def _in_fives(count: int) -> int:
    return THRESHOLD * round(count / THRESHOLD)


def _services(kinds: Iterable[str], on: date) -> list[Service]:
    return list(
        Service.objects.valid_on(on)
        .filter(valid_on_q(on, path="performer__"), kind__in=kinds)
        .select_related("performer__municipality__region__succeeded_by")
        .prefetch_related("municipalities")
        .order_by("name", "pk")
    )


def _takes(service: Service, code: str, regions: dict[str, tuple[str, str]], on: date) -> bool:
    named = [one.code for one in service.municipalities.all()]
    if named:
        return code in named
    home = service.performer.municipality.region_on(on).code
    return code in regions and regions[code][1] == home


def _receiver(
    kind: str,
    services: list[Service],
    parts: list[tuple[str, Flow]],
    regions: dict[str, tuple[str, str]],
) -> Receiver:
    stated = [service.weekly_capacity for service in services]
    known = [places for places in stated if places is not None]
    names = sorted({service.performer.name for service in services})
    codes = sorted(code for code, _flow in parts)
    return Receiver(
        destination=kind,
        name=names[0] if len(names) == 1 else "",
        municipalities=tuple(regions[code][0] for code in codes if code in regions),
        before=sum(flow.before for _code, flow in parts),
        after=sum(flow.after for _code, flow in parts),
        moved=sum(flow.moved for _code, flow in parts),
        places=sum(known) if stated and len(known) == len(stated) else None,
    )


def _added_up(rows: list[Receiver]) -> Iterable[Receiver]:
    """Small receivers of a destination as one, and never one alone: it could be computed."""
    order = list(DESTINATIONS)
    for kind in sorted({row.destination for row in rows}, key=order.index):
        those = sorted((row for row in rows if row.destination == kind), key=lambda row: row.moved)
        small = [row for row in those if row.moved < THRESHOLD]
        rest = those[len(small) :]
        while small and rest and (len(small) < 2 or sum(row.moved for row in small) < THRESHOLD):
            small.append(rest.pop(0))
        yield from sorted(rest, key=lambda row: row.before - row.after)
        if small and sum(row.moved for row in small) >= THRESHOLD:
            yield _sum(small)


def _sum(rows: list[Receiver]) -> Receiver:
    places = [row.places for row in rows]
    known = [one for one in places if one is not None]
    return replace(
        rows[0],
        name="",
        municipalities=(),
        before=sum(row.before for row in rows),
        after=sum(row.after for row in rows),
        moved=sum(row.moved for row in rows),
        places=sum(known) if len(known) == len(places) else None,
        of=len(rows),
    )
