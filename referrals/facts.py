"""What is known of one citizen's referral, as the plain facts that routing reads.

Gathers from citizen, course, assessment and answers; what a lower room needs from a higher
one is handed down from here (ARCHITECTURE §1).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from citizens.models import Citizen
from courses.models import Checkpoint, Course
from pathways.definition import Definition
from referrals.models import Referral
from stratification.models import Assessment

# Kinds of destination in hospital begin so (`organisations.vocabulary.DestinationKind`).
HOSPITAL = "hospital_"


def facts_of(
    *,
    citizen: Citizen,
    course: Course,
    assessment: Assessment | None,
    answers: Mapping[str, Any],
    joined: bool | None,
    on: date,
    followed: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Facts by key; a fact that is not known is absent, never None.

    `followed`: what following the course has shown, see `followed_facts`.
    """
    known: dict[str, Any] = {
        "age": citizen.age_on(on),
        "sex": citizen.sex,
        "group": assessment.group if assessment else None,
        "week": course.week_on(on),
        "joined": joined,
        **(followed or {}),
    }
    return {key: value for key, value in known.items() if value is not None} | dict(answers)


def facts_for(
    referral: Referral, definition: Definition, *, joined: bool | None, on: date
) -> dict[str, Any]:
    """The facts of a referral on a date, answers included (two queries)."""
    keys = set(definition.vocabulary)
    answers = {key: value for key, value in referral.facts().items() if key in keys}
    return facts_of(
        citizen=referral.citizen,
        course=referral.course,
        assessment=Assessment.objects.current_for(referral.course),
        answers=answers,
        joined=joined,
        on=on,
        followed=followed_facts(referral.course, definition),
    )


def followed_facts(course: Course, definition: Definition) -> dict[str, Any]:
    """What controls and hospital courses have shown, of the facts that the rules read.

    `progress` is as judged at the latest control, and unknown before one is held. Treatment
    options are exhausted only when a control said so, and a hospital course has ended only when
    one was begun: until then both are known to be false. At most two queries.
    """
    read = {fact for compiled in definition.compiled_rules for fact in compiled.facts}
    found: dict[str, Any] = {}
    if read & {"progress", "options_exhausted"}:
        latest = Checkpoint.objects.latest_held(course)
        found["progress"] = latest.progress if latest else None
        found["options_exhausted"] = bool(latest and latest.options_exhausted)
    if "hospital_course_ended" in read:
        found["hospital_course_ended"] = _hospital_course_ended(course)
    return {key: value for key, value in found.items() if key in read}


def _hospital_course_ended(course: Course) -> bool:
    """Whether treatment in hospital took place and has ended, and none goes on."""
    sent = Referral.objects.filter(
        course=course, destination__startswith=HOSPITAL, sent_at__isnull=False
    )
    treated = list(sent.exclude(started_on=None).values_list("treatment_ended_on", flat=True))
    return bool(treated) and all(treated)
