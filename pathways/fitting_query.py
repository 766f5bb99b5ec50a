"""Whether a stored value lies in its fact's domain, as SQL: what `facts.check_value` refuses.

Facts are kept as they were under the version of their time; a newer version may have other
options, bounds or types.
"""

from __future__ import annotations

import json

from pathways.conditions.facts import CODE_SHAPES, NONE, Fact, FactType
from pathways.sql import Sql, joined, sql
from pathways.stored_facts import KINDS


def of_its_kind(type_: FactType, column: str) -> Sql:
    """The `jsonb` column's value where it is of the kind of the type, else NULL; `as_known`.

    Of the type's own SQL type, which is compared without being taken apart again: numeric, text,
    boolean; `jsonb` for sets and codes, and for texts, which are only asked whether they are known.
    """
    kind = f"jsonb_typeof({column}) = '{KINDS[type_]}'"
    if type_ is FactType.CODE:
        kind += "".join(
            f" AND jsonb_typeof({column} -> '{part}') = 'string'" for part in ("system", "code")
        )
    return sql(f"CASE WHEN {kind} THEN {column}{_AS.get(type_, '')} END")


_AS = {
    FactType.BOOLEAN: "::boolean",
    FactType.INTEGER: "::numeric",
    FactType.DECIMAL: "::numeric",
    FactType.CHOICE: " #>> '{}'",
}


def misfit(fact: Fact, column: str) -> Sql:
    """Whether the column holds a value outside the fact's domain; FALSE for NULL and null."""
    kind = f"jsonb_typeof({column}) = '{KINDS[fact.type]}'"
    inside = _inside(fact, column)
    return sql(
        f"(CASE WHEN COALESCE({column} = 'null', TRUE) THEN FALSE"
        f" WHEN {kind} THEN NOT ({inside.text}) ELSE TRUE END)",
        *inside.params,
    )


def _inside(fact: Fact, column: str) -> Sql:
    """For a value of the right kind: whether it is one of those that may be."""
    match fact.type:
        case FactType.INTEGER | FactType.DECIMAL:
            return _number(fact, column)
        case FactType.CHOICE:
            return sql(f"%s::jsonb @> {column}", json.dumps(list(fact.options)))
        case FactType.SET:
            alone = f"NOT ({column} ? %s AND {column} - %s <> '[]')"
            return sql(
                f"(%s::jsonb @> {column} AND {alone})", json.dumps(list(fact.options)), NONE, NONE
            )
        case FactType.CODE:
            shapes = joined(
                " OR ",
                [
                    sql(
                        f"({column} ->> 'system' = %s AND {column} ->> 'code' ~ %s)",
                        system,
                        f"^(?:{shape.pattern})$",
                    )
                    for system, shape in CODE_SHAPES.items()
                ],
            )
            only = f"{column} - ARRAY['system', 'code'] = '{{}}'"
            return sql(f"({only} AND COALESCE({shapes.text}, FALSE))", *shapes.params)
    return sql("TRUE")


def _number(fact: Fact, column: str) -> Sql:
    tests = [sql("TRUE")]
    if fact.type is FactType.INTEGER:
        tests.append(sql(f"{column}::numeric %% 1 = 0"))
    if fact.minimum is not None:
        tests.append(sql(f"{column}::numeric >= %s", fact.minimum))
    if fact.maximum is not None:
        tests.append(sql(f"{column}::numeric <= %s", fact.maximum))
    return joined(" AND ", tests)
