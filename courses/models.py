"""One citizen's course along a pathway: its id, its coordinator and what happened."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citizens.models import Citizen, citizens_seen_by
from organisations.access import ScopedQuerySet
from organisations.models import Membership, Organisation
from organisations.periods import ValidPeriod, period_in_order
from pathways.models import Version


class CourseQuerySet(ScopedQuerySet["Course"]):
    """Courses of the citizens an organisation has a care relation to."""

    def open(self) -> "CourseQuerySet":
        """Courses that have not ended."""
        return self.filter(ended_on__isnull=True)


class Course(models.Model):
    """A course (forløb): the id of the whole story, from draft to epicrisis and beyond.

    It stays pinned to the version of the pathway under which it began.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("forløbsnummer"), max_length=16, unique=True)
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="courses")
    version = models.ForeignKey(Version, models.PROTECT, related_name="courses")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-number"]
        constraints = [
            models.CheckConstraint(
                name="course_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """Whoever may see the citizen may see the citizen's courses."""
        return Q(citizen__in=citizens_seen_by(actor))

    def week_on(self, on: date) -> int:
        """Whole weeks since first contact."""
        return max((on - self.started_on).days // 7, 0)

    @property
    def coordinator(self) -> "CoordinatorPeriod | None":
        """Who holds the course together now (tovholder, generic §3.4.3.3)."""
        periods = [p for p in self.coordinator_periods.all() if p.valid_to is None]
        return periods[-1] if periods else None


class CoordinatorPeriod(ValidPeriod):
    """Who was coordinator (tovholder) of a course, since when, and why it moved."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="coordinator_periods")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course"],
                condition=Q(valid_to__isnull=True),
                name="course_has_one_coordinator_at_a_time",
            ),
            period_in_order(),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.valid_from})"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """As the course."""
        return Q(course__in=Course.objects.visible_to(actor))


class CourseEventKind(models.TextChoices):
    """What can happen to a course, apart from its referrals."""

    STARTED = "started", _("Forløb oprettet")
    COORDINATOR_MOVED = "coordinator_moved", _("Tovholder skiftede")
    ASSESSED = "assessed", _("Gruppe fastsat")
    VERSION_MOVED = "version_moved", _("Forløb flyttet til ny version")
    EPICRISIS_CORRECTED = "epicrisis_corrected", _("Epikrise rettet")
    ENDED = "ended", _("Forløb afsluttet")


class CourseEvent(models.Model):
    """Something that happened to the course; written once, never changed."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=CourseEventKind)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["happened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.course} {self.kind}"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """As the course."""
        return Q(course__in=Course.objects.visible_to(actor))
