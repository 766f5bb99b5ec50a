"""A course is followed by dated controls, each held once; weeks count from the first contact."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.actions import start_course
from courses.dates import checkpoint_dates
from courses.following import (
    FollowingRefused,
    Judged,
    hold_checkpoint,
    order_mri,
    set_first_contact,
)
from courses.models import Checkpoint, Course, CourseEvent
from organisations.vocabulary import Role
from pathways.models import Version
from tests import shipped
from tests.pathways.test_low_back_pain import BACK
from tests.referrals.at_once import at_once
from tests.referrals.conftest import knee  # noqa: F401  (a fixture: naming it is using it)

FILE = Path(settings.BASE_DIR) / "pathways" / "definitions" / "low-back-pain.yaml"
TODAY = timezone.localdate()


@pytest.fixture
def back(db) -> Version:
    """The low back pain programme."""
    return shipped.load("low-back-pain")


@pytest.fixture
def course(gp, nancy, back) -> Course:
    """A course whose first contact was nine weeks ago."""
    first = TODAY - timedelta(weeks=9)
    return start_course(actor=gp, citizen=nancy, version=back, started_on=first)


def control(course: Course, key: str) -> Checkpoint:
    return Checkpoint.objects.get(course=course, key=key)


def events(course: Course, kind: str) -> list[CourseEvent]:
    return list(CourseEvent.objects.filter(course=course, kind=kind))


def weeks_due(course: Course) -> dict[str, int]:
    return {
        row.key: (row.due_on - course.started_on).days // 7
        for row in Checkpoint.objects.filter(course=course)
    }


def test_controls_fall_so_many_weeks_after_the_first_contact() -> None:
    assert checkpoint_dates(BACK.checkpoints, date(2026, 1, 5)) == {
        "t2": date(2026, 1, 19),
        "t4": date(2026, 2, 2),
        "t8": date(2026, 3, 2),
    }


def test_a_new_course_has_its_dated_controls(course) -> None:
    assert weeks_due(course) == {"t2": 2, "t4": 4, "t8": 8}


@pytest.mark.django_db
def test_a_pathway_without_controls_makes_none(gp, nancy, knee) -> None:  # noqa: F811
    course = start_course(actor=gp, citizen=nancy, version=knee)

    assert not Checkpoint.objects.filter(course=course).exists()


def test_holding_one_keeps_what_was_judged_and_leaves_an_event(course, gp) -> None:
    held_on = TODAY - timedelta(days=3)
    judged = Judged("none", options_exhausted=True, sick_listed=True, note="  Uændret.  ")

    hold_checkpoint(actor=gp, checkpoint=control(course, "t8"), held_on=held_on, judged=judged)

    row = control(course, "t8")
    assert (row.held_on, row.held_by, row.progress) == (held_on, gp, "none")
    assert (row.options_exhausted, row.sick_listed, row.note) == (True, True, "Uændret.")
    [event] = events(course, "checkpoint_held")
    assert event.membership == gp
    assert event.data == {
        "checkpoint": "t8",
        "on": held_on.isoformat(),
        "week": 8,
        "progress": "none",
        "options_exhausted": True,
        "sick_listed": True,
    }


def test_a_second_click_holds_it_once(course, gp) -> None:
    for _click in range(2):
        hold_checkpoint(
            actor=gp, checkpoint=control(course, "t2"), held_on=TODAY, judged=Judged("some")
        )

    assert len(events(course, "checkpoint_held")) == 1


def test_it_is_not_held_again_with_another_judgement(course, gp) -> None:
    hold = partial(hold_checkpoint, actor=gp, checkpoint=control(course, "t2"), held_on=TODAY)
    hold(judged=Judged("some"))

    with pytest.raises(FollowingRefused, match="allerede holdt"):
        hold(judged=Judged("clear"))

    assert control(course, "t2").progress == "some"
    assert len(events(course, "checkpoint_held")) == 1


@pytest.mark.parametrize(
    ("held_on", "progress", "field"),
    [
        (TODAY + timedelta(days=1), "some", "held_on"),
        (TODAY - timedelta(weeks=10), "some", "held_on"),
        (TODAY, "better", "progress"),
        (TODAY, "", "progress"),
    ],
)
def test_what_cannot_be_so_is_refused_with_a_sentence(course, gp, held_on, progress, field) -> None:
    with pytest.raises(FollowingRefused) as refused:
        hold_checkpoint(
            actor=gp,
            checkpoint=control(course, "t2"),
            held_on=held_on,
            judged=Judged(progress),
        )

    assert refused.value.field == field
    assert str(refused.value).endswith(".")
    assert control(course, "t2").held_on is None
    assert events(course, "checkpoint_held") == []


def test_only_a_clinician_writes_on_a_course_that_runs(course, gp, member_of) -> None:
    secretary = member_of(gp.organisation, Role.SECRETARY)
    write: list[Callable[..., object]] = [
        partial(
            hold_checkpoint,
            checkpoint=control(course, "t2"),
            held_on=TODAY,
            judged=Judged("some"),
        ),
        partial(order_mri, course=course, ordered_on=TODAY, where="Røntgen"),
        partial(set_first_contact, course=course, on=TODAY),
    ]
    for one in write:
        with pytest.raises(FollowingRefused, match="Kun en kliniker"):
            one(actor=secretary)

    Course.objects.filter(pk=course.pk).update(ended_on=TODAY)

    for one in write:
        with pytest.raises(FollowingRefused, match="afsluttet"):
            one(actor=gp)


def test_an_mri_is_an_event_with_day_and_place(course, gp) -> None:
    for _click in range(2):
        order_mri(actor=gp, course=course, ordered_on=TODAY, where=" Billeddiagnostik ")

    [event] = events(course, "mri_ordered")
    assert event.data == {"on": TODAY.isoformat(), "where": "Billeddiagnostik"}
    with pytest.raises(FollowingRefused) as refused:
        order_mri(actor=gp, course=course, ordered_on=TODAY, where=" ")
    assert refused.value.field == "where"


def test_setting_the_first_contact_moves_the_controls_to_come(course, gp) -> None:
    hold_checkpoint(
        actor=gp, checkpoint=control(course, "t2"), held_on=TODAY, judged=Judged("some")
    )
    on = TODAY - timedelta(weeks=3)

    moved = set_first_contact(actor=gp, course=course, on=on)

    assert moved.week_on(TODAY) == 3
    assert weeks_due(moved) == {"t2": 2, "t4": 4, "t8": 8}
    assert control(course, "t2").held_on == TODAY
    assert [event.data["on"] for event in events(course, "first_contact")] == [on.isoformat()]


def test_the_first_contact_is_neither_in_the_future_nor_after_a_control(course, gp) -> None:
    held = TODAY - timedelta(weeks=5)
    hold_checkpoint(actor=gp, checkpoint=control(course, "t4"), held_on=held, judged=Judged("some"))
    started = course.started_on
    for on in (TODAY + timedelta(days=1), held + timedelta(days=1), date(1999, 1, 1)):
        with pytest.raises(FollowingRefused) as refused:
            set_first_contact(actor=gp, course=course, on=on)
        assert refused.value.field == "on"

    assert Course.objects.get().started_on == started
    set_first_contact(actor=gp, course=course, on=started)
    assert events(course, "first_contact") == []


def test_what_waits_is_neither_held_nor_overtaken_nor_of_a_course_that_ended(course, gp) -> None:
    def waiting() -> list[str]:
        return [row.key for row in Checkpoint.objects.visible_to(gp).waiting()]

    assert waiting() == ["t2", "t4", "t8"]
    hold_checkpoint(
        actor=gp, checkpoint=control(course, "t4"), held_on=TODAY, judged=Judged("some")
    )
    assert waiting() == ["t8"]
    Course.objects.filter(pk=course.pk).update(ended_on=TODAY)
    assert waiting() == []


def test_a_stranger_sees_no_control(course, stranger) -> None:
    assert not Checkpoint.objects.visible_to(stranger).exists()


def test_the_database_refuses_a_judgement_without_a_day(course) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Checkpoint.objects.filter(course=course, key="t2").update(progress="some")


@pytest.mark.django_db(transaction=True)
def test_two_who_hold_it_at_once_hold_it_once(gp, nancy, back) -> None:
    course = start_course(actor=gp, citizen=nancy, version=back)
    hold = partial(hold_checkpoint, actor=gp, checkpoint=control(course, "t2"), held_on=TODAY)

    at_once(partial(hold, judged=Judged("some")), partial(hold, judged=Judged("some")))

    assert len(events(course, "checkpoint_held")) == 1
