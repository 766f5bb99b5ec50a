"""A municipality joins from a date, says what it provides, and may withdraw (knee §1)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from organisations.vocabulary import Role
from pathways.actions import PathwayRefused, join, withdraw
from pathways.models import Adoption, Pathway, PathwayEvent
from pathways.vocabulary import PathwayEventKind
from tests import shipped

pytestmark = pytest.mark.django_db

REQUIRED = ("a", "b")


@pytest.fixture
def pathway(db) -> Pathway:
    return shipped.load("knee-osteoarthritis").pathway


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def joined(actor, pathway, on, accepts=REQUIRED) -> Adoption:
    return join(
        actor=actor,
        pathway=pathway,
        valid_from=on,
        provides=["municipal_training"],
        accepts=accepts,
        required=REQUIRED,
    )


def test_a_planner_of_the_municipality_joins_for_it(planner, pathway, today):
    adoption = joined(planner, pathway, today)

    assert adoption.municipality == planner.organisation.municipality
    assert adoption.undertaking == {
        "destinations": ["municipal_training"],
        "accepted": ["a", "b"],
    }
    event = PathwayEvent.objects.get(kind=PathwayEventKind.JOINED)
    assert (event.by, event.municipality) == (planner, adoption.municipality)


def test_every_requirement_must_be_accepted(planner, pathway, today):
    with pytest.raises(PathwayRefused, match="bekræfte alle krav"):
        joined(planner, pathway, today, accepts=["a"])


def test_nobody_decides_for_a_municipality_but_its_own_planner(
    editor, gp, municipal, member_of, planner, pathway, today
):
    clerk = member_of(planner.organisation, Role.SECRETARY)

    for actor in (editor, gp, municipal, clerk):
        with pytest.raises(PathwayRefused, match="Kun en planlægger"):
            joined(actor, pathway, today)


def test_a_municipality_joins_once_at_a_time_and_not_in_the_past(planner, pathway, today):
    with pytest.raises(PathwayRefused, match="tidligst"):
        joined(planner, pathway, today - timedelta(days=1))
    joined(planner, pathway, today)
    with pytest.raises(PathwayRefused, match="allerede tilsluttet"):
        joined(planner, pathway, today + timedelta(days=30))


def test_it_withdraws_with_a_reason_and_may_join_again_later(planner, pathway, today):
    adoption = joined(planner, pathway, today)
    last = today + timedelta(days=60)

    with pytest.raises(PathwayRefused, match="hvorfor kommunen udtræder"):
        withdraw(actor=planner, adoption=adoption, last_day=last, reason="")
    withdrawn = withdraw(actor=planner, adoption=adoption, last_day=last, reason="Økonomi")

    assert withdrawn.valid_to == last
    assert joined(planner, pathway, last + timedelta(days=1)).pk != adoption.pk


def test_it_does_not_withdraw_backwards(planner, pathway, today):
    adoption = joined(planner, pathway, today)

    with pytest.raises(PathwayRefused, match="Sidste dag"):
        withdraw(
            actor=planner, adoption=adoption, last_day=today - timedelta(days=1), reason="Økonomi"
        )
