"""The doctor's form works whole without script: errors, advice, another receiver, and sending."""

import pytest
from playwright.sync_api import expect

from tests.conftest import NANCY
from tests.referrals.reached import *  # noqa: F403

pytestmark = pytest.mark.usefixtures("nancy", "knee", "reasons")

FINDINGS = "Varusstilling, fleksion 110 grader."


def test_a_referral_is_written_mended_and_sent_to_another_than_advised(sit_down):
    doctor = sit_down(script=False).log_in("gp")
    page = doctor.page
    doctor.begin_referral(NANCY)
    doctor.look("no-script-form")
    page.get_by_role("combobox", name="Diagnose").fill("M17.1")
    doctor.pick("Henvisningsdiagnose", "Højre")
    doctor.write("Kliniske undersøgelser", FINDINGS)
    doctor.write("Højde", "164")
    doctor.write("Vægt, kg", "84")
    doctor.pick("Røntgen", "Moderat")
    doctor.pick("Særlige forhold", "Hjemmepleje")
    doctor.pick("Ønsket", "Superviseret træning")

    doctor.press("Send henvisning")

    expect(page.get_by_role("alert")).to_contain_text("Henvisningen er ikke sendt. Ret én ting:")
    doctor.look("no-script-refused")
    link = page.get_by_role("alert").get_by_role("link")
    link.focus()
    page.keyboard.press("Enter")
    history = page.get_by_role("textbox", name="Anamnese")
    assert page.url.endswith(f"#{history.get_attribute('id')}")
    expect(history).to_be_in_viewport()
    expect(page.get_by_role("combobox", name="Diagnose")).to_have_value("M17.1")
    expect(page.get_by_label("Højre")).to_be_checked()
    expect(page.get_by_role("textbox", name="Kliniske undersøgelser")).to_have_value(FINDINGS)
    expect(page.get_by_role("textbox", name="BMI")).to_have_value("31,2")
    expect(page.get_by_label("Moderat")).to_be_checked()
    expect(page.get_by_label("Hjemmepleje", exact=True)).to_be_checked()

    history.fill("Smerter i højre knæ gennem to år.")
    doctor.pick("Ønsket", "Vægttab og kost")
    doctor.press("Opdater råd")

    expect(doctor.advised).to_have_text("Kommunalt træningstilbud")
    expect(doctor.advice.get_by_role("group", name="Send også til")).to_be_visible()
    doctor.press("Vælg en anden modtager end anbefalet")
    doctor.choose("Modtager", "Slotsbyens Fysioterapi")
    doctor.choose("Begrundelse", "Patientens ønske")
    doctor.look("no-script-override")
    doctor.press("Send henvisning")

    expect(page.get_by_text("Henvisningen er sendt til Slotsbyens Fysioterapi")).to_be_visible()
    doctor.look("no-script-sent")
