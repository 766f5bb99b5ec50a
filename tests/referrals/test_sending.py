"""Sending is all or nothing: every answer that is needed, a receiver on offer, and one event."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.models import Service
from organisations.vocabulary import DestinationKind, Role
from pathways.models import Adoption, Advice
from referrals import actions
from referrals.actions import Chosen, SendErrors, TransitionRefused
from referrals.models import DraftChoice, Event, Referral
from referrals.states import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def training(municipal, service_of) -> Chosen:
    """The municipality's training, which the draft's answers point to."""
    return Chosen(service=service_of(municipal))


def refusal(referral, actor, **sending) -> SendErrors:
    with pytest.raises(SendErrors) as refused:
        actions.send(referral, actor=actor, **sending)
    referral.refresh_from_db()
    assert referral.status in {Status.DRAFT, Status.RETURNED}
    assert not Event.objects.filter(referral=referral, action="send").exists()
    return refused.value


def test_it_is_sent_to_the_receiver_with_number_event_and_choice(gp, draft, training):
    sent = actions.send(draft, actor=gp, chosen=training)

    assert sent.status == Status.SENT
    assert sent.number.startswith("H-")
    assert sent.receiver == training.service.performer
    assert sent.destination == DestinationKind.MUNICIPAL_TRAINING
    assert Advice.objects.get().chosen_destination == DestinationKind.MUNICIPAL_TRAINING
    assert [event.action for event in sent.events.all()] == ["send"]


def test_each_missing_answer_is_told_with_what_to_do(gp, nancy, knee, training):
    empty = actions.create_draft(actor=gp, citizen=nancy, version=knee)

    errors = refusal(empty, gp, chosen=training, override_reason="transport")

    assert errors.by_fact == {
        "diagnosis": "Skriv en kode eller et navn under »Diagnose«.",
        "side": "Vælg side: højre, venstre eller begge.",
        "anamnesis": "Skriv kort under »Anamnese«.",
    }


def test_what_was_copied_must_be_confirmed(gp, nancy, knee, sent, training):
    second = actions.create_draft(actor=gp, citizen=nancy, version=knee)
    actions.save_answers(
        second,
        actor=gp,
        values={"diagnosis": {"system": "icd10", "code": "M17.1"}, "side": "right"},
    )

    errors = refusal(second, gp, chosen=training, override_reason="transport")

    assert "Bekræft eller ret »Anamnese«" in errors.by_fact["anamnesis"]


def test_a_receiver_must_be_chosen(gp, draft):
    assert refusal(draft, gp, chosen=None).by_field == {"receiver": "Vælg en modtager."}


def test_another_kind_of_receiver_than_advised_takes_a_reason(gp, draft):
    physiotherapist = Chosen(free_choice_of="private_physiotherapist")

    errors = refusal(draft, gp, chosen=physiotherapist)
    sent = actions.send(draft, actor=gp, chosen=physiotherapist, override_reason="transport")

    assert list(errors.by_field) == ["override_reason"]
    assert sent.is_open_for_claim
    advice = Advice.objects.get()
    assert (advice.chosen_destination, advice.override_reason) == (
        "private_physiotherapist",
        "transport",
    )


def test_a_reason_that_asks_for_words_takes_them(gp, draft):
    physiotherapist = Chosen(free_choice_of="private_physiotherapist")
    reason = {"override_reason": "other_professional"}

    assert (
        "uddybning"
        in refusal(draft, gp, chosen=physiotherapist, **reason).by_field["override_text"]
    )
    assert actions.send(
        draft, actor=gp, chosen=physiotherapist, override_text="Kender klinikken", **reason
    )


def test_a_reason_off_the_list_is_refused(gp, draft):
    errors = refusal(
        draft,
        gp,
        chosen=Chosen(free_choice_of="private_physiotherapist"),
        override_reason="because",
    )

    assert list(errors.by_field) == ["override_reason"]


def test_asking_for_surgery_before_training_takes_a_reason(gp, draft, training):
    actions.save_answers(draft, actor=gp, values={"requested": ["surgery_assessment"]})

    errors = refusal(draft, gp, chosen=training)

    assert "beder om en begrundelse" in errors.by_field["override_reason"]
    assert actions.send(draft, actor=gp, chosen=training, override_text="Kan ikke bøje knæet")


def test_a_municipality_that_has_not_joined_is_not_sent_to(gp, draft, training, knee, hillerod):
    Adoption.objects.filter(municipality=hillerod).update(
        valid_to=timezone.localdate() - timedelta(days=1)
    )

    errors = refusal(draft, gp, chosen=training, override_reason="patient_wish")

    assert "tilbydes ikke patienten" in errors.by_field["receiver"]


def test_a_service_that_has_closed_is_not_sent_to(gp, draft, training):
    Service.objects.filter(pk=training.service.pk).update(
        valid_to=timezone.localdate() - timedelta(days=1)
    )

    assert "receiver" in refusal(draft, gp, chosen=training, override_reason="transport").by_field


def test_a_service_of_another_region_is_not_sent_to(gp, draft):
    far = Service.objects.get(name="Ortopædkirurgi, Sygehus Sønderjylland")

    errors = refusal(draft, gp, chosen=Chosen(service=far), override_reason="patient_wish")

    assert "receiver" in errors.by_field


def test_nothing_is_sent_when_the_own_doctor_follows_the_patient(gp, draft):
    actions.save_answers(draft, actor=gp, values={"requested": ["advice"]})

    errors = refusal(
        draft,
        gp,
        chosen=Chosen(free_choice_of="general_practice"),
        override_reason="patient_wish",
    )

    assert "Følg uden henvisning" in errors.by_field["receiver"]


def test_a_secretary_may_prepare_but_not_send(gp, draft, training, member_of):
    secretary = member_of(gp.organisation, Role.SECRETARY)

    with pytest.raises(TransitionRefused, match="kliniker"):
        actions.send(draft, actor=secretary, chosen=training)

    assert Referral.objects.get(pk=draft.pk).status == Status.DRAFT


def test_a_stranger_sends_nothing(stranger, draft, training):
    with pytest.raises(TransitionRefused):
        actions.send(draft, actor=stranger, chosen=training)


def test_the_same_doctors_second_click_changes_nothing(gp, draft, training):
    first = actions.send(draft, actor=gp, chosen=training)

    second = actions.send(draft, actor=gp, chosen=training)

    assert second == first
    assert Event.objects.filter(referral=first).count() == 1
    assert Referral.objects.count() == 1


def test_a_colleagues_click_is_told_who_was_first(gp, draft, training, member_of):
    actions.send(draft, actor=gp, chosen=training)

    with pytest.raises(TransitionRefused, match="Anne Holm"):
        actions.send(draft, actor=member_of(gp.organisation), chosen=training)


# Along with it ----------------------------------------------------------------------------------


@pytest.fixture
def prevention() -> Chosen:
    return Chosen(service=Service.objects.get(name="Sundhedscenter Hillerød"))


def test_additional_destinations_are_referrals_of_their_own(gp, draft, training, prevention):
    sent = actions.send(draft, actor=gp, chosen=training, also=[prevention])

    along = sent.accompanied_by.get()
    assert along.course == sent.course
    assert along.status == Status.SENT
    assert along.number != sent.number
    assert along.receiver == prevention.service.performer
    assert along.facts() == sent.facts()
    assert actions.sent_sentence(sent).endswith("Hillerød og Sundhedscenter Hillerød.")


def test_an_additional_destination_that_is_not_on_offer_stops_it_all(
    gp, draft, training, prevention
):
    Service.objects.filter(pk=prevention.service.pk).update(
        valid_to=timezone.localdate() - timedelta(days=1)
    )

    errors = refusal(draft, gp, chosen=training, also=[prevention])

    assert errors.by_field["receiver"].startswith("Sundhedscenter Hillerød tilbydes ikke")
    assert Referral.objects.count() == 1


def test_a_mended_referral_is_sent_again_without_sending_the_others_twice(
    gp, municipal, draft, training, prevention, reasons
):
    sent = actions.send(draft, actor=gp, chosen=training, also=[prevention])
    returned = actions.perform(
        "decline",
        sent,
        actor=municipal,
        inputs=actions.Inputs(reason_code="missing_information", text="Røntgen mangler"),
    )

    again = actions.send(returned, actor=gp, chosen=training, also=[prevention])

    assert again.status == Status.SENT
    assert again.number == sent.number
    assert again.accompanied_by.count() == 1
    assert [event.action for event in again.events.all()] == ["send", "decline", "redirect"]


def test_what_was_chosen_while_writing_goes_when_it_is_sent(gp, draft, training):
    actions.save_choice(draft, actor=gp, reason="transport")

    actions.send(draft, actor=gp, chosen=training)

    assert not DraftChoice.objects.exists()
