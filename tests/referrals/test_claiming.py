"""A clinic the citizen has chosen fetches the open referral with the citizen's number."""

import pytest
from django.urls import reverse

from citizens.models import AccessLog
from referrals.actions import TransitionRefused, claim_by_cpr
from referrals.models import Referral
from referrals.states import Status
from tests.conftest import MAX, NANCY


def test_before_it_is_claimed_no_clinic_sees_it(open_referral, physio):
    assert not Referral.objects.visible_to(physio).exists()


def test_the_clinic_that_claims_it_becomes_its_receiver(open_referral, physio):
    (claimed,) = claim_by_cpr(actor=physio, cpr=NANCY)

    assert (claimed.receiver, claimed.status) == (physio.organisation, Status.SENT)
    assert claimed.service.performer == physio.organisation
    assert Referral.objects.visible_to(physio).get() == claimed


def test_waiting_counts_from_sending_and_the_clinic_from_claiming(open_referral, physio):
    (claimed,) = claim_by_cpr(actor=physio, cpr=NANCY)

    assert claimed.sent_at < claimed.received_at


def test_the_look_up_is_logged_whether_or_not_there_was_anything(open_referral, physio, max_):
    claim_by_cpr(actor=physio, cpr=NANCY)
    with pytest.raises(TransitionRefused):
        claim_by_cpr(actor=physio, cpr=MAX)

    looked_up = AccessLog.objects.filter(membership=physio, what="lookup")
    assert [entry.citizen for entry in looked_up.order_by("at")] == [open_referral.citizen, max_]


def test_a_clinic_that_comes_second_finds_nothing(open_referral, physio, member_of, organisation):
    claim_by_cpr(actor=physio, cpr=NANCY)

    with pytest.raises(TransitionRefused, match="ingen åben henvisning"):
        claim_by_cpr(actor=member_of(organisation("other_clinic")), cpr=NANCY)


def test_a_unit_that_offers_something_else_finds_nothing(open_referral, municipal):
    with pytest.raises(TransitionRefused, match="ingen åben henvisning"):
        claim_by_cpr(actor=municipal, cpr=NANCY)


def test_until_then_the_referrer_can_withdraw_and_nobody_can_accept(open_referral, gp, client_for):
    page = client_for(gp).get(reverse("referrals:detail", args=[open_referral.pk]))

    told = page.content.decode()
    assert "Venter på, at patienten vælger klinik" in told
    assert reverse("referrals:act", args=[open_referral.pk, "withdraw"]) in told


def test_the_page_leads_to_the_claimed_referral_and_no_number_is_in_an_address(
    open_referral, physio, client_for
):
    answer = client_for(physio).post(reverse("referrals:claim"), {"cpr": "251248 9996"})

    assert answer.status_code == 302
    assert answer.url == reverse("referrals:detail", args=[open_referral.pk])


def test_the_clinic_reads_that_it_was_the_patients_free_choice(open_referral, physio, client_for):
    claim_by_cpr(actor=physio, cpr="251248-9996")

    page = client_for(physio).get(reverse("referrals:detail", args=[open_referral.pk]))

    assert "til patientens frie valg" in page.content.decode()


@pytest.mark.parametrize(
    ("cpr", "sentence"),
    [
        ("", "CPR-nummer"),
        ("123", "CPR-nummer"),
        (MAX, "ingen åben henvisning"),
        (MAX, "spørg patienten, om en anden klinik"),
    ],
)
def test_the_page_says_what_is_wrong_with_the_number(
    open_referral, max_, physio, client_for, cpr, sentence
):
    page = client_for(physio).post(reverse("referrals:claim"), {"cpr": cpr})

    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_a_planner_is_told_it_is_not_theirs(planner, client_for):
    page = client_for(planner).get(reverse("referrals:claim"))

    assert "Kun klinikere, sekretærer og visitatorer" in page.content.decode()


def test_the_door_is_on_a_clinics_lists_and_on_no_others(physio, municipal, client_for):
    door = reverse("referrals:claim")
    address = reverse("referrals:worklist", args=["new"])

    assert door in client_for(physio).get(address).content.decode()
    assert door not in client_for(municipal).get(address).content.decode()
