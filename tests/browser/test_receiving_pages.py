"""The receiver's and the referrer's pages: axe-clean, no wider than the window, and usable."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from referrals import actions, tasks
from referrals.actions import Inputs, perform
from tests.browser.screens import WIDTHS
from tests.referrals.over_time import *  # noqa: F403
from tests.referrals.reached import *  # noqa: F403
from tests.referrals.reached import EPICRISIS


@pytest.fixture
def look(page: Page, axe, too_wide):
    """Opens a page in both widths; it must be clean. KEEP_SCREENS=folder keeps the pictures."""

    def at(address: str, name: str) -> None:
        for width in WIDTHS.values():
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            if folder := os.environ.get("KEEP_SCREENS"):
                path = Path(folder) / f"{name}-{width}.png"
                page.screenshot(path=path, full_page=True)
            assert too_wide(page) == []
            assert axe(page) == []

    return at


def test_the_inbox(look, logged_in, municipal, inbox):
    logged_in(municipal)

    look("/worklists/new/", "inbox")
    look("/worklists/epicrisis-missing/", "inbox-empty")


def test_a_referral_with_an_answer(look, logged_in, municipal, inbox):
    logged_in(municipal)

    look(f"/referrals/{inbox[4].pk}/?list=new", "referral")


def test_the_question_of_an_action_on_its_own_page(look, logged_in, municipal, inbox):
    logged_in(municipal)

    for action in ("accept", "decline", "forward", "start"):
        look(f"/referrals/{inbox[0].pk}/act/{action}/", f"act-{action}")


def test_the_treatment(look, logged_in, municipal, seven_weeks):
    logged_in(municipal)

    look(f"/referrals/{seven_weeks.pk}/treatment/", "treatment")
    look(f"/referrals/{seven_weeks.pk}/epicrisis/", "epicrisis-write")
    look(f"/courses/{seven_weeks.course_id}/", "course")


def test_the_epicrisis_as_the_doctor_reads_it(look, logged_in, gp, municipal, seven_weeks):
    today = timezone.localdate()
    perform("finish", seven_weeks, actor=municipal, inputs=Inputs(on=today, end_kind="as_planned"))
    epicrisis = actions.sign_epicrisis(seven_weeks, actor=municipal, content=EPICRISIS)
    tasks.make_letter.apply(args=[epicrisis.letter.pk])
    if folder := os.environ.get("KEEP_SCREENS"):
        epicrisis.letter.refresh_from_db()
        with epicrisis.letter.file.open() as file:
            Path(folder, "letter.pdf").write_bytes(file.read())
    logged_in(gp)

    look(f"/epicrises/{epicrisis.pk}/", "epicrisis")
    look(f"/referrals/{seven_weeks.pk}/", "referral-completed")


def test_claiming(look, logged_in, physio, open_referral):
    logged_in(physio)

    look("/claim/", "claim")


def test_a_triager_accepts_in_four_steps(page, logged_in, municipal, inbox):
    logged_in(municipal)
    page.goto("/worklists/new/")

    page.get_by_role("link", name="May June Moberg").click()
    page.get_by_role("link", name="Acceptér").click()
    first = f"{timezone.localdate() + timedelta(days=9):%d.%m.%Y}"
    page.get_by_role("textbox", name="Første tid").fill(first)
    page.locator("#act").get_by_role("button", name="Acceptér").click()

    expect(page.get_by_text("Henvisningen er accepteret.").first).to_be_visible()


def test_two_rows_are_picked_and_taken(page, logged_in, municipal, inbox):
    logged_in(municipal)
    page.goto("/worklists/new/")

    page.get_by_label("Vælg Bruno Elmer").check()
    page.get_by_label("Vælg May June Moberg").check()
    expect(page.get_by_text("2 valgt")).to_be_visible()
    page.get_by_role("button", name="Tildel mig").click()

    expect(page.get_by_text("2 henvisninger er tildelt dig.").first).to_be_visible()


def test_what_is_written_of_the_epicrisis_is_stored_by_itself(
    page, logged_in, municipal, seven_weeks
):
    logged_in(municipal)
    page.goto(f"/referrals/{seven_weeks.pk}/treatment/")

    page.get_by_label("Det vigtigste til egen læge").fill("Ingen operation nu.")
    page.get_by_label("Det vigtigste til egen læge").blur()

    expect(page.locator("[data-autosave-status]")).to_contain_text("Gemt kl.")
    page.reload()
    expect(page.get_by_label("Det vigtigste til egen læge")).to_have_value("Ingen operation nu.")


def test_no_two_fields_of_a_treatment_share_an_id(page, logged_in, municipal, seven_weeks):
    logged_in(municipal)
    page.goto(f"/referrals/{seven_weeks.pk}/treatment/")

    ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")

    assert sorted(set(ids)) == sorted(ids)


def test_a_box_that_was_drawn_larger_is_no_style_in_the_answer(page, logged_in, municipal, inbox):
    logged_in(municipal)
    page.goto(f"/referrals/{inbox[0].pk}/?list=new")
    page.get_by_role("link", name="Acceptér").click()
    expect(page.get_by_label("Besked til henviser (valgfri)")).to_be_visible()
    page.eval_on_selector_all("main [id]", "all => all.forEach(one => one.style.minWidth = '1px')")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.get_by_role("button", name="Acceptér").last.click()

    expect(page.get_by_text("Ret én ting:")).to_be_visible()
    assert [one for one in said if "Content Security Policy" in one] == []
