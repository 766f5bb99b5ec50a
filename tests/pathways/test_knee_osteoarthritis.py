"""The knee programme advises as the agreement says, for every example citizen it ships with."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pathways.conditions.facts import parse_facts
from pathways.routing import Availability, Routing, route
from pathways.texts import Text
from tests import shipped

FILE = Path(__file__).parents[2] / "pathways" / "definitions" / "knee-osteoarthritis.yaml"
KNEE = shipped.definition("knee-osteoarthritis")
OFFERED = {key: Availability(True) for key in KNEE.destinations}
PLAIN = {
    "age": 62,
    "group": 1,
    "bmi": 23,
    "tried_so_far": ["none"],
    "special_circumstances": ["none"],
    "requested": ["supervised_training"],
}


def advice(**facts: Any) -> Routing:
    return route(KNEE, parse_facts(KNEE.vocabulary, PLAIN | facts), OFFERED)


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
def test_a_municipal_criterion_points_to_municipal_training(special, rule) -> None:
    given = advice(special_circumstances=special)

    assert given.destination == "municipal_training"
    assert [one.rule for one in given.reasons] == [rule]
    assert given.reasons[0].strength == "consider"


@pytest.mark.parametrize("special", [["severe_or_comorbid"], ["needs_coordination"]])
def test_the_third_criterion_asks_for_both(special) -> None:
    assert advice(special_circumstances=special).destination == "private_physiotherapist"


@pytest.mark.parametrize(
    ("bmi", "tried", "requested", "offered"),
    [
        (25, ["none"], ["supervised_training"], True),
        (24.9, ["none"], ["weight_loss"], False),
        (30, ["weight_loss"], ["weight_loss"], True),
        (30, ["weight_loss"], ["supervised_training"], False),
    ],
)
def test_prevention_comes_along_for_overweight(bmi, tried, requested, offered) -> None:
    given = advice(bmi=bmi, tried_so_far=tried, requested=requested)

    assert ("municipal_prevention" in [one.key for one in given.also]) is offered
    assert given.destination == "private_physiotherapist"


def test_surgery_is_assessed_after_physiotherapy_and_warned_about_before() -> None:
    before = advice(requested=["surgery_assessment"])
    after = advice(requested=["surgery_assessment"], tried_so_far=["physiotherapy"])

    assert before.destination == "private_physiotherapist"
    assert [(one.rule, one.asks_reason) for one in before.warnings] == [("W1", True)]
    assert after.destination == "hospital_orthopaedics"
    assert after.warnings == ()


def test_the_reason_cites_the_clause_as_people_read_it() -> None:
    [reason] = advice(special_circumstances=["home_care"]).reasons

    assert reason.source.da == "Knæprogrammet §3, kriterium 1"
    assert reason.because.da == "Borgeren har hjemmepleje"


def test_the_municipality_must_have_joined() -> None:
    facts = parse_facts(
        KNEE.vocabulary, PLAIN | {"special_circumstances": ["home_care"], "joined": False}
    )

    assert route(KNEE, facts, {}).destination == "private_physiotherapist"


def test_what_the_agreement_lays_down_is_there() -> None:
    assert [phrase.key for phrase in KNEE.phrases] == [
        "diagnosis",
        "anamnesis",
        "clinical_findings",
        "bmi",
        "xray",
        "tried_so_far",
        "special_circumstances",
        "requested",
    ]
    assert [phrase.key for phrase in KNEE.phrases if phrase.required] == ["diagnosis", "anamnesis"]
    graded = [(one.evidence, one.grade) for one in KNEE.recommendations if one.evidence]
    assert graded == [("Ia", "A"), ("Ia", "B"), ("Ia", "A"), ("Ia", "B"), ("Ia", "B")]
    assert len(KNEE.indicators) == 6
    assert [one.key for one in KNEE.quality_criteria] == ["a", "b", "c", "d", "e"]
    assert len(KNEE.guideline_change) == 6
    assert len(KNEE.division) == 4
    assert KNEE.stratification is not None
    assert len(KNEE.stratification.core_set) == 13
    assert len(KNEE.examples) >= 25
    assert KNEE.fixed_sentence is not None
    assert KNEE.fixed_sentence.in_("da") == (
        "Henvises til behandling for knæartrose jf. kliniske retningslinjer."
    )


def test_what_was_chosen_locally_says_so() -> None:
    local = {rule.key for rule in KNEE.rules if rule.origin == "local"}

    assert local == {"KRAM"}
    assert {one.origin for one in KNEE.indicators} == {"local"}


def texts(value: Any, path: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from texts(one, f"{path}[{number}]")
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), f"{path}.{name}")


def test_everything_people_read_is_in_both_languages() -> None:
    """A place such as "§3" is the same in both."""
    untranslated = [
        path
        for path, said in texts(KNEE, "")
        if not said.en and not (path.endswith(".place") and said.da.startswith("§"))
    ]

    assert untranslated == []


def test_every_kind_of_destination_is_one_the_organisations_know() -> None:
    from organisations.vocabulary import DestinationKind
    from pathways.destinations import DESTINATIONS

    assert set(DESTINATIONS) == set(DestinationKind.values)
