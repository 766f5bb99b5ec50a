"""The referral itself: who asks whom for what, in which state, with which answers."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citizens.models import AT_THE_CITIZEN, Citizen
from courses.models import Course
from organisations.access import ScopedQuerySet
from organisations.models import Membership, Organisation, Service
from organisations.vocabulary import DestinationKind
from pathways.models import Advice, Version
from referrals.states import FINAL, Side, Situation, Status


class ReferralQuerySet(ScopedQuerySet["Referral"]):
    """Referrals as lists need them."""

    def received_by(self, organisation_id: uuid.UUID) -> "ReferralQuerySet":
        """What an organisation has been asked to do (a draft is nobody's task yet)."""
        return self.filter(receiver_id=organisation_id).exclude(status=Status.DRAFT)

    def sent_by(self, organisation_id: uuid.UUID) -> "ReferralQuerySet":
        """What an organisation has asked others to do, drafts included."""
        return self.filter(sender_id=organisation_id)

    def with_list_columns(self) -> "ReferralQuerySet":
        """Everything a referral's own page shows of others, in one query."""
        return self.select_related(
            "course__citizen__municipality",
            "version__pathway",
            "sender",
            "receiver",
            "service",
            "created_by__user",
            "assigned_to__user",
        ).defer("version__definition")


class Referral(models.Model):
    """A request from one organisation to another to take over part of a course.

    Change `status` only through `referrals.actions`, which also writes the event. The
    times kept here are copies of what the events say, so that lists can sort and page by
    them; the events are the truth.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("henvisningsnummer"), max_length=16, blank=True)
    course = models.ForeignKey(Course, models.PROTECT, related_name="referrals")
    version = models.ForeignKey(Version, models.PROTECT, related_name="referrals")
    destination = models.CharField(max_length=40, choices=DestinationKind, blank=True)
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="sent_referrals")
    created_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="received_referrals"
    )
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    free_choice = models.BooleanField(
        default=False, help_text="Sent to a kind of service; the citizen chooses the clinic."
    )
    status = models.CharField(max_length=24, choices=Status, default=Status.DRAFT)
    status_before_question = models.CharField(max_length=24, choices=Status, blank=True)
    accompanies = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="accompanied_by"
    )
    advice = models.ForeignKey(
        Advice, models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    assigned_to = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    held_days = models.PositiveIntegerField(default=0)
    due_on = models.DateField(
        null=True, blank=True, help_text="When the side whose turn it is should have acted."
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    first_date = models.DateField(null=True, blank=True)
    on_waiting_list = models.BooleanField(default=False)
    started_on = models.DateField(null=True, blank=True)
    treatment_ended_on = models.DateField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["receiver", "status", "due_on", "id"], name="referral_receiver_worklist"
            ),
            models.Index(
                fields=["sender", "status", "due_on", "id"], name="referral_sender_worklist"
            ),
            models.Index(
                fields=["assigned_to", "status"],
                condition=Q(assigned_to__isnull=False),
                name="referral_assigned",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="referral_number_unique"
            ),
            models.CheckConstraint(
                name="referral_status_is_known", condition=Q(status__in=Status.values)
            ),
            models.CheckConstraint(
                name="referral_closed_exactly_when_final",
                condition=Q(status__in=sorted(FINAL), closed_at__isnull=False)
                | (~Q(status__in=sorted(FINAL)) & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="referral_sent_is_numbered_and_addressed",
                condition=Q(status=Status.DRAFT)
                | (
                    Q(sent_at__isnull=False)
                    & ~Q(number="")
                    & ~Q(destination="")
                    & (Q(receiver__isnull=False) | Q(free_choice=True))
                ),
            ),
            models.CheckConstraint(
                name="referral_question_remembers_where_it_was",
                condition=Q(
                    status=Status.INFORMATION_REQUESTED,
                    status_before_question__in=[Status.SENT, Status.ACCEPTED],
                )
                | (~Q(status=Status.INFORMATION_REQUESTED) & Q(status_before_question="")),
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(_("Kladde"))

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """The sender, the receiver once sent, and a former receiver until it is answered.

        Of each only those who work with citizens.
        """
        if not actor.has_role(*AT_THE_CITIZEN):
            return Q(pk__in=[])
        organisation_id = actor.organisation_id
        return (
            Q(sender_id=organisation_id)
            | (Q(receiver_id=organisation_id) & ~Q(status=Status.DRAFT))
            | Q(
                pk__in=ReadingRight.objects.filter(
                    organisation_id=organisation_id, ended_at=None
                ).values("referral")
            )
        )

    @property
    def citizen(self) -> Citizen:
        """The citizen the course is about."""
        return self.course.citizen

    @property
    def is_open_for_claim(self) -> bool:
        """Sent with free choice of clinic and not yet claimed by one."""
        return self.free_choice and self.receiver_id is None and self.status == Status.SENT

    def sides_of(self, actor: Membership) -> frozenset[Side]:
        """The sides the actor's organisation stands on."""
        sides = set()
        if self.sender_id == actor.organisation_id:
            sides.add(Side.REFERRER)
        if self.receiver_id is not None and self.receiver_id == actor.organisation_id:
            sides.add(Side.RECEIVER)
        return frozenset(sides)

    def situation_for(self, actor: Membership, *, claiming: bool = False) -> Situation:
        """What the state table needs to know, for this reader."""
        sides = self.sides_of(actor)
        if claiming:
            sides |= {Side.SERVICE}
        return Situation(
            status=Status(self.status),
            sides=sides,
            roles=frozenset(actor.roles),
            open_for_claim=self.is_open_for_claim,
            started=self.started_on is not None,
        )

    def facts(self) -> dict[str, Any]:
        """The answers to the phrases as facts, by key."""
        return {answer.key: answer.value for answer in self.answers.all()}


class Answer(models.Model):
    """One fact answered on a referral's form; saved as soon as it is given."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    copied_from = models.ForeignKey(
        Referral, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    confirmed = models.BooleanField(default=True)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "key"], name="answer_once_per_fact"),
        ]

    def __str__(self) -> str:
        return f"{self.key}"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """As the referral."""
        return Q(referral__in=Referral.objects.visible_to(actor))


class ReadingRight(models.Model):
    """A former receiver reads a forwarded referral until the new one has answered."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="reading_rights")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="reading_right_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.referral}"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """One's own rights."""
        return Q(organisation_id=actor.organisation_id)


class WorklistCount(models.Model):
    """How many referrals more, or fewer, stand in a state, per organisation and side.

    Added by statement triggers on the referral table (migrations 0002 and 0004), so that a
    count in the header costs the same at a thousand and at a million referrals. The sum over
    a key is the count; rows of the same key are merged by `tasks.merge_counts`. `due_on` is
    kept only where a list asks what is overdue.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    status = models.CharField(max_length=24, choices=Status)
    answered = models.BooleanField()
    due_on = models.DateField(null=True)
    count = models.IntegerField()

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.side} {self.status}: {self.count}"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """One's own organisation's counts."""
        return Q(organisation_id=actor.organisation_id)
