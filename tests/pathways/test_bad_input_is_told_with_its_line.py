"""Whatever a definition's text holds, its author gets a Danish sentence and the line to look at."""

import json
import time
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from pathways.documents import read_yaml
from pathways.models import Pathway, Version
from pathways.verification import Finding, Kind, has_errors, subject, verify_yaml
from tests.pathways.small import data


def written(document: dict[str, Any]) -> str:
    """As YAML with a line for everything: JSON is YAML."""
    return json.dumps(document, ensure_ascii=False, indent=1)


def changed(*path: str | int, value: Any) -> str:
    document = data()
    here: Any = document
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return written(document)


def nested(levels: int) -> dict[str, Any]:
    condition: dict[str, Any] = {"fact": "group", "is": 1}
    for _ in range(levels):
        condition = {"all": [condition]}
    return condition


def circular() -> str:
    document = data()
    document["phrases"][2]["visible_when"] = {"fact": "wish", "has_any": ["scan"]}
    document["phrases"][3]["visible_when"] = {"fact": "circumstances", "has_any": ["home_care"]}
    return written(document)


BAD = [
    (changed("rules", 1, "when", "fact", value="circumstance"), '"fact": "circumstance"',
     "Regel K1: Oplysningen »circumstance« findes ikke. Mente du »circumstances«?"),
    (changed("rules", 2, "when", "at_least", value="tre"), '"at_least": "tre"',
     "Regel K2: Gruppe: skal være et tal."),
    (changed("rules", 2, "when", "at_least", value=2.5), '"at_least": 2.5',
     "Regel K2: Gruppe: skal være et helt tal, ikke 2,5."),
    (changed("rules", 2, "when", value={"fact": "group", "has_any": ["x"]}), '"has_any": [',
     "Regel K2: »Gruppe« kan ikke læses med »has_any«; brug »is«, »one_of«, »at_least«, "
     "»at_most«, »between«, »known«."),
    (changed("phrases", 2, "facts", 0, "type", value="sæt"), '"type": "sæt"',
     "»sæt« er ikke en mulighed for »type«; brug 'boolean', 'integer', 'decimal', 'choice', "
     "'set', 'code' eller 'text'. Mente du »set«?"),
    (changed("rules", 2, "when", value=nested(13)), None,
     "Regel K2: Betingelsen er indlejret i mere end 12 lag. Gør den fladere."),
    (changed("rules", 2, "when", value={"any": [{"fact": "group", "is": 1}] * 201}), None,
     "Regel K2: Betingelsen har 201 led; højst 200 er tilladt. Del den op."),
    (changed("premise", value=nested(60)), None, "Teksten er indlejret i mere end 40 lag."),
    (circular(), '"visible_when": {', "Spørgsmålene »Særlige forhold« og »Ønsket« venter på "
     "hinanden: hvert vises først, når et andet er besvaret. Fjern den ene betingelse."),
    ("key: small\ntitle: [ikke lukket\n", None, "Teksten er ikke gyldig YAML her. Se efter "
     "indrykning, kolon og anførselstegn ved tegn 1."),
    ("key: small\n\tkind: generic\n", None, "Teksten er ikke gyldig YAML her. Se efter "
     "indrykning, kolon og anførselstegn ved tegn 1."),
    ("key: &a small\ntitle: *a\n", "key: &a", "Ankre og henvisninger (& og *) må ikke bruges."),
    ("key: small\nkey: small\n", None,
     "Nøglen »key« står to gange; første gang på linje 1."),
    ("key: !!python/object:os.system small\n", "key: !!", None),
    ('key: small\ntitle: "a\\0b"\n', "title:",
     "Teksten har et nul-tegn her, som ikke kan gemmes. Slet det."),
    ("key: small\ntitle: a\x07b\n", "title:",
     "Teksten har et tegn her, som ikke kan læses. Slet det."),
    ('{"key": "small",\n"title": "\\ud800"}', "title", None),
    (changed("phrases", 0, "facts", value=[{"key": "a"}] * 30_000), None,
     "Dokumentet har mere end 50.000 led. Fjern det, der ikke hører til programmet."),
    (changed("rules", 2, "when", value={"fact": "group", "one_of": list(range(100_000))}), None,
     "Dokumentet har mere end 50.000 led. Fjern det, der ikke hører til programmet."),
    (changed("rules", 2, "when", value={"fact": "group", "one_of": list(range(40_000))}), None,
     "Regel K2: Gruppe: listen har 40000 valg; højst 200 er tilladt."),
    (changed("phases", value=[data()["phases"][0] | {"key": f"p{n}"} for n in range(1000)]),
     '"phases"',
     "»phases« har 1000 led; højst 40 er tilladt. Fjern eller slå 960 sammen."),
    (changed("patient_group", "ages", "at_least", value=float("inf")), '"at_least": Infinity',
     "»at_least« skal være et helt tal."),
    (written(data()).replace('"at_least": 18', '"at_least": 1.5e+999', 1), "e+999",
     "»at_least« skal være et tal."),
    (written(data()).replace('"at_least": 18', '"at_least": 1.5e+308', 1), "e+308",
     "»at_least« er et for stort tal."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "on", "sentence"), BAD)
def test_it_is_told_in_words_and_with_the_line(text, on, sentence) -> None:
    errors = [found for found in verify_yaml(text) if found.is_error]

    found: Finding = errors[0]
    assert sentence is None or found.message.da == sentence
    assert found.line is not None
    line = text.splitlines()[found.line - 1] if found.line <= len(text.splitlines()) else ""
    assert on is None or on in line


@pytest.mark.parametrize("size", [3, 10])
def test_a_document_of_many_megabytes_is_refused_at_once(size) -> None:
    text = f"key: small\npremise: {'x' * size * 1024 * 1024}\n"
    began = time.monotonic()

    [found] = verify_yaml(text)

    assert found.message.da == f"Dokumentet fylder {size},0 MB; højst 2 MB er tilladt."
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("opening", ["[" * 100_000, "{a: " * 100_000, "- " * 50_000, "{" * 300_000])
def test_a_text_that_only_opens_is_refused_and_crashes_nothing(opening) -> None:
    [found] = verify_yaml(opening)

    assert found.is_error
    assert found.message.da.startswith(("Teksten er ", "En nøgle skal være et ord."))
    assert found.line == 1


@pytest.mark.parametrize(("text", "on", "sentence"), BAD)
def test_nothing_of_it_is_saved(db, tmp_path, text, on, sentence) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        call_command("load_definitions", str(file))

    assert "bad.yaml er ikke indlæst:" in str(refused.value)
    assert sentence is None or sentence in str(refused.value)
    assert "Linje " in str(refused.value)
    assert not Pathway.objects.filter(key="small").exists()
    assert not Version.objects.filter(pathway__key="small").exists()


def test_a_number_of_endless_values_is_not_shared_out_by_value() -> None:
    document = data()
    document["phrases"][1]["facts"].append(
        {"key": "wide", "type": "integer", "label": "Vid", "minimum": 0, "maximum": 10**15}
    )
    document["indicators"] = [
        document["indicators"][0]
        | {"measure": {"distribution": {"of": "wide", "expected": {"1": 0.5, "2": 0.5}}}}
    ]

    told = [found.message.da for found in verify_yaml(written(document))]

    assert any("»Vid« har ikke få, faste værdier." in message for message in told)


def test_json_with_a_character_written_in_two_halves_is_read_as_it_means() -> None:
    document = data()
    document["title"] = {"da": "Knæ \U0001f9b5 \\ud83d", "en": "Knee"}

    found = read_yaml(json.dumps(document))

    assert found.data["title"]["da"] == "Knæ \U0001f9b5 \\ud83d"


@pytest.mark.parametrize("seconds", [0.0, 20.0])
def test_the_checks_together_end_in_time_and_say_once_what_they_could_not_decide(
    monkeypatch, seconds
) -> None:
    monkeypatch.setattr(subject, "ALL_SECONDS", seconds)
    subject.ANSWERS.clear()
    document = data()
    document["rules"][2]["when"] = {"fact": "group", "at_least": 4}

    undecided = [one for one in verify_yaml(written(document)) if one.kind is Kind.UNDECIDED]

    assert len(undecided) == (0 if seconds else 1)


def test_a_text_with_only_warnings_is_loaded(db, tmp_path) -> None:
    file = tmp_path / "good.yaml"
    file.write_text(written(data()), encoding="utf-8")

    assert not has_errors(verify_yaml(file.read_text(encoding="utf-8")))
    call_command("load_definitions", str(file))

    assert Version.objects.filter(pathway__key="small").count() == 1
