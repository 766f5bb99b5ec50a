"""A condition as SQL over a `jsonb` column of facts, for counting and replay over many rows.

SQL's own AND, OR and NOT on NULL are Kleene's logic, so the translation goes leaf by leaf: a leaf
over an absent fact is NULL, a condition is TRUE, FALSE or NULL for unknown. Everything is built
from Django expressions, and every key and value is a bound parameter.

Rows are read as they stand: no value makes the database raise. A value of another type than its
fact's is what `evaluate` says of it (a Python number equals a truth value, a text holds its own
parts), and *unknown* where `evaluate` could not read it at all.

This is the one file beside the decisions that knows Django.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeAlias

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    F,
    Func,
    JSONField,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from pathways.conditions.codes import CodeRange
from pathways.conditions.tree import All, Any_, Condition, Leaf, Not, Op

Expression: TypeAlias = Func | Case | Cast | Value
Column: TypeAlias = str | Combinable | Mapping[str, Combinable]
"""The name of a `jsonb` column ("facts", "advices__facts"), or an expression of that type.

A mapping gives each fact's value as an expression of its fact's own SQL type (numeric, text,
boolean; `jsonb` for sets and codes), NULL where it is absent or of another kind: for many
conditions over the same rows, which then look each fact up, test its kind and read it once.
`narrowed` takes none.
"""


def truth(condition: Condition, column: Column) -> Expression:
    """TRUE, FALSE, or NULL for unknown; three-valued, so put `IS TRUE` around it before negating.

    `is_true`, `is_false` and `is_unknown` have done so.
    """
    facts = F(column) if isinstance(column, str) else column
    return _truth(condition, facts)


def is_true(condition: Condition, column: Column) -> Expression:
    """Whether the condition is true; never NULL. For `filter`, `exclude` and `annotate`."""
    return _sql("({} IS TRUE)", truth(condition, column))


def is_false(condition: Condition, column: Column) -> Expression:
    """Whether the condition is false; never NULL."""
    return _sql("({} IS FALSE)", truth(condition, column))


def is_unknown(condition: Condition, column: Column) -> Expression:
    """Whether the facts leave the condition undecided; never NULL."""
    return _sql("({} IS UNKNOWN)", truth(condition, column))


def narrowed(condition: Condition, column: Column) -> Expression:
    """What an index can tell beforehand: true wherever the condition is, and perhaps elsewhere.

    Put before `is_true` in a filter over facts in normal form (as `parse_facts` gives and the
    ledger keeps them): containment is answered by one GIN index on the whole column, whatever
    the facts are called. TRUE throughout where no leaf is selective.
    """
    facts = F(column) if isinstance(column, str) else column
    return _narrowed(condition, facts) or _literal(True)


def _truth(condition: Condition, facts: Any) -> Expression:
    match condition:
        case All(parts):
            return _joined(" AND ", [_truth(part, facts) for part in parts], empty=True)
        case Any_(parts):
            return _joined(" OR ", [_truth(part, facts) for part in parts], empty=False)
        case Not(part):
            return _sql("(NOT {})", _truth(part, facts))
        case Leaf():
            return _leaf(condition, facts)


def _leaf(leaf: Leaf, facts: Any) -> Expression:
    asked: Any = leaf.value
    if isinstance(facts, Mapping):
        return _of_its_kind(leaf.op, facts[leaf.fact], asked)
    value = _value(facts, leaf.fact)
    match leaf.op:
        case Op.KNOWN:
            return _sql("({} IS NOT NULL)" if asked else "({} IS NULL)", value)
        case Op.IS:
            return _equals(value, [asked])
        case Op.ONE_OF:
            return _equals(value, asked)
        case Op.AT_LEAST:
            return _number(value, low=asked)
        case Op.AT_MOST:
            return _number(value, high=asked)
        case Op.BETWEEN:
            return _number(value, low=asked[0], high=asked[1])
        case Op.HAS_ANY:
            return _options(value, asked, "?|", " OR ")
        case Op.HAS_ALL:
            return _options(value, asked, "?&", " AND ")
        case Op.IN_CODES:
            return _codes(value, asked)


def _of_its_kind(op: Op, value: Any, asked: Any) -> Expression:
    """The leaf over a value of its fact's own type."""
    match op:
        case Op.KNOWN:
            return _sql("({} IS NOT NULL)" if asked else "({} IS NULL)", value)
        case Op.IS:
            return _sql("({} = {})", value, _typed(asked))
        case Op.ONE_OF:
            alike = [_sql("({} = {})", value, _typed(one)) for one in asked]
            return _joined(" OR ", alike, empty=False)
        case Op.AT_LEAST:
            return _sql("({} >= {})", value, _typed(asked))
        case Op.AT_MOST:
            return _sql("({} <= {})", value, _typed(asked))
        case Op.BETWEEN:
            return _sql("({} BETWEEN {} AND {})", value, *map(_typed, asked))
        case Op.HAS_ANY | Op.HAS_ALL:  # one by one: `?|` takes its list apart anew for every row
            held = [_sql("({} ? {})", value, _text(option)) for option in asked]
            every = op is Op.HAS_ALL
            return _joined(" AND " if every else " OR ", held, empty=every)
        case Op.IN_CODES:
            return _codes(value, asked)


def _value(facts: Any, key: str) -> Any:
    """The fact's value as `jsonb`; NULL where it is absent or null."""
    return _sql("NULLIF({} -> {}, {})", facts, _text(key), _json(None))


def _equals(value: Expression, asked: Iterable[Any]) -> Expression:
    alike: list[Any] = []
    for one in asked:
        alike.append(one)
        if not isinstance(one, str) and one in (0, 1):  # Python: True == 1
            alike.append(int(one) if isinstance(one, bool) else bool(one))
    return _joined(" OR ", [_sql("({} = {})", value, _json(one)) for one in alike], empty=False)


def _number(value: Expression, *, low: Any = None, high: Any = None) -> Expression:
    """`jsonb` compares numbers as numbers, exactly; a truth value counts as 0 or 1."""
    ends = [("({} >= {})", low), ("({} <= {})", high)]
    compared = [_sql(form, value, _json(end)) for form, end in ends if end is not None]

    def lies_within(number: int) -> bool:
        return (low is None or number >= low) and (high is None or number <= high)

    return _case(
        (_is_a(value, "number"), _joined(" AND ", compared, empty=True)),
        (_sql("({} = {})", value, _json(True)), _literal(lies_within(1))),
        (_sql("({} = {})", value, _json(False)), _literal(lies_within(0))),
    )


def _options(value: Expression, asked: Any, operator: str, joiner: str) -> Expression:
    options = [_text(option) for option in asked]
    listed = _sql(f"ARRAY[{', '.join(['{}'] * len(options))}]", *options)
    inside = [_sql("(strpos({} #>> '{{}}', {}) > 0)", value, option) for option in options]
    return _case(
        (_is_a(value, "array", "object"), _sql(f"({{}} {operator} {{}})", value, listed)),
        (_is_a(value, "string"), _joined(joiner, inside, empty=False)),
    )


def _codes(value: Expression, ranges: Collection[CodeRange]) -> Expression:
    code = _sql('(({} ->> {}) COLLATE "C")', value, _text("code"))
    within = [
        _sql(
            "({} -> {} = {} AND {} >= {} AND left({}, {}) <= {})",
            *(value, _text("system"), _json(codes.system)),
            *(code, _text(codes.first), code, Value(len(codes.last)), _text(codes.last)),
        )
        for codes in ranges
    ]
    # Outside every system asked for, the code itself is not compared; else it must be a text.
    systems = sorted({codes.system for codes in ranges})
    elsewhere = [
        _sql("({} ? {})", value, _text("code")),
        *(_sql("({} -> {} <> {})", value, _text("system"), _json(system)) for system in systems),
    ]
    readable = _sql(
        "({} ? {} AND jsonb_typeof({} -> {}) = 'string')",
        *(value, _text("system"), value, _text("code")),
    )
    return _case(
        (_joined(" AND ", elsewhere, empty=True), _literal(False)),
        (readable, _joined(" OR ", within, empty=False)),
    )


def _narrowed(condition: Condition, facts: Any) -> Expression | None:
    match condition:
        case All(parts):
            found = [one for part in parts if (one := _narrowed(part, facts)) is not None]
            return _joined(" AND ", found, empty=True) if found else None
        case Any_(parts):
            ways = [_narrowed(part, facts) for part in parts]
            narrow = [one for one in ways if one is not None]
            return _joined(" OR ", narrow, empty=False) if len(narrow) == len(ways) else None
        case Leaf(key, op, value):
            held = [_sql("({} @> {})", facts, _json(one)) for one in _held(key, op, value)]
            return _joined(" OR ", held, empty=False) if held else None
        case Not():
            return None


def _held(key: str, op: Op, value: Any) -> list[dict[str, Any]]:
    """What the facts hold, one of these, when the leaf is true; nothing where that is not so."""
    match op:
        case Op.IS:
            return [{key: value}]
        case Op.ONE_OF:
            return [{key: one} for one in value]
        case Op.HAS_ANY:
            return [{key: [one]} for one in value]
        case Op.HAS_ALL:
            return [{key: list(value)}]
    return []


def _is_a(value: Expression, *kinds: str) -> Expression:
    tests = [_sql("(jsonb_typeof({}) = {})", value, _text(kind)) for kind in kinds]
    return _joined(" OR ", tests, empty=False)


def _case(*ways: tuple[Expression, Expression]) -> Expression:
    """The first way whose test is true; NULL where none is."""
    whens = [When(test, then=then) for test, then in ways]
    return Case(*whens, default=_sql("NULL::boolean"), output_field=BooleanField())


def _joined(joiner: str, parts: list[Expression], *, empty: bool) -> Expression:
    if not parts:
        return _literal(empty)
    return _sql(f"({joiner.join(['{}'] * len(parts))})", *parts)


def _literal(value: bool) -> Expression:
    return Value(value, BooleanField())


def _text(value: str) -> Expression:
    return Cast(Value(value, CharField()), TextField())


def _typed(value: Any) -> Expression:
    """What is asked for, of the type of its fact's column."""
    if isinstance(value, str):
        return _text(value)
    return _Sql(
        _text(json.dumps(value)), form="{}::boolean" if isinstance(value, bool) else "{}::numeric"
    )


def _json(value: Any) -> Expression:
    return Cast(Value(json.dumps(value), CharField()), JSONField())


class _Sql(Func):
    """SQL with `{}` where each expression stands."""

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        written: list[str] = []
        params: list[Any] = []
        for expression in self.get_source_expressions():
            sql, own = compiler.compile(expression)
            written.append(sql)
            params.extend(own)
        return self.extra["form"].format(*written), params


def _sql(form: str, *expressions: Any) -> Expression:
    return _Sql(*expressions, form=form, output_field=BooleanField())
