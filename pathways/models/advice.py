"""The ledger of advice given."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citizens.models import Citizen
from organisations.access import ScopedQuerySet
from organisations.models import Membership, Organisation
from organisations.vocabulary import DestinationKind
from pathways.models.version import Version


class Advice(models.Model):
    """One piece of advice as it was shown: facts, version and result, and what was chosen.

    The ledger: asking the same version with the same facts and availability again gives
    the same result (ARCHITECTURE §3).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(Version, models.PROTECT, related_name="advices")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    citizen = models.ForeignKey(Citizen, models.PROTECT, null=True, related_name="advices")
    facts = models.JSONField()
    available = models.JSONField()
    # The keys of the destinations not on offer, computed from `available`: what a replay reads.
    refused = models.GeneratedField(
        expression=Func(
            F("available"),
            template=(
                "jsonb_path_query_array(%(expressions)s, "
                "'$.destinations.keyvalue() ? (@.value.offered == false).key', '{}', true)"
            ),
        ),
        output_field=models.JSONField(),
        db_persist=True,
    )
    on = models.DateField()
    result = models.JSONField()
    destination = models.CharField(max_length=40, choices=DestinationKind, blank=True)
    provisional = models.BooleanField(default=False)
    chosen_destination = models.CharField(max_length=40, choices=DestinationKind, blank=True)
    override_reason = models.CharField(max_length=40, blank=True)
    override_text = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "advices"
        indexes = [
            models.Index(
                fields=["version", "at"],
                condition=~Q(chosen_destination=""),
                name="advice_acted_on",
            )
        ]

    def __str__(self) -> str:
        return f"{self.destination} ({self.at:%Y-%m-%d})"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """Advice belongs to the organisation it was given to."""
        return Q(organisation_id=actor.organisation_id)

    def clean(self) -> None:
        overridden = self.chosen_destination not in {"", self.destination}
        if overridden and not self.override_reason:
            raise ValidationError(_("Vælg en begrundelse for at vælge en anden modtager."))
