"""An advice says the smallest changes that would lead elsewhere: one fact first, then two."""

from typing import Any

from hypothesis import given

from pathways.conditions.facts import parse_facts
from pathways.routing import Availability, Change, route, would_change_if
from tests.pathways.small import NOTHING, definition
from tests.pathways.test_routing import AVAILABLE, FACTS, OFFERED, SMALL


def changes(**facts: Any) -> tuple[Change, ...]:
    return would_change_if(SMALL, {**NOTHING, **facts}, OFFERED)


def sentences(found: tuple[Change, ...]) -> list[str]:
    return [one.sentence.da for one in found]


@given(FACTS, AVAILABLE)
def test_every_change_told_really_leads_there(facts, available) -> None:
    now = route(SMALL, facts, available).destination

    for change in would_change_if(SMALL, facts, available):
        offered = dict(available)
        if "joined" in change.facts:
            offered = {key: one for key, one in available.items() if one.offered is not False}
        after = route(SMALL, {**facts, **change.facts}, offered)

        assert change.destination != now
        assert "joined" in change.facts or after.destination == change.destination
        assert parse_facts(SMALL.vocabulary, change.facts)


def test_taking_away_what_decided_is_said_as_without() -> None:
    found = changes(circumstances=["home_care"])

    assert "Uden hjemmepleje og hjemmesygepleje: Praktiserende fysioterapeut" in sentences(found)
    assert found[0].facts == {"circumstances": ["none"]}


def test_when_two_rules_decide_all_that_is_involved_is_taken_away() -> None:
    both = SMALL.to_data()["rules"]
    both[2] |= {"when": {"fact": "circumstances", "has_any": ["home_nursing"]}}
    both[1] |= {"when": {"fact": "circumstances", "has_any": ["home_care"]}}
    split = definition(rules=both)

    found = would_change_if(
        split, {**NOTHING, "circumstances": ["home_care", "home_nursing"]}, OFFERED
    )

    assert "Uden hjemmepleje og hjemmesygepleje: Praktiserende fysioterapeut" in sentences(found)


def test_options_that_lead_to_the_same_place_are_told_together() -> None:
    assert "Hvis borgeren har hjemmepleje eller hjemmesygepleje: Kommunalt træningstilbud" in (
        sentences(changes())
    )


def test_a_number_is_told_by_the_rules_own_limit() -> None:
    assert "Hvis gruppen er mindst 3: Kommunalt træningstilbud" in sentences(changes())
    assert "Hvis gruppen er under 3: Praktiserende fysioterapeut" in sentences(changes(group=4))


def test_two_facts_are_tried_for_what_one_cannot_reach() -> None:
    needs_both = SMALL.to_data()["rules"]
    needs_both[0] |= {
        "when": {
            "all": [
                {"fact": "circumstances", "has_any": ["red_flag"]},
                {"fact": "wish", "has_any": ["scan"]},
            ]
        }
    }

    found = would_change_if(definition(rules=needs_both), NOTHING, OFFERED)

    assert "Hvis borgeren har røde flag, og hvis der ønskes scanning: Akutmodtagelse" in sentences(
        found
    )
    assert all(len(one.facts) == 1 for one in found if one.destination != "emergency")


def test_joining_is_a_change_too() -> None:
    available = OFFERED | {"municipal_training": Availability(False)}

    found = would_change_if(
        SMALL, {**NOTHING, "circumstances": ["home_care"], "joined": False}, available
    )

    assert "Hvis borgerens kommune tilslutter sig: Kommunalt træningstilbud" in sentences(found)


def test_a_municipality_that_has_joined_is_not_told_to_join() -> None:
    available = OFFERED | {"municipal_training": Availability(False)}

    found = would_change_if(
        SMALL, {**NOTHING, "circumstances": ["home_care"], "joined": True}, available
    )

    assert not any("tilslutter sig" in sentence for sentence in sentences(found))


def test_not_stands_before_the_verb_after_if() -> None:
    """Danish word order: "hvis der ikke ønskes", never "hvis der ønskes ikke"."""
    found = changes(wish=["manual"])

    assert "Hvis der ikke ønskes manuel behandling: Praktiserende fysioterapeut" in sentences(found)
