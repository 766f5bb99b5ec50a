"""The referrer writes a referral on one form that works whole without script (UX §1, §5)."""

import pytest
from django.urls import reverse

from citizens.models import AccessLog
from referrals import actions
from referrals.models import DraftChoice
from tests import shipped
from tests.browsing import read_form
from tests.referrals.at_the_form import door, htmx

pytestmark = pytest.mark.django_db

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


def test_an_older_page_open_beside_takes_back_no_answer_given_meanwhile(doctor, form_of, empty):
    older = form_of(empty)
    htmx(doctor, door("answer", empty), {**form_of(empty).values, "xray": "moderate"})

    htmx(
        doctor,
        door("answer", empty),
        {**older.values, "side": "left", "bmi_weight": "84", "touched": "side bmi_weight"},
    )

    assert empty.facts() == {"xray": "moderate", "side": "left"}
    empty.refresh_from_db()
    assert empty.draft_choice.inputs == {"bmi_weight": 84}


def test_an_answer_taken_back_in_the_page_it_was_given_in_is_taken_back(doctor, form_of, empty):
    page = form_of(empty)
    htmx(doctor, door("answer", empty), {**page.values, "xray": "mild", "touched": "xray"})

    htmx(doctor, door("answer", empty), {**page.values, "xray": "", "touched": "xray"})

    assert empty.facts() == {}


def test_height_and_weight_give_the_bmi_and_stand_there_again(doctor, form_of, empty):
    form = form_of(empty)

    doctor.post(form.action, form.with_(bmi_height="164", bmi_weight="84"))

    assert empty.facts() == {"bmi": 31.2}
    again = form_of(empty).values
    assert (again["bmi_height"], again["bmi_weight"], again["bmi"]) == (["164"], ["84"], ["31,2"])


def test_what_was_computed_stands_there_and_lasts_when_errors_come_between(doctor, form_of, empty):
    form = form_of(empty)
    typed = form.with_(diagnosis="DM171", side="right", bmi_height="164", bmi_weight="84")

    refused = doctor.post(form.address_of("Send henvisning"), typed)

    mended = read_form(refused.content, "henvisning")
    assert mended.values["bmi"] == ["31,2"]
    doctor.post(form.action, mended.with_(anamnesis="Ondt", bmi=""))  # as browsers kept it
    assert empty.facts()["bmi"] == 31.2
    assert form_of(empty).values["bmi_height"] == ["164"]


def test_a_bmi_typed_over_a_computed_one_stands(doctor, form_of, empty):
    form = form_of(empty)
    doctor.post(form.action, form.with_(bmi_height="164", bmi_weight="84"))

    doctor.post(form.action, form_of(empty).with_(bmi="29"))

    assert empty.facts() == {"bmi": 29}
    assert form_of(empty).values["bmi_height"] == [""]


def test_a_wrong_bmi_typed_over_a_computed_one_is_told_and_not_computed_away(
    doctor, form_of, empty
):
    form = form_of(empty)
    doctor.post(form.action, form.with_(bmi_height="164", bmi_weight="84"))

    answer = doctor.post(form.action, form_of(empty).with_(bmi="312"))

    assert answer.status_code == 422
    assert "BMI: 312 er uden for 10–80." in answer.content.decode()
    assert empty.facts() == {"bmi": 31.2}


def test_an_answer_that_does_not_fit_is_told_of_in_the_readers_language(doctor, form_of, empty):
    form = form_of(empty)
    doctor.cookies["django_language"] = "en"

    page = doctor.post(form.action, form.with_(bmi="312")).content.decode()

    assert "BMI: 312 is outside 10–80." in page
    assert "er uden for" not in page


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


def test_an_english_reader_gets_the_definitions_english_words(doctor, draft):
    doctor.post(reverse("set_language"), {"language": "en"})

    page = doctor.get(door("edit", draft)).content.decode()

    assert "Referral diagnosis" in page
    assert "DM171 Knee osteoarthritis, primary, one knee" in page
    assert "The patient has home care." in page


def test_the_practice_reads_of_its_patient_in_the_fields_too(doctor, gp, nancy):
    chronic = shipped.load("chronic-disease")
    draft = actions.create_draft(actor=gp, citizen=nancy, version=chronic)

    assert 'placeholder="Hvad patienten kan' in doctor.get(door("edit", draft)).content.decode()


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


def test_what_is_copied_is_one_thing_to_do_in_the_bar(doctor, gp, nancy, knee, sent):
    second = actions.create_draft(actor=gp, citizen=nancy, version=knee)
    assert second.answers.filter(confirmed=False).count() > 1

    page = doctor.get(door("edit", second)).content.decode()

    assert "· bekræft det, der er hentet</span>" in page


def test_the_courses_open_referral_is_shown_before_one_writes_another(
    doctor, gp, nancy, knee, sent
):
    second = actions.create_draft(actor=gp, citizen=nancy, version=knee)

    page = doctor.get(door("edit", second)).content.decode()

    assert "Patienten har en åben henvisning i forløbet" in page
    assert sent.number in page
