"""The programme's page: clean in both widths; stops open by mouse, keyboard and without script."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.screens import WIDTHS
from tests.pathways.conftest import *  # noqa: F403

ADDRESS = "/pathways/knee-osteoarthritis/"


@pytest.mark.parametrize("width", WIDTHS.values())
def test_the_page_is_clean(page, logged_in, gp, knee, axe, too_wide, width):
    logged_in(gp)
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(ADDRESS)
    if folder := os.environ.get("KEEP_SCREENS"):
        page.screenshot(path=Path(folder) / f"programme-{width}.png", full_page=True)
        if width == WIDTHS["desk"]:
            page.pdf(path=Path(folder) / "programme.pdf", prefer_css_page_size=True)

    assert too_wide(page) == []
    assert axe(page) == []


def test_a_stop_opens_in_the_page_and_has_an_address(page, logged_in, gp, knee):
    logged_in(gp)
    page.goto(ADDRESS)

    page.locator(".swim").get_by_role("link", name="Ortopædkirurgi").click()

    expect(page.get_by_role("heading", name="Vurdering på hospital")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?stop=hospital_assessment#stop-hospital_assessment$"))
    expect(page.locator(".swim [aria-current]")).to_have_count(1)
    page.reload()
    expect(page.get_by_role("heading", name="Vurdering på hospital")).to_be_visible()


def test_a_stop_opens_by_the_keyboard(page, logged_in, gp, knee):
    logged_in(gp)
    page.goto(ADDRESS)
    first = page.locator(".swim a.stop").first

    first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#stop-h")).to_be_focused()
    expect(page.locator(".swim a.stop").nth(1)).to_have_attribute("aria-current", "true")


def test_a_stop_opens_without_script(open_window, logged_in, gp, knee):
    window = open_window(script=False)
    logged_in(gp, window)
    page = window.new_page()
    page.goto(ADDRESS)

    page.locator(".swim").get_by_role("link", name="Kommunal træning").click()

    expect(page.locator("#stop-municipal_train")).to_contain_text("hjemmesygepleje")
