"""The referrer's start page answers "what waits on me?" and begins a referral in one step."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from citizens.models import AccessLog, Citizen
from organisations.vocabulary import Role
from referrals import actions
from referrals.actions import Inputs, perform
from referrals.models import Referral
from tests.conftest import MAX, NANCY
from tests.referrals.reached import ANSWERS

pytestmark = pytest.mark.django_db
START = "/my-work/"
UNKNOWN = "150277-9995"


def begin(client, cpr: str, pathway: str = "knee-osteoarthritis"):
    return client.post(reverse("referrals:new"), {"cpr": cpr, "pathway": pathway})


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


# What waits -------------------------------------------------------------------------------------


def test_the_front_door_leads_the_doctor_here(doctor):
    assert doctor.get("/").url == START


def test_a_draft_waits_with_how_far_it_is(doctor, gp, nancy, knee):
    draft = actions.create_draft(actor=gp, citizen=nancy, version=knee)
    actions.save_answers(draft, actor=gp, values={"xray": "mild"})

    page = text_of(doctor.get(START))

    assert "Knæartrose: 1 af 8 fraser" in page
    assert "Mangler: Henvisningsdiagnose, Anamnese" in page
    assert reverse("referrals:edit", args=[draft.pk]) in page


def test_a_question_waits_with_its_words_who_asked_and_the_deadline(doctor, asked):
    Referral.objects.filter(pk=asked.pk).update(due_on=timezone.localdate())

    page = text_of(doctor.get(START))

    assert "»Er der taget røntgen?«" in page
    assert "Træning og Rehabilitering Hillerød, Karen Bæk · Knæartrose" in page
    assert "frist i dag" in page
    assert "1 opgave, 1 med frist i dag eller overskredet" in page


def test_a_returned_referral_waits_with_the_reason(doctor, municipal, sent):
    perform(
        "decline",
        sent,
        actor=municipal,
        inputs=Inputs(reason_code="missing_information", text="Røntgen mangler"),
    )

    page = text_of(doctor.get(START))

    assert "Vigtige oplysninger mangler: Røntgen mangler" in page
    assert "Ret og send igen" in page
    assert reverse("referrals:edit", args=[sent.pk]) in page


def test_an_epicrisis_waits_with_its_result_and_what_it_asks(doctor, completed):
    page = text_of(doctor.get(START))

    assert "Bedre: Ingen henvisning til operation nu." in page
    assert "kræver stillingtagen" in page


def test_what_was_ended_without_a_course_waits_with_its_reason(doctor, municipal, accepted):
    perform(
        "end_unstarted",
        accepted,
        actor=municipal,
        inputs=Inputs(reason_code="declined_offer", text="Vil ikke alligevel"),
    )

    assert "Vil ikke alligevel" in text_of(doctor.get(START))


def test_what_waits_on_others_is_counted(doctor, sent):
    page = text_of(doctor.get(START))

    assert 'Sendt, ikke besvaret</dt><dd><a href="/worklists/unanswered/">1' in page
    assert "Intet er påbegyndt uden at være sendt." in page


def test_mine_are_those_i_wrote_or_sent_and_the_practices_are_all(
    doctor, gp, client_for, member_of, draft
):
    colleague = client_for(member_of(gp.organisation))

    mine, all_ = colleague.get(START), colleague.get(START, {"scope": "practice"})

    assert "Nancy Ann Berggren" not in mine.content.decode()
    assert "Hele praksis (1)" in mine.content.decode()
    assert "Nancy Ann Berggren" in all_.content.decode()


def test_what_another_prepared_and_i_sent_is_mine_too(
    client_for, gp, member_of, draft, send_to, municipal, reasons
):
    Referral.objects.filter(pk=draft.pk).update(
        created_by=member_of(gp.organisation, Role.SECRETARY)
    )
    sent = send_to(draft, municipal)
    perform("ask", sent, actor=municipal, inputs=Inputs(text="Hvilken side?"))

    assert "»Hvilken side?«" in client_for(gp).get(START).content.decode()


def test_a_stranger_sees_nothing_of_it(client_for, stranger, asked):
    page = client_for(stranger).get(START, {"scope": "practice"}).content.decode()

    assert "Nancy" not in page
    assert "Hele praksis (0)" in page


def test_whom_the_page_shows_is_logged_and_no_number_is_on_it(doctor, gp, draft):
    page = doctor.get(START).content.decode()

    assert AccessLog.objects.filter(what="list", citizen=draft.citizen, user=gp.user).exists()
    assert "251248-" in page
    assert "9996" not in page


def test_the_page_costs_the_same_however_many_wait(
    doctor, gp, municipal, nancy, knee, reasons, service_of
):
    def wait(n: int) -> None:
        for number in range(n):
            referral = Referral.objects.create(
                course=actions.create_draft(actor=gp, citizen=nancy, version=knee).course,
                version=knee,
                sender=gp.organisation,
                created_by=gp,
            )
            actions.save_answers(referral, actor=gp, values={"xray": "mild"})
            if number % 2:
                actions.save_answers(referral, actor=gp, values=ANSWERS)
                actions.confirm_answers(referral, actor=gp)
                sent = actions.send(
                    referral,
                    actor=gp,
                    chosen=actions.Chosen(service=service_of(municipal)),
                )
                perform("ask", sent, actor=municipal, inputs=Inputs(text="Side?"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            assert doctor.get(START).status_code == 200
        return len(made)

    wait(4)
    queries()  # the definition is read once per process
    few = queries()
    wait(20)

    assert queries() == few


# A new referral -----------------------------------------------------------------------------------


def test_a_known_patient_leads_straight_to_the_form(doctor, nancy, knee):
    response = begin(doctor, NANCY)

    draft = Referral.objects.get()
    assert response.url == reverse("referrals:edit", args=[draft.pk])
    assert draft.citizen == nancy
    assert draft.version == knee


def test_the_number_stands_in_no_address(doctor, nancy, knee):
    response = begin(doctor, NANCY)

    assert "251248" not in response.url
    assert "9996" not in response.url


def test_an_unknown_patient_is_registered_and_then_written_about(doctor, knee, hillerod):
    page = begin(doctor, MAX)

    assert "Registrér patient" in page.content.decode()
    assert 'name="pathway" value="knee-osteoarthritis"' in page.content.decode()
    response = doctor.post(
        reverse("referrals:register"),
        {
            "cpr": MAX,
            "given_name": "Max",
            "family_name": "Berggren",
            "municipality": hillerod.pk,
            "own_gp": "ours",
            "pathway": "knee-osteoarthritis",
        },
    )

    draft = Referral.objects.get()
    assert draft.citizen == Citizen.objects.get(given_name="Max")
    assert response.url == reverse("referrals:edit", args=[draft.pk])


def test_registering_with_something_missing_keeps_the_pathway(doctor, knee):
    page = doctor.post(
        reverse("referrals:register"), {"cpr": MAX, "pathway": "knee-osteoarthritis"}
    )

    assert page.status_code == 422
    assert "Skriv patientens fornavn." in page.content.decode()
    assert 'name="pathway" value="knee-osteoarthritis"' in page.content.decode()
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("cpr", "pathway", "sentence"),
    [
        ("", "knee-osteoarthritis", "CPR-nummer"),
        ("123", "knee-osteoarthritis", "CPR"),
        (NANCY, "", "Vælg et program."),
    ],
)
def test_what_is_missing_is_told_on_the_same_page(doctor, knee, nancy, cpr, pathway, sentence):
    page = begin(doctor, cpr, pathway)

    assert page.status_code == 422
    html = page.content.decode()
    assert "data-focus-first" in html
    assert sentence in html.split("data-focus-first")[1].split("</ul>")[0]
    assert not Referral.objects.exists()


def test_a_pathway_that_is_not_in_force_begins_nothing(doctor, knee, nancy):
    knee.state = "superseded"
    knee.save(update_fields=["state"])

    assert begin(doctor, NANCY).status_code == 422
    assert not Referral.objects.exists()


def test_a_known_citizen_begins_another_pathway_without_the_number(doctor, nancy, knee):
    response = doctor.post(
        reverse("referrals:new"), {"citizen": nancy.pk, "pathway": "knee-osteoarthritis"}
    )

    assert response.url == reverse("referrals:edit", args=[Referral.objects.get().pk])


def test_a_stranger_begins_nothing_for_a_citizen_he_does_not_see(client_for, stranger, nancy, knee):
    response = client_for(stranger).post(
        reverse("referrals:new"), {"citizen": nancy.pk, "pathway": "knee-osteoarthritis"}
    )

    assert response.status_code == 404
    assert not Referral.objects.exists()


def test_whoever_does_not_refer_is_told_why(client_for, physio, nancy, knee):
    client = client_for(physio)

    page = client.get(START).content.decode()
    refused = begin(client, NANCY)

    assert "Kun almen praksis kan slå patienter op med CPR-nummer." in page
    assert refused.status_code == 422
    assert not Referral.objects.exists()


def test_an_open_draft_is_continued_and_not_begun_again(doctor, draft):
    assert begin(doctor, NANCY).url == reverse("referrals:edit", args=[draft.pk])
    assert Referral.objects.count() == 1


def test_overdue_questions_say_by_how_much(doctor, asked):
    Referral.objects.filter(pk=asked.pk).update(due_on=timezone.localdate() - timedelta(days=7))

    assert "overskredet" in doctor.get(START).content.decode()
