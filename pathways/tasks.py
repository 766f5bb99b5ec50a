"""Background work on what was agreed. Safe to run twice."""

from celery import shared_task
from django.utils import timezone

from pathways.models import Pathway
from pathways.superseding import supersede


@shared_task
def supersede_versions() -> int:
    """Say on versions that a newer one took over from last night; returns how many."""
    today = timezone.localdate()
    return sum(supersede(pathway, today) for pathway in Pathway.objects.all())
