"""The routing as SQL: which destination a definition gives each row of stored facts.

The same answer as `resolving.decide` over `stored_facts.as_known`, row by row, for counting and
replay over many rows. A value of another kind than its fact's is unknown, and none makes the
database raise. Keys and values are bound parameters.

Each fact is looked up once, each condition read once and each routing resolved once, also when
several definitions share it. `FENCE` keeps the planner from joining these steps, which would do the
work again for every place a value is used.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from django.db import connection
from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.db.models.sql import Query

from pathways.conditions.facts import Fact, FactType
from pathways.conditions.query import truth
from pathways.conditions.tree import Condition
from pathways.definition import Definition
from pathways.destinations import DESTINATIONS
from pathways.fitting_query import misfit, of_its_kind
from pathways.sql import Sql, joined, sql

# As a text, the planner sees at once that nothing is left out and that the steps may run in
# parallel; a number it would convert first, and by then it is too late.
FENCE = " OFFSET '0'"


def decided(
    definitions: Sequence[Definition],
    rows: Sql,
    carried: Iterable[str] = (),
    *,
    values_of: Mapping[str, FactType] = MappingProxyType({}),
    checked: Collection[str] | None = None,
) -> Sql:
    """A SELECT of the `carried` columns and, for definition n, of these:

    `to_n`: the destination (text). `misfit_n`: a fact that the routing reads has a value outside
    its domain in the definition.

    `rows` is a SELECT of `facts`, `available` and `refused` (jsonb, as the ledger keeps them) and
    of `carried`. `values_of` are facts whose values are wanted too, as `value_k` in that order:
    each as `of_its_kind` gives it. `checked` are the facts that may be outside their domain; None:
    any.
    """
    readings = [
        _Reading(number, definition, checked) for number, definition in enumerate(definitions)
    ]
    keys = list(dict.fromkeys((*values_of, *(key for one in readings for key in one.facts))))
    values = {key: f"found_{number}" for number, key in enumerate(keys)}
    typed = _Columns("fact")
    truths = _Columns("truth")
    ways = _Columns("way")
    wanted = [typed.name_of(of_its_kind(type_, values[key])) for key, type_ in values_of.items()]
    for reading in readings:
        reading.name(values, typed, truths)
    to = [ways.name_of(reading.destination()) for reading in readings]
    names = [*map(sql, carried)]
    kept = [*names, *map(sql, dict.fromkeys(wanted))]
    offers = [*map(sql, ("facts", "available", "refused"))]
    misfits = [sql(f"misfit_{reading.number}") for reading in readings]
    steps = (
        [
            *(*names, *offers),
            *(sql(f"facts -> %s AS {column}", key) for key, column in values.items()),
        ],
        [
            *(*names, *offers),
            *typed.declared(),
            *(reading.misfit(values).named(f"misfit_{reading.number}") for reading in readings),
        ],
        [*kept, *offers, *misfits, *truths.declared()],
        [*kept, *misfits, *ways.declared()],
        [
            *(*names, *misfits),
            *(sql(f"{column} AS value_{number}") for number, column in enumerate(wanted)),
            *(sql(f"{column} AS to_{number}") for number, column in enumerate(to)),
        ],
    )
    found = rows
    for number, parts in enumerate(steps):
        columns = joined(", ", parts)
        fence = FENCE if parts is not steps[-1] else ""
        select = f"SELECT {columns.text} FROM ({found.text}) AS step_{number}{fence}"  # noqa: S608
        found = sql(select, *columns.params, *found.params)
    return found


def facts_of_routing(definition: Definition) -> dict[str, Fact]:
    """The facts that the destination depends on, by key."""
    return {
        key: definition.vocabulary[key]
        for compiled in definition.compiled_rules
        if compiled.rule.to
        for key in compiled.facts
    }


class _Columns:
    """Columns by what they hold: what is written alike is computed once."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.names: dict[Sql, str] = {}

    def name_of(self, piece: Sql) -> str:
        return self.names.setdefault(piece, f"{self.prefix}_{len(self.names)}")

    def declared(self) -> list[Sql]:
        return [piece.named(name) for piece, name in self.names.items()]


@dataclass(frozen=True)
class _Pointer:
    """A destination that a rule points to; it counts where those `before` are not on offer."""

    key: str
    rule: int
    before: tuple[str, ...]


class _Reading:
    """One definition among those asked for: its columns, and what follows from them."""

    def __init__(
        self, number: int, definition: Definition, checked: Collection[str] | None
    ) -> None:
        self.number = number
        self.checked = checked
        self.definition = definition
        self.facts = facts_of_routing(definition)
        self.truths: dict[int, str] = {}
        tiers = definition.tiers
        pointers = [
            (tiers[key], rule, _Pointer(key, rule, compiled.rule.to[:place]))
            for rule, compiled in enumerate(definition.compiled_rules)
            for place, key in enumerate(compiled.rule.to)
        ]
        pointers.sort(key=lambda one: one[:2])  # strongest first, as `resolve` does
        self.pointers = [pointer for _tier, _rule, pointer in pointers]

    def name(self, values: dict[str, str], typed: _Columns, truths: _Columns) -> None:
        """Find or make the columns of facts by kind and of truths."""
        columns = {
            key: typed.name_of(of_its_kind(fact.type, values[key]))
            for key, fact in self.facts.items()
        }
        for number, compiled in enumerate(self.definition.compiled_rules):
            if compiled.rule.to:
                self.truths[number] = truths.name_of(_truth(compiled.condition, columns))

    def misfit(self, values: dict[str, str]) -> Sql:
        found = [
            misfit(fact, values[key])
            for key, fact in self.facts.items()
            if self.checked is None or key in self.checked
        ]
        return joined(" OR ", found) if found else sql("FALSE")

    def destination(self) -> Sql:
        ways = []
        for key, pointers in groupby(self.pointers, key=lambda one: one.key):
            met = joined(" OR ", [self._met(pointer) for pointer in pointers])
            ways.append(
                _when(sql(f"({met.text})", *met.params), _on_offer(key), then=sql("%s", key))
            )
        ways += [_when(_on_offer(key), then=sql("%s", key)) for key in self._defaults()]
        whole = joined(" ", ways)
        return sql(f"(CASE {whole.text} ELSE %s END)::text", *whole.params, self.definition.default)

    def _met(self, pointer: _Pointer) -> Sql:
        refused = [_off(key) for key in pointer.before]
        return joined(" AND ", [sql(self.truths[pointer.rule]), *refused])

    def _defaults(self) -> Iterator[str]:
        """The default, then what is weaker, as `resolving` goes down to what is on offer."""
        definition = self.definition
        yield definition.default
        for tier in definition.rank[definition.tiers[definition.default] + 1 :]:
            yield from tier


def _truth(condition: Condition, columns: dict[str, str]) -> Sql:
    values = {
        key: RawSQL(name, (), output_field=JSONField())  # noqa: S611 - a column named above
        for key, name in columns.items()
    }
    query = Query(None)
    expression = truth(condition, values).resolve_expression(query)
    text, params = query.get_compiler(connection=connection).compile(expression)
    return sql(text, *params)


def _when(*tests: Sql, then: Sql) -> Sql:
    test = joined(" AND ", tests)
    return sql(f"WHEN {test.text} THEN {then.text}", *test.params, *then.params)


def _off(key: str) -> Sql:
    """The destination is refused; where `available` does not say, the fact `joined` does."""
    if DESTINATIONS[key].needs_adoption:
        not_joined = "facts -> 'joined' = 'false'"
        said = "available -> 'destinations' -> %s -> 'offered'"
        silent = sql(f"{not_joined} AND COALESCE({said} <> 'true', TRUE)", key)
        return sql(f"(refused ? %s OR COALESCE({silent.text}, FALSE))", key, *silent.params)
    return sql("refused ? %s", key)


def _on_offer(key: str) -> Sql:
    off = _off(key)
    return sql(f"NOT ({off.text})", *off.params)
