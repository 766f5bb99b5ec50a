"""What is known of one citizen's referral, as the plain facts that routing reads.

Gathers from citizen, course, assessment and answers; what a lower room needs from a higher
one is handed down from here (ARCHITECTURE §1).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from citizens.models import Citizen
from courses.models import Course
from pathways.definition import Definition
from referrals.models import Referral
from stratification.models import Assessment


def facts_of(
    *,
    citizen: Citizen,
    course: Course,
    assessment: Assessment | None,
    answers: Mapping[str, Any],
    joined: bool | None,
    on: date,
) -> dict[str, Any]:
    """Facts by key; a fact that is not known is absent, never None."""
    known: dict[str, Any] = {
        "age": citizen.age_on(on),
        "sex": citizen.sex,
        "group": assessment.group if assessment else None,
        "week": course.week_on(on),
        "joined": joined,
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
    )
