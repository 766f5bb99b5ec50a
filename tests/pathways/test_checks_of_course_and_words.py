"""What the checks find in the course's phases and weeks, its offers, its texts and its codes."""

from typing import Any

import pytest

from pathways.verification import Kind, Severity
from tests.pathways.small import data
from tests.pathways.test_checks_before_publishing import EVERYWHERE, findings


def phases(*ways: tuple[str, list[str]]) -> list[dict[str, Any]]:
    return [
        {"key": key, "title": key, "responsible": "general_practice", "next": following}
        for key, following in ways
    ]


@pytest.mark.parametrize(
    ("ways", "unreachable", "stuck"),
    [
        ([("a", ["b"]), ("b", ["c"]), ("c", [])], [], []),
        ([("a", ["c"]), ("b", ["c"]), ("c", [])], ["phases[1]"], []),
        ([("a", ["b", "c"]), ("b", []), ("c", [])], [], ["phases[1].next"]),
        ([("a", ["b", "c"]), ("b", ["b"]), ("c", ["a"])], [], ["phases[1].next"]),
        ([("a", []), ("b", [])], ["phases[1]"], ["phases[0].next"]),
    ],
)
def test_phases_are_reached_from_the_first_and_lead_to_the_last(ways, unreachable, stuck) -> None:
    document = data() | {"phases": phases(*ways)}

    assert [one.where for one in findings(document, Kind.UNREACHABLE)] == unreachable
    assert [one.where for one in findings(document, Kind.STUCK)] == stuck


def checkpoint(key: str, week: int, **rest: Any) -> dict[str, Any]:
    judged = ["Fremgang"]
    actor = "general_practice"
    return {"key": key, "title": key, "week": week, "actor": actor, "judged": judged, **rest}


@pytest.mark.parametrize(
    ("checkpoints", "where"),
    [
        ([checkpoint("a", 0), checkpoint("b", 4), checkpoint("c", 4)], []),
        ([checkpoint("a", 4), checkpoint("b", 2)], ["checkpoints[1].week"]),
        ([checkpoint("a", 4, latest_week=2)], ["checkpoints[0].latest_week"]),
    ],
)
def test_weeks_that_go_backwards_are_told(checkpoints, where) -> None:
    document = data() | {"checkpoints": checkpoints}

    assert [one.where for one in findings(document, Kind.ORDER)] == where


def test_what_nobody_offers_where_the_municipality_has_joined_is_told_by_date() -> None:
    found = findings(data(), Kind.NO_SERVICE, EVERYWHERE)

    assert [(one.where, one.severity) for one in found] == [
        ("rules[1].to", Severity.WARNING),
        ("rules[3].to", Severity.WARNING),
        ("rules[3].to", Severity.WARNING),
        ("rules[4].also", Severity.WARNING),
        ("rules[4].also", Severity.WARNING),
    ]
    assert "Ingen tilbyder Kommunalt træningstilbud den 1.3.2026 i Aabenraa" in found[0].message.da
    assert not findings(data(), Kind.NO_SERVICE)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"da": "Smerter i knæet"}, "mangler på engelsk"),
        ({"da": "Smerter i knæet", "en": "Pain in the knee"}, None),
        ({"da": "Smerter i knæet", "en": "Smerter i knæet"}, "er ens på dansk og engelsk"),
        ({"da": "Ikke", "en": "Ikke"}, "er ens på dansk og engelsk"),
        ({"da": "BMI", "en": "BMI"}, None),
        ({"da": "BMI"}, None),
        ({"da": "§3, 2"}, None),
        ({"da": "Diabetes mellitus", "en": "Diabetes mellitus"}, None),
        ({"da": "Start", "en": "Start"}, None),
    ],
)
def test_texts_that_are_not_translated_are_told(words, told) -> None:
    document = data() | {"premise": words}

    found = [one for one in findings(document, Kind.TRANSLATION) if one.where == "premise"]

    assert [told in one.message.da for one in found] == ([True] if told else [])


def test_a_word_that_other_texts_have_only_in_danish_shows_that_one_is_not_translated() -> None:
    document = data() | {"premise": {"da": "tabel 1", "en": "tabel 1"}}
    assert not [one for one in findings(document, Kind.TRANSLATION) if one.where == "premise"]

    document["title"] = {"da": "Prøve, tabel 2", "en": "Trial, table 2"}

    [found] = [one for one in findings(document, Kind.TRANSLATION) if one.where == "premise"]
    assert "»tabel 1« er ens på dansk og engelsk" in found.message.da


def test_codes_without_names_and_badly_written_ones_are_told() -> None:
    document = data()
    group = document["patient_group"]
    group["codes"] = {"icd10": ["M17", "M40-M54"], "icpc2": ["L90"]}
    group["excluded_codes"] = {"icd10": ["M46.2"]}
    group["code_labels"] += [
        {"system": "icd10", "code": "DM172", "label": "Efter skade"},
        {"system": "icd10", "code": "M17.1", "label": "Ét knæ igen"},
        {"system": "icd10", "code": "J44", "label": "KOL"},
    ]

    found = {one.where: one for one in findings(document, Kind.CODE)}

    assert set(found) == {
        "patient_group.codes.icd10[1]",
        "patient_group.codes.icpc2[0]",
        "patient_group.code_labels[1].code",
        "patient_group.code_labels[2].code",
        "patient_group.code_labels[3].code",
    }
    assert (
        "ICD-10 M40–M54 har ingen kode med navn" in found["patient_group.codes.icd10[1]"].message.da
    )
    assert "Skriv den »M17.2«." in found["patient_group.code_labels[1].code"].message.da
    assert found["patient_group.code_labels[1].code"].severity is Severity.ERROR
    assert found["patient_group.code_labels[3].code"].severity is Severity.WARNING
