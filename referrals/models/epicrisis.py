"""The epicrisis that closes the loop, its draft, and the letter made of it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.access import ScopedQuerySet
from organisations.models import Membership
from referrals.models.referral import Referral


class EpicrisisDraft(models.Model):
    """What the therapist has written so far; saved field by field."""

    referral = models.OneToOneField(Referral, models.CASCADE, related_name="epicrisis_draft")
    content = models.JSONField(default=dict)
    updated_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.referral}"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """Only the receiver who writes it."""
        return Q(referral__receiver_id=actor.organisation_id)


class Epicrisis(models.Model):
    """A signed epicrisis (epikrise); immutable (trigger). A correction is a new version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="epicrises")
    version_number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    signed_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    correction_reason = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["referral", "version_number"]
        verbose_name_plural = "epicrises"
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "version_number"], name="epicrisis_version_unique"
            ),
            models.CheckConstraint(
                name="epicrisis_correction_says_why",
                condition=Q(version_number=1, replaces__isnull=True)
                | (Q(version_number__gt=1, replaces__isnull=False) & ~Q(correction_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral} v{self.version_number}"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """As the referral."""
        return Q(referral__in=Referral.objects.visible_to(actor))


class LetterState(models.TextChoices):
    """Where the making of the PDF is."""

    WAITING = "waiting", _("Venter på at blive lavet")
    MAKING = "making", _("Laves nu")
    READY = "ready", _("Klar")
    FAILED = "failed", _("Kunne ikke laves; prøves igen")


def letter_path(letter: "Letter", filename: str) -> str:
    """Where the PDF lies: by id, so nothing personal is in the path."""
    return f"letters/{letter.epicrisis_id}.pdf"


class Letter(models.Model):
    """The PDF of one signed epicrisis; exactly one per version, made by a worker."""

    epicrisis = models.OneToOneField(Epicrisis, models.PROTECT, related_name="letter")
    state = models.CharField(max_length=8, choices=LetterState, default=LetterState.WAITING)
    file = models.FileField(upload_to=letter_path, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "claimed_at"],
                condition=~Q(state=LetterState.READY),
                name="letter_unfinished",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="letter_ready_has_file",
                condition=~Q(state=LetterState.READY)
                | (Q(made_at__isnull=False, made_at__gte=F("created_at")) & ~Q(sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.epicrisis} ({self.state})"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """As the referral."""
        return Q(epicrisis__referral__in=Referral.objects.visible_to(actor))
