"""The low back pain programme advises as its two agreements say, rule by rule (PATHWAYS §5)."""

from pathlib import Path
from typing import Any

import pytest

from pathways.conditions.facts import parse_facts
from pathways.definition import Definition, DefinitionError, content_hash
from pathways.routing import Availability, Routing, route
from tests import shipped
from tests.pathways.small import data, definition
from tests.pathways.test_knee_osteoarthritis import KNEE, texts

FILE = Path(__file__).parents[2] / "pathways" / "definitions" / "low-back-pain.yaml"
BACK = shipped.definition("low-back-pain")
OFFERED = {key: Availability(True) for key in BACK.destinations}
PLAIN = {
    "age": 44,
    "group": 1,
    "week": 0,
    "options_exhausted": False,
    "hospital_course_ended": False,
    "episode": "first",
    "root_signs": "none",
    "red_flags": ["none"],
    "start_back": "not_done",
    "tried_so_far": ["none"],
    "work": "at_work",
    "pending_case": "none",
    "special_circumstances": ["none"],
}
COMPLEX = {
    "episode": "long_lasting",
    "group": 4,
    "tried_so_far": ["exercise", "mri", "surgical_assessment"],
    "hospital_course_ended": True,
}
SICK = {"work": "sick_leave_no_return", "week": 3, "progress": "some"}
PRACTICE = ("private_physiotherapist", "chiropractor")


def advice(**facts: Any) -> Routing:
    return route(BACK, parse_facts(BACK.vocabulary, PLAIN | facts), OFFERED)


def also(routing: Routing) -> set[str]:
    return {one.key for one in routing.also}


def orders(routing: Routing) -> list[str]:
    return [one.key for one in routing.orders]


def test_facts_unknown_offers_missing_and_choices_are_among_the_examples() -> None:
    examples = BACK.examples

    assert len(examples) >= 25
    assert sum(example.provisional for example in examples) >= 5
    assert any(example.facts.get("joined") is False for example in examples)
    assert any(len(example.alternatives) > 1 for example in examples)
    assert any(example.available for example in examples)


# L1: to the emergency department, and nothing is sent


@pytest.mark.parametrize("signs", ["cauda_equina", "severe_paresis", "progressive_paresis"])
def test_l1_severe_signs_go_to_the_emergency_department(signs) -> None:
    given = advice(root_signs=signs, special_circumstances=["work_related"])

    assert given.destination == "emergency"
    assert [one.rule for one in given.blocking] == ["L1"]
    assert given.also == ()
    assert given.reasons[0].strength == "must"


@pytest.mark.parametrize("flag", ["fracture", "tumour", "infection", "sudden_paralysis"])
def test_l1_a_red_flag_is_outside_the_programme(flag) -> None:
    given = advice(red_flags=[flag], week=9, progress="none")

    assert given.destination == "emergency"
    assert [one.rule for one in given.blocking] == ["L1b"]


@pytest.mark.parametrize("signs", ["none", "mild", "severe", "light_paresis"])
def test_l1_root_pressure_alone_is_not_a_red_flag(signs) -> None:
    given = advice(root_signs=signs)

    assert given.alternatives == PRACTICE
    assert not given.blocks_sending


@pytest.mark.parametrize("fact", ["root_signs", "red_flags"])
def test_l1_nothing_is_sent_before_red_flags_and_root_signs_are_answered(fact) -> None:
    facts = {key: value for key, value in PLAIN.items() if key != fact}

    given = route(BACK, parse_facts(BACK.vocabulary, facts), OFFERED)

    assert given.blocks_sending
    assert given.provisional


# L2: a contact, not a destination


@pytest.mark.parametrize("tried", ["pain_relief", "exercise", "manual"])
def test_l2_light_paresis_despite_treatment_calls_the_hotline(tried) -> None:
    given = advice(root_signs="light_paresis", tried_so_far=[tried])

    assert [(one.key, one.rule) for one in given.contacts] == [("hotline", "L2")]
    assert given.alternatives == PRACTICE


def test_l2_doubt_about_a_scan_calls_the_hotline() -> None:
    given = advice(special_circumstances=["scan_doubt"])

    assert [(one.key, one.rule) for one in given.contacts] == [("hotline", "L2b")]


def test_l2_light_paresis_not_yet_treated_is_warned_about() -> None:
    given = advice(root_signs="light_paresis", tried_so_far=["advice"])

    assert given.contacts == ()
    assert [one.rule for one in given.warnings] == ["L2c"]


def test_l2_the_number_is_not_in_the_definition() -> None:
    assert [(one.key, one.phone) for one in BACK.contacts] == [("hotline", "")]


# L3 and L4: MRI and the spine unit


@pytest.mark.parametrize(("week", "to_spine_unit"), [(1, False), (2, True), (8, True)])
def test_l3_severe_root_signs_from_week_2(week, to_spine_unit) -> None:
    given = advice(root_signs="severe", week=week, progress="clear" if week < 8 else "some")

    assert (given.destination == "hospital_spine_unit") is to_spine_unit
    assert ("mri" in orders(given)) is to_spine_unit


def test_l3_is_to_be_considered_and_outranks_practice_and_municipality() -> None:
    given = advice(
        root_signs="severe", week=2, progress="some", special_circumstances=["home_care"]
    )

    assert given.destination == "hospital_spine_unit"
    assert (given.reasons[0].rule, given.reasons[0].strength) == ("L3", "consider")
    assert given.ranking == ("hospital_spine_unit", "municipal_training", *PRACTICE)


@pytest.mark.parametrize(
    ("week", "progress", "rule"),
    [
        (3, "none", None),
        (4, "none", "L4"),
        (7, "none", "L4"),
        (4, "some", None),
        (8, "none", "L4c"),
        (8, "some", "L4c"),
        (8, "clear", None),
    ],
)
def test_l4_what_week_and_progress_lead_to(week, progress, rule) -> None:
    given = advice(week=week, progress=progress)

    found = [one.rule for one in given.reasons if one.destination == "hospital_spine_unit"]
    assert found == ([rule] if rule else [])
    assert orders(given) == (["mri"] if rule else [])


def test_l4_is_considered_at_four_weeks_and_should_be_at_eight() -> None:
    strengths = [advice(week=week, progress="none").reasons[0].strength for week in (4, 8)]

    assert strengths == ["consider", "should"]


@pytest.mark.parametrize(
    "facts",
    [
        {"root_signs": "severe", "week": 2, "progress": "some"},
        {"week": 4, "progress": "none"},
        {"week": 8, "progress": "some"},
    ],
)
def test_l3_l4_an_mri_made_is_not_ordered_again(facts) -> None:
    given = advice(**facts, tried_so_far=["mri"])

    assert given.destination == "hospital_spine_unit"
    assert given.orders == ()


def test_l4_a_control_not_held_makes_the_advice_provisional() -> None:
    given = advice(week=5)

    assert given.provisional
    assert given.unknown[0].rule == "L4"
    assert given.unknown[0].facts == ("progress",)


# L5: complex chronic


def test_l5_fully_worked_up_in_group_4_goes_to_the_pain_clinic() -> None:
    given = advice(**COMPLEX, work="sick_leave_no_return")

    assert given.destination == "pain_clinic"
    assert also(given) == {"municipal_prevention", "job_centre"}


@pytest.mark.parametrize(
    "otherwise",
    [
        {"episode": "recurrent"},
        {"group": 3},
        {"tried_so_far": ["mri"]},
        {"tried_so_far": ["surgical_assessment"]},
    ],
)
def test_l5_each_of_its_parts_is_needed(otherwise) -> None:
    assert advice(**COMPLEX | otherwise).destination != "pain_clinic"


# L6: beside the treatment, never instead of it


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"special_circumstances": ["physical_barriers"]}, "L6"),
        ({"special_circumstances": ["psychosocial_strain"]}, "L6b"),
        ({"special_circumstances": ["disease_worry"]}, "L6b"),
        ({"pending_case": "insurance"}, "L6c"),
        ({"pending_case": "work_injury"}, "L6c"),
    ],
)
def test_l6_a_criterion_adds_the_social_medicine_unit(facts, rule) -> None:
    given = advice(**SICK, **facts)

    assert {one.key: one.rule for one in given.also}["social_medicine_unit"] == rule
    assert given.alternatives == PRACTICE


@pytest.mark.parametrize(
    "otherwise",
    [
        {"week": 1},
        {"week": 8},
        {"work": "sick_leave_return"},
        {"work": "at_work"},
        {"root_signs": "severe"},
        {"red_flags": ["tumour"]},
        {"special_circumstances": ["none"]},
    ],
)
def test_l6_only_in_week_2_to_7_without_return_and_without_biomedical_reason(otherwise) -> None:
    facts = SICK | {"special_circumstances": ["physical_barriers"]}

    assert "social_medicine_unit" in also(advice(**facts))
    assert "social_medicine_unit" not in also(advice(**facts | otherwise))


@pytest.mark.parametrize(
    ("facts", "destination"),
    [
        ({"special_circumstances": ["work_related"]}, "occupational_medicine"),
        ({"pending_case": "work_injury"}, "occupational_medicine"),
        ({"special_circumstances": ["substance_abuse"]}, "substance_abuse_centre"),
    ],
)
def test_l6_work_and_abuse_come_along_at_any_time(facts, destination) -> None:
    for week in (0, 20):
        given = advice(**facts, week=week, progress="some")

        assert destination in also(given)
        assert given.destination != destination


# L7 and L8


def test_l7_the_patient_chooses_from_the_first_contact() -> None:
    given = advice()

    assert given.alternatives == PRACTICE
    assert [one.rule for one in given.reasons] == ["L7"]
    assert given.reasons[0].origin == "local"


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ({"week": 8, "progress": "clear"}, ["L8b", "L8d"]),
        ({"week": 3, "progress": "some", "options_exhausted": True}, ["L8c", "L8d"]),
        ({"week": 20, "progress": "none", "hospital_course_ended": True}, ["L8", "L8d"]),
    ],
)
def test_l8_afterwards_the_municipality_trains_and_the_physiotherapist_may(facts, rules) -> None:
    given = advice(**facts)

    assert given.ranking == ("municipal_training", "private_physiotherapist")
    assert [one.rule for one in given.reasons if one.destination in given.ranking] == rules
    assert also(given) == {"municipal_prevention"}
    assert also(advice(**facts, work="sick_leave_return")) == {
        "municipal_prevention",
        "job_centre",
    }


def test_l8_clearly_better_before_week_8_stays_in_practice() -> None:
    assert advice(week=7, progress="clear").alternatives == PRACTICE


@pytest.mark.parametrize(
    ("special", "rule"),
    [
        (["home_care"], "K1"),
        (["home_nursing"], "K1"),
        (["low_self_care"], "K2"),
        (["severe_or_comorbid", "needs_coordination"], "K3"),
        (["vulnerable"], "K4"),
        (["cooperation_home_care"], "K5"),
        (["cooperation_job_centre"], "K5"),
    ],
)
def test_the_municipal_criteria_of_the_knee_hold_here_too(special, rule) -> None:
    given = advice(special_circumstances=special)

    assert given.destination == "municipal_training"
    assert [one.rule for one in given.reasons] == [rule, "L7"]
    assert (given.reasons[0].strength, given.reasons[0].origin) == ("consider", "local")


# What is not a rule


def test_the_eight_phrases_and_their_facts_are_those_of_the_design() -> None:
    facts = {fact.key: fact for phrase in BACK.phrases for fact in phrase.facts}

    assert [phrase.key for phrase in BACK.phrases] == [
        "diagnosis",
        "episode",
        "root_signs",
        "red_flags",
        "start_back",
        "tried_so_far",
        "work",
        "special_circumstances",
    ]
    assert [phrase.key for phrase in BACK.phrases if phrase.required] == [
        "diagnosis",
        "episode",
        "root_signs",
        "red_flags",
    ]
    assert {key: [one.key for one in fact.options] for key, fact in facts.items()} == {
        "diagnosis": [],
        "episode": ["first", "recurrent", "flare_up", "long_lasting"],
        "root_signs": [
            "none",
            "mild",
            "severe",
            "light_paresis",
            "severe_paresis",
            "progressive_paresis",
            "cauda_equina",
        ],
        "red_flags": ["fracture", "tumour", "infection", "sudden_paralysis", "none"],
        "start_back": ["low", "medium", "high", "not_done"],
        "tried_so_far": [
            "advice",
            "pain_relief",
            "exercise",
            "manual",
            "mri",
            "surgical_assessment",
            "none",
        ],
        "work": ["at_work", "sick_leave_return", "sick_leave_no_return", "outside"],
        "pending_case": ["none", "insurance", "work_injury", "pension"],
        "special_circumstances": [
            *(one.key for one in KNEE.phrase("special_circumstances").facts[0].options[:-1]),
            "work_related",
            "substance_abuse",
            "disease_worry",
            "physical_barriers",
            "psychosocial_strain",
            "scan_doubt",
            "none",
        ],
    }


@pytest.mark.parametrize(
    ("system", "code", "belongs"),
    [
        ("icd10", "M40.0", True),
        ("icd10", "M54.9", True),
        ("icd10", "M39.9", False),
        ("icd10", "M55", False),
        ("icd10", "M46.2", False),
        ("icd10", "M48.4", False),
        ("icd10", "M49.2", False),
        ("icpc2", "L83", True),
        ("icpc2", "L86", True),
        ("icpc2", "L01", True),
        ("icpc2", "L90", False),
    ],
)
def test_who_the_programme_is_for(system, code, belongs) -> None:
    given = advice(diagnosis={"system": system, "code": code})

    outside = [one for one in given.warnings if "patientgruppe" in one.text.da]
    assert bool(outside) is not belongs


def test_checkpoints_fall_at_first_contact_and_after_two_four_and_eight_weeks() -> None:
    found = [(one.key, one.week, one.latest_week, one.actor) for one in BACK.checkpoints]

    assert found == [
        ("t0", 0, None, "general_practice"),
        ("t2", 2, 4, "general_practice"),
        ("t4", 4, None, "general_practice"),
        ("t8", 8, None, "general_practice"),
    ]


def test_a_citizen_moves_both_ways_between_the_phases() -> None:
    ways = {phase.key: set(phase.next) for phase in BACK.phases}

    assert [phase.groups for phase in BACK.phases] == [(), (1,), (1, 2), (3, 4), (4,)]
    assert all(here in ways[there] for here, nexts in ways.items() for there in nexts)
    assert all(phase.characteristics and phase.purpose for phase in BACK.phases)


def test_both_tables_of_who_does_what_are_there() -> None:
    table = {
        number: {
            (one.title.da, one.actor)
            for one in BACK.activities
            if one.source is not None and one.source.place.da == f"bilag 1, tabel {number}"
        }
        for number in (1, 2)
    }

    assert len(table[1]) == 29
    assert len(table[2]) == 15
    work = {actor for title, actor in table[1] if title == "Arbejdsfastholdelse"}
    assert work == {
        "job_centre",
        "employer",
        "general_practice",
        "occupational_medicine",
        "private_physiotherapist",
    }
    assert ("Almen genoptræning", "municipal_training") in table[2]


def test_time_rules_coordinator_and_indicators() -> None:
    begins, conservative = BACK.time_rules
    assert (begins.unit, begins.at_least, begins.at_most) == ("months", 1, 2)
    assert begins.otherwise is not None
    assert "udvidede frie sygehusvalg" in begins.otherwise.da
    assert (conservative.unit, conservative.at_most) == ("weeks", 12)
    assert BACK.coordinator.contact_card
    assert [move.to for move in BACK.coordinator.moves] == [
        "hospital_spine_unit",
        "general_practice",
        "hospital_specialist",
    ]
    assert [(one.key, one.measure.kind, one.direction) for one in BACK.indicators] == [
        ("mri-per-100", "rate", "down"),
        ("spine-unit-per-100", "rate", "down"),
        ("handled-in-practice", "share", "up"),
        ("sick-leave-at-8-weeks", "share", "down"),
        ("prevention-per-100", "rate", "up"),
        ("groups", "distribution", "none"),
    ]
    assert BACK.stratification is not None
    assert len(BACK.stratification.core_set) == 35


def test_what_was_chosen_locally_says_so() -> None:
    assert {rule.key for rule in BACK.rules if rule.origin == "local"} == {
        "L2c",
        "L7",
        "K1",
        "K2",
        "K3",
        "K4",
        "K5",
        "W2",
    }
    assert {phrase.origin for phrase in BACK.phrases} == {"local"}
    assert {one.origin for one in BACK.indicators} == {"local"}


def test_everything_people_read_is_in_both_languages() -> None:
    untranslated = [
        path
        for path, said in texts(BACK, "")
        if not said.en and not (path.endswith(".place") and said.da.startswith("§"))
    ]

    assert untranslated == []


# The parts that this definition brought


def test_a_document_without_the_new_parts_keeps_its_hash() -> None:
    written = definition().to_data()

    assert "time_rules" not in written
    assert content_hash(Definition.from_data(data())) == content_hash(definition())
    assert "together_with" not in str(KNEE.to_data())


TIME_RULE = {
    "key": "begins",
    "actor": "hospital_orthopaedics",
    "unit": "weeks",
    "at_most": 4,
    "text": {"da": "Begynder snart", "en": "Begins soon"},
    "source": {"document": "knee", "place": "§1"},
}


@pytest.mark.parametrize(
    ("changed", "place", "said"),
    [
        ({"actor": "nobody"}, "time_rules[0].actor", "kendes ikke"),
        ({"at_least": 5}, "time_rules[0]", "»at_least« må ikke være større end »at_most«"),
        ({"unit": "years"}, "time_rules[0].unit", ""),
    ],
)
def test_a_time_rule_that_cannot_hold_is_refused(changed, place, said) -> None:
    document = KNEE.to_data() | {"time_rules": [TIME_RULE | changed]}

    with pytest.raises(DefinitionError) as refused:
        Definition.from_data(document)

    assert [problem.where for problem in refused.value.problems] == [place]
    assert said in refused.value.problems[0].message.da


def test_two_time_rules_of_one_name_are_refused() -> None:
    with pytest.raises(DefinitionError, match="begins"):
        Definition.from_data(KNEE.to_data() | {"time_rules": [TIME_RULE, TIME_RULE]})


def test_who_takes_part_in_a_phase_must_be_known() -> None:
    document = KNEE.to_data()
    document["phases"][0]["together_with"] = ["chiropracter"]

    with pytest.raises(DefinitionError, match="Mente du »chiropractor«"):
        Definition.from_data(document)
