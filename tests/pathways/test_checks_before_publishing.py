"""What the checks find in a definition: the field, the words, and a citizen for whom it is so."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from pathways.conditions.facts import parse_facts
from pathways.definition import Definition
from pathways.routing import Availability, route
from pathways.texts import Text
from pathways.verification import Finding, Kind, Severity, Surroundings, has_errors, verify
from tests.pathways.small import SOURCE, data

EVERYWHERE = Surroundings(
    date(2026, 3, 1),
    {"0219": "Hillerød", "0580": "Aabenraa"},
    {
        "0219": frozenset({"municipal_training", "municipal_prevention"}),
        "0580": frozenset({"private_physiotherapist", "chiropractor"}),
    },
)


def rule(key: str, when: Any, **rest: Any) -> dict[str, Any]:
    return {"key": key, "when": when, "text": "Regel.", "source": SOURCE, **rest}


def chosen(*options: str, fact: str = "circumstances", op: str = "has_any") -> dict[str, Any]:
    return {"fact": fact, op: list(options)}


def findings(document: Any, kind: Kind, surroundings: Surroundings | None = None) -> list[Finding]:
    return [one for one in verify(document, surroundings) if one.kind is kind]


def in_danish(said: Iterable[Text]) -> tuple[str, ...]:
    return tuple(one.da for one in said)


def rules_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document["rules"]
    return found


def test_a_sound_definition_has_no_errors() -> None:
    assert not has_errors(verify(data()))


@pytest.mark.parametrize(
    "when",
    [
        {"all": [chosen("home_care"), chosen("none")]},
        {"any": []},
        {"all": [{"fact": "group", "at_least": 3}, {"fact": "group", "at_most": 2}]},
        {"all": [chosen("scan", fact="wish"), {"not": chosen("scan", "manual", fact="wish")}]},
    ],
)
def test_a_rule_that_contradicts_itself_can_never_fire(when) -> None:
    document = data()
    rules_of(document).append(rule("X", when, to="general_practice"))

    [found] = findings(document, Kind.NEVER_FIRES)

    assert found.severity is Severity.ERROR
    assert found.where == f"rules[{len(rules_of(document)) - 1}].when"
    assert "Regel X kan aldrig gælde: betingelsen modsiger sig selv." in found.message.da
    assert found.example is None


def test_a_rule_about_citizens_outside_the_patient_group_can_never_fire() -> None:
    document = data()
    rules_of(document).append(rule("X", {"fact": "age", "at_most": 17}, to="general_practice"))

    [found] = findings(document, Kind.NEVER_FIRES)

    assert "er uden for patientgruppen" in found.message.da
    rules_of(document)[-1]["when"] = {"fact": "age", "at_most": 18}
    assert not findings(document, Kind.NEVER_FIRES)


def test_a_rule_about_an_answer_that_is_not_asked_for_can_never_fire() -> None:
    document = data()
    when = {"all": [{"fact": "wish_other", "known": True}, {"not": chosen("other", fact="wish")}]}
    rules_of(document).append(rule("X", when, to="general_practice"))

    [found] = findings(document, Kind.NEVER_FIRES)

    assert "bliver ikke spurgt om det" in found.message.da


def test_a_rule_whose_destination_never_wins_is_told_with_what_stands_above_it() -> None:
    document = data()
    both = {"all": [chosen("red_flag"), {"fact": "group", "at_least": 3}]}
    rules_of(document).append(rule("X", both, to="general_practice"))

    [found] = findings(document, Kind.SHADOWED)

    assert found.severity is Severity.ERROR
    assert found.where == "rules[7].to"
    assert "gælder også E1 (Akutmodtagelse)" in found.message.da
    assert "K2" not in found.message.da


@pytest.mark.parametrize(
    "effect",
    [
        {"also": ["job_centre"]},
        {"orders": ["mri"]},
        {"contact": "hotline"},
        {"warn": "Pas på."},
    ],
)
def test_a_rule_that_does_something_else_is_not_shadowed(effect) -> None:
    document = data()
    rules_of(document).append(rule("X", chosen("red_flag"), to="general_practice", **effect))

    assert not findings(document, Kind.SHADOWED)


def test_a_rule_that_only_wins_where_the_municipality_has_not_joined_is_a_warning() -> None:
    document = data()
    rules_of(document).append(rule("X", {"fact": "group", "at_least": 4}, to="general_practice"))

    [found] = findings(document, Kind.SHADOWED)

    assert found.severity is Severity.WARNING
    assert "hvor kommunen ikke er tilsluttet" in found.message.da


def test_several_rules_can_shadow_one_together() -> None:
    document = data()
    document["rank"] = ["emergency", "pain_clinic", *document["rank"][1:]]
    rules_of(document).extend(
        [
            rule("A", chosen("home_care"), to="pain_clinic"),
            rule("B", {"not": chosen("home_care")}, to="pain_clinic"),
            rule("X", {"all": [chosen("home_nursing")]}, to="general_practice"),
        ]
    )

    [found] = [one for one in findings(document, Kind.SHADOWED) if "Regel X " in one.message.da]

    assert "gælder også A (Smerteklinik) og B (Smerteklinik)" in found.message.da


def test_equally_strong_rules_that_can_meet_are_told_with_a_citizen() -> None:
    document = data()
    rules_of(document).append(rule("X", {"fact": "group", "is": 1}, to="chiropractor"))

    [found] = findings(document, Kind.RIVALS)

    assert found.where == "rules[7].to"
    assert found.example == {"group": 1, "wish": ["manual"]}
    assert in_danish(found.citizen) == ("Gruppen er 1", "Der ønskes manuel behandling")
    definition = Definition.from_data(document)
    facts = parse_facts(definition.vocabulary, found.example)
    told = route(definition, facts, dict.fromkeys(definition.destinations, Availability(True)))
    assert any("står lige stærkt" in warning.text.da for warning in told.warnings)


def test_equally_strong_rules_that_exclude_each_other_are_in_order() -> None:
    document = data()
    when = {"all": [{"fact": "group", "is": 1}, {"not": chosen("manual", fact="wish")}]}
    rules_of(document).append(rule("X", when, to="chiropractor"))

    assert not findings(document, Kind.RIVALS)


def test_rules_that_meet_only_where_a_stronger_one_fires_are_no_rivals() -> None:
    document = data()
    when = {"all": [chosen("red_flag"), {"fact": "group", "is": 1}]}
    rules_of(document).append(rule("X", when, to="chiropractor", warn="Pas på."))

    assert not findings(document, Kind.RIVALS)


def test_a_default_below_which_nothing_is_always_there_leaves_somebody_with_nothing() -> None:
    document = data()
    document["rank"] = document["rank"][:-1]

    [found] = findings(document, Kind.NOBODY)

    assert found.where == "rank"
    assert found.example == {}
    assert "Sæt almen praksis nederst i rangfølgen." in found.message.da


def test_the_municipality_where_nobody_takes_them_is_named() -> None:
    document = data()
    document["rank"] = document["rank"][:-1]

    _, found = findings(document, Kind.NOBODY, EVERYWHERE)

    assert found.where == "default"
    assert found.message.da.startswith("I Hillerød tilbyder ingen Praktiserende fysioterapeut")


def mark_red_flag(document: dict[str, Any]) -> dict[str, Any]:
    option: dict[str, Any] = document["phrases"][2]["facts"][0]["options"][2]
    option["red_flag"] = True
    return document


def test_a_red_flag_that_leads_to_emergency_is_in_order() -> None:
    assert not findings(mark_red_flag(data()), Kind.RED_FLAG)


def test_a_red_flag_that_no_rule_reads_is_an_error() -> None:
    document = mark_red_flag(data())
    rules_of(document)[0]["when"] = chosen("home_nursing")

    [found] = findings(document, Kind.RED_FLAG)

    assert found.where == "phrases[2].facts[0].options[2]"
    assert found.severity is Severity.ERROR
    assert found.example == {"circumstances": ["red_flag"]}
    assert in_danish(found.citizen) == ("Borgeren har røde flag",)


def test_a_red_flag_that_a_stronger_rule_takes_elsewhere_is_an_error() -> None:
    document = mark_red_flag(data())
    document["rank"] = ["municipal_training", "emergency", *document["rank"][2:]]

    found = findings(document, Kind.RED_FLAG)

    assert [one.where for one in found] == ["phrases[2].facts[0].options[2]", "rules[0].to"]
    assert all(one.example and "red_flag" in one.example["circumstances"] for one in found)


def test_a_rule_that_blocks_sending_must_lead_to_emergency() -> None:
    document = data()
    rules_of(document)[2]["blocks_sending"] = True

    [found] = findings(document, Kind.RED_FLAG)

    assert found.where == "rules[2].to"
    assert found.example == {"group": 3}


def test_a_rule_to_emergency_that_does_not_block_is_a_warning() -> None:
    document = data()
    del rules_of(document)[0]["blocks_sending"]

    [found] = findings(document, Kind.RED_FLAG)

    assert found.where == "rules[0].blocks_sending"
    assert found.severity is Severity.WARNING


def test_an_example_that_gets_another_advice_fails() -> None:
    document = data()
    document["examples"] = [
        {
            "key": "one",
            "title": "Hjemmepleje",
            "facts": {"circumstances": ["home_care"]},
            "destination": "general_practice",
            "reasons": ["K1"],
            "provisional": True,
        }
    ]

    [found] = findings(document, Kind.EXAMPLE)

    assert found.where == "examples[0]"
    assert found.severity is Severity.ERROR
    assert "Ventet modtager: Almen praksis; rådet gav Kommunalt træningstilbud." in found.message.da
    assert in_danish(found.citizen) == ("Borgeren har hjemmepleje",)


def test_questions_that_wait_for_each_other_are_told() -> None:
    document = data()
    document["phrases"][2]["visible_when"] = chosen("scan", fact="wish")
    document["phrases"][3]["visible_when"] = chosen("home_care")

    found = findings(document, Kind.CIRCULAR)

    assert [one.where for one in found] == ["phrases[2].visible_when", "phrases[3].visible_when"]
    assert "»Særlige forhold« og »Ønsket«" in found[0].message.da


def test_a_question_that_nobody_can_be_asked_is_told() -> None:
    document = data()
    document["phrases"][2]["visible_when"] = {"fact": "age", "at_most": 12}

    found = findings(document, Kind.NEVER_ASKED)

    assert [one.where for one in found] == ["phrases[2].visible_when"]


def test_coded_answers_that_nothing_reads_are_told_and_texts_are_not() -> None:
    document = data()
    document["phrases"].append(
        {
            "key": "xray",
            "title": "Røntgen",
            "facts": [
                {
                    "key": "xray",
                    "type": "choice",
                    "label": "Røntgen",
                    "options": [{"key": "mild", "label": "Let"}],
                }
            ],
        }
    )

    [found] = findings(document, Kind.UNUSED_PHRASE)

    assert found.where == "phrases[4]"
    assert found.severity is Severity.WARNING
    document["indicators"][0]["where"] = {"fact": "xray", "is": "mild"}
    assert not findings(document, Kind.UNUSED_PHRASE)


def test_a_choice_that_no_rule_names_is_told() -> None:
    found = findings(data(), Kind.UNUSED_OPTION)

    assert [one.where for one in found] == ["phrases[3].facts[0].options[0]"]
    assert "»Træning« under »Ønsket«" in found[0].message.da


def test_the_one_option_of_a_choice_that_is_left_over_is_read_as_none_of_the_others() -> None:
    document = data()
    rules_of(document).append(rule("X", {"fact": "side", "is": "left"}, also=["job_centre"]))

    assert not any("Side" in one.message.da for one in findings(document, Kind.UNUSED_OPTION))


def test_options_of_a_choice_that_no_rule_tells_apart_are_told_together() -> None:
    document = data()
    document["phrases"][0]["facts"][1]["options"].append({"key": "both", "label": "Begge"})
    rules_of(document).append(rule("X", {"fact": "side", "is": "left"}, also=["job_centre"]))

    [found] = [one for one in findings(document, Kind.UNUSED_OPTION) if "Side" in one.message.da]

    assert found.where == "phrases[0].facts[1].options"
    assert "skelner mellem »Højre« og »Begge« under »Side«" in found.message.da


def test_an_indicator_that_reads_what_nobody_records_is_told() -> None:
    document = data()
    document["event_facts"].append(
        {"key": "mood", "type": "boolean", "label": "Humør", "event": "treatment_ended"}
    )
    document["indicators"][0]["where"] = {"fact": "mood", "is": True}

    [found] = findings(document, Kind.NOT_RECORDED)

    assert found.where == "indicators[0]"
    assert "læser »Humør«, men ingen hændelse giver den." in found.message.da
    document["indicators"][0]["where"] = {"fact": "weeks_trained", "at_least": 1}
    assert not findings(document, Kind.NOT_RECORDED)


def test_a_question_that_is_not_settled_in_time_is_an_error_and_the_rest_is_told(
    monkeypatch,
) -> None:
    monkeypatch.setattr("pathways.verification.subject.SECONDS", 0.0)
    document = data()
    document["phrases"][0]["title"] = {"da": "En prøve, som er helt sin egen"}
    rules_of(document)[0]["when"] = {"all": [chosen("red_flag"), {"fact": "age", "is": 41}]}

    found = verify(document)

    assert any(one.kind is Kind.UNDECIDED and one.is_error for one in found)
    assert any(one.kind is Kind.TRANSLATION for one in found)
