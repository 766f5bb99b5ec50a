"""Every true rule fires, the strongest tier wins, and what is unknown or falls away is told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.conditions.evaluate import Truth
from pathways.routing import Availability, Routing, decide, route
from pathways.texts import text
from tests.pathways.small import NOTHING, definition

SMALL = definition()
OFFERED = {key: Availability(True) for key in SMALL.destinations}


def advice(available: dict[str, Availability] | None = None, **facts: Any) -> Routing:
    """The advice where no rule is true but for the given facts."""
    return route(SMALL, {**NOTHING, **facts}, OFFERED if available is None else available)


def rules(parts: tuple[Any, ...]) -> list[str]:
    return [part.rule for part in parts]


def test_without_a_true_rule_the_default_stands_with_its_reason() -> None:
    given = advice()

    assert given.destination == "private_physiotherapist"
    assert given.alternatives == ("private_physiotherapist",)
    assert rules(given.reasons) == ["default"]
    assert given.reasons[0].text.da == "Udgangspunktet."
    assert given.reasons[0].source.da == "Knæprogrammet §3, kriterium 1"
    assert not given.provisional


def test_a_true_rule_wins_over_the_default_and_says_why() -> None:
    given = advice(circumstances=["home_care"])

    assert given.destination == "municipal_training"
    [reason] = given.reasons
    assert reason.rule == "K1"
    assert reason.text.en == "Home care: the municipality."
    assert reason.sentence.da == "Borgeren har hjemmepleje eller hjemmesygepleje"
    assert reason.because.da == "Borgeren har hjemmepleje"
    assert reason.source.en == "Knæprogrammet §3, criterion 1"
    assert (reason.origin, reason.strength, reason.destination) == (
        "agreed",
        "consider",
        "municipal_training",
    )
    assert reason.facts == ("circumstances",)


def test_the_strongest_tier_wins_and_the_others_remain_reasons() -> None:
    given = advice(circumstances=["home_care"], wish=["manual"], group=4)

    assert given.destination == "municipal_training"
    assert rules(given.reasons) == ["K1", "K2", "L7"]
    assert given.ranking == ("municipal_training", "chiropractor", "private_physiotherapist")


def test_a_rule_marked_local_says_so() -> None:
    assert advice(group=3).reasons[0].origin == "local"


def test_a_list_is_the_patients_choice() -> None:
    given = advice(wish=["manual"])

    assert given.destination == "chiropractor"
    assert given.alternatives == ("chiropractor", "private_physiotherapist")


def test_an_alternative_not_on_offer_falls_away_and_the_other_stands() -> None:
    given = advice(
        OFFERED | {"chiropractor": Availability(False, "Ingen i kommunen.")}, wish=["manual"]
    )

    assert given.alternatives == ("private_physiotherapist",)
    assert rules(given.reasons) == ["L7"]
    assert [(one.destination, one.reason.da) for one in given.fell_away] == [
        ("chiropractor", "Ingen i kommunen.")
    ]


def test_additional_destinations_come_along_in_rank_order_whatever_wins() -> None:
    given = advice(wish=["weight_loss"], circumstances=["home_care"])

    assert given.destination == "municipal_training"
    assert [one.key for one in given.also] == ["job_centre", "municipal_prevention"]
    assert {one.rule for one in given.also} == {"A1"}


def test_an_additional_destination_is_never_the_destination_itself() -> None:
    same = definition(
        rules=[
            SMALL.to_data()["rules"][1] | {"also": ["municipal_training", "job_centre"]},
        ]
    )

    given = route(same, {"circumstances": ["home_care"]}, OFFERED)

    assert [one.key for one in given.also] == ["job_centre"]


def test_an_emergency_silences_what_comes_along() -> None:
    given = advice(circumstances=["red_flag"], wish=["weight_loss"])

    assert given.destination == "emergency"
    assert given.also == ()
    assert given.blocks_sending
    assert given.blocking[0].text.da == "Røde flag går til akutmodtagelsen."


def test_nothing_is_sent_while_an_emergency_is_unknown() -> None:
    facts = {key: value for key, value in NOTHING.items() if key != "circumstances"}

    given = route(SMALL, facts, OFFERED)

    assert given.blocks_sending
    assert given.blocking[0].rule == "E1"
    assert given.blocking[0].text.da == (
        "Særlige forhold er ikke oplyst. Henvisningen kan først sendes, når det er besvaret."
    )


def test_orders_and_contacts_are_told_without_choosing_a_destination() -> None:
    given = advice(wish=["scan"])

    assert given.destination == "private_physiotherapist"
    assert [(one.key, one.rule) for one in given.orders] == [("mri", "O1")]
    assert [(one.key, one.rule) for one in given.contacts] == [("hotline", "O1")]
    assert rules(given.reasons) == ["default", "O1"]


def test_a_warning_asks_for_a_reason_and_is_no_reason_itself() -> None:
    given = advice(options_exhausted=True)

    assert [(one.rule, one.asks_reason) for one in given.warnings] == [("W1", True)]
    assert rules(given.reasons) == ["default"]


def test_an_unknown_rule_that_outranks_makes_the_advice_provisional_and_warns_first() -> None:
    given = advice(group=None, options_exhausted=True)

    assert given.destination == "private_physiotherapist"
    assert given.provisional
    assert [one.rule for one in given.warnings] == ["K2", "W1"]
    assert given.warnings[0].text.da == (
        "Gruppe er ikke oplyst. Det kan ændre rådet til Kommunalt træningstilbud."
    )
    [unknown] = given.unknown
    assert (unknown.rule, unknown.facts) == ("K2", ("group",))
    assert unknown.changes_advice
    assert unknown.changes_destination


def test_an_unknown_rule_that_would_change_nothing_says_so() -> None:
    given = advice(group=None, circumstances=["home_care"])

    [unknown] = given.unknown
    assert unknown.rule == "K2"
    assert not unknown.changes_advice
    assert not given.provisional
    assert given.warnings == ()


def test_an_unknown_rule_that_only_adds_changes_the_advice_but_not_the_destination() -> None:
    given = advice(options_exhausted=None)

    [unknown] = given.unknown
    assert unknown.rule == "W1"
    assert unknown.changes_advice
    assert not unknown.changes_destination
    assert not given.provisional


def test_rules_waiting_for_the_same_answer_warn_once() -> None:
    two = definition(
        rules=[SMALL.to_data()["rules"][1] | {"key": key} for key in ("K1", "K1b")],
    )

    given = route(two, {}, OFFERED)

    assert len(given.unknown) == 2
    assert [one.rule for one in given.warnings if one.rule] == ["K1"]


def test_an_unknown_rule_whose_destination_is_not_on_offer_changes_nothing() -> None:
    given = advice(OFFERED | {"municipal_training": Availability(False)}, group=None)

    assert not given.provisional
    assert not given.unknown[0].changes_advice


def test_only_facts_that_rules_read_are_unknown() -> None:
    given = route(SMALL, {}, OFFERED)

    read = {fact for one in given.unknown for fact in one.facts}
    assert read == {"circumstances", "group", "wish", "options_exhausted"}


def test_what_the_municipality_has_not_joined_falls_away_and_the_next_stands() -> None:
    reason = text("Kommunen er ikke tilsluttet.", "Not joined.")
    refused = Availability(False, reason)
    available = OFFERED | {"municipal_training": refused, "municipal_prevention": refused}

    given = advice(available, circumstances=["home_care"], wish=["manual", "weight_loss"])

    assert given.destination == "chiropractor"
    assert [one.key for one in given.also] == ["job_centre"]
    assert [(one.destination, one.rule, one.reason) for one in given.fell_away] == [
        ("municipal_training", "K1", reason),
        ("municipal_prevention", "A1", reason),
    ]
    assert "K1" in rules(given.reasons)


def test_the_fact_joined_speaks_where_nothing_else_is_known_of_the_offer() -> None:
    refused = advice({}, circumstances=["home_care"], joined=False)
    joined = advice({}, circumstances=["home_care"], joined=True)

    assert refused.destination == "private_physiotherapist"
    assert refused.fell_away[0].reason.da == "Borgerens kommune er ikke tilsluttet programmet."
    assert joined.destination == "municipal_training"
    assert joined.warnings == ()


def test_unknown_adoption_keeps_the_destination_with_a_warning() -> None:
    given = advice({}, circumstances=["home_care"])

    assert given.destination == "municipal_training"
    assert [one.text.da for one in given.warnings] == [
        "Det vides ikke, om Kommunalt træningstilbud tilbydes, hvor borgeren bor."
    ]


def test_a_default_not_on_offer_gives_way_to_the_next_weaker_destination() -> None:
    available = OFFERED | {"private_physiotherapist": Availability(False)}

    given = advice(available)

    assert given.destination == "general_practice"
    assert given.fell_away[0].destination == "private_physiotherapist"


def test_a_default_that_is_all_there_is_stands_with_a_warning() -> None:
    available = {key: Availability(False) for key in SMALL.destinations}

    given = advice(available)

    assert given.destination == "private_physiotherapist"
    assert "Vælg selv modtager" in given.warnings[0].text.da


def test_two_true_rules_of_one_tier_that_disagree_are_told() -> None:
    both = SMALL.to_data()["rules"]
    both.append(both[3] | {"key": "L8", "to": ["private_physiotherapist"]})

    given = route(definition(rules=both), {**NOTHING, "wish": ["manual"]}, OFFERED)

    assert given.destination == "chiropractor"
    assert [one.rule for one in given.warnings] == ["L8"]
    assert "lige stærkt" in given.warnings[0].text.da


@pytest.mark.parametrize(
    "facts",
    [
        {"age": 17, "diagnosis": {"system": "icd10", "code": "M17.1"}},
        {"age": 50, "diagnosis": {"system": "icd10", "code": "M16.1"}},
    ],
)
def test_a_citizen_outside_the_patient_group_is_warned_about(facts) -> None:
    given = advice(**facts)

    assert [one.text.da for one in given.warnings] == [
        "Borgeren hører ikke til programmets patientgruppe."
    ]


@pytest.mark.parametrize("facts", [{}, {"diagnosis": {"system": "icd10", "code": "M17.1"}}])
def test_a_citizen_who_may_belong_is_not(facts) -> None:
    assert advice(**facts).warnings == ()


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "circumstances": st.sampled_from(
            [["none"], ["home_care"], ["home_nursing", "red_flag"], ["home_care", "home_nursing"]]
        ),
        "wish": st.lists(
            st.sampled_from(["training", "manual", "weight_loss", "scan"]), unique=True
        ),
        "group": st.integers(1, 4),
        "options_exhausted": st.booleans(),
        "joined": st.booleans(),
    },
)
AVAILABLE = st.dictionaries(
    st.sampled_from(SMALL.destinations),
    st.sampled_from([Availability(True), Availability(False), Availability(None)]),
)


@given(FACTS, AVAILABLE)
def test_every_rule_is_met_not_met_or_unknown_and_only_once(facts, available) -> None:
    given = route(SMALL, facts, available)

    told = [rule for rule in rules(given.reasons) if rule != "default"]
    silent = [
        one.rule.key
        for one in SMALL.compiled_rules
        if one.rule.key == "W1" and one.read(facts) is Truth.TRUE
    ]
    everything = [*told, *silent, *rules(given.not_met), *rules(given.unknown)]
    assert sorted(everything) == sorted(rule.key for rule in SMALL.rules)


@given(FACTS, AVAILABLE)
def test_the_destination_is_on_offer_unless_nothing_weaker_is(facts, available) -> None:
    given = route(SMALL, facts, available)

    offered = available.get(given.destination, Availability(None)).offered
    assert offered is not False or given.destination == SMALL.default
    assert given.destination in given.alternatives
    assert given.destination not in [one.key for one in given.also]
    assert given.destination == decide(SMALL, facts, available).destination


@given(FACTS, AVAILABLE)
def test_the_same_facts_always_give_the_same_advice(facts, available) -> None:
    again = definition()

    assert route(SMALL, facts, available).to_data() == route(again, facts, available).to_data()


@given(FACTS, AVAILABLE)
def test_what_is_not_provisional_holds_when_one_unknown_rule_is_answered(facts, available) -> None:
    given = route(SMALL, facts, available)
    if given.provisional or given.destination == "emergency":
        return
    for group in (1, 2, 3, 4):
        answered = {"group": group, **facts}
        assert route(SMALL, answered, available).destination == given.destination


def test_the_advice_is_json_in_one_language() -> None:
    data = advice(circumstances=["home_care"], group=None).to_data("en")

    assert data["destination"] == "municipal_training"
    assert data["reasons"][0]["rule"] == "K1"
    assert data["reasons"][0]["text"] == "Home care: the municipality."
    assert data["reasons"][0]["source"] == "Knæprogrammet §3, criterion 1"
    assert {"also", "not_met", "unknown", "warnings", "fell_away", "provisional"} <= set(data)
