"""The query says of every row of facts which destination `decide` gives it."""

import json
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathways.availability import offers_from_data
from pathways.conditions.facts import FactError, check_value
from pathways.definition import Definition
from pathways.destination_query import decided, facts_of_routing
from pathways.destinations import DESTINATIONS
from pathways.models import Advice
from pathways.resolving import decide
from pathways.sql import Sql, sql
from pathways.stored_facts import as_known
from tests.pathways import small

one_table = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)

TO = ("emergency", "municipal_training", "private_physiotherapist", "chiropractor", "pain_clinic")
SOURCE = small.SOURCE
LEAVES = st.sampled_from(
    [
        {"fact": "circumstances", "has_any": ["red_flag"]},
        {"fact": "circumstances", "has_any": ["home_care", "home_nursing"]},
        {"fact": "circumstances", "has_all": ["home_care", "home_nursing"]},
        {"fact": "group", "at_least": 3},
        {"fact": "group", "is": 2},
        {"fact": "age", "between": [40, 64]},
        {"fact": "wish", "has_any": ["manual"]},
        {"fact": "age", "at_most": 40},
        {"fact": "group", "one_of": [1, 4]},
        {"fact": "side", "is": "left"},
        {"fact": "side", "one_of": ["left", "right"]},
        {"fact": "anamnesis", "known": True},
        {"fact": "side", "known": False},
        {"fact": "diagnosis", "in_codes": {"icd10": ["M17"]}},
        {"fact": "joined", "is": True},
        {"fact": "options_exhausted", "is": True},
        {"fact": "options_exhausted", "is": False},
    ]
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=5,
)
# Values of every fact, of their own kind and of others: older rows hold both.
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "circumstances": st.lists(
        st.sampled_from(["home_care", "home_nursing", "red_flag", "gone"]), unique=True
    )
    | st.just(["none"])
    | st.just("home_care"),
    "group": st.integers(0, 5) | st.sampled_from(["3", True, 3.0]) | st.none(),
    "age": st.integers(0, 140) | st.sampled_from([40.0, 40.5]),
    "wish": st.lists(st.sampled_from(["training", "manual", "gone"]), unique=True),
    "side": st.sampled_from(["left", "right", "both", 1, True]),
    "diagnosis": st.sampled_from(
        [
            {"system": "icd10", "code": "M17.1"},
            {"system": "icd10", "code": "X"},
            {"system": "snomed", "code": "M17"},
            {"system": "icd10", "code": "M17.1", "more": 1},
            "M17.1",
        ]
    ),
    "joined": st.booleans() | st.just("yes"),
    "options_exhausted": st.booleans() | st.just(1),
    "anamnesis": st.sampled_from(["", "pain", 1]),
    "unheard_of": st.integers(),
}
FACTS = st.fixed_dictionaries({}, optional=VALUES)
OFFERED = st.dictionaries(st.sampled_from(TO), st.sampled_from([True, False, None]))


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """A definition with other rules, rank and default."""
    keys = draw(st.permutations(TO))
    tiers: list[list[str]] = []
    for key in keys:
        if tiers and draw(st.booleans()):
            tiers[-1].append(key)
        else:
            tiers.append([key])
    rules = []
    for number in range(draw(st.integers(0, 5))):
        to = draw(st.sampled_from([[key] for key in TO] + [t for t in tiers if len(t) > 1]))
        rules.append(
            {
                "key": f"R{number}",
                "when": draw(CONDITIONS),
                "to": to,
                "text": "Regel",
                "source": SOURCE,
            }
        )
    return small.definition(rules=rules, rank=tiers, default=draw(st.sampled_from(TO[2:])))


def available(offered: dict[str, bool | None]) -> dict[str, Any]:
    """As the ledger keeps it."""
    return {
        "joined": None,
        "destinations": {key: {"offered": on, "reason": ""} for key, on in offered.items()},
    }


@pytest.fixture
def table(db) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE given (place int, facts jsonb, available jsonb) ON COMMIT DROP"
        )


def rows_given() -> Sql:
    """The rows, with what the ledger computes of each."""
    refused, params = Advice._meta.get_field("refused").generated_sql(connection)
    return sql(f"SELECT place, facts, available, {refused} AS refused FROM given", *params)  # noqa: S608


def answers(found: list[Definition], rows: list[tuple[Any, Any]]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM given")
        cursor.executemany(
            "INSERT INTO given (place, facts, available) VALUES (%s, %s, %s)",
            [(n, json.dumps(f), json.dumps(a)) for n, (f, a) in enumerate(rows)],
        )
        asked = decided(found, rows_given(), ["place"])
        cursor.execute(f"{asked.text} ORDER BY place", asked.params)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def fits(definition: Definition, facts: dict[str, Any]) -> bool:
    for key, fact in facts_of_routing(definition).items():
        if facts.get(key) is None:
            continue
        try:
            check_value(fact, facts[key])
        except FactError:
            return False
    return True


@one_table
@given(
    found=st.lists(definitions(), min_size=1, max_size=2),
    rows=st.lists(st.tuples(FACTS, OFFERED.map(available)), min_size=1, max_size=12),
)
def test_every_row_goes_where_deciding_sends_it(table, found, rows):
    said = answers(found, rows)

    for (facts, offered), row in zip(rows, said, strict=True):
        for number, definition in enumerate(found):
            offers = offers_from_data(offered).by_destination
            known = as_known(definition.vocabulary, facts)
            assert row[f"to_{number}"] == decide(definition, known, offers).destination
            assert row[f"misfit_{number}"] is not fits(definition, facts)


def test_rows_without_rules_go_to_the_default_or_what_is_weaker(table):
    definition = small.definition(rules=[])

    rows = [
        ({}, available({})),
        ({}, available({"private_physiotherapist": False})),
        ({}, {"joined": None, "destinations": {}}),
        ({}, {}),
    ]

    assert [row["to_0"] for row in answers([definition], rows)] == [
        "private_physiotherapist",
        "general_practice",
        "private_physiotherapist",
        "private_physiotherapist",
    ]


def test_all_destinations_of_the_test_exist():
    assert set(TO) <= set(DESTINATIONS)
