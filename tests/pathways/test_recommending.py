"""`recommend` answers for one set of facts: destination, reasons, and what is unknown."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pathways.examples import run_examples

PLAIN = {
    "diagnosis": {"system": "icd10", "code": "M17.1"},
    "side": "right",
    "anamnesis": "Smerter ved gang.",
    "bmi": 23.0,
    "xray": "mild",
    "tried_so_far": ["pain_relief"],
    "special_circumstances": ["none"],
    "requested": ["supervised_training"],
    "age": 64,
    "group": 1,
    "joined": True,
}


@pytest.fixture
def recommend(knee, tmp_path):
    def ask(facts, **options):
        path = tmp_path / "facts.json"
        path.write_text(facts if isinstance(facts, str) else json.dumps(facts))
        out = StringIO()
        call_command("recommend", "knee-osteoarthritis", facts=str(path), stdout=out, **options)
        return json.loads(out.getvalue())

    return ask


def rules(answer, part):
    return {entry["rule"] for entry in answer[part]}


@pytest.mark.parametrize(
    ("changed", "destination", "because"),
    [
        ({}, "private_physiotherapist", "default"),
        ({"special_circumstances": ["home_nursing"]}, "municipal_training", "K1"),
        ({"special_circumstances": ["low_self_care"]}, "municipal_training", "K2"),
        (
            {"special_circumstances": ["severe_or_comorbid", "needs_coordination"]},
            "municipal_training",
            "K3",
        ),
        ({"special_circumstances": ["vulnerable"]}, "municipal_training", "K4"),
        ({"group": 4}, "municipal_training", "K4"),
        ({"special_circumstances": ["cooperation_job_centre"]}, "municipal_training", "K5"),
        (
            {"requested": ["surgery_assessment"], "tried_so_far": ["physiotherapy"]},
            "hospital_orthopaedics",
            "S1",
        ),
        ({"requested": ["work_up"]}, "hospital_rheumatology", "R1"),
        ({"requested": ["advice"]}, "general_practice", "A1"),
    ],
)
def test_each_rule_of_the_agreement_leads_where_it_says(recommend, changed, destination, because):
    answer = recommend(PLAIN | changed)

    assert answer["destination"] == destination
    assert because in rules(answer, "reasons")
    assert all(reason["source"] for reason in answer["reasons"])


def test_severity_alone_does_not_move_the_training(recommend):
    answer = recommend(PLAIN | {"special_circumstances": ["severe_or_comorbid"]})

    assert answer["destination"] == "private_physiotherapist"
    assert "K3" in rules(answer, "not_met")


def test_surgery_before_training_is_warned_against(recommend):
    answer = recommend(PLAIN | {"requested": ["surgery_assessment"]})

    assert answer["destination"] == "private_physiotherapist"
    assert any(warning["asks_reason"] for warning in answer["warnings"])


def test_a_fact_left_out_is_unknown_and_never_false(recommend):
    facts = {key: value for key, value in PLAIN.items() if key != "special_circumstances"}

    answer = recommend(facts)

    assert {"K1", "K2", "K3", "K5"} <= rules(answer, "unknown")
    assert not {"K1", "K2", "K3", "K5"} & rules(answer, "not_met")


def test_a_municipality_that_has_not_joined_is_said_so(recommend):
    facts = {key: value for key, value in PLAIN.items() if key != "joined"}

    answer = recommend(facts | {"special_circumstances": ["home_care"]}, municipality="0580")

    assert answer["destination"] == "private_physiotherapist"
    assert "ikke tilsluttet" in answer["fell_away"][0]["reason"]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"bmi": "mange"}, "BMI"),
        ({"xray": "terrible"}, "terrible"),
        ({"shoe_size": 42}, "shoe_size"),
        ("[1, 2]", "JSON-objekt"),
        ("{", "gyldig JSON"),
    ],
)
def test_what_can_not_be_read_is_said_in_a_sentence(recommend, facts, said):
    with pytest.raises(CommandError, match=said):
        recommend(facts)


def test_every_example_in_the_definition_comes_out_as_written(knee):
    results = run_examples(knee.parsed)

    assert [result.example.key for result in results if not result.passed] == []
    assert len(results) >= 25
