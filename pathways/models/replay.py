"""A draft tried on past referrals: what was asked, how far it is, and what came out."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from organisations.models import Membership
from pathways.models.version import Version
from pathways.vocabulary import ReplayState


class Replay(models.Model):
    """One run of a draft over the stored facts of past referrals, beside the version it replaces.

    The result is kept with the draft; `draft_hash` tells whether the draft has changed since.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Version, models.CASCADE, related_name="replays")
    draft_hash = models.CharField(max_length=64)
    against = models.ForeignKey(Version, models.PROTECT, related_name="+")
    advice_from = models.DateField()
    advice_to = models.DateField()
    state = models.CharField(max_length=10, choices=ReplayState, default=ReplayState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    result = models.JSONField(null=True)
    problem = models.TextField(blank=True)
    requested_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # Which worker has it, and when it was last heard of: one that is killed falls silent.
    attempts = models.PositiveSmallIntegerField(default=0)
    heard_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                name="replay_done_has_a_result",
                condition=~Q(state=ReplayState.DONE) | Q(result__isnull=False),
            ),
            models.CheckConstraint(
                name="replay_state_is_known", condition=Q(state__in=ReplayState.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft} {self.state}"
