"""Fixtures: an inbox as a receiver meets it, and a treatment of seven weeks, at real times."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from citizens.actions import register_citizen
from citizens.models import Citizen
from organisations.models import Membership
from referrals import actions
from referrals.actions import Inputs, perform
from referrals.models import Referral, SessionKind, SessionState
from tests.referrals.reached import ANSWERS

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

PEOPLE = (
    ("010862-9996", "May June", "Moberg"),
    ("250947-9989", "Bruno", "Elmer"),
    ("020160-9996", "Lonni", "Lauridsen"),
    ("150282-9995", "Knut Odvar", "Mosebryggersen"),
    ("010858-9995", "Schwendlund", "Mosebryggersen"),
    ("150981-9996", "Brita", "Berggren"),
)


@contextmanager
def days_ago(days: int, hour: int = 10) -> Iterator[date]:
    """Time stands that many days before today, at an hour of the working day."""
    day = timezone.localdate() - timedelta(days=days)
    with time_machine.travel(datetime(day.year, day.month, day.day, hour, 12, tzinfo=COPENHAGEN)):
        yield day


@pytest.fixture
def people(gp, hillerod) -> list[Citizen]:
    """Some more of the public test citizens, all of Hillerød and Anne Holm's practice."""
    return [
        register_citizen(
            gp,
            cpr_text=cpr,
            given_name=given,
            family_name=family,
            municipality=hillerod,
            own_gp=gp.organisation,
        )
        for cpr, given, family in PEOPLE
    ]


@pytest.fixture
def refer(gp, knee, send_to, reasons) -> Callable[..., Referral]:
    """Write and send a referral some days ago: `refer(citizen, municipal, days=8)`."""

    def send(citizen: Citizen, receiver: Membership, *, days: int = 0, **answers) -> Referral:
        with days_ago(days):
            draft = actions.create_draft(actor=gp, citizen=citizen, version=knee)
            assert not actions.save_answers(draft, actor=gp, values=ANSWERS | answers)
            return send_to(draft, receiver)

    return send


@pytest.fixture
def inbox(refer, people, nancy, municipal, gp) -> list[Referral]:
    """Seven sent on different days: one overdue, one whose question has been answered."""
    sent = [
        refer(people[0], municipal, days=12, special_circumstances=["home_nursing"]),
        refer(nancy, municipal, days=0),
        refer(people[4], municipal, days=1, special_circumstances=["severe_or_comorbid"]),
        refer(people[5], municipal, days=2, side="both"),
        refer(people[1], municipal, days=8, side="left"),
        refer(people[3], municipal, days=4),
        refer(people[2], municipal, days=3),
    ]
    with days_ago(6):
        perform("ask", sent[4], actor=municipal, inputs=Inputs(text="Er der taget røntgen i år?"))
    with days_ago(3, hour=9):
        perform("answer", sent[4], actor=gp, inputs=Inputs(text="Ja, moderat medial artrose."))
    return sent


@pytest.fixture
def seven_weeks(refer, nancy, municipal) -> Referral:
    """A treatment of seven weeks with ten sessions, four measurements each, and goals."""
    referral = refer(nancy, municipal, days=63)
    with days_ago(60):
        perform(
            "accept",
            referral,
            actor=municipal,
            inputs=Inputs(on=timezone.localdate() + timedelta(days=11)),
        )
    with days_ago(49) as first:
        perform("start", referral, actor=municipal, inputs=Inputs(on=first))
    days = (49, 47, 42, 40, 35, 33, 28, 21, 14, 7)
    for number, ago in enumerate(days, start=1):
        with days_ago(ago, hour=14) as day:
            actions.record_session(
                referral,
                actor=municipal,
                held_on=day,
                kind=SessionKind.GROUP if number % 5 == 0 else SessionKind.INDIVIDUAL,
                state=SessionState.CANCELLED if number == 4 else SessionState.MET,
            )
    for ago, pain, chair in ((49, 7, 9), (35, 5, 10), (21, 4, 12), (7, 3, 14)):
        with days_ago(ago, hour=15) as day:
            for instrument, value in (("nrs_pain", pain), ("chair_stand_30s", chair)):
                actions.record_measurement(
                    referral,
                    actor=municipal,
                    instrument=instrument,
                    value=Decimal(value),
                    measured_on=day,
                )
    for text, unit, start, now, target in (
        ("Smerte ved gang", "nrs_pain", 7, 3, 4),
        ("Gå uden pause", "meter", 400, 1500, 1000),
        ("Vægt", "kg", 91, 85.8, 84),
    ):
        actions.set_goal(
            referral,
            actor=municipal,
            text=text,
            unit=unit,
            start=Decimal(str(start)),
            now=Decimal(str(now)),
            target=Decimal(str(target)),
        )
    today = timezone.localdate()
    for ahead in (0, 3, 8):
        actions.record_session(
            referral,
            actor=municipal,
            held_on=today + timedelta(days=ahead),
            kind=SessionKind.INDIVIDUAL,
            state=SessionState.PLANNED,
            note="Styrketræning og hjemmeprogram 2",
        )
    actions.set_plan(referral, actor=municipal, plan="Egen træning to gange om ugen.\nVægttab.")
    return referral
