"""Random vocabularies with conditions and citizens over them: other keys, bounds and options."""

from dataclasses import dataclass

from hypothesis import strategies as st

from pathways.conditions.facts import (
    NUMBERS,
    Fact,
    FactType,
    FactValue,
    Vocabulary,
    parse_facts,
)
from pathways.conditions.tree import OPERATORS, Condition, Op, parse
from pathways.texts import text

# Keys and options that SQL, JSON or a path could misread.
KEYS = ("a", "b2", "select", "x-y", "null", "group")
OPTIONS = ("red", "green", "0", "a'b", "%s", "{}", "none")
CODES = {
    "icd10": ("A00", "M16.0", "M16.9", "M17", "M17.1", "M17.Z", "M18", "M54.96", "Z99.9"),
    "icpc2": ("A01", "L15", "L90", "L90.1", "M17"),
}
RANGES = {
    "icd10": ("M17", "M17.1", "M16-M17", "M16.9-M54", "A00-Z99", "Z99"),
    "icpc2": ("L90", "L15-L90.1", "M17"),
}


@dataclass(frozen=True)
class Case:
    """Conditions over one vocabulary, and citizens in normal form who may lack any fact."""

    vocabulary: Vocabulary
    conditions: list[Condition]
    citizens: list[dict[str, FactValue]]


@st.composite
def facts(draw: st.DrawFn, key: str) -> Fact:
    """A fact of any type."""
    kind = draw(st.sampled_from(FactType))
    name = text(key.capitalize(), key)
    if kind in NUMBERS:
        low = draw(st.none() | st.integers(-3, 2))
        high = draw(st.none() | st.integers(2, 6))
        return Fact(key, kind, name, minimum=low, maximum=high)
    if kind in {FactType.CHOICE, FactType.SET}:
        chosen = draw(st.lists(st.sampled_from(OPTIONS), min_size=1, max_size=4, unique=True))
        return Fact(key, kind, name, options={option: text(option) for option in chosen})
    return Fact(key, kind, name)


def values(fact: Fact) -> st.SearchStrategy[object]:
    """Any value of a fact."""
    options = tuple(fact.options)
    match fact.type:
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.INTEGER:
            return st.integers(*_bounds(fact))
        case FactType.DECIMAL:
            low, high = _bounds(fact)
            return st.integers(low * 10, high * 10).map(lambda tenths: tenths / 10)
        case FactType.CHOICE:
            return st.sampled_from(options)
        case FactType.SET:
            alone = st.lists(st.sampled_from(options), max_size=1)
            several = [option for option in options if option != "none"]
            if not several:
                return alone
            return alone | st.lists(st.sampled_from(several), unique=True)
        case FactType.CODE:
            coded = [
                {"system": system, "code": code}
                for system, codes in CODES.items()
                for code in codes
            ]
            return st.sampled_from(coded)
        case FactType.TEXT:
            # What PostgreSQL can hold: JSON there has no NUL and no half of a pair.
            letters = st.characters(codec="utf-8", exclude_characters="\0")
            return st.text(letters, max_size=3)


@st.composite
def leaves(draw: st.DrawFn, fact: Fact) -> dict[str, object]:
    """Any question to a fact, as data."""
    op = draw(st.sampled_from(OPERATORS[fact.type]))
    match op:
        case Op.KNOWN:
            asked: object = draw(st.booleans())
        case Op.BETWEEN:
            asked = sorted([draw(values(fact)), draw(values(fact))])
        case Op.ONE_OF if fact.type is FactType.INTEGER:
            asked = draw(st.lists(values(fact), min_size=1, max_size=3, unique=True))
        case Op.ONE_OF | Op.HAS_ANY:
            asked = draw(_some(tuple(fact.options)))
        case Op.HAS_ALL:
            several = tuple(option for option in fact.options if option != "none")
            asked = draw(_some(several) if several else st.just(["none"]))
        case Op.IN_CODES:
            system = draw(st.sampled_from(tuple(RANGES)))
            asked = {system: draw(_some(RANGES[system]))}
        case _:
            asked = draw(values(fact))
    return {"fact": fact.key, op.value: asked}


@st.composite
def cases(draw: st.DrawFn, most_conditions: int = 1, most_citizens: int = 1) -> Case:
    """A vocabulary, some conditions over it, and some citizens."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True))
    vocabulary = Vocabulary([draw(facts(key)) for key in keys])
    asked = st.one_of([leaves(fact) for fact in vocabulary.values()])
    trees = st.recursive(
        asked,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: {"all": parts}),
            st.lists(inner, max_size=3).map(lambda parts: {"any": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=8,
    )
    people = st.fixed_dictionaries(
        {}, optional={key: values(fact) for key, fact in vocabulary.items()}
    )
    written = draw(st.lists(trees, min_size=1, max_size=most_conditions))
    drawn = draw(st.lists(people, min_size=1, max_size=most_citizens))
    return Case(
        vocabulary,
        [parse(data, vocabulary) for data in written],
        [parse_facts(vocabulary, person) for person in drawn],
    )


def _some(options: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(options), min_size=1, max_size=3, unique=True)


def _bounds(fact: Fact) -> tuple[int, int]:
    low = -4 if fact.minimum is None else int(fact.minimum)
    high = 7 if fact.maximum is None else int(fact.maximum)
    return low, high
