"""Fixtures: referrals in each state, reached by the real actions, and a treatment going on."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from organisations.models import Membership, Service
from pathways.models import Adoption, Version
from referrals import actions
from referrals.actions import Chosen, Inputs, perform
from referrals.actions.reasons import load_reason_codes
from referrals.models import Referral, SessionKind, SessionState
from tests import shipped

KNEE = Path(settings.BASE_DIR) / "pathways" / "definitions" / "knee-osteoarthritis.yaml"
ANSWERS: dict[str, Any] = {
    "diagnosis": {"system": "icd10", "code": "M17.1"},
    "side": "right",
    "anamnesis": "Smerter i højre knæ gennem to år. Går højst 400 m.",
    "clinical_findings": "Varusstilling, fleksion 110 grader.",
    "bmi": 24.1,
    "xray": "moderate",
    "tried_so_far": ["pain_relief"],
    "special_circumstances": ["home_care"],
    "requested": ["supervised_training"],
}
EPICRISIS: dict[str, Any] = {
    "reason": "77-årig kvinde med artrose i højre knæ.",
    "findings": "Kraft og bevægelighed bedret.",
    "treatment": "12 sessioner over 7 uger.",
    "result": "better",
    "outcome": "Smerten faldt fra 7 til 3.",
    "function": "Går 1.500 m uden pause.",
    "decision": "Ingen henvisning til operation nu.",
    "wishes": ["control"],
    "advice": "Følg op på smerten om tre måneder.",
    "plan": "Egen træning to gange om ugen.\nHold i lokal forening.",
    "information": "Mundtlig og skriftlig information om artrose og træning.",
}


@pytest.fixture
def knee(db, hillerod) -> Version:
    """The knee programme, which Hillerød has joined."""
    version = shipped.load("knee-osteoarthritis")
    Adoption.objects.get_or_create(
        pathway=version.pathway, municipality=hillerod, defaults={"valid_from": date(2020, 1, 1)}
    )
    return version


@pytest.fixture
def reasons(db) -> int:
    """The shipped reason codes."""
    return load_reason_codes()


@pytest.fixture
def service_of() -> Callable[[Membership], Service]:
    """The one service a member's organisation offers."""
    return lambda member: Service.objects.get(performer=member.organisation)


@pytest.fixture
def draft(gp, nancy, knee) -> Referral:
    """A referral of Nancy's knee, answered and not sent."""
    referral = actions.create_draft(actor=gp, citizen=nancy, version=knee)
    assert not actions.save_answers(referral, actor=gp, values=ANSWERS)
    return referral


@pytest.fixture
def send_to(gp, service_of) -> Callable[[Referral, Membership], Referral]:
    """Send a draft to a member's organisation, with a reason when it is not the advised one."""

    def send(referral: Referral, receiver: Membership) -> Referral:
        return actions.send(
            referral,
            actor=gp,
            chosen=Chosen(service=service_of(receiver)),
            override_reason="patient_wish",
            override_text="Patientens ønske",
        )

    return send


@pytest.fixture
def sent(draft, send_to, municipal, reasons) -> Referral:
    """Sent by Anne Holm to the municipality's training unit."""
    return send_to(draft, municipal)


@pytest.fixture
def open_referral(draft, gp, reasons) -> Referral:
    """Sent with free choice of physiotherapist: in nobody's inbox."""
    return actions.send(
        draft,
        actor=gp,
        chosen=Chosen(free_choice_of="private_physiotherapist"),
        override_reason="patient_wish",
        override_text="Patientens ønske",
    )


@pytest.fixture
def asked(sent, municipal) -> Referral:
    """The municipality has asked something."""
    return perform("ask", sent, actor=municipal, inputs=Inputs(text="Er der taget røntgen?"))


@pytest.fixture
def accepted(sent, municipal) -> Referral:
    """Accepted with a first appointment next week."""
    on = timezone.localdate() + timedelta(days=7)
    return perform("accept", sent, actor=municipal, inputs=Inputs(on=on))


@pytest.fixture
def started(accepted, municipal) -> Referral:
    """The first session was held today."""
    return perform("start", accepted, actor=municipal, inputs=Inputs(on=timezone.localdate()))


@pytest.fixture
def treated(started, municipal) -> Referral:
    """A treatment with sessions, measurements and goals, all of today."""
    today = timezone.localdate()
    for state in (SessionState.MET, SessionState.MET, SessionState.CANCELLED):
        actions.record_session(
            started, actor=municipal, held_on=today, kind=SessionKind.INDIVIDUAL, state=state
        )
    actions.record_session(started, actor=municipal, held_on=today, kind=SessionKind.GROUP)
    for value in ("7", "5", "3"):
        actions.record_measurement(
            started,
            actor=municipal,
            instrument="nrs_pain",
            value=Decimal(value),
            measured_on=today,
        )
    for value in ("9", "14"):
        actions.record_measurement(
            started,
            actor=municipal,
            instrument="chair_stand_30s",
            value=Decimal(value),
            measured_on=today,
        )
    actions.set_goal(
        started,
        actor=municipal,
        text="Smerte ved gang",
        unit="nrs_pain",
        start=Decimal(7),
        now=Decimal(3),
        target=Decimal(4),
    )
    actions.set_goal(
        started,
        actor=municipal,
        text="Gå uden pause",
        unit="meter",
        start=Decimal(400),
        now=Decimal(900),
        target=Decimal(1000),
    )
    actions.set_plan(started, actor=municipal, plan="Egen træning to gange om ugen.")
    return started


@pytest.fixture
def finished(treated, municipal) -> Referral:
    """The treatment ended today as planned."""
    return perform(
        "finish",
        treated,
        actor=municipal,
        inputs=Inputs(on=timezone.localdate(), end_kind="as_planned"),
    )


@pytest.fixture
def completed(finished, municipal) -> Referral:
    """The epicrisis is signed; its letter waits, for no worker runs."""
    actions.sign_epicrisis(finished, actor=municipal, content=EPICRISIS)
    finished.refresh_from_db()
    return finished
