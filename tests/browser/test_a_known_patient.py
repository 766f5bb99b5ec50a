"""A second referral in the same course is mostly there already: seven interactions (UX §8)."""

import pytest
from playwright.sync_api import expect

from tests.conftest import NANCY
from tests.referrals.reached import *  # noqa: F403

MOST_STEPS = 7


@pytest.mark.usefixtures("sent")
def test_what_was_told_before_is_confirmed_once_and_sent_again(sit_down):
    doctor = sit_down().log_in("gp")
    page = doctor.page

    doctor.begin_referral(NANCY)
    expect(page.get_by_text("Patienten har en åben henvisning i forløbet")).to_be_visible()
    doctor.look("known-form")
    doctor.press("Bekræft")
    expect(page.get_by_text("Hentet fra henvisning")).to_have_count(0)
    doctor.pick("Røntgen", "Svær")
    doctor.pick("Ønsket", "Patientuddannelse", "Vægttab og kost")
    doctor.press("Send henvisning")

    expect(page.get_by_text("Henvisningen er sendt")).to_be_visible()
    assert doctor.done <= MOST_STEPS
