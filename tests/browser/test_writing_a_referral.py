"""The doctor writes in a real browser: stored as one writes, the advice live, nothing disturbed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from referrals import actions
from referrals.models import Referral
from tests.browser.screens import WIDTHS
from tests.referrals.at_the_form import *  # noqa: F403
from tests.referrals.reached import *  # noqa: F403

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def writes(page, logged_in, gp) -> Callable[[Referral], Page]:
    """Opens a draft's form in the doctor's window."""

    def open_form(referral: Referral) -> Page:
        logged_in(gp)
        page.goto(reverse("referrals:edit", args=[referral.pk]))
        return page

    return open_form


def pick(page: Page, label: str) -> None:
    page.locator("main").get_by_text(label, exact=True).click()


def stored(page: Page) -> None:
    """Wait until what was done is stored."""
    expect(page.locator("[data-autosave-status]")).to_have_attribute("data-state", "saved")


def test_the_advice_follows_the_answers_and_is_spoken_once(writes, empty):
    page = writes(empty)
    live = page.locator("#live")

    pick(page, "Hjemmepleje")

    expect(page.locator("#raad .dest")).to_have_text("Kommunalt træningstilbud")
    expect(live).to_contain_text("Kommunalt træningstilbud")
    expect(page.locator("#gaar-til")).to_contain_text("Træning og Rehabilitering Hillerød")
    expect(page.locator("#fremdrift")).to_contain_text("1 af 8")
    stored(page)
    assert empty.facts() == {"special_circumstances": ["home_care"]}


def test_typing_is_stored_after_a_pause_and_the_caret_stays(writes, empty):
    page = writes(empty)
    text = page.locator("#id_anamnesis")

    text.press_sequentially("Smerter i højre knæ.", delay=15)
    expect(page.locator("#frase-2")).to_have_class("phrase is-answered")
    with page.expect_response(lambda answer: "400" in (answer.request.post_data or "")):
        text.press_sequentially(" Går 400 m.", delay=15)

    expect(text).to_be_focused()
    stored(page)
    assert empty.facts()["anamnesis"] == "Smerter i højre knæ. Går 400 m."


def test_a_code_is_found_by_name_and_chosen_with_the_keyboard(writes, empty):
    page = writes(empty)
    code = page.locator("#id_diagnosis")

    code.press_sequentially("ét knæ", delay=20)
    expect(page.locator("[role=option]").first).to_be_visible()
    code.press("ArrowDown")
    code.press("Enter")

    expect(code).to_have_value("DM171 Knæartrose, primær, ét knæ")
    stored(page)
    assert empty.facts()["diagnosis"] == {"system": "icd10", "code": "M17.1"}


def test_bmi_is_computed_at_once_and_stored(writes, empty):
    page = writes(empty)

    page.locator("#id_bmi_height").fill("164")
    page.locator("#id_bmi_weight").fill("84")
    expect(page.locator("#id_bmi")).to_have_value("31,2")
    page.locator("#id_bmi_weight").blur()

    expect(page.locator("#frase-4")).to_have_class("phrase is-answered")
    stored(page)
    assert empty.facts() == {"bmi": 31.2}


def test_a_wrong_value_is_told_at_its_phrase_and_goes_when_mended(writes, empty):
    page = writes(empty)
    bmi = page.locator("#id_bmi")

    bmi.fill("312")
    bmi.blur()
    expect(page.locator("#frase-4-fejl")).to_contain_text("uden for 10–80")
    expect(page.locator("#frase-4")).to_have_class("phrase has-error")
    bmi.fill("31,2")
    bmi.blur()

    expect(page.locator("#frase-4-fejl")).to_be_hidden()
    expect(page.locator("#frase-4")).to_have_class("phrase is-answered")


def test_nothing_of_this_clears_the_others(writes, empty):
    page = writes(empty)

    pick(page, "Smertelindring")
    stored(page)
    pick(page, "Intet af dette")

    expect(page.locator("#frase-6 input:checked")).to_have_count(1)
    stored(page)
    expect(page.locator("#fremdrift")).to_contain_text("1 af 8")
    page.wait_for_timeout(300)
    assert empty.facts() == {"tried_so_far": ["none"]}


def test_another_request_opens_its_field_and_the_focus_stays(writes, empty):
    page = writes(empty)
    other = page.locator("#id_requested_other")
    expect(other).to_be_hidden()

    page.locator("#frase-8 input[value=other]").focus()
    page.keyboard.press("Space")

    expect(other).to_be_visible()
    expect(page.locator("#frase-8 input[value=other]")).to_be_focused()


def test_what_is_folded_out_stays_open_and_the_focus_stays_where_one_chooses(writes, draft):
    page = writes(draft)
    page.locator("#ikke-opfyldt > summary").click()
    page.locator("#anden-modtager > summary").click()

    page.locator("#id_override_receiver").focus()
    page.locator("#id_override_receiver").select_option("kind:private_physiotherapist")

    expect(page.locator("#gaar-til")).to_contain_text("Vælg en begrundelse")
    expect(page.locator("#id_override_receiver")).to_be_focused()
    page.locator("#id_override_reason").select_option("transport")
    expect(page.locator("#gaar-til")).not_to_contain_text("begrundelse")
    pick(page, "Behov for tolk")
    expect(page.locator("#ikke-opfyldt")).to_have_attribute("open", "")
    expect(page.locator("#id_override_reason")).to_have_value("transport")


def test_tabbing_to_send_after_the_last_answer_keeps_the_focus(writes, draft):
    page = writes(draft)
    page.locator("#id_anamnesis").fill("Smerter. Går 300 m.")

    page.locator("#send").focus()
    stored(page)
    page.wait_for_timeout(400)

    expect(page.locator("#send")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/referrals/*/")
    draft.refresh_from_db()
    assert draft.status == "sent"


def test_sending_leads_to_the_referral_with_the_focus_on_its_heading(writes, draft):
    page = writes(draft)

    page.keyboard.press("Control+Enter")

    page.wait_for_url(f"**{reverse('referrals:detail', args=[draft.pk])}")
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("[data-messages]")).to_contain_text(
        "Henvisningen er sendt til Træning og Rehabilitering Hillerød."
    )


def test_a_refused_sending_gives_the_summary_the_focus_and_links_to_the_field(writes, empty):
    page = writes(empty)

    page.locator("#send").click()

    summary = page.locator("[data-focus-first]")
    expect(summary).to_be_focused()
    assert page.title().startswith("Fejl: ")
    summary.get_by_role("link", name="Vælg side").click()
    expect(page.locator("#id_side_0")).to_be_focused()


def test_a_mended_error_no_longer_holds_the_sending_back(writes, draft, gp):
    actions.save_answers(draft, actor=gp, values={"side": None})
    page = writes(draft)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#frase-1")).to_have_class("phrase has-error")

    pick(page, "Højre")
    expect(page.locator("#frase-1")).to_have_class("phrase is-answered")
    stored(page)
    page.keyboard.press("Control+Enter")

    page.wait_for_url(f"**{reverse('referrals:detail', args=[draft.pk])}")


def test_alt_and_a_number_go_to_the_phrase(writes, empty):
    page = writes(empty)

    page.keyboard.press("Alt+2")
    expect(page.locator("#id_anamnesis")).to_be_focused()
    page.keyboard.press("Alt+8")
    expect(page.locator("#frase-8 input").first).to_be_focused()


def test_confirming_confirms_all_and_says_so(writes, gp, nancy, knee, sent):
    second = actions.create_draft(actor=gp, citizen=nancy, version=knee)
    page = writes(second)
    notes = page.get_by_text("Hentet fra henvisning")
    expect(notes).to_have_count(3)

    page.locator("#bekraeft-2").click()

    expect(notes).to_have_count(0)
    expect(page.locator("#live")).to_contain_text("er bekræftet")
    assert not second.answers.filter(confirmed=False).exists()


def test_without_script_the_whole_form_works(chromium, server, client_for, gp, empty):
    context = chromium.new_context(base_url=server.url, java_script_enabled=False)
    cookie = client_for(gp).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])
    page = context.new_page()
    page.goto(reverse("referrals:edit", args=[empty.pk]))

    page.locator("#id_diagnosis").fill("DM171")
    pick(page, "Højre")
    page.locator("#id_anamnesis").fill("Smerter i højre knæ.")
    pick(page, "Hjemmepleje")
    page.get_by_role("button", name="Opdater råd").click()
    expect(page.locator("#raad .dest")).to_have_text("Kommunalt træningstilbud")
    page.locator("#send").click()

    expect(page.locator("h1")).to_be_visible()
    empty.refresh_from_db()
    assert empty.status == "sent"
    context.close()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_the_form_is_clean_in_axe_and_fits_its_width(
    writes, empty, gp, axe, too_wide, width, tmp_path, request
):
    page = writes(empty)
    page.set_viewport_size({"width": width, "height": 900})

    assert axe(page) == []
    assert too_wide(page) == []
    page.locator("#send").click()
    expect(page.locator("[data-focus-first]")).to_be_visible()
    page.locator("#anden-modtager > summary").click()
    page.locator("#frase-7 .phrase-help > summary").click()
    assert axe(page) == []
    assert too_wide(page) == []


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("name", ["start", "preview", "text", "discard"])
def test_the_other_pages_are_clean_in_axe_and_fit(
    page,
    logged_in,
    gp,
    draft,
    axe,
    too_wide,
    width,
    name,
):
    logged_in(gp)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/my-work/" if name == "start" else reverse(f"referrals:{name}", args=[draft.pk]))

    assert axe(page) == []
    assert too_wide(page) == []


def test_n_goes_to_the_new_referral_and_the_form_opens_in_one_step(
    page,
    logged_in,
    gp,
    nancy,
    knee,
):
    logged_in(gp)
    page.goto("/my-work/")

    page.keyboard.press("n")
    page.keyboard.type("2512489996")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_contain_text("Ny henvisning: Knæartrose")


def test_a_file_is_added_and_removed(writes, draft, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    file = Path(tmp_path) / "røntgen.pdf"
    file.write_bytes(b"%PDF-1.7\n")
    page = writes(draft)

    page.locator("#id_file").set_input_files(file)
    page.get_by_role("button", name="Tilføj bilag").click()
    expect(page.locator("#bilag")).to_contain_text("røntgen.pdf")
    page.get_by_role("button", name="Fjern røntgen.pdf").click()

    expect(page.locator("#bilag")).not_to_contain_text("røntgen.pdf")
