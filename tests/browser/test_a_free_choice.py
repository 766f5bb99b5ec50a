"""A citizen with free choice goes to a clinic, which fetches the referral with the CPR number."""

import pytest
from playwright.sync_api import expect

from tests.conftest import NANCY
from tests.referrals.reached import *  # noqa: F403


@pytest.mark.usefixtures("open_referral", "physio")
def test_one_clinic_fetches_it_and_a_second_is_told_there_is_none(
    sit_down, member_of, organisation
):
    other = member_of(organisation("other_clinic"))
    clinic = sit_down().log_in("physio")
    clinic.look("clinic-inbox")
    clinic.press("Hent henvisning")
    clinic.look("claim")
    clinic.write("CPR", NANCY)
    clinic.press("Hent henvisning", inside=clinic.page.locator("main form"))
    expect(clinic.page.get_by_text("Henvisningen er hentet og ligger nu hos jer.")).to_be_visible()
    clinic.look("claimed")

    second = sit_down().log_in(other.user.email)
    second.press("Hent henvisning")
    second.write("CPR", NANCY)
    second.press("Hent henvisning", inside=second.page.locator("main form"))

    expect(second.page.get_by_role("alert")).to_contain_text("om en anden klinik har hentet den")
    second.look("claimed-elsewhere")
