"""Whatever is found in a definition is told in Danish and in English, each in its own words."""

import ast
import json
import re
from collections.abc import Iterator
from html import unescape
from io import StringIO
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from bench.mutants import mutants
from pathways.definition import Definition
from pathways.definition_parts.problems import Problem
from pathways.models import Version
from pathways.readiness import findings_of
from pathways.texts import Text, filled, text
from pathways.verification import Finding, verify, verify_yaml
from tests import shipped
from tests.pathways import lives
from tests.pathways.hostile import BAD, written
from tests.pathways.small import data

ROOT = Path(__file__).parents[2]
ROOMS = (
    *(ROOT / "pathways" / "conditions").glob("*.py"),
    *(ROOT / "pathways" / "definition_parts").glob("*.py"),
    *(ROOT / "pathways" / "verification").glob("*.py"),
    *(ROOT / "pathways" / name for name in ("definition.py", "documents.py", "examples.py")),
    ROOT / "pathways" / "editing" / "importing.py",
)
SENTENCES = {"filled", "text", "problem", "error", "warning", "unfit", "_unread"}
"""What makes a sentence: its Danish and its English come one after the other."""

DANISH_LETTERS = re.compile(r"[æøåÆØÅ»«]")
NAMED = re.compile(r"“[^”]*”|\([^)]*\)")
"""What an English sentence names as the document has it."""


def sentences_of(file: Path) -> Iterator[tuple[int, str, str | None]]:
    """Every sentence written in a file: its line, its Danish, and its English if it has any."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in SENTENCES:
            continue
        said = [_words(part) for part in node.args]
        written_ = [words for words in said if words is not None]
        if (written_ and DANISH_LETTERS.search(written_[0])) or len(written_) > 1:
            yield node.lineno, written_[0], written_[1] if len(written_) > 1 else None


def _words(node: ast.expr) -> str | None:
    """The words of a text in the source; what is filled in by an f-string as a brace pair."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
        )
    return None


def places_in(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("file", ROOMS, ids=lambda file: file.stem)
def test_every_sentence_of_the_pure_rooms_is_written_in_english_too(file) -> None:
    for line, danish, english in sentences_of(file):
        here = f"{file.name}:{line}: {danish}"
        assert english, here
        assert not DANISH_LETTERS.search(english), here
        assert places_in(english) == places_in(danish), here
        assert english != danish or not re.search("[a-zæøå]{3}", re.sub("{[^}]*}", "", danish)), (
            here
        )


def test_there_are_many_such_sentences() -> None:
    assert sum(1 for file in ROOMS for _ in sentences_of(file)) > 150


def must_be_in_both(said: Text, *names: str) -> None:
    english = NAMED.sub("", said.en).lower()
    for name in sorted(names, key=len, reverse=True):
        english = english.replace(name.lower(), "")
    assert said.en, said.da
    assert said.en != said.da
    assert not DANISH_LETTERS.search(english), said.en


@pytest.mark.parametrize("written_", [one[0] for one in BAD])
def test_what_is_wrong_with_a_text_is_told_in_english(written_) -> None:
    found = verify_yaml(written_)

    for one in found:
        must_be_in_both(one.message)
    assert any(one.in_("en").startswith("Line ") for one in found)
    assert str(found[0]) == found[0].in_("da")


def test_what_the_checks_find_in_a_mutant_is_told_in_english() -> None:
    kinds = set()
    for mutant in mutants(Definition.from_data(data())):
        for one in verify(mutant.data):
            kinds.add(one.kind)
            must_be_in_both(one.message, *names_in(mutant.data))
            for sentence in one.citizen:
                must_be_in_both(sentence, *names_in(mutant.data))
    assert len(kinds) >= 10, sorted(kinds)


@pytest.mark.parametrize("key", ["chronic-disease", "knee-osteoarthritis", "low-back-pain"])
def test_what_is_found_in_a_shipped_programme_is_told_in_english(key) -> None:
    document = shipped.definition(key).to_data()
    example = document["examples"][0]
    example["destination"] = "pain_clinic"
    example["reasons"] = ["default"]

    found = verify(document)

    assert any(one.is_error for one in found)
    for one in found:
        must_be_in_both(one.message)


def names_in(value: Any) -> Iterator[str]:
    """Every text of a document that may be named: its keys and Danish words."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from names_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from names_in(one)


def test_a_sentence_is_filled_in_by_the_words_of_its_language() -> None:
    said = filled("{who} er {age} år", "{who} is {age}", who=text("Borgeren", "The citizen"), age=7)

    assert (said.da, said.en) == ("Borgeren er 7 år", "The citizen is 7")
    without_english = filled("»{x}«", "“{x}”", x=text("Køn"))
    assert without_english.en == "“Køn”"


def test_a_problem_is_told_with_its_place_in_each_language() -> None:
    problem = Problem.at(("rules", 2), text("Ret den.", "Correct it."))

    assert (problem.in_("da"), problem.in_("en")) == ("rules[2]: Ret den.", "rules[2]: Correct it.")
    on_a_line = Problem.at((), problem.message, 4)
    assert (str(on_a_line), on_a_line.in_("en")) == ("Linje 4: Ret den.", "Line 4: Correct it.")


def never_fires(document: dict[str, Any]) -> None:
    document["rules"][2]["when"] = {"any": []}
    document["examples"] = document["examples"][:1]
    document["examples"][0]["destination"] = "pain_clinic"


@pytest.fixture
def draft(knee, editor) -> Version:
    return lives.drafted(knee, editor, never_fires)


def test_findings_kept_in_the_cache_keep_both_languages(draft) -> None:
    first = findings_of(draft)

    assert findings_of(draft) == first
    assert any(one.citizen and one.citizen[0].en for one in first)


@pytest.mark.parametrize("name", ["edit_overview", "life"])
def test_an_english_reader_is_told_in_english_what_to_mend(name, draft, editor, client_for) -> None:
    client = client_for(editor)
    address = reverse(f"pathways:{name}", args=[draft.pathway.key, draft.number])
    danish = client.get(address).content.decode()
    client.cookies["django_language"] = "en"
    english = client.get(address).content.decode()

    assert "betingelsen modsiger sig selv" in danish
    assert "the condition contradicts itself" in english
    assert "modsiger sig selv" not in english
    [other] = [one for one in findings_of(draft) if one.citizen and one.is_error]
    assert other.citizen[0].da in danish
    assert other.citizen[0].en in english


def test_what_stands_beside_a_field_is_told_in_english(draft, editor, client_for) -> None:
    client = client_for(editor)
    client.cookies["django_language"] = "en"
    address = reverse("pathways:edit", args=[draft.pathway.key, draft.number, "rules"])

    shown = client.get(address, {"item": "rules[2]"}).content.decode()

    assert "the condition contradicts itself" in shown


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("da", ("Feltet »Kilde« mangler.", "K2 Har borgeren så lav egenomsorgsevne")),
        ("en", ("The field “Source” is missing.", "K2 If the citizen's self-care")),
    ],
)
def test_a_field_is_named_as_on_its_form_also_where_the_version_stands(
    language, said, knee, editor, client_for
) -> None:
    def without_source(document: dict[str, Any]) -> None:
        del document["rules"][3]["source"]

    draft = lives.drafted(knee, editor, without_source)
    client = client_for(editor)
    client.cookies["django_language"] = language
    sentence, title = said

    life = client.get(reverse("pathways:life", args=[draft.pathway.key, draft.number]))
    rules = client.get(
        reverse("pathways:edit", args=[draft.pathway.key, draft.number, "rules"]),
        {"item": "rules[3]"},
    )

    assert sentence in life.content.decode()
    assert sentence in rules.content.decode()
    headings = re.findall(r"<h[23][^>]*>([^<]*)", rules.content.decode())
    assert any(title in unescape(heading) for heading in headings)


def test_why_a_condition_cannot_be_read_aloud_yet_is_told_in_english(
    knee, editor, client_for
) -> None:
    def half_written(document: dict[str, Any]) -> None:
        document["rules"][2]["when"] = {"fact": ""}

    draft = lives.drafted(knee, editor, half_written)
    client = client_for(editor)
    client.cookies["django_language"] = "en"
    address = reverse("pathways:edit", args=[draft.pathway.key, draft.number, "rules"])

    shown = client.get(address, {"item": "rules[2]"}).content.decode()

    assert "<p>Choose a fact, or delete the row.</p>" in shown
    assert "Vælg en oplysning" not in shown


def test_a_file_refused_is_told_of_in_english(draft, editor, client_for) -> None:
    client = client_for(editor)
    client.cookies["django_language"] = "en"
    address = reverse("pathways:edit_import", args=[draft.pathway.key, draft.number])

    answer = client.post(address, {"text": "key: small\nkey: small\n", "revision": "1"})

    assert answer.status_code == 422
    told = answer.content.decode()
    assert "Line 2: The key “key” stands twice; the first time on line 1." in told


@pytest.fixture
def faulty(tmp_path) -> Path:
    document = data()
    document["rules"][0]["when"] = {"any": []}
    file = tmp_path / "small.yaml"
    file.write_text(written(document), encoding="utf-8")
    return file


def test_the_command_answers_in_the_language_asked_for(db, faulty) -> None:
    told: dict[str, list[dict[str, Any]]] = {}
    for language in ("da", "en"):
        out = StringIO()
        with pytest.raises(CommandError) as ended:
            call_command("check_definition", str(faulty), language=language, stdout=out)
        told[language] = json.loads(out.getvalue())
        assert ("has errors" in str(ended.value)) is (language == "en")

    assert [one["where"] for one in told["da"]] == [one["where"] for one in told["en"]]
    pairs = zip(told["da"], told["en"], strict=True)
    assert all(da["message"] != en["message"] for da, en in pairs)
    assert any("the condition contradicts itself" in one["message"] for one in told["en"])


def test_loading_refuses_in_the_language_asked_for(db, faulty) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("load_definitions", str(faulty), "--language", "en")

    assert "small.yaml is not loaded:\n  Line " in str(refused.value)
    assert "can never hold: the condition contradicts itself." in str(refused.value)


def test_a_finding_is_json_in_one_language() -> None:
    found: Finding = verify_yaml("key: small\nkey: small\n")[0]

    assert found.to_data()["message"].startswith("Nøglen")
    assert found.to_data("en")["message"].startswith("The key")
