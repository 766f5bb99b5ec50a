"""Which municipalities have joined a pathway, from when to when."""

from django.db import models

from organisations.models import Municipality
from organisations.periods import ValidPeriod, period_in_order
from pathways.models.pathway import Pathway


class Adoption(ValidPeriod):
    """A municipality joins a pathway from a date (knee §1: voluntary, bilateral)."""

    pathway = models.ForeignKey(Pathway, models.PROTECT, related_name="adoptions")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="adoptions")

    # What the municipality said it provides when it joined: {"destinations": […], "accepted": […]}.
    undertaking = models.JSONField(default=dict, blank=True)
    withdrawal_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            period_in_order(),
            models.UniqueConstraint(
                fields=["pathway", "municipality", "valid_from"], name="adoption_unique_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.pathway}"
