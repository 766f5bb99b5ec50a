"""A question stops the receiver's clock until it is answered, and moves the promised date."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from referrals.actions import Inputs, TransitionRefused, perform
from referrals.actions.messaging import write_message
from referrals.clocks import add_working_days
from referrals.states import Status
from tests.referrals.over_time import days_ago


@pytest.fixture
def sent_six_days_ago(refer, nancy, municipal):
    return refer(nancy, municipal, days=6)


def test_the_question_and_the_answer_stand_in_the_conversation(sent, municipal, gp):
    perform("ask", sent, actor=municipal, inputs=Inputs(text="Hvilket knæ?"))
    answered = perform("answer", sent, actor=gp, inputs=Inputs(text="Det højre."))

    said = [(m.text, m.is_question) for m in answered.messages.all()]
    assert said == [("Hvilket knæ?", True), ("Det højre.", False)]


def test_days_on_hold_are_counted_apart_and_move_the_promised_date(
    sent_six_days_ago, municipal, gp
):
    promised = sent_six_days_ago.due_on
    with days_ago(5):
        perform("ask", sent_six_days_ago, actor=municipal, inputs=Inputs(text="Røntgen?"))
    with days_ago(2):
        answered = perform("answer", sent_six_days_ago, actor=gp, inputs=Inputs(text="Ja."))

    assert answered.held_days == 3
    assert answered.due_on == add_working_days(promised + timedelta(days=3), 0)


def test_while_it_is_open_the_referrer_has_three_working_days(asked):
    assert asked.due_on == add_working_days(timezone.localdate(), 3)


def test_the_answer_leads_back_to_where_it_was_asked(accepted, municipal, gp):
    perform("ask", accepted, actor=municipal, inputs=Inputs(text="Tolk?"))

    answered = perform("answer", accepted, actor=gp, inputs=Inputs(text="Ja, arabisk."))

    assert answered.status == Status.ACCEPTED


def test_an_appointment_made_stays_where_it_is(accepted, municipal, gp):
    first = accepted.first_date
    perform("ask", accepted, actor=municipal, inputs=Inputs(text="Tolk?"))

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        answered = perform("answer", accepted, actor=gp, inputs=Inputs(text="Ja."))

    assert (answered.first_date, answered.due_on) == (first, first)


def test_an_empty_question_is_refused(sent, municipal):
    with pytest.raises(TransitionRefused) as refused:
        perform("ask", sent, actor=municipal, inputs=Inputs(text=" "))

    assert refused.value.field == "text"


def test_a_message_asks_nothing_and_stops_no_clock(sent, municipal):
    due = sent.due_on

    write_message(sent, actor=municipal, text="Vi ringer til borgeren i morgen.")

    sent.refresh_from_db()
    assert (sent.status, sent.due_on, sent.asked_at) == (Status.SENT, due, None)


def test_the_same_message_clicked_twice_is_one(sent, municipal):
    write_message(sent, actor=municipal, text="Vi ringer.")
    write_message(sent, actor=municipal, text="Vi ringer.")

    assert sent.messages.count() == 1


def test_nobody_writes_to_a_closed_referral(sent, gp, municipal):
    perform("withdraw", sent, actor=gp, inputs=Inputs(reason_code="patient_wish"))

    with pytest.raises(TransitionRefused, match="lukket"):
        write_message(sent, actor=municipal, text="Hvorfor?")


@pytest.mark.parametrize("kind", ["ask", "message"])
def test_the_page_sends_either_and_shows_it(sent, municipal, client_for, kind):
    page = client_for(municipal).post(
        reverse("referrals:message", args=[sent.pk]),
        {"text": "Hvilket knæ?", "kind": kind},
        follow=True,
    )

    assert "Hvilket knæ?" in page.content.decode()
    sent.refresh_from_db()
    assert sent.status == (Status.INFORMATION_REQUESTED if kind == "ask" else Status.SENT)


def test_htmx_gets_the_conversation_alone(sent, municipal, client_for):
    page = client_for(municipal).post(
        reverse("referrals:message", args=[sent.pk]),
        {"text": "Vi ringer.", "kind": "message"},
        headers={"HX-Request": "true"},
    )

    assert page.content.decode().lstrip().startswith("<section")


def test_a_refused_message_keeps_its_place_and_says_why(sent, municipal, client_for):
    page = client_for(municipal).post(
        reverse("referrals:message", args=[sent.pk]), {"text": "", "kind": "ask"}
    )

    assert page.status_code == 422
    assert "Skriv en besked til den anden side." in page.content.decode()


def test_a_stranger_writes_to_nobody(sent, stranger, client_for):
    page = client_for(stranger).post(reverse("referrals:message", args=[sent.pk]), {"text": "Hej"})

    assert page.status_code == 404
    assert not sent.messages.exists()
