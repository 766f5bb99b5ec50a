"""A course of Nancy's on the knee programme, and answers to its core set."""

from collections.abc import Callable
from typing import Any

import pytest

from courses.actions import start_course
from courses.models import Course
from stratification.agreed import Agreed, agreed
from stratification.grouping import AssessmentInput
from stratification.icf import parse_qualifiers
from tests.referrals.conftest import knee  # noqa: F401 - a fixture, found by name


@pytest.fixture
def course(gp, nancy, knee) -> Course:  # noqa: F811
    return start_course(actor=gp, citizen=nancy, version=knee)


@pytest.fixture
def terms(knee) -> Agreed:  # noqa: F811
    found = agreed(knee.parsed)
    assert found is not None
    return found


@pytest.fixture
def answers(terms) -> Callable[..., dict[str, Any]]:
    """Everything at 0 but what is named, as a browser posts it."""

    def make(**changes: Any) -> dict[str, Any]:
        filled = {code: "0" for code in ("severity", *terms.codes)}
        return {key: value for key, value in (filled | changes).items() if value is not None}

    return make


@pytest.fixture
def judged(terms) -> Callable[..., AssessmentInput]:
    """Everything at 0 but what is named, as the action takes it."""

    def make(severity: int | None = 0, **changes: Any) -> AssessmentInput:
        qualifiers = {code: 0 for code in terms.codes} | changes
        return AssessmentInput(
            tuple(terms.codes), parse_qualifiers(qualifiers, terms.codes), severity
        )

    return make
