"""Of all that could be otherwise an advice tells the least that leads elsewhere, and nothing more.

The definitions are random and small enough for every citizen to be asked.
"""

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.changes import MAX_CHANGES, would_change_if
from pathways.conditions.evaluate import FALSE, TRUE, UNKNOWN, compile_condition
from pathways.conditions.facts import FactType, FactValue, parse_facts
from pathways.conditions.prove import Prover
from pathways.conditions.tree import parse
from pathways.definition import Definition
from pathways.routing import Availability, decide
from tests.pathways.small import SOURCE, data

OPTIONS = ("home_care", "home_nursing", "red_flag")
DOMAINS: dict[str, list[FactValue]] = {
    "group": [1, 2, 3, 4],
    "options_exhausted": [True, False],
    "progress": ["none", "some", "clear"],
    "weight": [0, 0.05, 0.1, 0.5, 0.9, 0.95, 1],
    "circumstances": [
        [option for option, there in zip(OPTIONS, ways, strict=True) if there] or ["none"]
        for ways in product((True, False), repeat=3)
    ],
    "diagnosis": [
        {"system": "icd10", "code": code} for code in ("A00", "M16", "M17.0", "M17.1", "M18", "M54")
    ],
}
LEAVES = [
    *({"fact": "group", op: bound} for op in ("at_least", "at_most", "is") for bound in (2, 3)),
    {"fact": "group", "one_of": [1, 4]},
    {"fact": "options_exhausted", "is": True},
    {"fact": "progress", "is": "some"},
    {"fact": "progress", "one_of": ["none", "clear"]},
    {"fact": "weight", "at_least": 0.1},
    {"fact": "weight", "between": [0.5, 0.9]},
    {"fact": "circumstances", "has_any": ["home_care"]},
    {"fact": "circumstances", "has_any": ["home_nursing", "red_flag"]},
    {"fact": "circumstances", "has_all": ["home_care", "red_flag"]},
    {"fact": "diagnosis", "in_codes": {"icd10": ["M17"]}},
    {"fact": "diagnosis", "in_codes": {"icd10": ["M17.1-M18"]}},
    {"fact": "group", "known": True},
]
DESTINATIONS = ["emergency", "pain_clinic", "municipal_training", "chiropractor", "job_centre"]


def definition(rules: list[tuple[dict[str, Any], str]]) -> Definition:
    document = data()
    document["phrases"][3]["facts"] = [
        {"key": "weight", "type": "decimal", "label": "Vægt", "minimum": 0, "maximum": 1},
    ]
    document["rank"] = [*DESTINATIONS, "private_physiotherapist", "general_practice"]
    document["rules"] = [
        {"key": f"R{number}", "when": when, "to": to, "text": "Regel.", "source": SOURCE}
        for number, (when, to) in enumerate(rules)
    ]
    return Definition.from_data(document)


conditions = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        inner.map(lambda part: {"not": part}),
    ),
    max_leaves=5,
)
definitions = st.lists(
    st.tuples(conditions, st.sampled_from(DESTINATIONS)), min_size=1, max_size=5
).map(definition)
citizens = st.fixed_dictionaries(
    {}, optional={key: st.sampled_from(values) for key, values in DOMAINS.items()}
)
offers = st.dictionaries(st.sampled_from(DESTINATIONS), st.booleans().map(Availability), max_size=3)


def others(facts: dict[str, FactValue], keys: tuple[str, ...]) -> Iterator[dict[str, FactValue]]:
    """The citizen with every combination of values of these facts."""
    for values in product(*(DOMAINS[key] for key in keys)):
        yield facts | dict(zip(keys, values, strict=True))


@settings(max_examples=120)
@given(definitions, citizens, offers)
def test_each_change_leads_there_and_nothing_smaller_does(made, drawn, available) -> None:
    facts = parse_facts(made.vocabulary, drawn)

    def sent(citizen: dict[str, FactValue]) -> str:
        return decide(made, citizen, available).destination

    now = sent(facts)
    by_one = {key: {sent(other) for other in others(facts, (key,))} - {now} for key in DOMAINS}
    by_two = {sent(other) for keys in combinations(DOMAINS, 2) for other in others(facts, keys)} - {
        now
    }

    found = [one for one in would_change_if(made, facts, available) if "joined" not in one.facts]
    joining = {
        one.destination for one in would_change_if(made, facts, available) if "joined" in one.facts
    }

    for change in found:
        assert sent({**facts, **change.facts}) == change.destination != now
        assert parse_facts(made.vocabulary, change.facts) == change.facts
    singles = [change for change in found if len(change.facts) == 1]
    for key, reachable in by_one.items():
        told = {change.destination for change in singles if key in change.facts}
        assert told == reachable, key
    pairs = [change.destination for change in found if len(change.facts) == 2]
    smaller = {*joining, *(one for reachable in by_one.values() for one in reachable)}
    assert len(pairs) == len(set(pairs))
    assert smaller.isdisjoint(pairs)
    assert len(found) >= MAX_CHANGES or set(pairs) == by_two - smaller


@settings(max_examples=25)
@given(definitions, citizens)
def test_where_no_change_of_one_fact_is_told_it_is_proved_that_none_is_there(made, drawn) -> None:
    """For each fact and destination: the solver finds a value exactly where one is told."""
    facts = parse_facts(made.vocabulary, drawn)
    found = would_change_if(made, facts, {})
    told = {(*one.facts, one.destination) for one in found if len(one.facts) == 1}
    now = decide(made, facts, {}).destination
    prover = Prover(made.vocabulary)
    fixed = {key: parse(_exactly(made, key, facts.get(key)), made.vocabulary) for key in DOMAINS}

    for key in DOMAINS:
        for number, compiled in enumerate(made.compiled_rules):
            alone = [other for other in made.compiled_rules if other is not compiled]
            tiers, mine = made.tiers, made.tiers[compiled.rule.to[0]]
            stronger = [other for other in alone if tiers[other.rule.to[0]] < mine]
            example = prover.example(
                (compiled.condition, {TRUE}),
                *((other.condition, {FALSE, UNKNOWN}) for other in stronger),
                *((fixed[other], {TRUE}) for other in DOMAINS if other != key),
                (parse({"fact": key, "known": True}, made.vocabulary), {TRUE}),
            )
            destination = compiled.rule.to[0]
            if destination != now:
                assert ((key, destination) in told) >= (example is not None), (number, key)


def _exactly(made: Definition, key: str, value: FactValue | None) -> dict[str, Any]:
    """The condition that a fact has this value, or none."""
    if value is None:
        return {"fact": key, "known": False}
    fact = made.vocabulary[key]
    match fact.type:
        case FactType.SET:
            there = [{"fact": key, "has_any": [option]} for option in value]
            absent = [
                {"not": {"fact": key, "has_any": [option]}}
                for option in fact.options
                if option not in value
            ]
            return {"all": [*there, *absent]}
        case FactType.CODE:
            return {"fact": key, "in_codes": {value["system"]: [value["code"]]}}
    return {"fact": key, "is": value}


@settings(max_examples=60)
@given(definitions, citizens)
def test_what_a_sentence_says_by_a_limit_holds_for_all_within_it(made, drawn) -> None:
    """ "Hvis gruppen er mindst 3: …" is true of 3 and of 4."""
    facts = parse_facts(made.vocabulary, drawn)

    for change in would_change_if(made, facts, {}):
        if set(change.facts) != {"group"}:
            continue
        said = change.sentence.da.partition(":")[0]
        for words, within in {
            **{f"mindst {n}": [v for v in (1, 2, 3, 4) if v >= n] for n in (2, 3)},
            **{f"højst {n}": [v for v in (1, 2, 3, 4) if v <= n] for n in (2, 3)},
            **{f"under {n}": [v for v in (1, 2, 3, 4) if v < n] for n in (2, 3)},
            **{f"over {n}": [v for v in (1, 2, 3, 4) if v > n] for n in (2, 3)},
            **{f"er {n}": [n] for n in (1, 2, 3, 4)},
        }.items():
            if said.endswith(words):
                for value in within:
                    other = {**facts, "group": value}
                    assert decide(made, other, {}).destination == change.destination
                break
        else:
            raise AssertionError(said)


def test_a_diagnosis_is_moved_too() -> None:
    made = definition([({"fact": "diagnosis", "in_codes": {"icd10": ["M17"]}}, "pain_clinic")])
    elsewhere = {"diagnosis": {"system": "icd10", "code": "M16"}}
    inside = {"diagnosis": {"system": "icd10", "code": "M17.1"}}

    [into] = would_change_if(made, elsewhere, {})
    [out] = would_change_if(made, inside, {})

    assert into.sentence.da == "Hvis diagnose er i M17: Smerteklinik"
    assert out.sentence.da == "Hvis diagnose ikke er i M17: Praktiserende fysioterapeut"
    assert compile_condition(made.compiled_rules[0].condition)(into.facts) is TRUE
