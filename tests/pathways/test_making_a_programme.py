"""The document of a new programme follows the generic model and the answers, and holds together."""

from dataclasses import replace
from typing import Any

import pytest

from pathways.definition import Definition
from pathways.generic_model import CRITERIA, MODULES
from pathways.making.answers import (
    Answers,
    Considered,
    GuidelineNamed,
    OwnRecommendation,
    PlanRow,
)
from pathways.making.document import make_document
from pathways.making.figure import figure_that_holds
from pathways.making.ready_indicators import ready_indicators
from pathways.making.without import without_options, without_phases
from pathways.texts import text
from pathways.verification.verify import verify
from tests import shipped
from tests.pathways.test_chronic_disease import CHRONIC
from tests.pathways.test_knee_osteoarthritis import KNEE

LOW_BACK_PAIN = shipped.definition("low-back-pain")
READY = ready_indicators(CHRONIC, [KNEE, LOW_BACK_PAIN])
EVERY = frozenset({"hospital_specialist", "municipal_training", "municipal_prevention"})
COPD = Answers(
    key="copd",
    title=text("KOL – forløbsprogram", "COPD programme"),
    short_title=text("KOL", "COPD"),
    condition=text("KOL", "COPD"),
    criteria={one.key: Considered(True, one.title.da) for one in CRITERIA},
    description="Voksne med KOL.",
    codes={"icd10": ("J44",), "icpc2": ("R95",)},
    at_least=18,
    at_most=None,
    outside=("Akut indlæggelse",),
    recommendations=tuple(one.key for one in CHRONIC.recommendations),
    own_recommendations=(OwnRecommendation("Rehabilitering tilbydes.", "Ia", "A"),),
    guideline=GuidelineNamed("Retningslinje for KOL", 2018),
    self_care=(0, 1),
    default="general_practice",
    default_reason=CHRONIC.default_reason.text.da,
    receivers=EVERY,
    coordinator="general_practice",
    coordinator_text=CHRONIC.coordinator.text.da,
    phases=tuple(phase.key for phase in CHRONIC.phases),
    implementation=(PlanRow("Tilbud beskrives", "Kommunen", "2027-Q1"),),
    indicators=tuple(one.key for one in CHRONIC.indicators),
    responsible="Styregruppen",
    frequency="Hvert kvartal",
    revision="Hvert år",
    modules={one.key: Considered(True, one.title.da) for one in MODULES},
)


def made(**changed: Any) -> dict[str, Any]:
    return make_document(CHRONIC, replace(COPD, **changed), READY)


def errors(document: dict[str, Any]) -> list[str]:
    return [f"{one.where}: {one.message.da}" for one in verify(document) if one.is_error]


DIFFERENT = {
    "as suggested": {},
    "only general practice and training": {"receivers": frozenset({"municipal_training"})},
    "no training": {"receivers": frozenset({"hospital_specialist", "municipal_prevention"})},
    "no hospital": {"receivers": EVERY - {"hospital_specialist"}},
    "physiotherapist as default": {"default": "private_physiotherapist", "default_reason": "x"},
    "specialist as default": {"default": "hospital_specialist", "default_reason": "x"},
    "the hospital coordinates": {"coordinator": "hospital_specialist", "coordinator_text": "x"},
    "first and last phase": {"phases": ("detection", "palliation")},
    "without planning": {"phases": ("detection", "rehabilitation", "specialist", "follow_up")},
    "a range of codes": {"codes": {"icd10": ("I20-I25", "I50")}},
    "a code nobody has named": {"codes": {"icd10": ("Q87",)}},
    "only ICPC-2": {"codes": {"icpc2": ("T90",)}},
    "children": {"at_least": None, "at_most": 17},
    "indicators of the knee": {"indicators": ("training-dose", "less-pain")},
    "no guideline": {"guideline": None},
    "own recommendations only": {"recommendations": ()},
}


@pytest.mark.parametrize("changed", DIFFERENT.values(), ids=DIFFERENT.keys())
def test_the_document_passes_the_checks_whatever_is_chosen(changed) -> None:
    assert errors(made(**changed)) == []


def test_what_was_answered_stands_in_the_document() -> None:
    programme = Definition.from_data(made())

    assert (programme.key, programme.kind, programme.number) == ("copd", "disease_specific", None)
    assert programme.title.en == "COPD programme"
    assert programme.governance.committee == ""
    group = programme.patient_group
    assert (group.ages.at_least, group.ages.at_most) == (18, None)
    assert {(one.system, one.code) for one in group.code_labels} >= {
        ("icd10", "J44"),
        ("icd10", "J44.9"),
        ("icpc2", "R95"),
    }
    assert all(one.code.startswith(("J44", "R95")) for one in group.code_labels)
    own = programme.recommendations[-1]
    assert (own.evidence, own.grade, own.source.document) == ("Ia", "A", "guideline")
    assert [one.text.da for one in programme.criteria] == [one.title.da for one in CRITERIA]
    assert [one.text.da for one in programme.modules] == [one.title.da for one in MODULES]
    assert [one.start for one in programme.implementation] == ["2027-Q1"]
    assert programme.follow_up is not None
    assert programme.follow_up.responsible.da == "Styregruppen"
    assert programme.fixed_sentence is not None
    assert programme.fixed_sentence.in_("da").startswith("Henvises til behandling for KOL")


def test_what_is_the_models_own_is_kept_with_its_source() -> None:
    programme = Definition.from_data(made())

    assert [one.key for one in programme.rules] == [one.key for one in CHRONIC.rules]
    assert programme.stratification == CHRONIC.stratification
    assert programme.case_coordination == CHRONIC.case_coordination
    assert programme.default_reason == CHRONIC.default_reason


def test_the_generic_definition_is_not_changed() -> None:
    before = CHRONIC.to_data()
    made(receivers=frozenset({"municipal_training"}))

    assert CHRONIC.to_data() == before


@pytest.mark.parametrize(
    ("codes", "options_gone"),
    [
        ({"icd10": ("J44",)}, {"j44"}),
        ({"icd10": ("I20-I25",)}, {"i20-i25"}),
        ({"icd10": ("I00-I99",)}, {"i10", "i20-i25", "i48", "i50", "i69"}),
        ({"icd10": ("I20-I24",)}, set()),
        ({"icpc2": ("R95",)}, set()),
    ],
)
def test_the_programmes_own_disease_is_no_other_chronic_disease(codes, options_gone) -> None:
    programme = Definition.from_data(made(codes=codes))
    before = set(CHRONIC.vocabulary["other_chronic"].options)

    assert before - set(programme.vocabulary["other_chronic"].options) == options_gone
    rule = next(rule for rule in programme.rules if rule.key == "MS")
    assert not options_gone & set(rule.when["has_any"])


@pytest.mark.parametrize(
    ("gone", "rules_gone"),
    [
        ({"hospital_specialist"}, {"S1"}),
        ({"municipal_prevention"}, {"KRAM"}),
        ({"municipal_training"}, {"K1", "K2", "K3", "K4", "K5", "E1", "G1"}),
    ],
)
def test_a_receiver_left_out_takes_its_rules_actors_and_indicators_along(gone, rules_gone) -> None:
    programme = Definition.from_data(made(receivers=EVERY - gone))

    assert {rule.key for rule in CHRONIC.rules} - {rule.key for rule in programme.rules} == (
        rules_gone
    )
    assert not gone & set(programme.destinations)
    assert not gone & {one.actor for one in programme.activities}
    assert not gone & {move.to for move in programme.coordinator.moves}
    chosen = programme.indicator_vocabulary["chosen_destination"].options
    assert not gone & set(chosen)


FIGURE = {
    "stops": [
        {"of": ["a", "b"], "title": {"da": "A"}, "recommendations": ["r", "gone"]},
        {"of": ["gone"], "title": {"da": "Væk"}},
        {"of": ["gone-too", "c"], "title": {"da": "C"}},
    ],
    "ways": [
        {"from": "a", "to": "gone-too", "rules": ["K", "gone"]},
        {"from": "b", "to": "c"},
        {"from": "a", "to": "gone"},
        {"from": "c", "to": "a", "rules": ["gone"]},
        {"from": "a", "to": "b"},
        {"from": "c", "to": "d"},
    ],
}


def test_the_figure_draws_what_is_there_and_nothing_twice() -> None:
    figure = figure_that_holds(
        {
            "phases": [{"key": "a"}, {"key": "b"}],
            "activities": [{"key": "c"}, {"key": "d"}],
            "recommendations": [{"key": "r"}],
            "rules": [{"key": "K"}],
            "figure": FIGURE,
        }
    )

    assert figure is not None
    assert [(one["of"], one["recommendations"]) for one in figure["stops"]] == [
        (["a", "b"], ["r"]),
        (["c"], []),
    ]
    assert [(one["from"], one["to"], one["rules"]) for one in figure["ways"]] == [
        ("a", "c", ["K"]),
        ("c", "d", []),
    ]


@pytest.mark.parametrize("figure", [None, {"stops": [{"of": ["gone"], "title": {"da": "Væk"}}]}])
def test_without_a_stop_there_is_no_figure(figure) -> None:
    assert figure_that_holds({"figure": figure} if figure else {}) is None


def test_only_examples_that_still_hold_come_along_and_with_the_own_diagnosis() -> None:
    everything, less = made(), made(receivers=EVERY - {"hospital_specialist"})
    keys = {one["key"] for one in everything["examples"]}

    assert keys >= {"plain", "home_care", "specialist", "nothing_known"}
    assert "child" not in keys
    assert "specialist" not in {one["key"] for one in less["examples"]}
    diagnoses = [one["facts"].get("diagnosis", {}) for one in everything["examples"]]
    assert {one.get("code") for one in diagnoses} == {"J44", "R95", None}


# Small parts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        ({"fact": "to", "is": "a"}, None),
        ({"fact": "to", "is": "b"}, {"fact": "to", "is": "b"}),
        ({"fact": "other", "is": "a"}, {"fact": "other", "is": "a"}),
        ({"fact": "to", "one_of": ["a", "b"]}, {"fact": "to", "one_of": ["b"]}),
        ({"fact": "to", "has_any": ["a"]}, None),
        ({"fact": "to", "has_all": ["a", "b"]}, None),
        ({"not": {"fact": "to", "is": "a"}}, None),
        ({"all": [{"fact": "to", "is": "a"}, {"fact": "x", "is": 1}]}, None),
        (
            {"any": [{"fact": "to", "is": "a"}, {"fact": "x", "is": 1}]},
            {"any": [{"fact": "x", "is": 1}]},
        ),
        ({"any": [{"fact": "to", "is": "a"}]}, None),
        ({"all": []}, {"all": []}),
    ],
)
def test_a_condition_without_an_option(condition, left) -> None:
    assert without_options(condition, "to", {"a"}) == left


@pytest.mark.parametrize(
    ("kept", "ways"),
    [
        (["a", "b", "c", "d"], {"a": ["b"], "b": ["c", "d"], "c": ["b"], "d": []}),
        (["a", "c", "d"], {"a": ["c", "d"], "c": ["d"], "d": []}),
        (["a", "d"], {"a": ["d"], "d": []}),
        (["a"], {"a": []}),
    ],
)
def test_where_a_phase_is_left_out_its_followers_follow(kept, ways) -> None:
    phases = [
        {"key": "a", "next": ["b"]},
        {"key": "b", "next": ["c", "d"]},
        {"key": "c", "next": ["b"]},
        {"key": "d"},
    ]

    assert {one["key"]: one["next"] for one in without_phases(phases, kept)} == ways


def test_ready_indicators_are_those_of_the_model_and_others_that_read_only_what_happened() -> None:
    keys = [one.key for one in READY]

    assert keys[:6] == [one.key for one in CHRONIC.indicators]
    assert keys[6:] == ["training-dose", "less-pain"]
