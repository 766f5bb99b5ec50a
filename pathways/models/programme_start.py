"""A new programme being asked about: the answers so far, before there is a draft."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from organisations.access import ScopedQuerySet
from organisations.models import User
from pathways.models.version import Version

if TYPE_CHECKING:
    from organisations.models import Membership


class ProgrammeStart(models.Model):
    """The guided start of one new programme, kept step by step so that a closed page loses nothing.

    `answers` holds each step's fields as they were sent, right or wrong: {"group": {"icd10":
    ["J44"], …}}. Once the draft is made, the draft is what counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    draft = models.OneToOneField(
        Version, models.PROTECT, null=True, blank=True, related_name="started_by"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.title or str(self.pk)

    @property
    def title(self) -> str:
        """The title typed so far; empty before there is one."""
        typed = self.answers.get("programme", {}).get("title_da") or [""]
        return str(typed[0])

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """Nobody's but the author's: it is not a draft yet."""
        return Q(author=actor.user_id)
