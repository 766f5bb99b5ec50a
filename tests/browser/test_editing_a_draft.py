"""A draft written in the browser: by keyboard, checked live, by two at once, without script."""

import re

import pytest
from playwright.sync_api import expect

from pathways.actions import start_draft
from pathways.models import Version
from tests.referrals.reached import *  # noqa: F403

pytestmark = pytest.mark.usefixtures("knee", "reasons")


@pytest.fixture
def draft(knee, editor) -> Version:
    return start_draft(actor=editor, based_on=knee)


def rules(draft: Version, key: str) -> str:
    """The address of a rule's form."""
    number = [rule["key"] for rule in draft.definition["rules"]].index(key)
    return f"/pathways/{draft.pathway.key}/{draft.number}/edit/rules/?item=rules[{number}]"


def condition(draft: Version, key: str) -> dict:
    stored = Version.objects.get(pk=draft.pk).definition
    return next(rule["when"] for rule in stored["rules"] if rule["key"] == key)


def test_a_criterion_is_changed_from_the_keyboard(sit_down, draft):
    person = sit_down().log_in("editor")
    page, keyboard = person.page, person.page.keyboard
    page.goto(rules(draft, "K4"))
    person.look("rule")
    page.get_by_label("Oplysning, betingelse 1").first.focus()
    for _ in range(40):  # on to the next comparison with a number
        if page.evaluate("document.activeElement.inputMode") == "decimal":
            break
        keyboard.press("Tab")
    keyboard.press("Control+a")
    keyboard.type("4")
    keyboard.press("Tab")

    person.all_is_stored()
    expect(page.locator(".ss-read").first).to_contain_text("mindst 4")
    assert '"at_least": 4' in str(condition(draft, "K4")).replace("'", '"')


def test_a_row_is_chosen_by_fact_and_its_fields_follow(sit_down, draft):
    person = sit_down().log_in("editor")
    page = person.page
    page.goto(rules(draft, "K2"))
    person.press("Tilføj betingelse", inside=page.locator("#f-rules-3-when"))
    new = page.get_by_label("Oplysning, betingelse 2")
    expect(new).to_be_focused()
    expect(page.get_by_text("Kan ikke læses endnu")).to_be_visible()

    new.select_option("age")
    value = page.get_by_label("Værdi, betingelse 2")
    expect(value).to_be_visible()
    expect(new).to_be_focused()  # the row was drawn anew around it
    page.get_by_label("Sammenligning, betingelse 2").select_option("at_least")
    value.fill("67")
    value.press("Tab")

    reading = page.locator(".ss-read").first
    expect(reading).to_contain_text("Borgeren har lav egenomsorgsevne")
    expect(reading).to_contain_text("mindst 67 år")
    person.all_is_stored()
    person.look("two-rows")
    assert {"fact": "age", "at_least": 67} in condition(draft, "K2")["all"]


def test_a_mistake_is_told_beside_its_field_at_once_and_goes_when_it_is_mended(sit_down, draft):
    person = sit_down().log_in("editor")
    page = person.page
    page.goto(rules(draft, "K2"))
    text = page.locator("#f-rules-3-text-da")
    was = text.input_value()

    text.fill("")
    text.press("Tab")
    beside = page.locator("#f-rules-3-text-fund")
    expect(beside).to_contain_text("Fejl:")
    panel = page.get_by_role("complementary", name=re.compile("^Fund"))
    expect(panel).to_contain_text("1 fejl")
    expect(page.get_by_text("Programmet har 1 fejl, der skal rettes først.")).to_be_visible()
    person.look("mistake")

    text.fill(was)
    text.press("Tab")
    expect(beside).to_be_empty()
    expect(panel).to_contain_text("0 fejl")


def test_two_editors_choose_between_what_both_wrote(sit_down, draft):
    peter, lise = sit_down().log_in("editor"), sit_down().log_in("reviewer")
    for person in (peter, lise):
        person.page.goto(rules(draft, "K2"))
    for person, words in ((lise, "Lises sætning."), (peter, "Peters sætning.")):
        person.page.locator("#f-rules-3-text-da").fill(words)
        person.page.locator("#f-rules-3-text-da").press("Tab")
        if person is lise:
            person.all_is_stored()

    alert = peter.page.get_by_role("alert").filter(has_text="Lise Krogh ændrede kladden")
    expect(alert).to_be_visible()
    expect(peter.page.locator("#f-rules-3-text-da")).to_have_value("Peters sætning.")
    peter.look("collision")
    alert.get_by_text("Dit: Peters sætning.").click()
    expect(alert).to_be_hidden()

    stored = Version.objects.get(pk=draft.pk).definition["rules"][3]
    assert stored["text"]["da"] == "Peters sætning."


def test_all_of_it_works_without_script(sit_down, draft):
    page = sit_down(script=False).log_in("editor").page
    page.goto(rules(draft, "K2"))
    page.get_by_role("button", name="Tilføj betingelse").first.click()
    page.get_by_label("Oplysning, betingelse 2").select_option("age")
    page.get_by_role("button", name="Gem", exact=True).click()
    page.get_by_label("Værdi, betingelse 2").fill("67")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator(".ss-read").first).to_contain_text("67 år")

    page.get_by_role("button", name="Fortryd seneste ændring").click()
    expect(page.get_by_text("Den seneste ændring er fortrudt.")).to_be_visible()
    page.get_by_role("link", name="Ændringer").click()
    expect(page.get_by_role("row")).not_to_have_count(1)


@pytest.mark.parametrize(
    "section",
    ["programme", "patient-group", "phrases", "facts", "phases", "indicators", "examples"],
)
def test_the_pages_are_without_fault(section, sit_down, draft):
    person = sit_down().log_in("editor")
    person.page.goto(f"/pathways/{draft.pathway.key}/{draft.number}/edit/{section}/")

    person.look(section)


def test_the_other_pages_are_without_fault(sit_down, draft):
    person = sit_down().log_in("editor")
    base = f"/pathways/{draft.pathway.key}/{draft.number}/edit/"
    for name in ("", "history/", "import/"):
        person.page.goto(base + name)
        person.look(name.strip("/") or "overview")
    person.page.goto(f"/try/{draft.pathway.key}/{draft.number}/")
    person.look("try")


def test_on_a_phone_the_row_of_parts_begins_at_the_open_one(sit_down, draft):
    page = sit_down().log_in("editor").page
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/pathways/{draft.pathway.key}/{draft.number}/edit/sources/")

    here = page.get_by_role("navigation", name="Definitionens dele").get_by_text("Kilder")
    expect(here).to_be_in_viewport(ratio=1)
