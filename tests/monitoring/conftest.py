"""Referrals on their way, walked by the real actions on given days, so that they can be counted."""

from collections.abc import Callable
from datetime import date, datetime, time
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from citizens.actions import register_citizen
from monitoring.models import IndicatorResult
from organisations.models import Membership
from referrals import actions
from referrals.actions import Chosen, Inputs, perform
from referrals.models import Referral, SessionKind
from tests.referrals.conftest import (  # noqa: F401 - fixtures, found by name
    ANSWERS,
    EPICRISIS,
    knee,
    reasons,
    service_of,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOON = time(12, tzinfo=COPENHAGEN)


def at(day: date) -> time_machine.travel:
    """Noon of the day, standing still."""
    return time_machine.travel(datetime.combine(day, NOON), tick=False)


@pytest.fixture
def walk(gp, physio, hillerod, knee, reasons, service_of) -> Callable[..., Referral]:  # noqa: F811
    """Send a new citizen's referral and take it as far as days are given.

    `walk(sent=…, accepted=…, started=…, sessions=[…], finished=…, signed=…, read=…)`
    """
    numbers = count(1)

    def make(
        *,
        sent: date,
        to: Membership = physio,
        answers: dict[str, Any] | None = None,
        **days: Any,
    ) -> Referral:
        with at(sent):
            citizen = register_citizen(
                gp,
                cpr_text=f"0101{50 + next(numbers):02d}-1111",
                given_name="Test",
                family_name="Borger",
                municipality=hillerod,
                own_gp=gp.organisation,
            )
            referral = actions.create_draft(actor=gp, citizen=citizen, version=knee)
            assert not actions.save_answers(referral, actor=gp, values=ANSWERS | (answers or {}))
            referral = actions.send(
                referral,
                actor=gp,
                chosen=Chosen(service=service_of(to)),
                override_reason="patient_wish",
                override_text="Patientens ønske",
            )
        return _onwards(referral, gp, to, **days)

    return make


def _onwards(
    referral: Referral,
    referrer: Membership,
    receiver: Membership,
    *,
    accepted: date | None = None,
    appointment: date | None = None,
    started: date | None = None,
    sessions: tuple[date, ...] = (),
    education: date | None = None,
    finished: date | None = None,
    entered: date | None = None,
    signed: date | None = None,
    read: date | None = None,
    withdrawn: date | None = None,
) -> Referral:
    if accepted:
        with at(accepted):
            inputs = Inputs(on=appointment) if appointment else Inputs(waiting_list=True)
            referral = perform("accept", referral, actor=receiver, inputs=inputs)
    if withdrawn:
        with at(withdrawn):
            inputs = Inputs(text="Fortrudt")
            referral = perform("withdraw", referral, actor=referrer, inputs=inputs)
    if started:
        with at(started):
            referral = perform("start", referral, actor=receiver, inputs=Inputs(on=started))
    held = [(day, SessionKind.INDIVIDUAL) for day in sessions]
    held += [(education, SessionKind.EDUCATION)] if education else []
    for day, kind in held:
        with at(day):
            actions.record_session(referral, actor=receiver, held_on=day, kind=kind)
    if finished:
        with at(entered or finished):
            inputs = Inputs(on=finished, end_kind="as_planned")
            referral = perform("finish", referral, actor=receiver, inputs=inputs)
    if signed:
        with at(signed):
            actions.sign_epicrisis(referral, actor=receiver, content=EPICRISIS)
            referral.refresh_from_db()
    if read:
        with at(read):
            referral = perform("acknowledge", referral, actor=referrer)
    return referral


@pytest.fixture
def results(knee) -> Callable[..., None]:  # noqa: F811
    """Results as a computation leaves them: `results(indicator, code, month, (8, 2, 1), days)`."""

    def make(
        indicator: str,
        code: str,
        month: date,
        counts: tuple[int, int, int],
        days: dict[int, int] | None = None,
    ) -> None:
        passed, not_passed, incomplete = counts
        IndicatorResult.objects.create(
            pathway=knee.pathway,
            version=knee,
            indicator=indicator,
            municipality_id=code,
            month=month,
            eligible=sum(counts),
            passed=passed,
            not_passed=not_passed,
            incomplete=incomplete,
            not_eligible=0,
            days=days or {},
        )

    return make
