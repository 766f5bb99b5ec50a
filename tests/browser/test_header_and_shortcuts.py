"""A user turns the keyboard shortcuts off, and finds the rooms on a phone."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.screens import WIDTHS


def test_shortcuts_can_be_switched_off(page, gp, logged_in):
    logged_in(gp)
    page.goto(reverse("pages:shortcuts"))
    page.get_by_role("button", name="Slå fra").click()
    expect(page.get_by_text("Genvejstaster er slået fra.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()

    page.keyboard.press("?")

    expect(page.locator("#shortcuts")).to_be_hidden()


def test_the_menu_on_a_phone_opens_and_closes(page, gp, logged_in):
    logged_in(gp)
    page.set_viewport_size({"width": WIDTHS["phone"], "height": 900})
    page.goto(reverse("pages:help"))
    menu = page.locator(".app-menu")

    menu.locator("summary").click()
    expect(menu.get_by_role("link", name="Programmer")).to_be_visible()
    page.keyboard.press("Escape")

    expect(menu.get_by_role("link", name="Programmer")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
