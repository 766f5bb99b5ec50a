"""Reads what was computed, in as few queries for one indicator as for six."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Sum

from monitoring.indicators import Tally
from monitoring.loop import Step
from monitoring.models import Computation, IndicatorResult, LoopResult
from monitoring.periods import Window
from monitoring.publishing import Counted
from organisations.models import Municipality
from pathways.models import Pathway


def read_results(
    pathway: Pathway,
    keys: Collection[str],
    with_days: Collection[str],
    shown: Window,
    municipality: Municipality | None,
) -> dict[str, Counted]:
    """Results of the indicators in the window (one query, one more where days are needed).

    Months are those of the municipality, or of all; the comparison is always of all.
    """
    found = {key: Counted() for key in keys}
    year = set(shown.year)
    for key, code, month, passed, not_passed, incomplete, not_eligible, days in _rows(
        pathway, keys, with_days, shown
    ):
        tally = Tally(passed, not_passed, incomplete, not_eligible)
        tally.days.update({int(day): count for day, count in (days or {}).items()})
        in_view = municipality is None or code == municipality.pk
        found[key].add(code, month, tally, in_view=in_view, in_year=month in year)
    return found


def read_values(
    pathway: Pathway, key: str, months: Collection[date]
) -> Mapping[str, Mapping[str, int]]:
    """How many units had each value in the months, by municipality; one query."""
    rows = IndicatorResult.objects.filter(pathway=pathway, indicator=key, month__in=months)
    found: dict[str, Counter[str]] = {}
    for code, values in rows.order_by().values_list("municipality_id", "values"):
        found.setdefault(code, Counter()).update(values)
    return found


def _rows(
    pathway: Pathway, keys: Collection[str], with_days: Collection[str], shown: Window
) -> list[tuple[Any, ...]]:
    rows = IndicatorResult.objects.filter(
        pathway=pathway, month__range=(shown.first, shown.last)
    ).order_by()
    columns = ("indicator", "municipality_id", "month", "passed", "not_passed", "incomplete")
    # Days are bulky, and only some indicators are made of them.
    plain = rows.filter(indicator__in=set(keys) - set(with_days))
    found = [(*row, None) for row in plain.values_list(*columns, "not_eligible")]
    if with_days:
        full = rows.filter(indicator__in=with_days)
        found += list(full.values_list(*columns, "not_eligible", "days"))
    return found


def read_loop(
    pathway: Pathway, months: Collection[date]
) -> Mapping[str, Mapping[Step, tuple[int, int, int, int]]]:
    """Kept, late, waiting and overdue of each step, for referrals sent in the months.

    By municipality, of all of them: what may be shown of one depends on the others.
    """
    rows = LoopResult.objects.filter(pathway=pathway, month__in=months).order_by()
    sums = rows.values("municipality_id", "step").annotate(
        kept_=Sum("kept"), late_=Sum("late"), waiting_=Sum("waiting"), overdue_=Sum("overdue")
    )
    found: dict[str, dict[Step, tuple[int, int, int, int]]] = {}
    for row in sums:
        states = (row["kept_"], row["late_"], row["waiting_"], row["overdue_"])
        found.setdefault(row["municipality_id"], {})[Step(row["step"])] = states
    return found


def latest_computation(pathway: Pathway) -> Computation | None:
    """The last time the pathway was computed to the end."""
    finished = Computation.objects.filter(pathway=pathway, owed=[])
    return finished.select_related("version").first()
