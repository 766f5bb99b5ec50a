"""Whoever reads English reads all of Samspor in English, but for what is written in Danish."""

import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from citizens.models import Citizen
from organisations.models import Municipality, Organisation, Region, Service, User
from referrals.models import Referral
from tests.danish import DANISH
from tests.referrals.reached import (  # noqa: F401 - fixtures, found by name
    ANSWERS,
    EPICRISIS,
    accepted,
    asked,
    completed,
    draft,
    finished,
    knee,
    reasons,
    send_to,
    sent,
    service_of,
    started,
    treated,
)

# What a reader of Danish wrote on the way to the fixtures' states.
WRITTEN = (
    "Patientens ønske",
    "Er der taget røntgen?",
    "Smerte ved gang",
    "Gå uden pause",
    "meter",
    "Egen træning to gange om ugen.",
    # The names of measurements, as the signed record keeps them.
    "Rejse-sætte-sig, 30 sekunder",
    "gange",
    # A source's publisher, under its own name.
    "Region Nordjylland og kommunerne i Nordjylland",
)


class Readable(HTMLParser):
    """What people see or hear of a page, but for what is marked as Danish and what they write."""

    ATTRIBUTES = ("aria-label", "alt", "title", "placeholder")
    OTHERS = ("script", "style", "textarea")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.told: list[str] = []
        self.skipped: str | None = None
        self.language: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang")
        elif self.skipped is None and (tag in self.OTHERS or given.get("lang") == "da"):
            self.skipped = tag
        self.told += [
            text or ""
            for name, text in attrs
            if name in self.ATTRIBUTES or name.startswith("data-text")
        ]

    def handle_endtag(self, tag: str) -> None:
        if tag == self.skipped:
            self.skipped = None

    def handle_data(self, data: str) -> None:
        if self.skipped is None:
            self.told.append(data)


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from (value, *value.splitlines())
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts_in(one)


@pytest.fixture
def names(db) -> Callable[[], list[str]]:
    """What is data, not the program's own words: names, addresses, and what somebody wrote."""

    def find() -> list[str]:
        columns: Iterable[tuple[Any, tuple[str, ...]]] = (
            (Region, ("name",)),
            (Municipality, ("name",)),
            (Organisation, ("name", "street", "city")),
            (Service, ("name", "description")),
            (User, ("full_name", "title")),
            (Citizen, ("given_name", "family_name", "street", "city")),
        )
        found = {
            text
            for model, fields in columns
            for row in model.objects.values_list(*fields)
            for text in row
            if text
        }
        return sorted(found | {*WRITTEN, *texts_in(ANSWERS), *texts_in(EPICRISIS)}, key=len)[::-1]

    return find


@pytest.fixture
def in_english(names) -> Callable[[Any], str]:
    """The words of a page in English, with names and quotations taken out; none is Danish."""

    def read_page(response: Any) -> str:
        page = Readable(response.content.decode())
        assert page.language == "en"
        assert response.headers["Content-Language"] == "en"
        told = " ".join(" | ".join(page.told).split())
        for name in names():
            told = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", told, flags=re.IGNORECASE)
        around = [told[max(0, m.start() - 40) : m.end() + 40] for m in DANISH.finditer(told)]
        assert not around, around
        return told

    return read_page


@pytest.fixture
def reader(client_for) -> Callable[..., Client]:
    """The browser of a person who chose English."""

    def browse(actor) -> Client:
        client = client_for(actor)
        client.cookies["django_language"] = "en"
        return client

    return browse


def door(name: str, referral: Referral) -> str:
    return reverse(f"referrals:{name}", args=[referral.pk])


def test_the_choice_of_english_is_kept(client, db):
    client.post(reverse("set_language"), {"language": "en", "next": "/login/"})

    assert 'lang="en"' in client.get("/login/").content.decode()


def test_the_way_in_is_in_english(client, db, in_english):
    client.cookies["django_language"] = "en"

    assert "Log in to Samspor" in in_english(client.get("/login/"))


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("pages:help", "Who can help you?"),
        ("pages:privacy", "Danish Data Protection Agency"),
        ("pages:accessibility", "Known shortcomings"),
        ("pages:shortcuts", "Go to phrase 1–8 in the referral"),
    ],
)
def test_the_pages_of_words_are_in_english(reader, gp, in_english, page, said):
    assert said in in_english(reader(gp).get(reverse(page)))


def test_the_doctors_start_page_is_in_english(reader, gp, in_english, draft):  # noqa: F811
    told = in_english(reader(gp).get(reverse("referrals:start")))

    assert "What is waiting for me?" in told
    assert "Knee osteoarthritis: 8 of 8 phrases" in told


def test_the_form_and_what_it_says_when_it_cannot_be_sent_are_in_english(
    reader,
    gp,
    in_english,
    draft,  # noqa: F811
):
    doctor = reader(gp)

    assert "Recommended receiver" in in_english(doctor.get(door("edit", draft)))
    refused = doctor.post(door("send", draft), {"bmi": "many", "xray": ""})
    assert refused.status_code == 422
    assert "The referral has not been sent." in in_english(refused)
    assert "See the referral before you send" in in_english(doctor.get(door("preview", draft)))


def test_a_referral_its_course_and_its_conversation_are_in_english(
    reader,
    gp,
    in_english,
    asked,  # noqa: F811
):
    doctor = reader(gp)

    told = in_english(doctor.get(door("detail", asked)))
    assert "On hold with the referrer" in told
    assert "Question to the referrer" in told
    assert "Waiting time in all" in told
    course = reverse("referrals:course", args=[asked.course_id])
    assert "Referrals in the course" in in_english(doctor.get(course))


def test_the_inbox_and_what_can_be_done_there_are_in_english(
    reader,
    municipal,
    in_english,
    sent,  # noqa: F811
):
    triager = reader(municipal)

    assert "New to triage" in in_english(triager.get("/worklists/new/"))
    assert "The list is empty" in in_english(triager.get("/worklists/finished/"))
    for action, said in {
        "accept": "When does the citizen come?",
        "ask": "The clock is on hold with the referrer until there is an answer.",
        "decline": "Important information is missing",
        "forward": "Forward to",
    }.items():
        address = reverse("referrals:act", args=[sent.pk, action])
        assert said in in_english(triager.get(address))


def test_the_treatment_and_the_writing_of_its_epicrisis_are_in_english(
    reader,
    municipal,
    in_english,
    treated,  # noqa: F811
):
    therapist = reader(municipal)

    assert "Record or plan a session" in in_english(therapist.get(door("treatment", treated)))
    assess = reverse("stratification:assess", args=[treated.course_id])
    assert "Assess together with the citizen." in in_english(therapist.get(assess))


def test_an_epicrisis_stays_the_danish_document_that_was_signed_among_english_words(
    reader,
    gp,
    in_english,
    completed,  # noqa: F811
):
    doctor = reader(gp)
    assert "Epicrises to read" in in_english(doctor.get(reverse("referrals:start")))

    signed = completed.epicrises.get()
    page = doctor.get(reverse("referrals:read_epicrisis", args=[signed.pk]))

    assert f'<b lang="da">{EPICRISIS["decision"]}</b>' in page.content.decode()
    told = in_english(page)
    for words in ("What you should do", "Goal reached?", "Answers to the phrases of the referral"):
        assert words in told


def test_what_was_agreed_is_in_english(reader, planner, in_english, knee):  # noqa: F811
    colleague = reader(planner)

    assert "has joined" in in_english(colleague.get(reverse("pathways:list")))
    page = reverse("pathways:detail", args=["knee-osteoarthritis"])
    told = in_english(colleague.get(page))
    assert "Who is referred where" in told
    assert "in force from 1 December 2016" in told


def test_the_overview_is_in_english(reader, planner, in_english, knee):  # noqa: F811
    told = in_english(reader(planner).get(reverse("monitoring:dashboard")))

    assert "Is the loop closed?" in told
