"""Recording an assessment: one transaction, one event, never changed afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions import record_course_event
from courses.models import Course, CourseEventKind
from organisations.models import Membership
from organisations.vocabulary import Role
from stratification import wording
from stratification.agreed import Agreed, agreed
from stratification.grouping import AssessmentInput, AxisResult, Grouping, suggest_group
from stratification.models import Assessment

# The same answers from the same person within this time are a second click, not a second judgement.
SECOND_CLICK = timedelta(minutes=2)


class AssessmentRefused(Exception):
    """Why an assessment is not recorded, in a sentence; `field` names what to mend, if anything."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Decision:
    """The group the clinician decides on, and why when it is not the one suggested."""

    group: int | None
    reason: str = ""


def why_not_assess(actor: Membership) -> str:
    """Why this member may not assess; empty when the member may (PATHWAYS §6)."""
    if actor.has_role(Role.CLINICIAN):
        return ""
    return _("Kun en kliniker kan vurdere borgeren. Du kan læse vurderingerne.")


@transaction.atomic
def assess(
    actor: Membership, course: Course, assessment: AssessmentInput, decision: Decision
) -> Assessment:
    """Record what clinician and citizen judged together, and the group decided on.

    The group is suggested anew here, by the numbers of the course's version, so that what is kept
    is what the rule said. Raises AssessmentRefused with a sentence.
    """
    if refusal := why_not_assess(actor):
        raise AssessmentRefused(refusal)
    terms = agreed(course.version.parsed)
    if terms is None:
        raise AssessmentRefused(_("Programmet bruger ikke stratificering."))
    Course.objects.select_for_update().get(pk=course.pk)
    grouping = suggest_group(assessment, terms.numbers)
    reason = decision.reason.strip()
    if decision.group not in {1, 2, 3, 4}:
        raise AssessmentRefused(_("Vælg en gruppe fra 1 til 4."), "group")
    if decision.group == grouping.group:
        reason = ""
    elif not reason:
        raise AssessmentRefused(_missing_reason(grouping), "reason")
    judged = judged_columns(assessment)
    if repeated := _already_recorded(actor, course, judged, decision.group):
        return repeated
    made = Assessment.objects.create(
        course=course,
        made_by=actor,
        organisation=actor.organisation,
        result=result_column(grouping, terms, course.version.number),
        suggested_group=grouping.group,
        group=decision.group,
        override_reason=reason,
        **judged,
    )
    record_course_event(
        actor=actor,
        course=course,
        kind=CourseEventKind.ASSESSED,
        happened_at=made.made_at,
        text=reason,
        data={
            "assessment": str(made.pk),
            "group": made.group,
            "suggested_group": made.suggested_group,
        },
    )
    return made


def _missing_reason(grouping: Grouping) -> str:
    if grouping.group is None:
        return _("Der er intet forslag endnu. Begrund, hvorfor du vælger gruppen alligevel.")
    return _("Begrund, hvorfor du vælger en anden gruppe end forslaget (gruppe %(group)s).") % {
        "group": grouping.group
    }


def judged_columns(assessment: AssessmentInput) -> dict[str, Any]:
    """The assessment as it is stored."""
    severity = assessment.severity
    return {
        "qualifiers": {
            code: qualifier.to_data() for code, qualifier in sorted(assessment.qualifiers.items())
        },
        "health_condition": {} if severity is None else {"severity": severity},
        "personal_factors": sorted(assessment.personal),
        "marks": sorted(axis.value for axis in assessment.marked),
    }


def _already_recorded(
    actor: Membership, course: Course, judged: Mapping[str, Any], group: int
) -> Assessment | None:
    latest = Assessment.objects.current_for(course)
    if latest is None or latest.made_by_id != actor.pk or latest.group != group:
        return None
    if timezone.now() - latest.made_at > SECOND_CLICK:
        return None
    same = all(getattr(latest, name) == value for name, value in judged.items())
    return latest if same else None


def result_column(grouping: Grouping, terms: Agreed, version: int) -> dict[str, Any]:
    """What the rule made of it, with the numbers and words of the day."""
    numbers = terms.numbers
    return {
        "version": version,
        "numbers": {
            "one_at": numbers.one_at,
            "several_at": numbers.several_at,
            "several_count": numbers.several_count,
            "facilitator_lowers": numbers.facilitator_lowers,
        },
        "health": _axis(grouping.health_axis, terms),
        "context": _axis(grouping.context_axis, terms),
        "missing": list(grouping.missing),
    }


def _axis(axis: AxisResult, terms: Agreed) -> dict[str, Any]:
    return {
        "level": axis.level.value,
        "reasons": {
            language: wording.sentences(axis, language, terms.codes) for language in ("da", "en")
        },
    }
