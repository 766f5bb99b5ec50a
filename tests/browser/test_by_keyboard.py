"""A referral is begun, filled in and sent without a mouse (UX §7)."""

import pytest
from playwright.sync_api import expect

from tests.conftest import NANCY
from tests.referrals.reached import *  # noqa: F403

pytestmark = pytest.mark.usefixtures("nancy", "knee", "reasons")


def test_the_form_is_filled_in_and_sent_from_the_keyboard(sit_down):
    page = sit_down().log_in("gp").page
    keyboard = page.keyboard

    keyboard.press("n")
    keyboard.type(NANCY)
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ny henvisning")
    keyboard.press("Alt+Digit1")
    keyboard.type("knæartrose primær ét")
    expect(page.locator("[role=option]")).to_have_count(1)
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.press("Space")
    keyboard.press("Alt+Digit2")
    keyboard.type("Smerter i højre knæ gennem to år.")
    keyboard.press("Alt+Digit4")
    keyboard.type("164")
    keyboard.press("Tab")
    keyboard.type("84")
    keyboard.press("Alt+Digit5")
    for _ in range(3):
        keyboard.press("ArrowRight")
    keyboard.press("Alt+Digit6")
    keyboard.press("Tab")
    keyboard.press("Space")
    keyboard.press("Alt+Digit7")
    keyboard.press("Space")
    keyboard.press("Alt+Digit8")
    keyboard.press("Space")
    expect(page.locator("#raad .dest")).to_have_text("Kommunalt træningstilbud")
    keyboard.press("Control+Enter")

    expect(page.get_by_text("Henvisningen er sendt")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    for told in (
        "DM171 Knæartrose, primær, ét knæ · Side: Højre",
        "31,2",
        "Moderat",
        "Smertelindring",
        "Hjemmepleje",
        "Superviseret træning",
    ):
        expect(page.get_by_text(told, exact=True)).to_be_visible()
