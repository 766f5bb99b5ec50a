"""Assessments of citizens in their courses, kept as history."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Course
from organisations.access import ScopedQuerySet
from organisations.models import Membership, Organisation

GROUP_RANGE = (1, 4)


class AssessmentQuerySet(ScopedQuerySet["Assessment"]):
    """Assessments, newest first."""

    def current_for(self, course: Course) -> "Assessment | None":
        """The latest assessment of the course, which holds until there is a newer one."""
        return self.filter(course=course).order_by("-made_at", "-pk").first()


class Assessment(models.Model):
    """One assessment of a citizen's health, function and context, and the group decided on.

    Append-only (trigger): a changed condition is a new assessment. `qualifiers`,
    `health_condition`, `personal_factors` and `marks` are what was judged; `result` is what the
    rule made of it, with its numbers and reasons as they were then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="assessments")
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("vurderet"), default=timezone.now)
    # {"b280": 2, "e310": "+1"}
    qualifiers = models.JSONField(default=dict)
    # {"severity": 0-4, 8 or 9}
    health_condition = models.JSONField(default=dict)
    # ["coping"]
    personal_factors = models.JSONField(default=list, blank=True)
    # ["health"]: axes the clinician calls high
    marks = models.JSONField(default=list, blank=True)
    result = models.JSONField()
    suggested_group = models.PositiveSmallIntegerField(_("foreslået gruppe"), null=True)
    group = models.PositiveSmallIntegerField(_("gruppe"))
    override_reason = models.CharField(_("begrundelse"), max_length=500, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("vurdering")
        verbose_name_plural = _("vurderinger")
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=["course", "-made_at"], name="assessment_of_course"),)
        constraints = (
            models.CheckConstraint(
                name="assessment_group_is_1_to_4", condition=Q(group__range=GROUP_RANGE)
            ),
            models.CheckConstraint(
                name="assessment_suggestion_is_1_to_4_or_none",
                condition=Q(suggested_group__isnull=True) | Q(suggested_group__range=GROUP_RANGE),
            ),
            models.CheckConstraint(
                name="assessment_says_why_it_differs",
                condition=(Q(suggested_group__isnull=False) & Q(suggested_group=F("group")))
                | ~Q(override_reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.course}: {self.group}"

    @property
    def differs(self) -> bool:
        """Did the clinician decide otherwise than suggested, or without a suggestion?"""
        return self.group != self.suggested_group

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """As the course."""
        return Q(course__in=Course.objects.visible_to(actor))
