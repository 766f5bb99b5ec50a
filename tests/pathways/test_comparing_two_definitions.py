"""Two definitions advise alike, or there is a citizen for whom they do not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.conditions.claims import holds
from pathways.definition import Definition
from pathways.destinations import ALWAYS_THERE
from pathways.routing import route
from pathways.verification.advised import Claims, advised, availability
from pathways.verification.equivalence import difference
from tests.pathways.small import SOURCE, data, definition
from tests.pathways.test_routing import FACTS, SMALL

NOT_OFFERED = st.frozensets(st.sampled_from(sorted({*SMALL.destinations} - ALWAYS_THERE)))
CLAIMS = Claims(SMALL, lambda condition: condition).aspects()


@given(FACTS, NOT_OFFERED)
def test_what_is_claimed_of_an_advice_is_what_the_routing_says(facts, not_offered) -> None:
    missing = {f"offered {key}": False for key in not_offered}

    claimed = {aspect for aspect, claim in CLAIMS.items() if holds(claim, facts | missing)}

    assert claimed == advised(SMALL, facts, not_offered).aspects()


@given(FACTS, NOT_OFFERED)
def test_the_advice_compared_is_the_advice_given(facts, not_offered) -> None:
    told = advised(SMALL, facts, not_offered)

    given_ = route(SMALL, facts, availability(not_offered))

    assert told.destination == given_.destination
    assert told.alternatives == set(given_.alternatives)
    said = {kind: {value for one, value in told.said if one == kind} for kind, _ in told.said}
    assert said.get("also", set()) == {one.key for one in given_.also}
    assert said.get("contact", set()) == {one.key for one in given_.contacts}
    assert said.get("order", set()) == {one.key for one in given_.orders}
    assert ("blocked" in said) is given_.blocks_sending
    assert ("provisional" in said) is given_.provisional
    warned = {(one.text.da, one.asks_reason) for one in given_.warnings if one.rule}
    assert said.get("warning", set()) <= warned


def changed(**parts: Any) -> Definition:
    return definition(**parts)


def rules(number: int, **change: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data()["rules"]
    found[number] |= change
    return found


def test_a_definition_advises_as_itself() -> None:
    assert difference(SMALL, SMALL) is None


@pytest.mark.parametrize(
    "when",
    [
        {"fact": "group", "one_of": [3, 4]},
        {"not": {"fact": "group", "at_most": 2}},
        {"fact": "group", "between": [3, 4]},
        {"all": [{"any": [{"fact": "group", "is": 3}, {"fact": "group", "is": 4}]}]},
    ],
)
def test_the_same_condition_in_other_words_changes_nothing(when) -> None:
    assert difference(SMALL, changed(rules=rules(2, when=when))) is None


def test_the_default_that_is_always_there_needs_nothing_below_it() -> None:
    rank = ["emergency", "municipal_training", ["private_physiotherapist", "chiropractor"]]
    before = changed(default="general_practice", rank=[*rank, "general_practice", "pain_clinic"])
    after = changed(default="general_practice", rank=[*rank, "pain_clinic", "general_practice"])

    assert difference(before, after) is None


def test_a_rule_that_another_makes_superfluous_may_go() -> None:
    twice = [*data()["rules"], data()["rules"][1] | {"key": "K1b"}]

    assert difference(changed(rules=twice), SMALL) is None


def test_another_bound_is_shown_by_the_citizen_at_the_bound() -> None:
    found = difference(SMALL, changed(rules=rules(2, when={"fact": "group", "at_least": 4})))

    assert found is not None
    assert found.facts == {"group": 3}
    assert found.changes_destination
    assert found.sentence.da == "Praktiserende fysioterapeut i stedet for Kommunalt træningstilbud."


@pytest.mark.parametrize(
    ("number", "change", "kind", "sentence"),
    [
        (4, {"also": ["job_centre"]}, "also", "hvad der kommer ved siden af"),
        (5, {"contact": None, "orders": ["mri"]}, "contact", "hvem der ringes til"),
        (5, {"orders": []}, "order", "hvad der bestilles"),
        (6, {"asks_reason": False}, "warning", "advarslerne"),
        (6, {"warn": "Noget andet.", "asks_reason": True}, "warning", "advarslerne"),
        (0, {"blocks_sending": False}, "blocked", "om henvisningen må sendes"),
    ],
)
def test_what_is_said_beside_the_destination_is_compared_too(
    number, change, kind, sentence
) -> None:
    found = difference(SMALL, changed(rules=rules(number, **change)))

    assert found is not None
    assert not found.changes_destination
    assert {one for one, _ in found.aspects} == {kind}
    assert found.sentence.da == f"Samme modtager, men rådet er et andet: {sentence}."


def test_a_change_that_shows_only_where_something_is_not_offered_is_found() -> None:
    rank = [["emergency"], ["municipal_training"], ["chiropractor"], ["private_physiotherapist"]]
    single = rules(3, to="chiropractor")
    before = changed(rank=[*rank, ["general_practice"]], rules=single)
    after = changed(
        rank=[*rank, ["general_practice"]],
        rules=[
            *single[:3],
            single[3] | {"when": {"all": [single[3]["when"], {"fact": "group", "at_most": 2}]}},
            *single[4:],
        ],
    )

    found = difference(before, after)

    assert found is not None
    assert found.changes_destination or found.aspects


def test_the_order_of_the_patients_choice_is_the_first_choice() -> None:
    swapped = rules(3, to=["private_physiotherapist", "chiropractor"])

    found = difference(SMALL, changed(rules=swapped))

    assert found is not None
    assert {found.before.destination, found.after.destination} == {
        "chiropractor",
        "private_physiotherapist",
    }
    assert found.before.alternatives == found.after.alternatives


def test_what_is_only_unknown_differently_makes_the_advice_provisional() -> None:
    known = {"all": [{"fact": "group", "known": True}, {"fact": "group", "at_least": 3}]}

    found = difference(SMALL, changed(rules=rules(2, when=known)))

    assert found is not None
    assert "group" not in found.facts
    assert {kind for kind, _ in found.aspects} == {"provisional"}


def test_a_fact_of_another_type_is_two_facts() -> None:
    before = data()
    before["phrases"][3]["facts"].append({"key": "extra", "type": "boolean", "label": "Ekstra"})
    before["rules"].append(
        {
            "key": "X",
            "when": {"fact": "extra", "is": True},
            "to": "general_practice",
            "text": "Ekstra.",
            "source": SOURCE,
        }
    )
    after = Definition.from_data(before).to_data()
    after["phrases"][3]["facts"][-1] |= {"type": "integer", "minimum": 0, "maximum": 3}
    after["rules"][-1]["when"] = {"fact": "extra", "at_least": 1}

    found = difference(Definition.from_data(before), Definition.from_data(after))

    assert found is not None
    assert "extra" in (*found.facts, *found.facts_after)
    assert found.facts != found.facts_after


def test_a_wider_patient_group_is_seen_by_who_belongs_to_it() -> None:
    wider = data()["patient_group"] | {"ages": {"at_least": 15}}

    found = difference(SMALL, changed(patient_group=wider))

    assert found is not None
    assert found.facts["age"] in range(15, 18)
    assert found.sentence.da.endswith("om borgeren hører til patientgruppen.")
