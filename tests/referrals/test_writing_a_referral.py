"""The referrer writes a referral on one form that works whole without script (UX §1, §5)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from citizens.models import AccessLog
from organisations.vocabulary import Role
from pathways.models import Advice
from referrals import actions
from referrals.models import DraftChoice, Event, Referral
from referrals.states import Status
from tests.browsing import PageForm, Values, read_form
from tests.referrals.conftest import ANSWERS

pytestmark = pytest.mark.django_db

PHYSIOTHERAPIST = "kind:private_physiotherapist"


@pytest.fixture
def empty(gp, nancy, knee) -> Referral:
    return actions.create_draft(actor=gp, citizen=nancy, version=knee)


@pytest.fixture
def doctor(client_for, gp) -> Client:
    return client_for(gp)


@pytest.fixture
def form_of(doctor) -> Callable[[Referral], PageForm]:
    """The form of a draft as the doctor's browser reads it off the page."""

    def read(referral: Referral) -> PageForm:
        page = doctor.get(reverse("referrals:edit", args=[referral.pk]))
        assert page.status_code == 200
        return read_form(page.content, "henvisning")

    return read


def door(name: str, referral: Referral) -> str:
    return reverse(f"referrals:{name}", args=[referral.pk])


def htmx(client: Client, url: str, values: Values) -> Any:
    return client.post(url, values, headers={"HX-Request": "true"})


# Storing ----------------------------------------------------------------------------------------


def test_the_page_asks_for_every_fact_of_every_phrase(form_of, empty, knee):
    form = form_of(empty)

    facts = [fact for phrase in knee.parsed.phrases for fact in phrase.facts]
    assert len(knee.parsed.phrases) == 8
    assert {fact.key for fact in facts} <= form.values.keys() | form.options.keys()
    assert form.options["side"] == ["right", "left", "both"]
    assert "none" in form.options["special_circumstances"]


def test_what_is_answered_is_stored_and_stands_there_again(doctor, form_of, empty):
    form = form_of(empty)
    typed = form.with_(
        diagnosis="DM171",
        side="right",
        anamnesis="Smerter i højre knæ.",
        bmi="31,2",
        special_circumstances=["home_care", "interpreter"],
    )

    response = doctor.post(form.action, typed)

    assert response.status_code == 302
    assert empty.facts() == {
        "diagnosis": {"system": "icd10", "code": "M17.1"},
        "side": "right",
        "anamnesis": "Smerter i højre knæ.",
        "bmi": 31.2,
        "special_circumstances": ["home_care", "interpreter"],
    }
    again = form_of(empty).values
    assert again["diagnosis"] == ["DM171 Knæartrose, primær, ét knæ"]
    assert again["bmi"] == ["31,2"]
    assert again["special_circumstances"] == ["home_care", "interpreter"]


def test_saving_an_untouched_form_changes_nothing(doctor, form_of, draft):
    before = draft.facts(), draft.updated_at
    form = form_of(draft)

    doctor.post(form.action, form.values)

    draft.refresh_from_db()
    assert (draft.facts(), draft.updated_at) == before
    assert not DraftChoice.objects.exists()


def test_height_and_weight_give_the_bmi_and_stand_there_again(doctor, form_of, empty):
    form = form_of(empty)

    doctor.post(form.action, form.with_(bmi_height="164", bmi_weight="84"))

    assert empty.facts() == {"bmi": 31.2}
    again = form_of(empty).values
    assert (again["bmi_height"], again["bmi_weight"], again["bmi"]) == (["164"], ["84"], ["31,2"])


def test_a_bmi_typed_over_a_computed_one_stands(doctor, form_of, empty):
    form = form_of(empty)
    doctor.post(form.action, form.with_(bmi_height="164", bmi_weight="84"))

    doctor.post(form.action, form_of(empty).with_(bmi="29"))

    assert empty.facts() == {"bmi": 29}
    assert form_of(empty).values["bmi_height"] == [""]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"bmi_height": "16", "bmi_weight": "84"}, "Højden 16 cm ser ud til at mangle et ciffer"),
        ({"bmi_height": "164", "bmi_weight": "8"}, "Vægten 8 kg kan ikke passe"),
        ({"bmi": "312"}, "312 er uden for 10–80"),
        ({"bmi": "tredive"}, "er ikke et tal"),
        ({"diagnosis": "ondt i knæet"}, "Ingen kode passer til"),
        ({"diagnosis": "knæartrose"}, "passer til flere koder"),
        ({"special_circumstances": ["home_care", "none"]}, "kan ikke vælges sammen med andet"),
    ],
)
def test_what_is_wrong_is_told_and_stands_as_typed_and_the_rest_is_stored(
    doctor, form_of, empty, typed, sentence
):
    form = form_of(empty)

    page = doctor.post(form.action, form.with_(side="left", **typed))

    assert page.status_code == 422
    html = page.content.decode()
    assert "<title>Fejl: " in html.replace("\n", "")
    assert sentence in html
    assert "data-focus-first" in html
    assert empty.facts() == {"side": "left"}
    shown = read_form(html, "henvisning").values
    for name, value in typed.items():
        assert shown[name] == ([value] if isinstance(value, str) else value)


def test_every_error_leads_to_its_field(doctor, form_of, empty):
    form = form_of(empty)

    html = doctor.post(door("send", empty), form.values).content.decode()

    for anchor in ("id_diagnosis", "id_side_0", "id_anamnesis"):
        assert f'href="#{anchor}"' in html
        assert f'id="{anchor}"' in html


def test_another_request_that_is_not_asked_for_is_hidden_until_it_is(doctor, form_of, empty):
    form = form_of(empty)
    hidden = '<div class="fact" id="felt-requested_other" hidden>'
    assert hidden in doctor.get(door("edit", empty)).content.decode()

    doctor.post(form.action, form.with_(requested=["other"]))

    assert hidden not in doctor.get(door("edit", empty)).content.decode()


def test_reading_the_form_is_logged_once(doctor, gp, empty):
    doctor.get(door("edit", empty))

    log = AccessLog.objects.get(what="referral")
    assert (log.citizen, log.object_id, log.user) == (empty.citizen, empty.pk, gp.user)


# As one writes (htmx) -----------------------------------------------------------------------------


def test_one_answer_brings_the_advice_anew_and_is_spoken_once(doctor, form_of, empty):
    form = form_of(empty)
    url = door("answer", empty)

    typed = form.with_(special_circumstances=["home_care"], requested=["supervised_training"])
    first = htmx(doctor, url, typed).content.decode()
    second = htmx(doctor, url, typed)

    assert 'id="raad"' in first
    assert "Kommunalt træningstilbud" in first
    assert "Patienten har hjemmepleje." in first
    assert 'id="live" role="status" hx-swap-oob="innerHTML">Råd: Kommunalt' in first
    assert 'id="live"' not in second.content.decode()
    assert second["HX-Reswap"] == "none"


def test_typing_that_changes_no_reason_is_not_spoken(doctor, form_of, draft):
    form = form_of(draft)

    response = htmx(doctor, door("answer", draft), form.with_(anamnesis="Nu også om natten."))

    assert 'id="live"' not in response.content.decode()
    assert response["HX-Reswap"] == "none"
    assert draft.facts()["anamnesis"] == "Nu også om natten."


def test_an_answer_that_opens_a_question_brings_it(doctor, form_of, empty):
    form = form_of(empty)

    html = htmx(doctor, door("answer", empty), form.with_(requested=["other"])).content.decode()

    assert '<div class="fact" id="felt-requested_other" hx-swap-oob="true">' in html
    assert 'id="felt-requested"' not in html


def test_a_wrong_answer_is_told_at_its_phrase_while_one_writes(doctor, form_of, empty):
    form = form_of(empty)

    response = htmx(doctor, door("answer", empty), form.with_(bmi="312"))

    html = response.content.decode()
    assert response.status_code == 200
    assert 'id="frase-4-fejl" hx-swap-oob="true"><p class="form-error-message">' in html
    assert 'class="phrase-state has-error" id="frase-4-station"' in html
    assert "er ikke sendt" not in html


def test_progress_counts_the_phrases_that_are_answered(doctor, form_of, draft):
    html = doctor.get(door("edit", draft)).content.decode()
    assert "<b>8 af 8</b> fraser" in html

    form = form_of(draft)
    html = htmx(doctor, door("answer", draft), form.with_(xray=None)).content.decode()

    assert "<b>7 af 8</b> fraser" in html


def test_a_draft_sent_by_a_colleague_meanwhile_leads_to_where_it_is_read(
    doctor, form_of, draft, send_to, municipal, reasons
):
    form = form_of(draft)
    send_to(draft, municipal)

    response = htmx(doctor, door("answer", draft), form.with_(side="left"))

    assert response.status_code == 204
    assert response["HX-Redirect"] == door("detail", draft)
    assert draft.facts()["side"] == "right"


# Copied -----------------------------------------------------------------------------------------


def test_a_copied_answer_says_from_where_until_confirmed(doctor, gp, form_of, nancy, knee, sent):
    second = actions.create_draft(actor=gp, citizen=nancy, version=knee)
    page = doctor.get(door("edit", second)).content.decode()
    assert f"Hentet fra henvisning {sent.sent_at:%d.%m.%Y}" in page

    form = form_of(second)
    doctor.post(form.action, form.values)
    assert second.answers.filter(confirmed=False).exists(), "saving is not confirming"
    response = doctor.post(form.address_of("Bekræft alt, der er hentet"), form.values)

    assert response.status_code == 302
    assert not second.answers.filter(confirmed=False).exists()
    assert "Hentet fra henvisning" not in doctor.get(door("edit", second)).content.decode()


def test_the_courses_open_referral_is_shown_before_one_writes_another(
    doctor, gp, nancy, knee, sent
):
    second = actions.create_draft(actor=gp, citizen=nancy, version=knee)

    page = doctor.get(door("edit", second)).content.decode()

    assert "Patienten har en åben henvisning i forløbet" in page
    assert sent.number in page


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


# Other doors --------------------------------------------------------------------------------------


def test_the_preview_shows_the_phrases_the_sentence_and_to_whom(doctor, form_of, draft):
    form = form_of(draft)
    response = doctor.post(
        form.address_of("Se henvisningen, som modtageren ser den"), form.with_(xray="severe")
    )

    page = doctor.get(response.url).content.decode()

    assert "DM171 Knæartrose, primær, ét knæ · Side: Højre" in page
    assert "Svær" in page
    assert "jf. kliniske retningslinjer" in page
    assert "Træning og Rehabilitering Hillerød" in page


def test_it_may_be_sent_from_the_preview(doctor, draft):
    page = doctor.get(door("preview", draft)).content.decode()
    seen = page.split('name="seen_receiver" value="')[1].split('"')[0]

    response = doctor.post(door("send", draft), {"seen_receiver": seen, "seen_also": ""})

    assert response.url == door("detail", draft)


def test_what_is_missing_when_sending_from_the_preview_is_told_on_the_form(doctor, gp, draft):
    actions.save_answers(draft, actor=gp, values={"side": None})

    page = doctor.post(door("send", draft), {"seen_receiver": "", "seen_also": ""})

    assert page.status_code == 422
    assert "Vælg side: højre, venstre eller begge." in page.content.decode()
    assert read_form(page.content, "henvisning").values["bmi"] == ["24,1"]


def test_the_text_to_copy_holds_every_answer_and_no_number(doctor, draft):
    page = doctor.get(door("text", draft)).content.decode()

    assert "Henvisningsdiagnose: DM171 Knæartrose, primær, ét knæ, højre" in page
    assert "BMI: 24,1" in page
    assert "Særlige forhold: Hjemmepleje" in page
    assert "jf. kliniske retningslinjer" in page
    assert "251248-9996" not in page


def test_save_and_close_leads_to_the_start_page(doctor, form_of, empty):
    form = form_of(empty)

    response = doctor.post(form.address_of("Gem og luk"), form.with_(side="both"))

    assert response.url == reverse("referrals:start")
    assert empty.facts() == {"side": "both"}


def test_advice_is_brought_up_to_date_by_a_button_without_script(doctor, form_of, empty):
    form = form_of(empty)

    response = doctor.post(
        form.address_of("Opdater råd"), form.with_(special_circumstances=["home_care"])
    )

    assert response.url == f"{door('edit', empty)}#raad"
    assert "Patienten har hjemmepleje." in doctor.get(door("edit", empty)).content.decode()


def test_a_draft_is_discarded_after_one_question(doctor, draft):
    assert "Slet kladden?" in doctor.get(door("discard", draft)).content.decode()

    response = doctor.post(door("discard", draft))

    assert response.url == reverse("referrals:start")
    assert not Referral.objects.exists()


def test_the_code_search_lists_codes_of_the_pathway(doctor, knee):
    url = reverse("referrals:codes", args=["knee-osteoarthritis"])

    html = doctor.get(url, {"q": "dm171"}).content.decode()

    assert 'data-value="DM171 Knæartrose, primær, ét knæ"' in html
    assert html.count('role="option"') == 1
    assert "Ingen kode passer" in doctor.get(url, {"q": "hofte"}).content.decode()
    assert doctor.get(reverse("referrals:codes", args=["nothing"])).status_code == 404


DOORS = [
    "edit",
    "answer",
    "advice",
    "confirm",
    "close",
    "preview",
    "send",
    "follow",
    "discard",
    "text",
]


@pytest.mark.parametrize("name", DOORS)
def test_a_stranger_finds_no_draft_behind_any_door(client_for, stranger, draft, name):
    client = client_for(stranger)

    assert client.get(door(name, draft)).status_code == 404
    assert client.post(door(name, draft)).status_code in {404, 405}
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("name", [name for name in DOORS if name != "text"])
def test_the_receiver_of_a_sent_referral_reads_it_elsewhere(client_for, municipal, sent, name):
    response = client_for(municipal).get(door(name, sent))

    assert response.status_code == 302
    assert response.url in {door("detail", sent), door("edit", sent)}


# Cost -------------------------------------------------------------------------------------------


@pytest.fixture
def queries_of(doctor) -> Callable[[str], int]:
    """How many queries a page makes."""

    def count(url: str) -> int:
        with CaptureQueriesContext(connection) as made:
            assert doctor.get(url).status_code == 200
        return len(made)

    return count


def test_the_form_costs_the_same_however_many_others_there_are(
    doctor, gp, draft, knee, max_, service_of, municipal, queries_of
):
    page = door("edit", draft)
    doctor.get(page)  # the first reading keeps the advice
    before = queries_of(page)

    training = service_of(municipal)
    for number in range(20):
        training.pk = None
        training.name = f"Træning {number}"
        training.save()
        training.municipalities.add(draft.citizen.municipality)
    other = actions.create_draft(actor=gp, citizen=max_, version=knee)
    actions.save_answers(other, actor=gp, values=ANSWERS)

    assert queries_of(page) == before
    assert before <= 25
