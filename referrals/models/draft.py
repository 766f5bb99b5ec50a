"""What a writer has chosen in a draft besides the answers; gone once it is sent."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from organisations.access import ScopedQuerySet
from organisations.models import Membership
from referrals.models.referral import Referral


class DraftChoice(models.Model):
    """To whom, with whom along, and why not as advised; kept so that another may finish.

    A secretary prepares and a doctor sends. Blank means "as advised", so that the choice
    follows the advice until somebody has chosen otherwise. `receiver` and `other_receiver`
    are values of `referrals.receivers`.
    """

    referral = models.OneToOneField(Referral, models.CASCADE, related_name="draft_choice")
    receiver = models.CharField(max_length=60, blank=True)
    declined = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    other_receiver = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    # Typed to compute a fact (height and weight give BMI); by field name, as numbers.
    inputs = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.referral}: {self.receiver or '–'}"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """The sender's own."""
        return Q(referral__sender_id=actor.organisation_id)

    def as_values(self) -> dict[str, Any]:
        """The choice by field name, for comparing and for forms."""
        return {
            "receiver": self.receiver,
            "declined": list(self.declined),
            "other_receiver": self.other_receiver,
            "reason": self.reason,
            "text": self.text,
            "inputs": dict(self.inputs),
        }
