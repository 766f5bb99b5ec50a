"""What indicators of any chronic disease read: goals reached, and the group when it was sent."""

from datetime import date, timedelta
from typing import Any

import pytest

from monitoring.goals import goals_reached, share_reached
from monitoring.groups import groups_when_sent
from referrals.models import Goal, Measurement, Referral
from referrals.recorded import GoalLine
from stratification.models import Assessment
from tests.monitoring.conftest import at

SENT = date(2026, 6, 8)


@pytest.mark.parametrize(
    ("goals", "share"),
    [
        ([], None),
        ([GoalLine("a", now=3)], None),
        ([GoalLine("a", start=1, now=4, target=4)], 1),
        ([GoalLine("a", start=8, now=5, target=4)], 0),
        ([GoalLine("a", start=8, now=3, target=4), GoalLine("b", start=1, now=2, target=3)], 0.5),
        ([GoalLine("a", start=1, now=4, target=4), GoalLine("b", now=1)], 1),
    ],
)
def test_the_share_of_goals_reached_of_those_that_can_be_judged(goals, share) -> None:
    assert share_reached(goals) == share


@pytest.fixture
def treated(walk) -> Referral:
    return walk(sent=SENT, accepted=SENT, started=SENT + timedelta(days=7))


def goal(referral: Referral, **numbers: Any) -> Goal:
    return Goal.objects.create(treatment=referral.treatment, text="Mål", **numbers)


def test_goals_are_read_where_they_stand(treated) -> None:
    goal(treated, start=1, now=4, target=4)
    goal(treated, start=1, now=2, target=4)

    assert dict(goals_reached([treated.pk])) == {treated.pk: 0.5}


def test_a_goal_on_an_instrument_stands_where_its_last_score_does(treated) -> None:
    goal(treated, unit="psfs", start=2, now=2, target=6)
    for day, value in enumerate((3, 7)):
        Measurement.objects.create(
            treatment=treated.treatment,
            instrument="psfs",
            value=value,
            measured_on=SENT + timedelta(days=7 + day),
        )

    assert dict(goals_reached([treated.pk])) == {treated.pk: 1}


def test_without_goals_it_is_not_known(treated) -> None:
    assert dict(goals_reached([treated.pk])) == {}


def test_goals_of_many_take_two_queries(walk, django_assert_num_queries) -> None:
    several = [walk(sent=SENT, accepted=SENT, started=SENT) for _ in range(3)]
    for referral in several:
        goal(referral, start=1, now=4, target=4)

    with django_assert_num_queries(2):
        assert len(dict(goals_reached([one.pk for one in several]))) == 3


def assess(referral: Referral, gp, group: int) -> None:
    Assessment.objects.create(
        course=referral.course,
        made_by=gp,
        organisation=gp.organisation,
        result={},
        suggested_group=group,
        group=group,
    )


def test_the_group_is_the_latest_when_the_referral_was_sent(walk, gp) -> None:
    referral = walk(sent=SENT)
    for day, group in ((-9, 1), (-3, 3), (4, 4)):
        with at(SENT + timedelta(days=day)):
            assess(referral, gp, group)

    assert dict(groups_when_sent([referral.pk])) == {referral.pk: 3}


def test_a_group_set_afterwards_only_is_not_known(walk, gp) -> None:
    referral = walk(sent=SENT)
    with at(SENT + timedelta(days=4)):
        assess(referral, gp, 4)

    assert dict(groups_when_sent([referral.pk])) == {}
