"""Past referrals counted by where two versions send them: one query for both, stretch by stretch.

What is counted is the ledger's advice that was acted on; nothing here names a citizen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from pathways.conditions.facts import FactType
from pathways.definition import Definition
from pathways.destination_query import FENCE, decided, facts_of_routing
from pathways.models import Advice
from pathways.sql import sql

STRETCH = 200_000
"""About so many referrals are counted before the reader sees progress and may stop it."""

MAX_STRETCHES = 400

ACTED_ON = """
SELECT a.facts, a.available, a.refused, a.facts AS said, a.available AS offered,
  a.version_id, a.destination AS shown, c.municipality_id AS municipality
FROM pathways_advice a LEFT JOIN citizens_citizen c ON c.id = a.citizen_id
WHERE a.version_id = ANY(%s) AND a.chosen_destination <> '' AND a.at >= %s AND a.at < %s
"""
CARRIED = ("said", "offered", "version_id", "shown", "municipality")
PEOPLE = {"group": FactType.INTEGER, "age": FactType.INTEGER, "sex": FactType.CHOICE}
# A kind is one text, a line for each part: one key is hashed faster than many, and of one column
# the planner expects so few values that each of its workers counts by itself. Of those who move,
# what is read of them is part of their kind, so that nothing is handed over twice.
KINDS = """
SELECT coalesce(municipality, '')
  || CASE value_0 WHEN 1 THEN E'\n1' WHEN 2 THEN E'\n2' WHEN 3 THEN E'\n3' WHEN 4 THEN E'\n4'
    ELSE E'\n' END
  || CASE WHEN value_1 < 18 THEN E'\n0-17\n' WHEN value_1 < 40 THEN E'\n18-39\n'
    WHEN value_1 < 65 THEN E'\n40-64\n' WHEN value_1 IS NULL THEN E'\n\n' ELSE E'\n65-\n' END
  || CASE value_2 WHEN 'female' THEN E'female\n' WHEN 'male' THEN E'male\n' ELSE E'\n' END
  || to_0
  || CASE WHEN to_0 = to_1 THEN '' ELSE E'\n' || to_1 || E'\n'
    || array_to_string(ARRAY[{read}, offered], E'\n', '') END AS kind,
  misfit_1 AS misfit, version_id = %s AS against, shown = to_0 AS same
FROM ({rows}) AS decided{fence}
"""
COUNTED = """
SELECT kind, count(*), count(*) FILTER (WHERE misfit), count(*) FILTER (WHERE against),
  count(*) FILTER (WHERE against AND same)
FROM ({kinds}) AS kinds GROUP BY kind
"""
# No need to sort every row for the few kinds, nor to compile what runs for a moment.
PLANNED = "SELECT set_config('enable_sort', 'off', true), set_config('jit', 'off', true)"


@dataclass
class Tally:
    """Referrals alike in municipality, group, age, sex, and in where both versions send them.

    `against`: those advised under the very version that is compared with; `same`: of these, those
    to whom it gives the advice that was shown. `read`: of those who move, what both versions read,
    with how many are alike in it: for each of `Counting.keys` its value as JSON, or nothing, and
    at last what was on offer.
    """

    municipality: str
    group: str
    age: str
    sex: str
    old: str
    new: str
    count: int = 0
    misfit: int = 0
    against: int = 0
    same: int = 0
    read: list[tuple[Sequence[str], int]] = field(default_factory=list)


@dataclass(frozen=True)
class Ledger:
    """The part of the ledger that is replayed: a pathway's acted-on advice in a period."""

    versions: tuple[int, ...]
    start: datetime
    end: datetime

    @classmethod
    def of(cls, versions: Sequence[int], first: date, last: date) -> Ledger:
        """Advice given under these versions, from one date to another, both included."""
        return cls(tuple(versions), _midnight(first), _midnight(last + timedelta(days=1)))

    def count(self) -> int:
        """How many there are."""
        return self._rows().count()

    def exists(self) -> bool:
        """Whether there are any."""
        return self._rows().exists()

    def _rows(self) -> QuerySet[Advice]:
        return Advice.objects.filter(
            version_id__in=self.versions, at__gte=self.start, at__lt=self.end
        ).exclude(chosen_destination="")

    def stretches(self, total: int) -> Iterator[Ledger]:
        """The period in even stretches; a row's time never changes, so it lies in one of them."""
        number = min(max(ceil(total / STRETCH), 1), MAX_STRETCHES)
        step = (self.end - self.start) / number
        ends = [self.start + step * place for place in range(number)] + [self.end]
        for place in range(number):
            yield Ledger(self.versions, ends[place], ends[place + 1])

    @property
    def params(self) -> tuple[Any, ...]:
        """The parameters of `ACTED_ON`."""
        return (list(self.versions), self.start, self.end)


class Counting:
    """The one query for two definitions, made once and asked of each part of the ledger.

    `against`: the id of the version of `old`. `checked`: the facts whose values may lie outside
    what the new version knows.
    """

    def __init__(
        self, old: Definition, new: Definition, against: int, checked: Collection[str]
    ) -> None:
        rows = decided((old, new), sql(ACTED_ON), CARRIED, values_of=PEOPLE, checked=checked)
        self.keys = keys_read(old, new)
        read = ", ".join(["said -> %s::text"] * len(self.keys))
        kinds = KINDS.format(read=read, rows=rows.text, fence=FENCE)
        self.text = COUNTED.format(kinds=kinds)
        self.params = (*self.keys, against, *rows.params)

    def count(self, ledger: Ledger) -> list[Tally]:
        """All of the ledger's part, in one query."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(PLANNED)
            # The ledger's own parameters stand innermost, so they are the last.
            cursor.execute(self.text, (*self.params, *ledger.params))
            return _tallies(cursor.fetchall())


def keys_read(*definitions: Definition) -> tuple[str, ...]:
    """The keys of what is read to advise and to explain, in order."""
    return tuple(sorted({"joined", *(key for one in definitions for key in facts_of_routing(one))}))


def _tallies(rows: Iterable[tuple[str, int, int, int, int]]) -> list[Tally]:
    found: dict[tuple[str, ...], Tally] = {}
    for kind, count, misfit, against, same in rows:
        municipality, group, age, sex, old, *moved = kind.split("\n")
        new = moved[0] if moved else old
        alike = (municipality, group, age, sex, old, new)
        tally = found.get(alike)
        if tally is None:
            tally = found[alike] = Tally(*alike)
        tally.count += count
        tally.misfit += misfit
        tally.against += against
        tally.same += same
        if moved:
            tally.read.append((moved[1:], count))
    return list(found.values())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
