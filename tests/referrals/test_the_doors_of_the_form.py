"""Beside saving and sending: preview, text, codes, discarding; who gets in, and what it costs."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from referrals import actions
from referrals.models import Referral
from referrals.states import Status
from tests.browsing import read_form
from tests.referrals.at_the_form import door, htmx
from tests.referrals.reached import ANSWERS

pytestmark = pytest.mark.django_db

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


def test_storing_an_answer_costs_little(doctor, form_of, draft):
    form = form_of(draft)
    typed = form.with_(xray="severe")

    with CaptureQueriesContext(connection) as made:
        htmx(doctor, door("answer", draft), typed)

    assert len(made) <= 35


def test_the_form_leads_to_the_stop_the_course_is_at(doctor, draft):
    page = doctor.get(door("edit", draft)).content.decode()
    version = draft.version
    address = reverse("pathways:version", args=[version.pathway.key, version.number])

    assert f'href="{address}?stop=work_up#stop-work_up" target="_blank" rel="noopener"' in page
    assert "Se, hvor I er i forløbet: Udredning og valg" in page
    assert doctor.get(address, {"stop": "work_up"}).status_code == 200
