"""The letter answers four questions first, repeats what was recorded, and everyone can read it."""

import hashlib
import json
import os
from io import BytesIO
from pathlib import Path

import page
import pytest
from pypdf import PdfReader

from referrals import actions, letter_pdf
from referrals.letter import grouped, hash_lines
from referrals.letter_pdf import _OwnFiles, render_letter
from tests.referrals.reached import EPICRISIS


@pytest.fixture
def epicrisis(completed):
    return completed.epicrises.get()


@pytest.fixture
def pdf(epicrisis) -> bytes:
    made = render_letter(epicrisis)
    if folder := os.environ.get("KEEP_LETTERS"):
        Path(folder, "letter.pdf").write_bytes(made)
    return made


@pytest.fixture
def text(pdf) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(BytesIO(pdf)).pages).split())


def test_it_passes_the_accessibility_standard_without_a_failure(pdf):
    report = page.validate_pdf_bytes(pdf, profile="ua1")

    assert [f"{f.rule_id}: {f.message}" for f in report.failures] == []


def test_it_is_danish_titled_and_all_fonts_are_embedded(pdf):
    reader = PdfReader(BytesIO(pdf))

    assert reader.trailer["/Root"]["/Lang"] == "da"
    assert reader.metadata.title == "Epikrise – Knæartrose – træning før operation"
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for each in reader.pages
        for font in each["/Resources"]["/Font"].values()
    ]
    assert fonts
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
    assert all("IBM-Plex-Sans" in str(font["/FontName"]) for font in fonts)


def test_the_four_answers_come_first_and_the_decision_leads_the_last(text):
    places = [
        text.index(part)
        for part in (
            "Hvad var galt",
            EPICRISIS["reason"],
            "Hvad har vi gjort",
            EPICRISIS["treatment"],
            "Hvordan gik det",
            EPICRISIS["outcome"],
            "Hvad skal du gøre",
            EPICRISIS["decision"],
            EPICRISIS["advice"],
            "Svar på henvisningens fraser",
            "Mål og målinger",
            "Plan",
            "Det har borgeren fået at vide",
            "Kontrolkode",
        )
    ]

    assert places == sorted(places)


def test_it_says_page_x_of_y_and_which_letter_on_every_page(pdf, epicrisis):
    pages = [each.extract_text() for each in PdfReader(BytesIO(pdf)).pages]

    assert len(pages) == 2
    for number, each in enumerate(pages, start=1):
        assert f"Side {number} af 2" in each
        assert f"Epikrise til {epicrisis.referral.number} · version 1" in each


def test_phrases_measurements_and_goals_are_repeated_in_words(text):
    assert "Går højst 400 m." in text
    assert "Smerte ved gang: smerte, NRS (0–10, lavere er bedre) 7 3 4 nået" in text
    assert "Gå uden pause (meter) 400 900 1.000 ikke nået" in text


def test_each_chart_has_its_course_in_words(pdf):
    raw = "".join(
        str(element.get("/Alt", ""))
        for element in _structure(PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    )

    assert "Smerte, NRS: 7 i uge 0, 5 i uge 0, 3 i uge 0. Målet var højst 4." in raw


@pytest.mark.parametrize(
    ("value", "text"), [(3, "3"), (85.8, "85,8"), (1500, "1.500"), (1234567.5, "1.234.567,5")]
)
def test_numbers_are_danish_with_thousands_apart(value, text):
    assert grouped(value) == text


def _structure(element):
    element = element.get_object()
    if not hasattr(element, "get"):
        return
    yield element
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        if hasattr(kid.get_object(), "get"):
            yield from _structure(kid)


def test_the_check_code_is_the_sum_of_the_signed_content(text, epicrisis):
    canonical = json.dumps(
        epicrisis.content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )

    assert epicrisis.content_hash == hashlib.sha256(canonical.encode()).hexdigest()
    for line in hash_lines(epicrisis.content_hash):
        assert line in text


def test_the_same_epicrisis_gives_the_same_bytes(epicrisis, pdf):
    assert render_letter(epicrisis) == pdf


def test_a_worker_that_has_just_started_makes_the_same_bytes(epicrisis, pdf):
    letter_pdf._style.cache_clear()

    assert render_letter(epicrisis) == pdf


def test_the_style_sheet_is_read_once_for_many_letters(epicrisis, pdf, monkeypatch):
    read = []
    monkeypatch.setattr(letter_pdf, "style_sheet", read.append)

    render_letter(epicrisis)

    assert read == []


def test_a_correction_says_what_it_replaces_and_why(completed, municipal):
    second = actions.correct_epicrisis(
        completed,
        actor=municipal,
        content={**EPICRISIS, "outcome": "Smerten faldt fra 7 til 4."},
        reason="Slutværdien var skrevet forkert.",
    )

    made = PdfReader(BytesIO(render_letter(second)))

    first_page = " ".join(made.pages[0].extract_text().split())
    assert "Erstatter version 1. Slutværdien var skrevet forkert." in first_page
    assert "Smerten faldt fra 7 til 4." in first_page


def test_what_changes_afterwards_does_not_change_the_letter(epicrisis, pdf, completed):
    completed.treatment.goals.update(text="Noget andet")
    completed.treatment.measurements.all().delete()

    assert render_letter(epicrisis) == pdf


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a.png", "file:///etc/passwd", "file:///var/../etc/hosts"],
)
def test_nothing_but_our_own_files_is_fetched(address):
    with pytest.raises(ValueError, match="may not fetch"):
        _OwnFiles([]).fetch(address)
