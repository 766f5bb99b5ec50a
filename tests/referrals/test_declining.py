"""A receiver returns a referral with a reason; the referrer mends it and sends again, or reads."""

import pytest
from django.urls import reverse

from referrals.actions import Inputs, TransitionRefused, perform
from referrals.models import Event
from referrals.states import Status


def decline(referral, actor, **inputs):
    return perform("decline", referral, actor=actor, inputs=Inputs(**inputs))


def test_the_receiver_returns_it_with_a_reason_and_a_word(sent, municipal):
    returned = decline(sent, municipal, reason_code="missing_information", text="Hvilket knæ?")

    event = returned.events.get(action="decline")
    assert (returned.status, event.reason_code) == (Status.RETURNED, "missing_information")
    assert (event.text, event.side) == ("Hvilket knæ?", "receiver")


@pytest.mark.parametrize(
    ("inputs", "field"),
    [
        ({}, "reason_code"),
        ({"reason_code": "bad_mood"}, "reason_code"),
        ({"reason_code": "outside_criteria"}, "text"),
        ({"reason_code": "outside_criteria", "text": "  "}, "text"),
    ],
)
def test_without_a_reason_from_the_list_and_its_comment_it_is_refused(
    sent, municipal, inputs, field
):
    with pytest.raises(TransitionRefused) as refused:
        decline(sent, municipal, **inputs)

    assert refused.value.field == field
    sent.refresh_from_db()
    assert sent.status == Status.SENT


def test_a_question_that_stands_open_is_closed_by_it(asked, municipal):
    returned = decline(asked, municipal, reason_code="no_capacity")

    assert (returned.status, returned.asked_at) == (Status.RETURNED, None)


def test_the_referrer_cannot_return_it(sent, gp):
    with pytest.raises(TransitionRefused, match="Kun modtager"):
        decline(sent, gp, reason_code="no_capacity")


def test_a_secretary_of_the_receiver_cannot(sent, municipal, member_of):
    secretary = member_of(municipal.organisation, "secretary")

    with pytest.raises(TransitionRefused, match="visitator eller kliniker"):
        decline(sent, secretary, reason_code="no_capacity")


def test_the_mended_referral_is_sent_again_and_the_clock_begins_anew(sent, municipal, gp, send_to):
    decline(sent, municipal, reason_code="missing_information", text="Hvilket knæ?")

    again = send_to(sent, municipal)

    assert again.status == Status.SENT
    assert list(Event.objects.filter(referral=again).values_list("action", flat=True)) == [
        "send",
        "decline",
        "redirect",
    ]
    assert again.sent_at < again.received_at


def test_what_was_accepted_before_it_came_back_is_not_accepted_when_sent_again(
    accepted, municipal, send_to
):
    perform("ask", accepted, actor=municipal, inputs=Inputs(text="Har I den rette?"))
    decline(accepted, municipal, reason_code="no_capacity")

    again = send_to(accepted, municipal)

    assert (again.accepted_at, again.first_date, again.status) == (None, None, Status.SENT)


def test_reading_it_closes_it_and_ends_the_receivers_relation(sent, municipal, gp):
    decline(sent, municipal, reason_code="no_capacity")

    closed = perform("acknowledge", sent, actor=gp)

    relations = closed.citizen.care_relations.filter(
        organisation=municipal.organisation, valid_to=None
    )
    assert closed.status == Status.CLOSED
    assert not relations.exists()


def test_the_page_asks_why_and_returns_it(sent, municipal, client_for):
    page = client_for(municipal).post(
        reverse("referrals:act", args=[sent.pk, "decline"]),
        {"reason_code": "no_capacity", "text": ""},
        follow=True,
    )

    assert "Henvisningen er returneret til henviser." in page.content.decode()
    assert "Ingen ledig plads" in page.content.decode()


def test_the_page_keeps_what_was_typed_when_the_reason_is_missing(sent, municipal, client_for):
    page = client_for(municipal).post(
        reverse("referrals:act", args=[sent.pk, "decline"]), {"text": "Vi har ikke plads."}
    )

    assert page.status_code == 422
    assert "Vælg en begrundelse." in page.content.decode()
    assert "Vi har ikke plads." in page.content.decode()


def test_a_stranger_finds_no_such_page(sent, stranger, client_for):
    page = client_for(stranger).get(reverse("referrals:act", args=[sent.pk, "decline"]))

    assert page.status_code == 404
