"""The generic programme can be used as it stands, and advises as its model and choices say."""

from pathlib import Path
from typing import Any

import pytest

from monitoring.counting import ACTION_OF, COUNTED_BY, SESSION_FACTS
from monitoring.goals import GOAL_FACTS
from monitoring.groups import GROUP_FACTS
from monitoring.indicators import read_rule
from pathways.conditions.evaluate import Truth, compile_condition
from pathways.conditions.facts import normal_code, parse_facts
from pathways.conditions.wording import code_text
from pathways.definition import Definition, DefinitionError, content_hash
from pathways.routing import Availability, Routing, route
from pathways.verification.findings import Kind
from pathways.verification.verify import verify
from referrals.codes import resolve, search
from tests import shipped
from tests.pathways.test_knee_osteoarthritis import KNEE, texts

FILE = Path(__file__).parents[2] / "pathways" / "definitions" / "chronic-disease.yaml"
CHRONIC = shipped.definition("chronic-disease")
OFFERED = {key: Availability(True) for key in CHRONIC.destinations}
DIAGNOSIS = CHRONIC.vocabulary["diagnosis"]
PLAIN = {
    "diagnosis": {"system": "icd10", "code": "J44.9"},
    "age": 68,
    "group": 1,
    "other_chronic": ["none"],
    "self_care": "high",
    "risk_factors": ["none"],
    "special_circumstances": ["none"],
    "requested": ["rehabilitation"],
}


def advice(**facts: Any) -> Routing:
    return route(CHRONIC, parse_facts(CHRONIC.vocabulary, PLAIN | facts), OFFERED)


def warned(given: Routing) -> list[str]:
    return [one.rule for one in given.warnings]


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"special_circumstances": ["home_care"]}, "K1"),
        ({"special_circumstances": ["home_nursing"]}, "K1"),
        ({"special_circumstances": ["low_self_care"]}, "K2"),
        ({"special_circumstances": ["severe_or_comorbid", "needs_coordination"]}, "K3"),
        ({"special_circumstances": ["vulnerable"]}, "K4"),
        ({"special_circumstances": ["cooperation_home_care"]}, "K5"),
        ({"special_circumstances": ["cooperation_job_centre"]}, "K5"),
        ({"self_care": "low"}, "E1"),
        ({"group": 3}, "G1"),
        ({"group": 4}, "G1"),
    ],
)
def test_a_criterion_points_to_the_municipality_whatever_is_requested(changed, rule) -> None:
    for requested in CHRONIC.vocabulary["requested"].options:
        given = advice(**changed, requested=[requested])
        if requested == "specialist":
            assert given.destination == "hospital_specialist"
        else:
            assert given.destination == "municipal_training"
        assert rule in [one.rule for one in given.reasons]


@pytest.mark.parametrize("special", [["severe_or_comorbid"], ["needs_coordination"], ["none"]])
def test_otherwise_general_practice_keeps_the_citizen(special) -> None:
    given = advice(special_circumstances=special, self_care="moderate", group=2)

    assert given.destination == "general_practice"
    assert [one.rule for one in given.reasons] == ["default"]


@pytest.mark.parametrize(
    ("risk", "requested", "group", "offered"),
    [
        (["smoking"], ["prevention"], 4, True),
        (["diet"], ["rehabilitation"], 1, True),
        (["weight"], ["rehabilitation"], 2, True),
        (["alcohol"], ["rehabilitation"], 3, False),
        (["exercise"], ["rehabilitation"], 4, False),
        (["none"], ["prevention"], 1, False),
    ],
)
def test_prevention_is_for_a_risk_factor_and_a_request_or_group_1_or_2(
    risk, requested, group, offered
) -> None:
    given = advice(risk_factors=risk, requested=requested, group=group)

    named = {given.destination, *(one.key for one in given.also)}
    assert ("municipal_prevention" in named) is offered


@pytest.mark.parametrize(("group", "suggested"), [(1, False), (2, False), (3, True), (4, True)])
def test_groups_3_and_4_suggest_case_coordination(group, suggested) -> None:
    assert ("FK" in warned(advice(group=group))) is suggested


def test_one_disease_beside_the_diagnosis_is_multimorbidity() -> None:
    others = [key for key in CHRONIC.vocabulary["other_chronic"].options if key != "none"]

    assert all("MS" in warned(advice(other_chronic=[key])) for key in others)
    assert "MS" not in warned(advice(other_chronic=["none"]))


def test_a_municipality_that_has_not_joined_leaves_the_citizen_with_the_gp() -> None:
    facts = parse_facts(
        CHRONIC.vocabulary, PLAIN | {"self_care": "low", "risk_factors": ["diet"], "joined": False}
    )
    given = route(CHRONIC, facts, {})

    assert given.destination == "general_practice"
    assert {one.destination for one in given.fell_away} == {
        "municipal_training",
        "municipal_prevention",
    }


# The codes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["J44.9", "E11", "Z99.9", "A00"])
def test_any_disease_may_be_the_diagnosis(code) -> None:
    facts = parse_facts(CHRONIC.vocabulary, {"diagnosis": {"system": "icd10", "code": code}})

    assert compile_condition(CHRONIC.inclusion)(facts) is Truth.TRUE


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("kol", "DJ44"),
        ("kronisk obstruktiv", "DJ44"),
        ("type 2", "DE11"),
        ("astma", "DJ45"),
        ("hjertesvigt", "DI50"),
        ("hjertekrampe", "DI20"),
        ("hypertension", "DI10"),
        ("depression", "DF32"),
        ("osteoporose", "DM81"),
        ("R95", "R95"),
        ("DE11", "DE11"),
        ("K77", "K77"),
    ],
)
def test_the_doctor_finds_the_disease_by_name_or_code(typed, first) -> None:
    assert search(DIAGNOSIS, typed, "da")[0].key == first


@pytest.mark.parametrize(
    "known", ["J44", "E11", "I20", "I25", "I50", "J45", "I10", "F32", "F33", "M81"]
)
def test_a_bare_icd_code_is_that_code(known) -> None:
    assert resolve(DIAGNOSIS, known, "da") == {"system": "icd10", "code": known}


@pytest.mark.parametrize("known", ["R95", "T90", "K74", "K75", "K76", "K77", "P76", "L95"])
def test_a_bare_icpc_code_is_that_code(known) -> None:
    assert resolve(DIAGNOSIS, known, "da") == {"system": "icpc2", "code": known}


def test_every_code_is_well_formed_named_once_and_short() -> None:
    labels = CHRONIC.patient_group.code_labels

    assert all(normal_code(one.system, one.code) == one.code for one in labels)
    assert len({(one.system, one.code) for one in labels}) == len(labels) >= 100
    assert all(len(code_text(DIAGNOSIS, one.system, one.code, "da")) <= 65 for one in labels)


# What the model lays down -----------------------------------------------------------------------


def test_what_the_model_lays_down_is_there() -> None:
    assert CHRONIC.kind == "generic"
    assert not CHRONIC.patient_group.codes
    assert [phrase.key for phrase in CHRONIC.phrases] == [
        "diagnosis",
        "other_chronic",
        "self_care",
        "functioning",
        "risk_factors",
        "network",
        "special_circumstances",
        "requested",
    ]
    assert [phrase.key for phrase in CHRONIC.phrases if phrase.required] == [
        "diagnosis",
        "self_care",
    ]
    assert CHRONIC.tiers == {
        "hospital_specialist": 0,
        "municipal_training": 1,
        "municipal_prevention": 2,
        "general_practice": 3,
    }
    assert [one.key for one in CHRONIC.criteria] == [one.key for one in KNEE.criteria]
    assert [one.key for one in CHRONIC.modules] == [one.key for one in KNEE.modules]
    assert len(CHRONIC.criteria) == 5
    assert len(CHRONIC.modules) == 7
    assert all(one.considered for one in CHRONIC.modules)
    assert CHRONIC.coordinator.actor == "general_practice"
    assert CHRONIC.case_coordination is not None
    assert [form.key for form in CHRONIC.case_coordination.forms] == [
        "relay",
        "visiting",
        "collaborating",
    ]
    assert CHRONIC.implementation
    assert CHRONIC.follow_up is not None
    assert {one.dimension for one in CHRONIC.indicators} == {
        "clinical",
        "organisational",
        "citizen_experienced",
    }
    assert len(CHRONIC.indicators) <= 6
    assert len(CHRONIC.examples) >= 35


def test_the_special_circumstances_are_those_of_the_knee() -> None:
    ours, theirs = (
        definition.vocabulary["special_circumstances"].options for definition in (CHRONIC, KNEE)
    )

    assert list(ours) == list(theirs)


def test_the_group_is_suggested_from_the_generic_set_and_the_surroundings() -> None:
    part = CHRONIC.stratification
    assert part is not None
    codes = [one.code for one in part.core_set]

    assert {"b130", "b152", "b280", "d230", "d450", "d455", "d850"} <= set(codes)
    assert {code[0] for code in codes} == {"b", "d", "e"}
    assert [(one.number, one.health, one.context) for one in part.groups] == [
        (1, "low", "low"),
        (2, "high", "low"),
        (3, "low", "high"),
        (4, "high", "high"),
    ]


def test_every_destination_chosen_here_says_so() -> None:
    assert {rule.origin for rule in CHRONIC.rules if rule.to} == {"local"}
    assert {rule.origin for rule in CHRONIC.rules if not rule.to} == {"agreed"}
    assert {one.origin for one in CHRONIC.indicators} == {"local"}
    assert {one.origin for one in CHRONIC.phases} == {"local"}


@pytest.mark.parametrize("indicator", CHRONIC.indicators, ids=lambda one: one.key)
def test_every_indicator_is_counted_from_what_the_work_records(indicator) -> None:
    rule = read_rule(indicator, CHRONIC.indicator_vocabulary)
    answered = {fact.key for phrase in CHRONIC.phrases for fact in phrase.facts}

    assert rule.event in COUNTED_BY
    assert rule.events <= set(ACTION_OF)
    gathered = SESSION_FACTS | GOAL_FACTS | GROUP_FACTS | {"chosen_destination"}
    assert rule.facts <= answered | gathered


def test_the_checks_before_publishing_find_no_error_and_only_answers_for_the_receiver() -> None:
    found = verify(CHRONIC)

    assert [one.message.da for one in found if one.is_error] == []
    assert {one.kind for one in found} == {Kind.UNUSED_PHRASE, Kind.UNUSED_OPTION}


def test_everything_people_read_is_in_both_languages() -> None:
    """A place such as "§3" is the same in both."""
    untranslated = [
        path
        for path, said in texts(CHRONIC, "")
        if not said.en and not (path.endswith(".place") and said.da.startswith("§"))
    ]

    assert untranslated == []


# Case coordination: it is checked, and old documents keep their hash ----------------------------


def test_a_form_of_case_coordination_is_named_once() -> None:
    document = CHRONIC.to_data()
    document["case_coordination"]["forms"].append(document["case_coordination"]["forms"][0])
    document["case_coordination"]["forms"].pop(1)

    with pytest.raises(DefinitionError, match="Formen »relay« findes to gange"):
        Definition.from_data(document)


def test_a_document_without_case_coordination_keeps_its_hash() -> None:
    assert "case_coordination" not in KNEE.to_data()
    assert content_hash(Definition.from_data(KNEE.to_data())) == content_hash(KNEE)
