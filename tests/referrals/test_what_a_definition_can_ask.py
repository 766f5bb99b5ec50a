"""The form follows the definition: every kind of fact, what is hidden, what stops, whom to call."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
import yaml
from django.test import Client

from citizens.models import Citizen
from organisations.models import Membership
from pathways.actions import load_definition
from pathways.models import Version
from referrals import actions
from referrals.models import Referral
from tests.browsing import PageForm, read_form
from tests.referrals.at_the_form import door, htmx
from tests.referrals.reached import ANSWERS, KNEE

pytestmark = pytest.mark.django_db

Written = Callable[..., Referral]


@pytest.fixture
def written(gp: Membership, nancy: Citizen, knee: Version) -> Written:
    """A draft by the knee programme with something else in it: `written(phrases=…, rules=…)`."""

    def make(change: Callable[[dict[str, Any]], None]) -> Referral:
        document = deepcopy(yaml.safe_load(KNEE.read_text()))
        document["key"] = "another-knee"
        document["examples"] = []
        change(document)
        version, _new = load_definition(yaml.safe_dump(document, allow_unicode=True))
        return actions.create_draft(actor=gp, citizen=nancy, version=version)

    return make


def phrase_of(document: dict[str, Any], key: str) -> dict[str, Any]:
    return next(phrase for phrase in document["phrases"] if phrase["key"] == key)


@pytest.fixture
def questions(written) -> Referral:
    """The X-ray phrase asks yes or no, a whole number, and one of many."""

    def change(document: dict[str, Any]) -> None:
        phrase_of(document, "xray")["facts"] = [
            {"key": "locking", "type": "boolean", "label": "Låser knæet?"},
            {
                "key": "falls",
                "type": "integer",
                "label": "Fald det seneste år",
                "unit": "gang|gange",
                "minimum": 0,
                "maximum": 99,
            },
            {
                "key": "walking",
                "type": "choice",
                "label": "Gangdistance",
                "options": [
                    {"key": f"w{number}", "label": f"Op til {number} hundrede meter"}
                    for number in range(1, 8)
                ],
            },
        ]

    return written(change)


def form_of(doctor: Client, referral: Referral) -> PageForm:
    return read_form(doctor.get(door("edit", referral)).content, "henvisning")


def test_yes_or_no_a_whole_number_and_one_of_many_are_asked_for(doctor, questions):
    form = form_of(doctor, questions)
    assert form.options["locking"] == ["true", "false"]
    assert len(form.options["walking"]) == 7

    doctor.post(form.action, form.with_(locking="false", falls="3", walking="w4"))

    assert questions.facts() == {"locking": False, "falls": 3, "walking": "w4"}
    again = form_of(doctor, questions).values
    assert (again["locking"], again["falls"], again["walking"]) == (["false"], ["3"], ["w4"])


def test_few_short_options_stand_in_a_row_and_many_are_chips(doctor, questions):
    page = doctor.get(door("edit", questions)).content.decode()

    assert '<div class="seg" id="id_locking">' in page
    assert '<div class="chips" id="id_walking"' in page
    assert '<div role="group" aria-label="Gangdistance">' in page
    assert '<span class="small">gange</span>' in page


@pytest.mark.parametrize(
    ("typed", "sentence"), [("1,5", "skal være et helt tal"), ("120", "uden for 0–99")]
)
def test_a_number_outside_its_domain_is_told(doctor, questions, typed, sentence):
    form = form_of(doctor, questions)

    page = doctor.post(form.action, form.with_(falls=typed))

    assert page.status_code == 422
    assert sentence in page.content.decode()


# Hidden until asked for ---------------------------------------------------------------------------


@pytest.fixture
def conditional(written) -> Referral:
    """The X-ray is asked about only where the recommended physiotherapy was gone through."""

    def change(document: dict[str, Any]) -> None:
        phrase_of(document, "xray")["visible_when"] = {
            "fact": "tried_so_far",
            "has_any": ["physiotherapy"],
        }

    return written(change)


def test_a_phrase_is_hidden_and_not_counted_until_it_is_asked_for(doctor, conditional):
    page = doctor.get(door("edit", conditional)).content.decode()

    assert 'id="frase-5" data-phrase="5" hidden>' in page
    assert "<b>0 af 7</b> fraser" in page


def test_an_answer_brings_the_phrase_it_opens(doctor, conditional):
    form = form_of(doctor, conditional)

    html = htmx(
        doctor, door("answer", conditional), form.with_(tried_so_far=["physiotherapy"])
    ).content.decode()

    assert 'id="frase-5" data-phrase="5" hx-swap-oob="true">' in html
    assert "<b>1 af 8</b> fraser" in html


def test_taking_the_answer_back_takes_the_phrases_answer_back_too(doctor, gp, conditional):
    actions.save_answers(
        conditional, actor=gp, values={"tried_so_far": ["physiotherapy"], "xray": "mild"}
    )
    assert conditional.facts()["xray"] == "mild"

    form = form_of(doctor, conditional)
    doctor.post(form.action, form.with_(tried_so_far=["none"]))

    assert conditional.facts() == {"tried_so_far": ["none"]}


# What stops, and whom to call ---------------------------------------------------------------------


@pytest.fixture
def stopping(written, gp) -> Referral:
    """A severe X-ray is an emergency in this one; a mild one means calling and an MRI."""

    def change(document: dict[str, Any]) -> None:
        document["rank"].insert(0, "emergency")
        document["contacts"].append(
            {"key": "hotline", "title": "Hotline", "phone": "12 34 56 78", "when": "I dagtiden"}
        )
        document["rules"] += [
            {
                "key": "STOP",
                "when": {"fact": "xray", "one_of": ["severe"]},
                "to": "emergency",
                "blocks_sending": True,
                "text": "Indlægges akut.",
                "source": {"document": "knee", "place": "§3"},
            },
            {
                "key": "CALL",
                "when": {"fact": "xray", "is": "mild"},
                "contact": "hotline",
                "orders": "mri",
                "text": "Ring til hotline.",
                "source": {"document": "knee", "place": "§3"},
            },
        ]

    referral = written(change)
    actions.save_answers(referral, actor=gp, values=ANSWERS)
    return referral


def test_an_emergency_is_told_and_nothing_can_be_sent(doctor, gp, stopping):
    actions.save_answers(stopping, actor=gp, values={"xray": "severe"})

    page = doctor.get(door("edit", stopping)).content.decode()
    form = read_form(page, "henvisning")
    refused = doctor.post(form.address_of("Send henvisning"), form.values)

    assert "Henvisningen kan ikke sendes" in page
    assert "Indlægges akut." in page
    assert 'aria-disabled="true" aria-describedby="gaar-til"' in page
    assert "receiver" not in form.options
    assert refused.status_code == 422
    stopping.refresh_from_db()
    assert not stopping.number


def test_an_emergency_that_is_not_ruled_out_stops_it_too(doctor, gp, stopping):
    actions.save_answers(stopping, actor=gp, values={"xray": None})

    page = doctor.get(door("edit", stopping)).content.decode()

    assert "Skal besvares, før henvisningen kan sendes" in page
    assert "Røntgen er ikke oplyst." in page
    assert "Henvisningen kan ikke sendes" not in page


def test_whom_to_call_and_what_to_order_stand_in_the_advice(doctor, gp, stopping):
    actions.save_answers(stopping, actor=gp, values={"xray": "mild"})

    page = doctor.get(door("edit", stopping)).content.decode()

    assert "Ring til Hotline" in page
    assert "12 34 56 78" in page
    assert "Bestil MR-scanning" in page


# Another pathway ----------------------------------------------------------------------------------


def test_changing_pathway_puts_an_empty_draft_away(doctor, nancy, empty, questions):
    form = read_form(doctor.get(door("edit", empty)).content, "skift-form")
    assert form.buttons[0][1] == "Knæartrose"
    second = Referral.objects.exclude(pk=empty.pk).get()

    response = doctor.post(form.action, form.values | {"pathway": ["another-knee"]})

    assert response.url == door("edit", second)
    assert not Referral.objects.filter(pk=empty.pk).exists()


def test_changing_pathway_keeps_a_draft_with_answers(doctor, nancy, draft, questions):
    form = read_form(doctor.get(door("edit", draft)).content, "skift-form")

    doctor.post(form.action, form.values | {"pathway": ["another-knee"]})

    assert Referral.objects.filter(pk=draft.pk).exists()
