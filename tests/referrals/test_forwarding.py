"""A receiver passes a referral on, and reads along until the new one has answered."""

import pytest
from django.urls import reverse

from referrals.actions import Inputs, TransitionRefused, perform
from referrals.models import ReadingRight, Referral
from referrals.states import Status


@pytest.fixture
def forwarded(sent, municipal, physio, service_of) -> Referral:
    return perform(
        "forward",
        sent,
        actor=municipal,
        inputs=Inputs(service=service_of(physio), reason_code="citizen_wish"),
    )


def test_the_new_receiver_has_it_as_sent_with_a_new_promise(forwarded, physio):
    assert (forwarded.receiver, forwarded.status) == (physio.organisation, Status.SENT)
    assert forwarded.destination == "private_physiotherapist"
    assert forwarded.received_at > forwarded.sent_at


def test_the_former_receiver_reads_on_until_the_new_one_answers(forwarded, municipal, physio):
    assert Referral.objects.visible_to(municipal).get() == forwarded

    perform("accept", forwarded, actor=physio, inputs=Inputs(waiting_list=True))

    assert not Referral.objects.visible_to(municipal).exists()
    assert ReadingRight.objects.get().ended_at is not None


def test_the_former_receiver_can_only_read(forwarded, municipal, client_for):
    page = client_for(municipal).get(reverse("referrals:detail", args=[forwarded.pk]))

    assert page.status_code == 200
    assert reverse("referrals:act", args=[forwarded.pk, "accept"]) not in page.content.decode()


def test_an_acceptance_is_taken_back_by_it(accepted, municipal, physio, service_of):
    forwarded = perform(
        "forward",
        accepted,
        actor=municipal,
        inputs=Inputs(service=service_of(physio), text="Bor lige ved siden af."),
    )

    assert (forwarded.accepted_at, forwarded.first_date) == (None, None)


def test_it_needs_a_receiver_and_a_reason(sent, municipal, physio, service_of):
    with pytest.raises(TransitionRefused) as without_receiver:
        perform("forward", sent, actor=municipal, inputs=Inputs(text="Passer bedre der."))
    with pytest.raises(TransitionRefused) as without_reason:
        perform("forward", sent, actor=municipal, inputs=Inputs(service=service_of(physio)))

    assert without_receiver.value.field == "receiver"
    assert without_reason.value.field == "text"


def test_to_the_citizens_free_choice_it_lies_with_nobody(sent, municipal, client_for):
    client_for(municipal).post(
        reverse("referrals:act", args=[sent.pk, "forward"]),
        {"receiver": "kind:private_physiotherapist", "reason_code": "citizen_wish"},
    )

    sent.refresh_from_db()
    assert (sent.receiver, sent.free_choice, sent.status) == (None, True, Status.SENT)


def test_the_page_offers_all_but_oneself(sent, municipal, client_for):
    page = client_for(municipal).get(reverse("referrals:act", args=[sent.pk, "forward"]))

    offered = page.context["form"].offered.values()
    assert "Slotsbyens Fysioterapi, Hillerød" in [each.name for each in offered]
    assert municipal.organisation not in [e.service.performer for e in offered if e.service]
    assert {each.destination for each in offered}.isdisjoint({"general_practice", "emergency"})


def test_a_receiver_that_is_not_on_offer_is_refused(sent, municipal, client_for):
    page = client_for(municipal).post(
        reverse("referrals:act", args=[sent.pk, "forward"]),
        {"receiver": "service:00000000-0000-0000-0000-000000000000", "text": "Der."},
    )

    assert page.status_code == 422
    sent.refresh_from_db()
    assert sent.receiver == municipal.organisation
