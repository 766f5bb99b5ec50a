"""How a version comes to hold: what happened to it, what reviewers said, the yearly assessment."""

from django.db import models
from django.utils import timezone

from organisations.models import Membership, Municipality, User
from pathways.models.pathway import Pathway
from pathways.models.version import Version
from pathways.vocabulary import AssessmentConclusion, PathwayEventKind


class PathwayEvent(models.Model):
    """Something that was done to a pathway, a version or an adoption; written once."""

    pathway = models.ForeignKey(Pathway, models.PROTECT, related_name="events")
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="events")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=24, choices=PathwayEventKind)
    by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["version", "at"], name="pathway_event_of_version")]

    def __str__(self) -> str:
        return f"{self.pathway} {self.kind}"


class ReviewComment(models.Model):
    """What a reviewer says of one field of a draft (PATHWAYS §10).

    `where` is the place in the document as findings name it: "rules[2].when"; empty for the whole.
    `revision` is the draft's when it was said, so that a reader sees whether the field has changed.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="review_comments")
    where = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="review_comment_resolved_by_someone_at_some_time",
                condition=models.Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | models.Q(resolved_by__isnull=False, resolved_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.where}"


class YearlyAssessment(models.Model):
    """The yearly assessment of the need for adjustment (lbp-sj §6.1), once a year per pathway."""

    pathway = models.ForeignKey(Pathway, models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField()
    conclusion = models.CharField(max_length=12, choices=AssessmentConclusion)
    text = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "year"], name="yearly_assessment_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pathway} {self.year}"
