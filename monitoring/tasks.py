"""Background work of monitoring: computing indicators and drawing figures. Safe to run twice."""

import logging
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from monitoring.computing import compute
from monitoring.models import Chart
from pathways.models import Pathway

logger = logging.getLogger(__name__)

UNDRAWN_AFTER = timedelta(seconds=30)
FORGOTTEN_AFTER = timedelta(days=30)
SWEEP_AT_MOST = 200


def announce(task: Any, *arguments: Any) -> None:
    """Ask a worker. With the broker away nothing is lost: the clock comes round again."""
    try:
        task.delay(*arguments)
    except OperationalError:
        logger.warning("%s could not be announced; the schedule will find it", task.name)


@shared_task
def compute_pathway(pathway_id: int) -> int:
    """Bring one pathway's results up to date. Returns how many months were counted."""
    computation = compute(Pathway.objects.get(pk=pathway_id))
    return computation.months if computation else 0


@shared_task
def compute_indicators() -> int:
    """Every pathway, each as a task of its own. Returns how many."""
    pathways = list(Pathway.objects.values_list("pk", flat=True))
    for pathway_id in pathways:
        compute_pathway.delay(pathway_id)
    return len(pathways)


@shared_task
def draw_chart(content_hash: str) -> bool:
    """Draw one figure, unless it is drawn. Returns whether it was drawn now."""
    chart = Chart.objects.filter(pk=content_hash, svg="").first()
    if chart is None:
        return False
    # Here and not above: the converter is heavy, and pages import this module.
    from monitoring.charts.rendering import draw

    svg = draw(chart.spec, chart.title, chart.description, chart.name)
    drawn = Chart.objects.filter(pk=content_hash, svg="")
    return bool(drawn.update(svg=svg, made_at=timezone.now()))


@shared_task
def sweep_charts() -> int:
    """Announce figures nobody drew, and forget those not asked for in a month."""
    now = timezone.now()
    Chart.objects.filter(asked_at__lt=now - FORGOTTEN_AFTER).delete()
    waiting = Chart.objects.filter(svg="", asked_at__lt=now - UNDRAWN_AFTER)
    undrawn = list(waiting.values_list("pk", flat=True)[:SWEEP_AT_MOST])
    for content_hash in undrawn:
        draw_chart.delay(content_hash)
    return len(undrawn)
