"""How often each rule fired, decided and was overridden, and with which reasons."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from pathways import overriding
from pathways.overriding import use_of
from pathways.replaying.protecting import THRESHOLD
from tests.pathways.lives import drafted
from tests.pathways.replays import CARED, FACTS, acted_on, citizens

PRIVATE = "private_physiotherapist"


@pytest.fixture
def ledger(gp, knee, hillerod):
    """Twenty with home care: eight go elsewhere, six of them by wish; ten with nothing."""
    ways = [("patient_wish", PRIVATE)] * 6 + [("transport", PRIVATE)] * 2 + [("", "")] * 12
    those = citizens(gp, hillerod, 30)
    for citizen, (reason, chosen) in zip(those, ways, strict=False):
        acted_on(gp, knee, citizen, CARED, chosen=chosen, reason=reason)
    for citizen in those[20:]:
        acted_on(gp, knee, citizen, FACTS)


def rules_of(version):
    return {one.rule: one for one in use_of(version).rules}


def test_each_rule_is_counted_with_its_overrides_and_their_reasons(knee, ledger):
    k1 = rules_of(knee)["K1"]

    assert (k1.fired, k1.decided, k1.overridden) == (20, 20, 8)
    assert k1.rate == 8 / 20
    # Two is too few to tell, and six would give them away.
    assert k1.reasons == {"patient_wish": "..*", "transport": ".."}


def test_the_default_and_the_rules_nobody_met_are_there_too(knee, ledger):
    found = rules_of(knee)

    assert (found["default"].decided, found["default"].overridden) == (10, 0)
    assert (found["S1"].fired, found["S1"].decided, found["S1"].rate) == (0, 0, None)
    assert use_of(knee).counted == 30


def test_few_are_not_counted_out_loud(gp, knee, hillerod):
    for citizen in citizens(gp, hillerod, 3):
        acted_on(gp, knee, citizen, CARED)

    k1 = rules_of(knee)["K1"]
    assert (k1.fired, k1.decided, k1.rate) == ("..", "..", None)


def test_what_few_rules_decided_cannot_be_computed_from_the_sum(gp, knee, hillerod):
    for citizen, facts in zip(citizens(gp, hillerod, 23), [CARED] * 3 + [FACTS] * 20, strict=True):
        acted_on(gp, knee, citizen, facts)

    found = use_of(knee)
    shown = {one.rule: one.decided for one in found.rules}

    assert shown["K1"] == ".."
    known = [count for count in shown.values() if isinstance(count, int)]
    assert not isinstance(found.counted, int) or found.counted - sum(known) != 3


@given(
    st.dictionaries(
        st.sampled_from(["K1", "K2", "total"]),
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)),
        min_size=1,
    )
)
def test_no_small_number_can_be_computed_from_the_page(drawn):
    tallies = {
        rule: overriding.Tally(
            fired=followed + wish + transport + beside,
            decided=followed + wish + transport,
            against={
                why: count for why, count in (("followed", wish), ("total", transport)) if count
            },
        )
        for rule, (followed, wish, transport, beside) in drawn.items()
    }
    against = sum(sum(one.against.values()) for one in tallies.values())
    whole = sum(one.decided for one in tallies.values())

    cells = overriding.protected(tallies, whole, against)

    for place, cell in cells.items():
        assert cell.count is None or not 0 < cell.count < THRESHOLD, place
    for rule, one in tallies.items():
        shown = {
            place[1:]: cell.count for place, cell in cells.items() if place[0] == f"rule {rule}"
        }
        fired, decided = shown["fired", "total"], shown["total",]
        followed, told = shown["followed",], shown["against", "total"]
        for more, less in ((fired, decided), (decided, followed), (decided, told)):
            assert more is None or less is None or not 0 < more - less < THRESHOLD, one


def test_the_work_is_two_queries_and_no_more_rows_than_agreed(
    knee, ledger, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("pathways.overriding.MOST", 10)
    knee.parsed  # noqa: B018 - read once, kept by the process

    with django_assert_num_queries(2):
        found = use_of(knee)
    assert (found.counted, found.is_all) == (10, False)


def test_an_editor_reads_it_and_nobody_else(client_for, editor, gp, knee, ledger):
    url = reverse("pathways:use", args=["knee-osteoarthritis", 1])

    html = client_for(editor).get(url).content.decode()

    assert "40,0 %" in html
    assert "ved 8 af dem valgte lægen og patienten noget andet" in html
    assert client_for(gp).get(url).status_code == 404


def test_a_reason_is_told_without_what_its_chooser_was_asked_to_do(
    client_for, editor, gp, knee, hillerod
):
    for citizen in citizens(gp, hillerod, 10):
        acted_on(gp, knee, citizen, CARED, chosen=PRIVATE, reason="other_professional")

    url = reverse("pathways:use", args=["knee-osteoarthritis", 1])
    html = client_for(editor).get(url).content.decode()

    assert "Anden faglig grund: 10" in html
    assert "(skriv)" not in html


def test_a_draft_has_no_use_yet(client_for, editor, knee):
    draft = drafted(knee, editor)
    url = reverse("pathways:use", args=["knee-osteoarthritis", draft.number])

    assert (
        "ingen henvisning er sendt efter den endnu" in client_for(editor).get(url).content.decode()
    )
