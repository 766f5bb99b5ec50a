"""Whatever a definition's text holds, its author gets a Danish sentence and the line to look at."""

import json
import time

import pytest
from django.core.management import CommandError, call_command

from pathways.documents import read_yaml
from pathways.models import Pathway, Version
from pathways.verification import Finding, Kind, has_errors, subject, verify_yaml
from tests.pathways.hostile import BAD, written
from tests.pathways.small import data


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
