"""Pathways, their versions, who has joined them, and the ledger of advice given."""

import uuid
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from citizens.models import Citizen
from organisations.access import ScopedQuerySet
from organisations.models import Membership, Municipality, Organisation
from organisations.periods import ValidPeriod, period_in_order
from organisations.vocabulary import DestinationKind
from pathways.definition import MAX_PHRASES, Definition
from pathways.vocabulary import IMMUTABLE_STATES, VersionState


class Pathway(models.Model):
    """An agreed care pathway (forløbsprogram); what it says is in its versions."""

    key = models.SlugField(max_length=60, unique=True)
    title_da = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)

    class Meta:
        ordering = ["title_da"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if (get_language() or "da").startswith("en") else self.title_da


@lru_cache(maxsize=64)
def _parsed(content_hash: str, version_id: int) -> Definition:
    """The typed definition of a published version, kept for the life of the process.

    A published document can't change (database trigger), so the hash is a safe key.
    """
    return Definition.from_data(Version.objects.get(pk=version_id).definition)


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions are public knowledge: anyone who may log in may read them."""

    def in_force(self, on: date) -> "VersionQuerySet":
        """The published versions that hold on the date: the newest of each pathway."""
        return (
            self.filter(state=VersionState.PUBLISHED, valid_from__lte=on)
            .order_by("pathway_id", "-valid_from", "-number")
            .distinct("pathway_id")
        )


class Version(models.Model):
    """One version of a pathway's definition document; immutable once published.

    A referral always keeps the version under which it was made (PATHWAYS §10).
    """

    pathway = models.ForeignKey(Pathway, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    content_hash = models.CharField(max_length=64, db_index=True)
    state = models.CharField(
        max_length=12, choices=VersionState, default=VersionState.DRAFT, db_index=True
    )
    valid_from = models.DateField(null=True, blank=True)
    committee = models.CharField(max_length=200, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["pathway", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "number"], name="version_number_unique_in_pathway"
            ),
            models.CheckConstraint(
                name="version_has_at_most_eight_phrases",
                condition=LessThanOrEqual(
                    Func(
                        Func(F("definition"), Value("phrases"), function="jsonb_extract_path"),
                        function="jsonb_array_length",
                        output_field=models.IntegerField(),
                    ),
                    MAX_PHRASES,
                ),
                violation_error_message=_(
                    "Et program kan højst have otte fraser. Fjern eller slå nogle sammen."
                ),
            ),
            models.CheckConstraint(
                name="version_published_has_date",
                condition=~Q(state__in=sorted(IMMUTABLE_STATES))
                | Q(published_at__isnull=False, valid_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pathway} v{self.number}"

    @property
    def parsed(self) -> Definition:
        """The definition as typed model; parsed once per process for published versions."""
        if self.published_at is not None:
            return _parsed(self.content_hash, self.pk)
        return Definition.from_data(self.definition)


class Adoption(ValidPeriod):
    """A municipality joins a pathway from a date (knee §1: voluntary, bilateral)."""

    pathway = models.ForeignKey(Pathway, models.PROTECT, related_name="adoptions")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="adoptions")

    class Meta:
        constraints = [
            period_in_order(),
            models.UniqueConstraint(
                fields=["pathway", "municipality", "valid_from"], name="adoption_unique_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.pathway}"


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
