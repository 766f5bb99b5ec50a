"""Who has joined a pathway on a date, and what is offered there: handed to the pure checks."""

from collections.abc import Iterator
from datetime import date

from organisations.models import Municipality, Service
from organisations.periods import valid_on_q
from pathways.models import Adoption
from pathways.verification import Surroundings


def surroundings(pathway: str, on: date) -> Surroundings:
    """What lies around the pathway with this key on the date; three queries."""
    joined = [
        adoption.municipality
        for adoption in Adoption.objects.filter(valid_on_q(on), pathway__key=pathway)
        .select_related("municipality__region__succeeded_by")
        .order_by("municipality__name")
    ]
    offered: dict[str, set[str]] = {municipality.code: set() for municipality in joined}
    for code, kind in _offers(joined, on):
        offered[code].add(kind)
    return Surroundings(
        on,
        {municipality.code: municipality.name for municipality in joined},
        {code: frozenset(kinds) for code, kinds in offered.items()},
    )


def _offers(joined: list[Municipality], on: date) -> Iterator[tuple[str, str]]:
    """Municipality's code and kind, as `Service.objects.offered` gives them one at a time."""
    services = Service.objects.valid_on(on).filter(valid_on_q(on, path="performer__"))
    yield from (
        services.filter(municipalities__in=joined)
        .order_by()
        .values_list("municipalities__code", "kind")
        .distinct()
    )
    home = "performer__municipality__region"
    whole_regions = (
        services.filter(municipalities=None)
        .order_by()
        .values_list(home, f"{home}__succeeded_by", f"{home}__valid_to", "kind")
        .distinct()
    )
    for region, successor, ended, kind in whole_regions:
        serving = {region} | ({successor} if ended is not None and ended < on else set())
        for municipality in joined:
            if municipality.region_on(on).pk in serving:
                yield municipality.code, kind
