"""Which version a draft is compared with, and which part of the ledger it is tried on."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from pathways.definition import Definition
from pathways.models import Pathway, Version
from pathways.replaying.counting import Ledger
from pathways.replaying.running import Asked


def version_compared_with(draft: Version) -> Version | None:
    """The version in force today, else the newest published one; None where there is none."""
    published = Version.objects.filter(pathway_id=draft.pathway_id, published_at__isnull=False)
    in_force = published.in_force(timezone.localdate()).first()
    return in_force or published.order_by("-number").first()


def ledger_of(pathway: Pathway, first: date, last: date) -> Ledger:
    """The pathway's acted-on advice from one date to another, both included."""
    return Ledger.of(list(_published(pathway).values_list("pk", flat=True)), first, last)


def asked_of(draft: Definition, against: Version, first: date, last: date) -> Asked:
    """What to run, for a draft that need not be stored."""
    pathway = against.pathway
    return Asked(
        old=against.parsed,
        new=draft,
        against=against.pk,
        ledger=ledger_of(pathway, first, last),
        under=tuple(version.parsed for version in _published(pathway)),
    )


def _published(pathway: Pathway) -> QuerySet[Version]:
    return pathway.versions.filter(published_at__isnull=False)
