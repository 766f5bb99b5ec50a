"""A returned referral is mended and sent again; what was sent first is kept, and can be seen."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from referrals import actions
from referrals.actions import Inputs, claim_by_cpr, perform
from referrals.mended import Mended, Sending, mended
from tests import shipped


@pytest.fixture
def returned(sent, municipal):
    return perform(
        "decline",
        sent,
        actor=municipal,
        inputs=Inputs(reason_code="missing_information", text="Hvilket knæ?"),
    )


@pytest.fixture
def mend(gp):
    return lambda referral, **values: actions.save_answers(referral, actor=gp, values=values)


def page(client, referral) -> str:
    return client.get(reverse("referrals:detail", args=[referral.pk])).content.decode()


def test_the_receiver_sees_what_was_mended_when_it_comes_back(
    returned, mend, send_to, client_for, municipal
):
    mend(returned, side="left", bmi=None, anamnesis="Smerter i venstre knæ gennem to år.")
    again = send_to(returned, municipal)

    shown = " ".join(strip_tags(page(client_for(municipal), again).replace("<", " <")).split())
    assert "Rettet af henviser" in shown
    assert "Før: Højre Nu: Venstre" in shown
    assert "Nu: Smerter i venstre knæ gennem to år." in shown


def test_until_it_is_sent_the_receiver_reads_it_as_it_was_sent(
    returned, mend, client_for, municipal, gp
):
    mend(returned, anamnesis="Smerter i venstre knæ.")

    theirs, own = page(client_for(municipal), returned), page(client_for(gp), returned)
    assert "Smerter i højre knæ gennem to år." in theirs
    assert "venstre" not in theirs
    assert "Rettet, men ikke sendt endnu" in own
    as_text = client_for(municipal).get(reverse("referrals:text", args=[returned.pk]))
    assert "højre knæ" in as_text.content.decode()
    assert "venstre knæ" not in as_text.content.decode()


def test_a_clinic_that_claimed_and_returned_it_reads_it_as_it_was_sent_too(
    open_referral, mend, client_for, physio, nancy
):
    claimed = claim_by_cpr(actor=physio, cpr=nancy.full_cpr)[0]
    back = perform("decline", claimed, actor=physio, inputs=Inputs(reason_code="no_capacity"))
    mend(back, anamnesis="Smerter i venstre knæ.")

    shown = page(client_for(physio), back)
    assert "Smerter i højre knæ gennem to år." in shown
    assert "venstre" not in shown


def test_another_receiver_is_not_shown_what_was_taken_out_before(
    returned, mend, send_to, client_for, physio, gp
):
    mend(returned, special_circumstances=None, anamnesis="Smerter i venstre knæ.")
    elsewhere = send_to(returned, physio)

    assert "højre knæ" not in page(client_for(physio), elsewhere)
    assert "højre knæ" in page(client_for(gp), elsewhere)


def test_one_sent_once_has_nothing_mended(sent, client_for, municipal):
    assert "Rettet" not in page(client_for(municipal), sent)


def test_it_costs_one_question_more(
    returned, mend, send_to, client_for, municipal, gp, django_assert_max_num_queries
):
    mend(returned, side="left")
    again, client = send_to(returned, municipal), client_for(municipal)
    page(client, again)
    with django_assert_max_num_queries(26):
        page(client, again)


KNEE = shipped.definition("knee-osteoarthritis")


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ({"side": "right"}, {"side": "right"}, ()),
        ({"side": "right"}, {"side": "left"}, (Mended(1, "Side", "Højre", "Venstre"),)),
        ({"side": "right"}, {}, (Mended(1, "Side", "Højre", ""),)),
        ({}, {"side": "left"}, (Mended(1, "Side", "", "Venstre"),)),
        ({"age": 70}, {"age": 71}, ()),
    ],
)
def test_answers_are_compared_in_words_and_nothing_else_is(before, now, told, sent):
    at = sent.sent_at
    assert mended(Sending(at, KNEE, before), Sending(at, KNEE, now), "da") == told
