"""The programme's page: clean in both widths; stops open by mouse, keyboard and without script."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from pathways.management.commands.load_definitions import SHIPPED
from tests import shipped
from tests.browser.screens import WIDTHS
from tests.pathways.conftest import *  # noqa: F403 - its fixtures, found by name

ADDRESS = "/pathways/knee-osteoarthritis/"


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_page_is_clean(page, logged_in, gp, axe, too_wide, path):
    shipped.load(path.stem)
    logged_in(gp)
    folder = os.environ.get("KEEP_SCREENS")

    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/pathways/{path.stem}/")
        if folder:
            page.screenshot(path=Path(folder) / f"{path.stem}-{width}.png", full_page=True)
        assert too_wide(page) == []
        assert axe(page) == []
    if folder:
        page.pdf(path=Path(folder) / f"{path.stem}.pdf", prefer_css_page_size=True)


def test_on_paper_the_figure_fills_the_first_page(page, logged_in, gp, knee, tmp_path):
    logged_in(gp)
    page.goto(ADDRESS)

    page.pdf(path=tmp_path / "programme.pdf", prefer_css_page_size=True)

    first, second, *_rest = PdfReader(tmp_path / "programme.pdf").pages
    assert first.mediabox.width > first.mediabox.height
    assert "Ortopædkirurgi" in first.extract_text()
    assert "Udredning i almen praksis" in second.extract_text()
    assert "Hvad gøres" not in first.extract_text()


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
