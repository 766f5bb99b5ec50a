"""A course has one coordinator at a time; moving it is one event (generic §3.4.3.3)."""

from functools import partial

import pytest

from courses.actions import move_coordinator, start_course
from courses.models import Course, CourseEvent
from tests.referrals.at_once import at_once
from tests.referrals.conftest import knee  # noqa: F401  (a fixture: naming it is using it)


@pytest.fixture
def course(gp, nancy, knee) -> Course:  # noqa: F811
    return start_course(actor=gp, citizen=nancy, version=knee)


def kinds(course: Course) -> list[str]:
    return list(CourseEvent.objects.filter(course=course).values_list("kind", flat=True))


@pytest.mark.django_db
def test_the_own_doctor_has_it_first(course, gp):
    assert course.coordinator.organisation == gp.organisation
    assert kinds(course) == ["started"]


@pytest.mark.django_db
def test_it_moves_with_its_reason(course, gp, municipal):
    move_coordinator(actor=gp, course=course, to=municipal.organisation, reason="Flere indsatser")

    course = Course.objects.get()
    assert course.coordinator.organisation == municipal.organisation
    assert course.coordinator.reason == "Flere indsatser"
    assert kinds(course) == ["started", "coordinator_moved"]


@pytest.mark.django_db
def test_a_second_click_moves_nothing(course, gp, municipal):
    for _click in range(2):
        move_coordinator(actor=gp, course=course, to=municipal.organisation, reason="Indsatser")

    assert course.coordinator_periods.count() == 2
    assert kinds(course) == ["started", "coordinator_moved"]


@pytest.mark.django_db
def test_it_may_come_back(course, gp, municipal):
    for to in (municipal, gp, municipal):
        move_coordinator(actor=gp, course=course, to=to.organisation, reason="Ny plan")

    assert course.coordinator_periods.count() == 4
    assert Course.objects.get().coordinator.organisation == municipal.organisation


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_begin_one_course(gp, municipal, nancy, knee):  # noqa: F811
    begin = partial(start_course, citizen=nancy, version=knee)

    courses = at_once(partial(begin, actor=gp), partial(begin, actor=municipal))

    assert courses[0] == courses[1] == Course.objects.get()
    assert kinds(courses[0]) == ["started"]
