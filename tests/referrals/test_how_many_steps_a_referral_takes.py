"""A knee referral takes at most 14 interactions for a new patient, 7 for a known one (UX §8).

The tests write it as a browser without script does and count what a person does: a field filled
in or an option picked is one, a code is two (typed, and chosen on the list), a button is one.
What the page has filled in or chosen beforehand costs nothing.
"""

from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import reverse

from referrals.models import Referral
from referrals.states import Status
from tests.browsing import PageForm, read_form
from tests.conftest import NANCY

pytestmark = pytest.mark.django_db


@dataclass
class Person:
    """Someone at the page, and how many things they have done."""

    client: Client
    steps: int = 0
    typed: dict[str, str | list[str]] = field(default_factory=dict)

    def open_form(self) -> PageForm:
        """Patient and pathway are on the start page; the first pathway is chosen already."""
        html = self.client.get("/my-work/").content.decode()
        chosen = html.split('name="pathway" value="')[1].split('"')[0]
        self.steps += 2  # the patient's number, and the button
        response = self.client.post(
            reverse("referrals:new"), {"cpr": NANCY, "pathway": chosen}, follow=True
        )
        return read_form(response.content, "henvisning")

    def write(self, **answers: str | list[str]) -> None:
        for name, answer in answers.items():
            self.steps += 2 if name == "diagnosis" else 1
            self.steps += len(answer) - 1 if isinstance(answer, list) else 0
            self.typed[name] = answer

    def press(self, form: PageForm, label: str) -> PageForm:
        """Press a button; as with script, the advice is up to date before one sends."""
        self.client.post(form.action, form.with_(**self.typed))
        page = self.client.get(form.action)
        form = read_form(page.content, "henvisning")
        self.typed = {}
        self.steps += 1
        response = self.client.post(form.address_of(label), form.values, follow=True)
        return read_form(response.content, "henvisning")


@pytest.fixture
def doctor(client_for, gp) -> Person:
    return Person(client_for(gp))


def test_a_new_patient_takes_at_most_fourteen(doctor, nancy, knee):
    form = doctor.open_form()
    doctor.write(
        diagnosis="DM171",
        side="right",
        anamnesis="Gennem to år tiltagende smerter i højre knæ.",
        bmi_height="164",
        bmi_weight="84",
        xray="moderate",
        tried_so_far=["pain_relief"],
        special_circumstances=["home_care"],
        requested=["supervised_training", "weight_loss"],
    )
    doctor.press(form, "Send henvisning")

    sent = Referral.objects.get(accompanies=None)
    assert sent.status == Status.SENT
    assert sent.receiver.name == "Træning og Rehabilitering Hillerød"
    assert sent.accompanied_by.count() == 1
    assert doctor.steps <= 14


def test_a_patient_with_an_earlier_referral_takes_at_most_seven(doctor, gp, nancy, knee, sent):
    form = doctor.open_form()
    second = Referral.objects.get(status=Status.DRAFT)
    doctor.write(xray="severe", requested=["supervised_training", "patient_education"])
    form = doctor.press(form, "Bekræft alt, der er hentet")
    doctor.press(form, "Send henvisning")

    second.refresh_from_db()
    assert second.status == Status.SENT
    assert doctor.steps <= 7


def test_another_receiver_than_advised_takes_three_more(doctor, gp, draft):
    form = read_form(
        doctor.client.get(reverse("referrals:edit", args=[draft.pk])).content, "henvisning"
    )
    doctor.steps += 1  # opening the fold
    doctor.write(override_receiver="kind:private_physiotherapist", override_reason="patient_wish")

    doctor.press(form, "Send henvisning")

    draft.refresh_from_db()
    assert draft.status == Status.SENT
    assert doctor.steps == 3 + 1


def test_only_what_is_needed_is_required(knee):
    required = [fact.key for phrase in knee.parsed.phrases for fact in phrase.required_facts]

    assert required == ["diagnosis", "side", "anamnesis"]


def test_sending_an_empty_form_asks_for_all_that_is_needed_at_once(doctor, nancy, knee):
    form = doctor.open_form()

    page = doctor.client.post(form.address_of("Send henvisning"), form.values)

    summary = page.content.decode().split("data-focus-first")[1].split("</ul>")[0]
    assert summary.count("<li>") == 3
