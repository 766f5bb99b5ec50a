"""The work itself: plan, sessions, goals and measurements of one referral."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.access import ScopedQuerySet
from organisations.models import Membership
from referrals.models.referral import Referral


class EndKind(models.TextChoices):
    """How a treatment ended."""

    AS_PLANNED = "as_planned", _("Som planlagt")
    EARLY = "early", _("Før tid")


class ScopedByReferral(models.Model):
    """A row that is seen by whoever may see the referral of its treatment."""

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """As the referral the treatment belongs to."""
        return Q(treatment__referral__in=Referral.objects.visible_to(actor))


class Treatment(models.Model):
    """The receiver's work on a referral, from the first session to the last."""

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="treatment")
    plan = models.TextField(blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    end_kind = models.CharField(max_length=12, choices=EndKind, blank=True)
    end_reason = models.CharField(max_length=40, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="treatment_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral}"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """As the referral."""
        return Q(referral__in=Referral.objects.visible_to(actor))


class SessionKind(models.TextChoices):
    """Alone or in a group."""

    INDIVIDUAL = "individual", _("Individuel")
    GROUP = "group", _("Hold")
    EDUCATION = "education", _("Patientuddannelse")


class SessionState(models.TextChoices):
    """What became of a session."""

    PLANNED = "planned", _("Planlagt")
    MET = "met", _("Gennemført")
    CANCELLED = "cancelled", _("Afbud")
    NO_SHOW = "no_show", _("Udeblevet")


class Session(ScopedByReferral):
    """One planned or held session of a treatment."""

    treatment = models.ForeignKey(Treatment, models.PROTECT, related_name="sessions")
    held_on = models.DateField()
    kind = models.CharField(max_length=12, choices=SessionKind, default=SessionKind.INDIVIDUAL)
    state = models.CharField(max_length=12, choices=SessionState, default=SessionState.MET)
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.held_on}"


class Goal(ScopedByReferral):
    """What citizen and therapist agreed to reach, on a scale of their own."""

    treatment = models.ForeignKey(Treatment, models.PROTECT, related_name="goals")
    text = models.CharField(max_length=200)
    unit = models.CharField(max_length=40, blank=True)
    start = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    now = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Measurement(ScopedByReferral):
    """One score of an instrument on one day (e.g. pain NRS 0–10)."""

    treatment = models.ForeignKey(Treatment, models.PROTECT, related_name="measurements")
    instrument = models.SlugField(max_length=40)
    value = models.DecimalField(max_digits=7, decimal_places=2)
    measured_on = models.DateField()
    recorded_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["instrument", "measured_on", "pk"]

    def __str__(self) -> str:
        return f"{self.instrument} {self.value}"
