"""Random vocabularies, conditions and facts, for what must hold of all of them.

A vocabulary has one fact of each type; conditions are drawn over it in depth and with the same
fact in several leaves; a citizen may lack any fact.
"""

from hypothesis import strategies as st

from pathways.conditions.facts import Fact, FactType, Vocabulary, check_value
from pathways.conditions.tree import OPERATORS, Condition, Op, parse
from pathways.texts import text

OPTIONS = ("red", "green", "blue", "none")
CODES = ("M16.0", "M17", "M17.1", "M17.9", "M40.0", "M47.2", "M54.9", "M55.0")
RANGES = ("M17", "M17.1", "M40.0-M54.9", "M16-M17")

VOCABULARY = Vocabulary(
    (
        Fact("smoker", FactType.BOOLEAN, text("Ryger", "Smoker")),
        Fact("years", FactType.INTEGER, text("År", "Years"), minimum=0, maximum=9),
        Fact(
            "weight",
            FactType.DECIMAL,
            text("Vægt", "Weight"),
            unit=text("kg", "kg"),
            minimum=-3,
            maximum=3,
        ),
        Fact(
            "colour",
            FactType.CHOICE,
            text("Farve", "Colour"),
            options={key: text(key.capitalize(), key) for key in OPTIONS},
        ),
        Fact(
            "tags",
            FactType.SET,
            text("Mærker", "Tags"),
            options={key: text(key.capitalize(), key) for key in OPTIONS},
        ),
        Fact(
            "free_tags",
            FactType.SET,
            text("Frie mærker", "Free tags"),
            options={key: text(key.capitalize(), key) for key in OPTIONS[:3]},
        ),
        Fact("diagnosis", FactType.CODE, text("Diagnose", "Diagnosis")),
        Fact("story", FactType.TEXT, text("Fortælling", "Story")),
    )
)

_TENTHS = st.integers(-30, 30).map(lambda tenths: tenths / 10)


def _several(options: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(options), min_size=1, max_size=3, unique=True)


def _value(fact: Fact) -> st.SearchStrategy[object]:
    match fact.type:
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.INTEGER:
            return st.integers(0, 9)
        case FactType.DECIMAL:
            return _TENTHS
        case FactType.CHOICE:
            return st.sampled_from(tuple(fact.options))
        case FactType.SET:
            chosen = st.lists(st.sampled_from(OPTIONS[:3]), unique=True)
            return chosen | st.just(["none"]) if fact.has_none else chosen
        case FactType.CODE:
            return st.sampled_from(CODES).map(lambda code: {"system": "icd10", "code": code})
        case FactType.TEXT:
            return st.text(max_size=5)


def _leaf_data(fact: Fact, op: Op) -> st.SearchStrategy[dict[str, object]]:
    options = tuple(fact.options)
    match op:
        case Op.KNOWN:
            asked: st.SearchStrategy[object] = st.booleans()
        case Op.BETWEEN:
            asked = st.tuples(_value(fact), _value(fact)).map(sorted)
        case Op.ONE_OF if fact.type is FactType.INTEGER:
            asked = st.lists(st.integers(0, 9), min_size=1, max_size=3, unique=True)
        case Op.ONE_OF | Op.HAS_ANY:
            asked = _several(options)
        case Op.HAS_ALL:
            asked = _several(OPTIONS[:3]) | st.just([options[-1]])
        case Op.IN_CODES:
            ranges = st.lists(st.sampled_from(RANGES), min_size=1, max_size=2, unique=True)
            asked = ranges.map(lambda written: {"icd10": written})
        case _:
            asked = _value(fact)
    return asked.map(lambda value: {"fact": fact.key, op.value: value})


def condition_data() -> st.SearchStrategy[dict[str, object]]:
    """Conditions as data."""
    leaf = st.one_of(
        [_leaf_data(fact, op) for fact in VOCABULARY.values() for op in OPERATORS[fact.type]]
    )
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4).map(lambda parts: {"all": parts}),
            st.lists(inner, max_size=4).map(lambda parts: {"any": parts}),
            inner.map(lambda part: {"not": part}),
        ),
        max_leaves=12,
    )


def conditions() -> st.SearchStrategy[Condition]:
    """Conditions as trees."""
    return condition_data().map(lambda data: parse(data, VOCABULARY))


def citizens() -> st.SearchStrategy[dict[str, object]]:
    """Facts in normal form; any may be missing."""
    return st.fixed_dictionaries(
        {}, optional={key: _value(fact) for key, fact in VOCABULARY.items()}
    ).map(lambda facts: {key: check_value(VOCABULARY[key], facts[key]) for key in facts})
