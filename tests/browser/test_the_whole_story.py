"""Three users carry one referral from the doctor who writes it to the epikrise that comes back."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from datetime import time as datetime_time
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from monitoring.computing import compute
from referrals import actions
from referrals.actions import Inputs, perform
from referrals.models import Referral, SessionKind
from tests.browser.story import Person
from tests.conftest import NANCY
from tests.referrals.over_time import *  # noqa: F403
from tests.referrals.reached import *  # noqa: F403
from tests.referrals.reached import ANSWERS, EPICRISIS

pytestmark = pytest.mark.usefixtures("nancy", "knee", "reasons")

HISTORY = "Smerter i højre knæ gennem to år. Går højst 400 m. Vågner om natten."
QUESTION = "Hvor meget hjælp får Nancy af hjemmeplejen?"
ANSWER = "Morgen og aften. Hun kan selv komme til holdet."
FOR_THE_DOCTOR = "Ingen henvisning til operation nu."
MOST_STEPS = 14  # UX §8: a new patient, from the start page until it is sent
SitDown = Callable[..., Person]
Start = Callable[..., Any]
COUNTED = (
    "Epikrise sendt inden 14 dage",
    "Har fået patientuddannelse",
    "Borgere med færre smerter ved afslutning",
)
HIDDEN = ".."  # fewer than five
PATIENCE = 60_000  # ms for the worker to begin and make a letter; the machine may be busy


def write_the_first_half(doctor: Person) -> None:
    doctor.find_code("Diagnose", "knæartrose primær", "DM171")
    doctor.pick("Henvisningsdiagnose", "Højre")
    doctor.write("Anamnese", HISTORY)
    doctor.write("Højde", "164")
    doctor.write("Vægt, kg", "84")
    expect(doctor.page.get_by_label("BMI", exact=True)).to_have_value("31,2")


def write_the_other_half(doctor: Person) -> None:
    doctor.pick("Røntgen", "Moderat")
    doctor.pick("Har patienten gennemgået", "Smertelindring")
    expect(doctor.advised).to_have_text("Praktiserende fysioterapeut")
    doctor.pick("Særlige forhold", "Hjemmepleje")
    expect(doctor.advised).to_have_text("Kommunalt træningstilbud")
    expect(doctor.advice).to_contain_text("Knæprogrammet §3, kriterium 1")
    doctor.pick("Ønsket", "Superviseret træning", "Vægttab og kost")


def find_everything_again(doctor: Person) -> None:
    page = doctor.page
    expect(page.get_by_role("combobox")).to_have_value("DM171 Knæartrose, primær, ét knæ")
    expect(page.get_by_label("Højre")).to_be_checked()
    expect(page.get_by_label("Anamnese")).to_have_value(HISTORY)
    expect(page.get_by_label("Højde")).to_have_value("164")
    expect(page.get_by_label("Vægt, kg")).to_have_value("84")


@pytest.fixture
def four_others(people, gp, municipal, knee, send_to, reasons) -> None:
    """Four citizens whose courses have gone all the way this month, and are counted."""
    today = timezone.localdate()
    for citizen in people[:4]:
        referral = actions.create_draft(actor=gp, citizen=citizen, version=knee)
        assert not actions.save_answers(referral, actor=gp, values=ANSWERS)
        referral = send_to(referral, municipal)
        perform("accept", referral, actor=municipal, inputs=Inputs(on=today))
        perform("start", referral, actor=municipal, inputs=Inputs(on=today))
        actions.record_session(referral, actor=municipal, held_on=today, kind=SessionKind.EDUCATION)
        for value in (7, 3):
            actions.record_measurement(
                referral,
                actor=municipal,
                instrument="nrs_pain",
                value=Decimal(value),
                measured_on=today,
            )
        inputs = Inputs(on=today, end_kind="as_planned")
        perform("finish", referral, actor=municipal, inputs=inputs)
        actions.sign_epicrisis(referral, actor=municipal, content=EPICRISIS)
        perform("acknowledge", Referral.objects.get(pk=referral.pk), actor=gp)
    compute(knee.pathway)


@pytest.mark.usefixtures("four_others")
def test_a_referral_goes_out_and_comes_back_as_an_epicrisis(sit_down, start_worker):
    doctor = sit_down().log_in("gp")
    doctor.look("start")
    doctor.begin_referral(NANCY)
    doctor.look("form-empty")
    write_the_first_half(doctor)
    doctor.all_is_stored()
    half = doctor.done
    doctor.page.context.close()

    doctor = sit_down().log_in("gp")
    doctor.look("start-with-draft")
    doctor.press("Fortsæt")
    find_everything_again(doctor)
    doctor.done = half
    write_the_other_half(doctor)
    also = doctor.advice.get_by_role("group", name="Send også til")
    expect(also.get_by_role("checkbox", name="Kommunalt forebyggelsestilbud")).to_be_checked()
    doctor.all_is_stored()
    doctor.look("form-filled")
    doctor.press("Send henvisning")
    expect(doctor.page.get_by_text("Henvisningen er sendt")).to_be_visible()
    assert doctor.done <= MOST_STEPS
    doctor.look("sent")

    therapist = sit_down().log_in("municipal")
    expect(therapist.page.get_by_role("heading", level=1)).to_have_text("Nye at visitere")
    therapist.look("inbox")
    therapist.press("Nancy Ann Berggren")
    expect(therapist.page.get_by_text(HISTORY, exact=True)).to_be_visible()
    therapist.look("referral")
    therapist.write("Skriv til henviser", QUESTION)
    therapist.press("Send spørgsmål")
    expect(therapist.page.locator("main .badge", has_text="På hold hos henviser")).to_be_visible()

    doctor.page.goto("/")
    doctor.look("start-with-question")
    doctor.press("Svar")
    expect(doctor.page.get_by_text(QUESTION, exact=True)).to_be_visible()
    doctor.look("question")
    doctor.write("Skriv til modtager", ANSWER)
    doctor.press("Send svar")
    expect(doctor.page.locator("#samtale").get_by_text(ANSWER)).to_be_visible()

    therapist.page.goto("/worklists/answered/")
    therapist.press("Nancy Ann Berggren")
    expect(therapist.page.locator("#samtale").get_by_text(ANSWER)).to_be_visible()
    therapist.look("answered")
    therapist.press("Acceptér")
    therapist.look("accept")
    therapist.write("Første tid", f"{timezone.localdate() + timedelta(days=2):%d.%m.%Y}")
    therapist.press("Acceptér", inside=therapist.page.locator("#act"))
    expect(therapist.page.get_by_text("Henvisningen er accepteret.").first).to_be_visible()
    therapist.press("Start forløb")
    therapist.press("Start forløb", inside=therapist.page.locator("#act"))
    therapist.press("Gå til behandlingen")
    therapist.look("treatment-empty")
    treat(therapist)
    therapist.look("treatment")
    therapist.press("Afslut behandlingen")
    therapist.look("finish")
    therapist.pick("Hvordan sluttede behandlingen?", "Som planlagt")
    therapist.press("Afslut", inside=therapist.page.locator("#act"))
    expect(therapist.page.get_by_text("Behandlingen er afsluttet.").first).to_be_visible()
    write_the_epicrisis(therapist)
    letter_is_made(therapist, start_worker)
    the_doctor_reads(doctor)
    with the_quarter_is_over():
        the_planner_counts(sit_down().log_in("planner"))
    the_editor_reads(sit_down)


def treat(therapist: Person) -> None:
    sessions = therapist.page.locator("#session")
    therapist.press("Gem session", inside=sessions)
    expect(sessions).to_contain_text("1 gennemført")
    therapist.press("Registrér eller planlæg en session", inside=sessions)
    therapist.pick("Form", "Patientuddannelse")
    therapist.press("Gem session", inside=sessions)
    expect(sessions).to_contain_text("2 gennemført")
    for value in ("7", "3"):
        measurements = therapist.page.locator("#measurement")
        therapist.press("Ny måling", inside=measurements)
        therapist.write("Værdi", value, inside=measurements)
        therapist.press("Gem måling", inside=measurements)
    goals = therapist.page.locator("#goal")
    therapist.press("Nyt mål", inside=goals)
    therapist.write("Mål", "Gå en tur på 1.000 m uden pause", inside=goals)
    therapist.press("Gem mål", inside=goals)
    expect(goals.get_by_text("Gå en tur på 1.000 m uden pause")).to_be_visible()


def write_the_epicrisis(therapist: Person) -> None:
    page = therapist.page
    therapist.press("Skriv epikrise")
    expect(page.get_by_role("textbox", name="Hvordan gik det")).to_have_value(
        re.compile("Smerte.* fra 7 til 3")
    )
    therapist.write("Det vigtigste til egen læge", FOR_THE_DOCTOR)
    therapist.pick("Ønsker til egen læge", "Kontrol")
    therapist.write("Hvad skal du gøre", "Følg op på smerten om tre måneder.")
    therapist.write("Information givet", "Mundtligt og skriftligt om artrose og træning.")
    therapist.all_is_stored()
    therapist.press("Underskriv og send")
    expect(page.get_by_role("alert")).to_contain_text("Funktion nu")
    therapist.look("epicrisis-lacks")
    therapist.write("Funktion nu", "Går 1.000 m uden pause.")
    therapist.all_is_stored()
    therapist.press("Underskriv og send")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Epikrise:")


def letter_is_made(therapist: Person, start_worker: Start) -> None:
    letter = therapist.page.get_by_role("region", name="Brev")
    expect(letter).to_contain_text("Venter på at blive lavet")
    therapist.look("epicrisis-letter-waits")
    start_worker("letters", "indicators", "charts")
    link = letter.get_by_role("link", name="Åbn brevet (PDF)")
    expect(link).to_be_visible(timeout=PATIENCE)
    therapist.look("epicrisis-letter-ready")
    address = link.get_attribute("href")
    answer = therapist.page.request.get(address)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
    assert FOR_THE_DOCTOR in " ".join(text.split())


def the_doctor_reads(doctor: Person) -> None:
    page = doctor.page
    page.goto("/")
    waiting = page.get_by_role("region", name="Epikriser at læse")
    expect(waiting).to_contain_text("Nancy Ann Berggren")
    doctor.look("start-with-epicrisis")
    doctor.press("Læs", inside=waiting)
    expect(page.get_by_text(FOR_THE_DOCTOR)).to_be_visible()
    doctor.look("epicrisis")
    doctor.press("Markér som læst")
    expect(page.locator("main .badge", has_text="Lukket")).to_be_visible()
    doctor.look("closed")


def the_planner_counts(planner: Person) -> None:
    page = planner.page
    planner.look("overview-before")
    for title in COUNTED:
        assert counts(planner, title)[1:] == [HIDDEN, "0", "0"]
    planner.press("Opgør nu")
    expect(page.get_by_text("Opgørelsen er sat i gang.")).to_be_visible()
    until = time.monotonic() + PATIENCE / 1000
    while counts(planner, COUNTED[0])[1] == HIDDEN:
        assert time.monotonic() < until, "the figures were not computed"
        page.reload()
    for title in COUNTED:
        assert counts(planner, title) == ["5", "5", "0", "0"]
    planner.look("overview-after")
    planner.press(COUNTED[0])
    expect(page.get_by_role("heading", level=1)).to_have_text(COUNTED[0])
    for figure in page.locator("main .ss-wide").all():
        expect(figure.locator("svg")).to_be_visible(timeout=PATIENCE)
    for figure in page.locator("main .ss-narrow").all():
        expect(figure.locator("svg")).to_be_attached(timeout=PATIENCE)
    planner.look("indicator")


def counts(planner: Person, title: str) -> list[str]:
    """How many of the quarter the indicator is about, passed, did not pass and lacks facts of."""
    card = planner.page.get_by_role("article").filter(has_text=title)
    return card.locator(".ss-four dd").all_text_contents()


@contextmanager
def the_quarter_is_over() -> Iterator[None]:
    """Time goes on to the middle of the next quarter's first month: an overview shows no
    quarter that has not ended."""
    today = timezone.localdate()
    months = 3 - (today.month - 1) % 3
    later = (today.replace(day=1) + timedelta(days=31 * months)).replace(day=15)
    with time_machine.travel(datetime.combine(later, datetime_time(10), tzinfo=UTC)):
        yield


def the_editor_reads(sit_down: SitDown) -> None:
    editor = sit_down().log_in("editor")
    editor.look("pathways")
    editor.press("Knæartrose")
    editor.look("pathway")
