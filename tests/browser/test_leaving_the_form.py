"""Leaving with something typed and not yet stored: the browser asks first."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from referrals.models import Referral
from tests.referrals.at_the_form import *  # noqa: F403
from tests.referrals.reached import *  # noqa: F403

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked_on_closing(page, logged_in, gp) -> Callable[[Referral, bool], list[str]]:
    """Types in a draft, waits for it to be stored or not, closes the window; the dialogs seen."""

    def close(referral: Referral, wait: bool) -> list[str]:
        logged_in(gp)
        page.goto(reverse("referrals:edit", args=[referral.pk]))
        _type(page)
        if wait:
            page.locator("#id_bmi").press("Tab")
            expect(page.locator("form[data-dirty]")).to_have_count(0)
        seen: list[str] = []
        page.on("dialog", lambda dialog: (seen.append(dialog.type), dialog.accept()))
        page.close(run_before_unload=True)
        page.context.new_page().wait_for_timeout(1000)
        return seen

    return close


def _type(page: Page) -> None:
    page.locator("#id_bmi").press_sequentially("31,2", delay=15)


def test_a_number_typed_and_the_window_closed_is_asked_about(asked_on_closing, empty):
    assert asked_on_closing(empty, False) == ["beforeunload"]


def test_when_all_is_stored_nobody_is_asked(asked_on_closing, empty):
    assert asked_on_closing(empty, True) == []
    assert empty.facts() == {"bmi": 31.2}
