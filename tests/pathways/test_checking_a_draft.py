"""A draft in whatever state: what is wrong is told, and the rest is checked all the same."""

import copy
import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pathways.verification import Kind, verify, verify_yaml
from pathways.verification.drafts import read_draft
from tests.pathways.small import SOURCE, data

NEVER = {"key": "X", "when": {"any": []}, "to": "emergency", "text": "x", "source": SOURCE}


def told(document: Any, kind: Kind = Kind.DOCUMENT) -> list[str]:
    return [finding.where for finding in verify(document) if finding.kind is kind]


@pytest.mark.parametrize("document", [None, [], "tekst", 5])
def test_what_is_no_document_is_one_finding(document) -> None:
    [found] = verify(document)

    assert found.kind is Kind.DOCUMENT
    assert "skal være et afsnit med nøgler" in found.message.da


def test_of_an_empty_draft_every_missing_part_is_told_once() -> None:
    assert told({}) == [
        "key",
        "title",
        "short_title",
        "patient_group",
        "phrases",
        "rank",
        "default",
        "default_reason",
        "override_reasons",
        "coordinator",
        "sources",
    ]


def test_the_draft_itself_is_not_changed() -> None:
    document = data()
    document["rules"][0]["to"] = "nowhere"
    before = json.dumps(document)

    verify(document)

    assert json.dumps(document) == before


def test_a_rule_that_cannot_be_read_does_not_hide_another_that_never_fires() -> None:
    document = data()
    document["rules"][1]["when"] = {"fact": "grup", "at_least": 3}
    document["rules"].append(NEVER)

    assert told(document) == ["rules[1].when.fact"]
    assert told(document, Kind.NEVER_FIRES) == ["rules[7].when"]  # its place in the draft


def test_what_only_follows_from_a_part_taken_out_is_not_told() -> None:
    document = data()
    document["phrases"][2]["facts"][0]["type"] = "sett"

    assert told(document) == ["phrases[2].facts[0].type"]


def test_a_rule_taken_out_makes_nothing_look_unused() -> None:
    document = data()
    document["rules"][3]["to"] = "nowhere"

    assert told(document) == ["rules[3].to[0]"]
    assert told(document, Kind.UNUSED_OPTION) == []


def test_what_comes_to_light_when_another_part_is_taken_out_is_told_too() -> None:
    document = data()
    document["rules"][1]["strength"] = "mus"
    document["rules"][2]["text"] = 5
    document["rules"][3]["to"] = 7
    document["rules"][0]["when"] = {"fact": "grup", "at_least": 3}

    assert set(told(document)) == {
        "rules[1].strength",
        "rules[2].text",
        "rules[3].to",
        "rules[0].when.fact",
    }


def test_a_missing_text_leaves_the_phrase_in() -> None:
    document = data()
    del document["phrases"][2]["title"]
    document["rules"].append(NEVER)

    assert told(document) == ["phrases[2].title"]
    assert told(document, Kind.NEVER_FIRES) == ["rules[7].when"]
    assert read_draft(document).lost == set()


def test_a_rule_without_a_source_is_proved_all_the_same() -> None:
    document = data()
    document["rules"].append(NEVER | {"source": {"document": "other", "place": "§1"}})
    document["rules"].append({key: NEVER[key] for key in ("when", "to", "text")} | {"key": "Y"})

    assert told(document) == ["rules[8].source", "rules[7].source.document"]
    assert told(document, Kind.NEVER_FIRES) == ["rules[7].when", "rules[8].when"]


def test_nine_phrases_are_told_and_eight_are_checked() -> None:
    document = data()
    document["phrases"] += [
        {
            "key": f"more_{number}",
            "title": "Mere",
            "facts": [{"key": f"more_{number}", "type": "text", "label": "Mere"}],
        }
        for number in range(5)
    ]

    [found] = [one for one in verify(document) if one.kind is Kind.DOCUMENT]

    assert found.message.da.startswith("Programmet har 9 fraser; højst 8 er tilladt.")
    assert len(read_draft(document).definition.phrases) == 8  # type: ignore[union-attr]


@pytest.mark.parametrize("part", sorted(data()))
@pytest.mark.parametrize("value", [None, 5, "x", [], {}, [5], {"x": 1}, ..., [None] * 400])
def test_any_part_may_be_anything_and_something_is_left(part, value) -> None:
    document = data()
    if value is ...:
        del document[part]
    else:
        document[part] = value

    draft = read_draft(document)

    assert draft.definition is not None
    assert draft.definition.key


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else []
    items = enumerate(value) if isinstance(value, list) else items
    for key, one in items:
        found += _paths(one, (*path, key))
    return found


PATHS = _paths(data())
OTHER = st.sampled_from([None, 5, -1, "x", "", [], {}, ["x"], {"da": ""}, True])


@settings(max_examples=150)
@example([(("rules", 6, "when"), {"da": ""})])
@given(st.lists(st.tuples(st.sampled_from(PATHS), OTHER), min_size=1, max_size=4))
def test_whatever_is_changed_the_draft_is_read_and_told_about(changes) -> None:
    document = data()
    for path, value in changes:
        here: Any = document
        try:
            for step in path[:-1]:
                here = here[step]
            here[path[-1]] = copy.deepcopy(value)
        except (KeyError, IndexError, TypeError):
            continue

    draft = read_draft(document)

    assert draft.definition is not None
    for problem in draft.problems:
        assert problem.message.da
        place: Any = document
        for step in problem.path[:-1]:
            assert isinstance(place, dict | list)
            place = place[step] if isinstance(place, list) else place.get(step, {})


def test_findings_of_a_text_carry_their_lines() -> None:
    document = data()
    document["rules"].append(NEVER)
    text = json.dumps(document, indent=1, ensure_ascii=False)

    [found] = [one for one in verify_yaml(text) if one.kind is Kind.NEVER_FIRES]

    assert text.splitlines()[found.line - 1].strip() == '"when": {'


def test_a_text_that_cannot_be_read_is_one_finding_with_its_line() -> None:
    [found] = verify_yaml("key: [1\ntitle: x: y\n")

    assert found.line == 2
    assert "ikke gyldig YAML" in found.message.da
