"""What happened to a referral, what was said about it, and what was attached."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organisations.access import ScopedQuerySet
from organisations.models import Membership, Organisation
from organisations.periods import ValidPeriod, period_in_order, valid_on_q
from referrals.models.referral import Referral
from referrals.states import Action, Side, Status


class Event(models.Model):
    """One thing that happened; append-only (trigger), and the source of every clock.

    `happened_at` is when it took place, `recorded_at` when it was written down.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="events")
    action = models.CharField(max_length=20, choices=Action)
    from_status = models.CharField(max_length=24, choices=Status)
    to_status = models.CharField(max_length=24, choices=Status)
    side = models.CharField(max_length=10, choices=Side)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now, db_index=True)
    reason_code = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["happened_at", "pk"]
        indexes = [models.Index(fields=["referral", "happened_at"], name="event_of_referral")]

    def __str__(self) -> str:
        return f"{self.referral} {self.action}"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """As the referral."""
        return Q(referral__in=Referral.objects.visible_to(actor))


class ReasonCodeQuerySet(models.QuerySet["ReasonCode"]):
    """Reason codes are common vocabulary."""

    def for_action(self, action: str, on: date) -> "ReasonCodeQuerySet":
        """The codes that may be chosen for an action on the date."""
        return self.filter(valid_on_q(on), action=action)


class ReasonCode(ValidPeriod):
    """Why something was done, as data that carries behaviour (ARCHITECTURE §4)."""

    class Effect(models.TextChoices):
        """What choosing the reason brings about."""

        NONE = "", _("Ingen")
        MEND_ANSWERS = "mend_answers", _("Henviser retter svarene og sender igen")
        CHOOSE_OTHER = "choose_other", _("Henviser vælger en anden modtager")

    action = models.CharField(max_length=20, choices=Action)
    key = models.SlugField(max_length=40)
    label_da = models.CharField(max_length=120)
    label_en = models.CharField(max_length=120)
    comment_required = models.BooleanField(default=False)
    effect = models.CharField(max_length=20, choices=Effect, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ReasonCodeQuerySet.as_manager()

    class Meta:
        ordering = ["action", "order"]
        constraints = [
            models.UniqueConstraint(fields=["action", "key"], name="reason_code_unique"),
            period_in_order(),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The reason in the reader's language."""
        return self.label_en if (get_language() or "da").startswith("en") else self.label_da


class Message(models.Model):
    """Something one side wrote to the other about the referral."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="messages")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField()
    is_question = models.BooleanField(default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """As the referral."""
        return Q(referral__in=Referral.objects.visible_to(actor))


class ScanState(models.TextChoices):
    """Whether an attachment has been checked for virus."""

    WAITING = "waiting", _("Kontrolleres …")
    CLEAN = "clean", _("Kontrolleret for virus")
    INFECTED = "infected", _("Afvist: fundet virus")
    UNCHECKED = "unchecked", _("Ikke kontrolleret: virusscanner er ikke sat op")


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """Where the file lies: by id, never by name, so nothing personal is in the path."""
    return f"attachments/{attachment.pk}"


class Attachment(models.Model):
    """A file sent along with a referral (pdf or picture)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="attachments")
    file = models.FileField(upload_to=attachment_path)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=60)
    uploaded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    scan_state = models.CharField(max_length=10, choices=ScanState, default=ScanState.UNCHECKED)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """As the referral."""
        return Q(referral__in=Referral.objects.visible_to(actor))
