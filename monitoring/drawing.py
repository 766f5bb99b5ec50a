"""Which figures a page needs: found by what they show, and asked for where nobody drew them yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from monitoring import tasks
from monitoring.charts.inputs import Figure, content_hash, described
from monitoring.models import Chart

FRAMES = ("wide", "narrow")
# How often it is written down that a figure is still asked for.
REMEMBERED_EVERY = timedelta(days=1)


@dataclass
class Album:
    """The figures of one page: added first, then fetched together."""

    wanted: dict[tuple[str, str], Chart] = field(default_factory=dict)

    def add(self, name: str, figure: Figure, title: str, description: str) -> None:
        """Ask for a figure under a name of the page's own, in both sizes."""
        for frame in FRAMES:
            spec: dict[str, Any] = described(figure, frame)
            self.wanted[name, frame] = Chart(
                content_hash=content_hash(spec, title, description),
                spec=spec,
                title=title,
                description=description,
            )

    def fetch(self) -> Mapping[str, Mapping[str, Chart]]:
        """The figures by name and size; those not drawn are announced and have no `svg` yet.

        A row here is a cache of what the results say, so a page that is only read may write it.
        """
        by_hash = Chart.objects.in_bulk([chart.pk for chart in self.wanted.values()])
        unknown = {chart.pk: chart for chart in self.wanted.values() if chart.pk not in by_hash}
        if unknown:
            Chart.objects.bulk_create(unknown.values(), ignore_conflicts=True)
            for chart_hash in unknown:
                transaction.on_commit(partial(tasks.announce, tasks.draw_chart, chart_hash))
        _remember(by_hash)
        pages: dict[str, dict[str, Chart]] = {}
        for (name, frame), chart in self.wanted.items():
            pages.setdefault(name, {})[frame] = by_hash.get(chart.pk) or unknown[chart.pk]
        return pages


def _remember(charts: Mapping[str, Chart]) -> None:
    """Keep figures that are still looked at from being forgotten."""
    now = timezone.now()
    old = [pk for pk, chart in charts.items() if now - chart.asked_at > REMEMBERED_EVERY]
    if old:
        Chart.objects.filter(pk__in=old).update(asked_at=now)
