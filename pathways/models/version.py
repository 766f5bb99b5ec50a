"""One version of a pathway's definition, from draft to retired."""

from datetime import date
from functools import lru_cache

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organisations.models import User
from pathways.definition import MAX_PHRASES, Definition
from pathways.models.pathway import Pathway
from pathways.vocabulary import IMMUTABLE_STATES, VersionState


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

    A referral always keeps the version under which it was made (PATHWAYS §10). A draft may be
    half written: its document is then not yet one that `parsed` can read.
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
    retired_on = models.DateField(null=True, blank=True)
    # What is changed and why, for reviewers and for those who read the version later.
    change_note = models.TextField(blank=True)
    # Why a change does not matter to the parties and needs no committee (lbp-sj §6.1).
    small_adjustment = models.TextField(blank=True)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors"
    )
    # None for the shipped definitions, which nobody here wrote.
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    # One more for each saved change: who saves against an older one is told what changed.
    revision = models.PositiveIntegerField(default=0)
    # The revision whose content the draft holds; going back starts from here.
    content_revision = models.PositiveIntegerField(default=0)

    history = HistoricalRecords()
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
            models.CheckConstraint(
                name="version_with_a_publication_is_published",
                condition=Q(published_at__isnull=True) | Q(state__in=sorted(IMMUTABLE_STATES)),
            ),
            models.CheckConstraint(
                name="version_is_approved_by_another_than_its_author",
                condition=Q(approved_by__isnull=True)
                | Q(author__isnull=True)
                | ~Q(approved_by=F("author")),
                violation_error_message=_(
                    "En anden end forfatteren skal godkende programmet, før det kan udgives."
                ),
            ),
            models.CheckConstraint(
                name="version_written_here_is_approved_before_it_is_published",
                condition=~Q(state__in=sorted(IMMUTABLE_STATES))
                | Q(author__isnull=True)
                | Q(approved_by__isnull=False),
                violation_error_message=_("Programmet skal godkendes, før det kan udgives."),
            ),
            models.CheckConstraint(
                name="version_state_is_known", condition=Q(state__in=VersionState.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pathway} v{self.number}"

    @property
    def parsed(self) -> Definition:
        """The definition as typed model; parsed once per process for published versions.

        Raises DefinitionError for a draft that does not hold together yet.
        """
        if self.published_at is not None:
            return _parsed(self.content_hash, self.pk)
        return Definition.from_data(self.definition)
