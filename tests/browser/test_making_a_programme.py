"""An editor makes a COPD programme from the generic model, page by page, in a real browser."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from pathways.generic_model import CRITERIA, MODULES
from pathways.models import ProgrammeStart, Version
from pathways.starting.steps import STEPS
from tests import shipped
from tests.browser.screens import WIDTHS
from tests.pathways.copd import ANSWERS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def begun(page: Page, logged_in, editor) -> Page:
    """The first step, as the editor comes to it from the list of programmes."""
    shipped.load("chronic-disease")
    logged_in(editor)
    page.goto(reverse("pathways:list"))
    page.get_by_role("link", name="Nyt program").click()
    page.get_by_role("button", name="Begynd på et nyt program").click()
    return page


def fill_in(page: Page, step: str) -> None:
    for name, value in ANSWERS[step].items():
        control = page.locator(f"[name={name}]")
        if name.endswith("_considered"):
            control.check()
        else:
            control.fill(value)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Gem og fortsæt").click()


def test_a_copd_programme_is_made_and_its_checks_find_no_error(begun: Page, axe) -> None:
    for step in STEPS:
        expect(begun.locator(".track [aria-current=step]")).to_have_text(str(step.label))
        fill_in(begun, step.key)
        for width in WIDTHS.values():
            begun.set_viewport_size({"width": width, "height": 900})
            wide = begun.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{step.key} is {wide} wide at {width}"
        assert axe(begun) == []
        go_on(begun)

    expect(begun.get_by_role("heading", name="Lav kladden")).to_be_visible()
    expect(begun.get_by_text("besvaret", exact=True)).to_have_count(len(STEPS))
    assert axe(begun) == []
    begun.get_by_role("button", name="Lav kladden").click()

    expect(begun.get_by_role("heading", name="Kladden er lavet")).to_be_visible()
    expect(begun.get_by_text("Ingen fejl")).to_be_visible()
    assert axe(begun) == []
    programme = Version.objects.get(pathway__key="copd").parsed
    assert len(programme.criteria) == len(CRITERIA)
    assert len(programme.modules) == len(MODULES)
    assert programme.patient_group.codes == {"icd10": ("J44",), "icpc2": ("R95",)}


def test_a_closed_browser_loses_nothing(begun: Page, window, logged_in) -> None:
    fill_in(begun, "programme")
    go_on(begun)
    begun.locator("[name=large_group_text]").fill("Omkring 320.000 danskere.")
    go_on(begun)
    expect(begun.locator("[data-focus-first]")).to_be_focused()
    begun.close()

    again = window.new_page()
    again.goto(reverse("pathways:new"))
    again.get_by_role("link", name="KOL – forløbsprogram").click()
    again.get_by_role("table").get_by_role("link", name="Skal der være et program?").click()

    expect(again.locator("[name=large_group_text]")).to_have_value("Omkring 320.000 danskere.")


def test_it_works_without_script(open_window, client_for, server, editor) -> None:
    shipped.load("chronic-disease")
    bare = open_window(script=False)
    cookie = client_for(editor).cookies["sessionid"].value
    bare.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])
    page = bare.new_page()
    page.goto(reverse("pathways:new"))
    page.get_by_role("button", name="Begynd på et nyt program").click()
    for step in STEPS:
        fill_in(page, step.key)
        go_on(page)
    page.get_by_role("button", name="Lav kladden").click()

    expect(page).to_have_url(re.compile(r"/pathways/new/[0-9a-f-]+/made/$"))
    assert ProgrammeStart.objects.get().draft is not None
