"""An editor changes a criterion, mends what the checks find, tries it on those referred before, and
a colleague puts it in force.

After that a new referral is advised by it, and an unsent one says that its version is old.
"""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from pathways.models import Replay, Version
from pathways.tasks import run_replay
from referrals.models import Referral
from tests.browser.story import Person
from tests.conftest import NANCY
from tests.pathways.replays import FACTS, acted_on, citizens
from tests.referrals.reached import *  # noqa: F403

pytestmark = pytest.mark.usefixtures("nancy", "knee", "reasons")

EDIT = "/pathways/knee-osteoarthritis/2/edit"
OFFER = "Kommunalt forebyggelsestilbud"


def place_of(version: Version, part: str, key: str) -> str:
    number = [one["key"] for one in version.definition[part]].index(key)
    return f"{part}[{number}]"


def write_until_the_advice_comes(doctor: Person, height: str, weight: str) -> None:
    doctor.find_code("Diagnose", "knæartrose primær", "DM171")
    doctor.pick("Henvisningsdiagnose", "Højre")
    doctor.write("Højde", height)
    doctor.write("Vægt, kg", weight)
    doctor.pick("Ønsket", "Vægttab og kost")
    doctor.all_is_stored()


def change_the_criterion(peter: Person, knee: Version) -> None:
    """BMI 25 becomes 27: an example that lies between is told, and moved along."""
    page = peter.page
    page.goto("/pathways/knee-osteoarthritis/")
    peter.press("Ny kladde")
    page.goto(f"{EDIT}/rules/?item={place_of(knee, 'rules', 'KRAM')}")
    limit = page.locator("input[inputmode=decimal]").first
    expect(limit).to_have_value("25")
    limit.fill("27")
    limit.press("Tab")
    expect(page.locator(".ss-read").first).to_contain_text("BMI er mindst 27")
    panel = page.get_by_role("complementary", name=re.compile("^Fund"))
    expect(panel).to_contain_text("1 fejl")
    expect(panel).to_contain_text("BMI netop 25, vægttab ikke prøvet")
    expect(page.get_by_text("Programmet har 1 fejl, der skal rettes først.")).to_be_visible()
    peter.look("finding")

    number = next(
        number
        for number, example in enumerate(knee.definition["examples"])
        if example["title"]["da"].startswith("BMI netop 25, vægttab ikke")
    )
    page.goto(f"{EDIT}/examples/?item=examples[{number}]")
    bmi = page.get_by_label("BMI", exact=True)
    bmi.fill("27")
    bmi.press("Tab")
    expect(page.get_by_role("complementary", name=re.compile("^Fund"))).to_contain_text("0 fejl")


def try_it_on_those_referred_before(peter: Person) -> None:
    """The limit says who is offered help to lose weight; to whom they are referred stays."""
    peter.page.goto("/pathways/knee-osteoarthritis/2/life/")
    peter.press("Afprøv på tidligere henvisninger")
    peter.press("Afprøv på tidligere henvisninger")
    run_replay(str(Replay.objects.get().pk))  # as a worker would
    moved = peter.page.get_by_text("Ingen henvisninger ville være gået et andet sted hen.")
    expect(moved.first).to_be_visible()
    peter.look("tried")


def review_and_publish(peter: Person, lise: Person) -> None:
    peter.page.goto("/pathways/knee-osteoarthritis/2/life/")
    peter.press("Send til gennemsyn")
    peter.write("Hvad er ændret", "Grænsen for KRAM-tilbud er nu BMI 27.")
    peter.press("Send til gennemsyn")
    expect(peter.page.get_by_text("Kladden er sendt til gennemsyn.")).to_be_visible()
    expect(peter.page.get_by_text("Du har selv skrevet i kladden")).to_be_visible()
    peter.look("under-review")

    lise.page.goto("/pathways/")
    lise.press("Knæartrose", inside=lise.page.get_by_role("row", name=re.compile("Til gennemsyn")))
    lise.write("Kommentar", "Hvorfor 27 og ikke 30?")
    lise.press("Gem kommentar")
    lise.press("Afslut")
    lise.press("Godkend")
    today = timezone.localdate().strftime("%d.%m.%Y")
    lise.write("Godkendt af udvalg", "Sundhedskoordinationsudvalget")
    lise.write("Udvalgets dato", today)
    lise.press("Godkend")
    expect(lise.page.get_by_text("Versionen er godkendt.")).to_be_visible()
    lise.press("Udgiv")
    lise.write("Gælder fra", today)
    lise.look("publish")
    lise.press("Udgiv")
    expect(lise.page.get_by_text("Versionen er udgivet og gælder fra")).to_be_visible()
    lise.look("published")


def test_a_change_is_checked_tried_reviewed_published_and_advised_by(
    sit_down, knee, max_, gp, hillerod
):
    for citizen in citizens(gp, hillerod, 6):
        acted_on(gp, knee, citizen, FACTS | {"bmi": 26.0, "requested": ["weight_loss"]})
    doctor = sit_down().log_in("gp")
    doctor.begin_referral(NANCY)
    write_until_the_advice_comes(doctor, "170", "75,2")  # BMI 26
    expect(doctor.advice).to_contain_text(OFFER)
    unsent = doctor.page.url

    peter = sit_down().log_in("editor")
    change_the_criterion(peter, knee)
    try_it_on_those_referred_before(peter)
    review_and_publish(peter, sit_down().log_in("reviewer"))

    page = doctor.page
    page.goto(unsent)
    expect(page.get_by_role("heading", name="Kladden følger version 1")).to_be_visible()
    expect(doctor.advice).to_contain_text(OFFER)  # the old version's advice, until it is moved
    doctor.look("old-draft")
    doctor.press("Flyt kladden til version 2")
    expect(page.get_by_text("Kladden følger nu version 2")).to_be_visible()
    expect(page.get_by_label("BMI", exact=True)).to_have_value("26")
    expect(doctor.advice).not_to_contain_text(OFFER)

    page.goto("/my-work/")
    doctor.begin_referral("010772-9995")
    expect(page.get_by_text("Program version 2")).to_be_visible()
    versions = set(Referral.objects.values_list("version__number", flat=True))
    assert versions == {2}
