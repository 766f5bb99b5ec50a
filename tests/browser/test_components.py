"""Every component can be looked at, used by keyboard and read aloud, on a desk and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.screens import WIDTHS

PAGES = (
    "pages:styleguide",
    "pages:help",
    "pages:privacy",
    "pages:accessibility",
    "pages:shortcuts",
)


@pytest.fixture
def server(server_without_data):
    return server_without_data


@pytest.fixture
def styleguide(page):
    page.goto(reverse("pages:styleguide"))
    page.evaluate("document.activeElement.blur()")
    return page


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_accessible_and_fits(name, width, page, axe, too_wide):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(reverse(name))

    assert too_wide(page) == []
    assert axe(page) == []


def test_the_style_sheet_and_its_fonts_arrive(styleguide):
    button = styleguide.locator(".button-primary").first

    expect(button).to_have_css("background-color", "rgb(11, 85, 102)")
    assert styleguide.evaluate("document.fonts.check('16px IBM Plex Sans')")


def test_errors_get_the_focus_and_lead_to_the_field(page):
    page.goto(reverse("pages:styleguide"))
    summary = page.locator("[data-focus-first]")
    expect(summary).to_be_focused()

    summary.get_by_role("link", name="Anamnese").click()

    expect(page.locator("#id_b-anamnesis")).to_be_focused()


def test_none_clears_the_others_and_they_it(styleguide):
    def chosen() -> list[str]:
        return styleguide.eval_on_selector_all(
            "[name=a-tried]:checked", "boxes => boxes.map(box => box.value)"
        )

    assert chosen() == ["pain_relief"]
    styleguide.locator("label[for=id_a-tried_3]").click()
    assert chosen() == ["none"]
    styleguide.locator("label[for=id_a-tried_0]").click()
    assert chosen() == ["physiotherapy"]


def test_a_segmented_choice_moves_with_the_arrows(styleguide):
    styleguide.locator("#id_a-side_0").focus()
    styleguide.keyboard.press("ArrowRight")

    expect(styleguide.locator("#id_a-side_1")).to_be_checked()


@pytest.mark.parametrize(
    ("height", "weight", "bmi"),
    [("164", "84", "31,2"), ("164,5", "84,5", "31,2"), ("16", "84", "")],
)
def test_bmi_is_computed_with_a_decimal_comma(height, weight, bmi, styleguide):
    styleguide.fill("#sg-height", height)
    styleguide.fill("#sg-weight", weight)

    expect(styleguide.locator("#sg-bmi")).to_have_value(bmi)


def test_a_bmi_that_was_typed_is_left_alone(styleguide):
    styleguide.fill("#sg-bmi", "30")
    styleguide.fill("#sg-height", "164")

    expect(styleguide.locator("#sg-bmi")).to_have_value("30")


def test_a_code_is_found_and_chosen_by_keyboard(styleguide):
    field = styleguide.locator("#id_a-diagnosis")
    field.press_sequentially("knæ")
    options = styleguide.locator("#id_a-diagnosis_list [role=option]")
    expect(options).to_have_count(4)
    expect(field).to_have_attribute("aria-expanded", "true")

    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    field.press("Enter")

    expect(field).to_have_value("DM171 Primær enkeltsidig knæledsartrose")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_escape_closes_the_list_and_keeps_what_was_typed(styleguide):
    field = styleguide.locator("#id_a-diagnosis")
    field.press_sequentially("zzz")
    expect(styleguide.locator("#id_a-diagnosis_list")).to_have_text("Ingen kode passer til »zzz«.")

    field.press("Escape")

    expect(styleguide.locator("#id_a-diagnosis_list")).to_be_hidden()
    expect(field).to_have_value("zzz")


def test_letters_go_through_rows_and_do_nothing_in_a_field(styleguide):
    styleguide.keyboard.press("j")
    assert "Kirsten Berggren" in styleguide.evaluate("document.activeElement.innerText")
    styleguide.keyboard.press("j")
    assert "Einer Lauridsen" in styleguide.evaluate("document.activeElement.innerText")

    note = styleguide.locator("#sg-note")
    note.press_sequentially("jk?")
    expect(note).to_have_value("jk?")
    expect(styleguide.locator("#shortcuts")).to_be_hidden()


def test_the_question_mark_shows_all_shortcuts(styleguide):
    styleguide.keyboard.press("?")
    expect(styleguide.locator("#shortcuts")).to_be_visible()
    styleguide.keyboard.press("Escape")
    expect(styleguide.locator("#shortcuts")).to_be_hidden()


def test_alt_and_a_number_go_to_a_phrase(styleguide):
    styleguide.keyboard.press("Alt+2")

    expect(styleguide.locator("#sg-height")).to_be_focused()


def test_sending_with_an_error_goes_to_it(styleguide):
    styleguide.keyboard.press("Control+Enter")

    expect(styleguide.locator("#sg-height")).to_be_focused()


def test_a_text_is_copied_and_said(styleguide):
    styleguide.locator("[data-copy]").click()

    expect(styleguide.locator("[data-copy]")).to_have_text("Kopieret")
    assert "Smerter i venstre knæ" in styleguide.evaluate("navigator.clipboard.readText()")


def test_what_is_folded_away_is_on_paper(styleguide):
    fold = styleguide.locator("main details.fold").first
    expect(fold).not_to_have_attribute("open", "")

    styleguide.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(fold).to_have_attribute("open", "")
    styleguide.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(fold).not_to_have_attribute("open", "")
