"""One citizen's course along a pathway: its id, its coordinator and what happened."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
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
    FIRST_CONTACT = "first_contact", _("Første kontakt rettet")
    CHECKPOINT_HELD = "checkpoint_held", _("Kontrol holdt")
    MRI_ORDERED = "mri_ordered", _("MR-scanning bestilt")
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


class Progress(models.TextChoices):
    """How it goes, as judged at a checkpoint; what the fact `progress` can be."""

    NONE = "none", _("Ingen fremgang")
    SOME = "some", _("Nogen fremgang")
    CLEAR = "clear", _("Tydelig fremgang")


class CheckpointQuerySet(ScopedQuerySet["Checkpoint"]):
    """The dated controls of courses."""

    def waiting(self) -> "CheckpointQuerySet":
        """Not held, in a course that runs, and not overtaken by a later one that was held."""
        later = Checkpoint.objects.filter(
            course=OuterRef("course"), held_on__isnull=False, due_on__gt=OuterRef("due_on")
        )
        return self.filter(~Exists(later), held_on__isnull=True, course__ended_on__isnull=True)

    def latest_held(self, course: Course) -> "Checkpoint | None":
        """The checkpoint whose judgement holds now."""
        held = self.filter(course=course, held_on__isnull=False)
        return held.order_by("-held_on", "-due_on").first()


class Checkpoint(models.Model):
    """A dated control (kontrolpunkt) of one course, from the definition it began under.

    Made when the course begins; held once, with what was judged (lbp-sj appendix, T2, T4, T8).
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="checkpoints")
    key = models.SlugField(max_length=60)
    due_on = models.DateField(_("dato"))
    held_on = models.DateField(_("holdt"), null=True, blank=True)
    held_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    progress = models.CharField(max_length=5, choices=Progress, blank=True)
    options_exhausted = models.BooleanField(null=True)
    sick_listed = models.BooleanField(null=True)
    note = models.TextField(blank=True)

    objects = CheckpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("kontrolpunkt")
        verbose_name_plural = _("kontrolpunkter")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["held_on", "due_on"], name="checkpoint_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["course", "key"], name="checkpoint_once_in_a_course"),
            models.CheckConstraint(
                name="checkpoint_held_is_judged",
                condition=Q(
                    held_on__isnull=True,
                    held_by__isnull=True,
                    progress="",
                    options_exhausted__isnull=True,
                    sick_listed__isnull=True,
                )
                | (
                    Q(held_on__isnull=False, held_by__isnull=False, options_exhausted__isnull=False)
                    & ~Q(progress="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.key}"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """As the course."""
        return Q(course__in=Course.objects.visible_to(actor))
