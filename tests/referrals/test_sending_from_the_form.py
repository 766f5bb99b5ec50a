"""On the form the recommended receiver is chosen beforehand, and nothing is sent unseen."""

import pytest
from django.urls import reverse

from organisations.vocabulary import Role
from pathways.models import Advice
from referrals import actions
from referrals.models import DraftChoice, Event, Referral
from referrals.states import Status
from tests.browsing import read_form
from tests.referrals.at_the_form import PHYSIOTHERAPIST, door, htmx
from tests.referrals.reached import ANSWERS

pytestmark = pytest.mark.django_db

# Choosing and sending -----------------------------------------------------------------------------


def test_it_goes_to_the_recommended_receiver_and_along(doctor, form_of, draft):
    form = form_of(draft)
    doctor.post(form.action, form.with_(bmi="31,2"))
    form = form_of(draft)
    assert form.values["also"] == ["municipal_prevention"]

    response = doctor.post(form.address_of("Send henvisning"), form.values, follow=False)

    assert response.url == door("detail", draft)
    draft.refresh_from_db()
    assert draft.receiver.name == "Træning og Rehabilitering Hillerød"
    assert draft.accompanied_by.get().receiver.name == "Sundhedscenter Hillerød"


def test_what_is_declined_is_not_sent_along(doctor, form_of, draft):
    form = form_of(draft)
    doctor.post(form.action, form.with_(bmi="31,2"))
    form = form_of(draft)

    doctor.post(form.address_of("Send henvisning"), form.with_(also=None))

    assert Referral.objects.get().status == Status.SENT


def test_sending_says_where_it_went(doctor, form_of, draft):
    form = form_of(draft)

    response = doctor.post(form.address_of("Send henvisning"), form.values)

    told = [str(message) for message in response.wsgi_request._messages]
    assert told == ["Henvisningen er sendt til Træning og Rehabilitering Hillerød."]


def test_a_refused_sending_keeps_what_was_typed(doctor, form_of, empty):
    form = form_of(empty)

    page = doctor.post(door("send", empty), form.with_(anamnesis="Smerter."))

    assert page.status_code == 422
    html = page.content.decode()
    assert "Henvisningen er ikke sendt. Ret 2 ting:" in html
    assert "Vælg side: højre, venstre eller begge." in html
    assert read_form(html, "henvisning").values["anamnesis"] == ["Smerter."]
    assert not Event.objects.exists()


def test_nothing_goes_to_a_receiver_the_doctor_has_not_seen(doctor, form_of, draft):
    form = form_of(draft)
    assert form.values["receiver"][0].startswith("service:")

    page = doctor.post(
        form.address_of("Send henvisning"), form.with_(special_circumstances=["none"])
    )

    assert page.status_code == 422
    html = page.content.decode()
    assert "Rådet er ændret af dine seneste svar" in html
    form = read_form(html, "henvisning")
    assert form.values["receiver"] == [PHYSIOTHERAPIST]
    doctor.post(form.address_of("Send henvisning"), form.values)
    draft.refresh_from_db()
    assert draft.destination == "private_physiotherapist"


def test_nothing_is_sent_by_an_empty_post(doctor, draft):
    assert doctor.post(door("send", draft)).status_code == 422
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_another_receiver_takes_a_reason_which_follows_the_referral(doctor, form_of, draft):
    form = form_of(draft)
    assert PHYSIOTHERAPIST in form.options["override_receiver"]
    chosen = form.with_(override_receiver=PHYSIOTHERAPIST)

    page = doctor.post(door("send", draft), chosen)
    assert page.status_code == 422
    assert "Vælg en begrundelse" in page.content.decode()
    form = read_form(page.content, "henvisning")
    assert form.values["override_receiver"] == [PHYSIOTHERAPIST]
    doctor.post(door("send", draft), form.with_(override_reason="transport"))

    draft.refresh_from_db()
    assert draft.is_open_for_claim
    assert Advice.objects.get(pk=draft.advice_id).override_reason == "transport"


def test_a_choice_is_kept_for_whoever_finishes_the_draft(
    doctor, form_of, draft, client_for, gp, member_of
):
    form = form_of(draft)
    doctor.post(
        form.action,
        form.with_(override_receiver=PHYSIOTHERAPIST, override_reason="waiting_time"),
    )

    colleague = client_for(member_of(gp.organisation))
    page = colleague.get(door("edit", draft)).content

    values = read_form(page, "henvisning").values
    assert values["override_receiver"] == [PHYSIOTHERAPIST]
    assert values["override_reason"] == ["waiting_time"]
    assert b"frit valg" in page


def test_a_receiver_left_as_suggested_follows_the_advice(doctor, form_of, draft):
    form = form_of(draft)
    doctor.post(form.action, form.with_(special_circumstances=["none"]))

    assert form_of(draft).values["receiver"] == [PHYSIOTHERAPIST]
    assert not DraftChoice.objects.exists()


def test_the_bar_counts_what_is_missing(doctor, empty):
    assert "3 ting mangler" in doctor.get(door("edit", empty)).content.decode()


def test_the_bar_says_why_it_cannot_be_sent_yet(doctor, draft):
    actions.save_answers(draft, actor=draft.created_by, values={"side": None})

    page = doctor.get(door("edit", draft)).content.decode()

    assert "· Vælg side: højre, venstre eller begge." in page


def test_a_secretary_prepares_and_is_told_who_sends(client_for, gp, draft, member_of):
    secretary = client_for(member_of(gp.organisation, Role.SECRETARY))

    page = secretary.get(door("edit", draft)).content.decode()
    refused = secretary.post(door("send", draft), read_form(page, "henvisning").values)

    assert "Kun en kliniker kan gøre dette: send henvisning." in page
    assert 'aria-disabled="true" aria-describedby="gaar-til"' in page
    assert refused.status_code == 422
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_a_second_click_on_send_leads_to_the_sent_referral(doctor, form_of, draft):
    form = form_of(draft)
    doctor.post(door("send", draft), form.values)

    response = doctor.post(door("send", draft), form.values)

    assert response.url == door("detail", draft)
    assert Event.objects.count() == 1


def test_where_the_own_doctor_follows_the_patient_the_button_says_so(doctor, form_of, draft):
    actions.save_answers(draft, actor=draft.created_by, values={"requested": ["advice"]})
    actions.save_answers(draft, actor=draft.created_by, values={"special_circumstances": ["none"]})
    form = form_of(draft)

    response = doctor.post(form.address_of("Følg uden henvisning"), form.values)

    assert response.url == reverse("referrals:start")
    assert not Referral.objects.exists()
    assert Advice.objects.filter(chosen_destination="general_practice").exists()


def test_the_own_doctor_may_be_chosen_over_the_advice(doctor, form_of, draft):
    form = form_of(draft)
    htmx(
        doctor,
        door("answer", draft),
        form.with_(override_receiver="kind:general_practice", override_reason="patient_wish"),
    )

    form = form_of(draft)
    assert form.address_of("Følg uden henvisning") == door("follow", draft)


# Not joined ---------------------------------------------------------------------------------------


def test_a_municipality_that_has_not_joined_is_told_and_not_offered(doctor, gp, max_, knee):
    referral = actions.create_draft(actor=gp, citizen=max_, version=knee)
    actions.save_answers(referral, actor=gp, values=ANSWERS)

    page = doctor.get(door("edit", referral)).content.decode()

    assert "Ikke tilsluttet" in page
    assert "Aabenraa Kommune har ikke tilsluttet sig programmet" in page
    assert "Kriterierne peger på kommunalt træningstilbud, som ikke kan vælges." in page
    form = read_form(page, "henvisning")
    assert form.values["receiver"] == [PHYSIOTHERAPIST]
    assert not any("municipal" in value for value in form.options["override_receiver"])
    response = doctor.post(form.address_of("Send henvisning"), form.values)
    assert response.status_code == 302
