"""Past referrals counted by where two versions send them: one query for both, stretch by stretch.

What is counted is the ledger's advice that was acted on; nothing here names a citizen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from pathways.definition import Definition
from pathways.destination_query import decided, facts_of_routing
from pathways.models import Advice
from pathways.sql import sql

STRETCH = 50_000
"""About so many referrals are counted before the reader sees progress and may stop it."""

MAX_STRETCHES = 400

ACTED_ON = """
SELECT a.facts, a.available, a.refused, a.facts AS said, a.available AS offered,
  a.version_id, a.destination AS shown, c.municipality_id AS municipality
FROM pathways_advice a LEFT JOIN citizens_citizen c ON c.id = a.citizen_id
WHERE a.version_id = ANY(%s) AND a.chosen_destination <> '' AND a.at >= %s AND a.at < %s
"""
CARRIED = ("said", "offered", "version_id", "shown", "municipality")
PEOPLE = ("group", "age", "sex")
KINDS = """
  municipality,
  CASE WHEN value_0 IN ('1', '2', '3', '4') THEN value_0 #>> '{{}}' ELSE '' END AS citizen_group,
  CASE WHEN jsonb_typeof(value_1) IS DISTINCT FROM 'number' THEN '' WHEN value_1 < '18' THEN '0-17'
    WHEN value_1 < '40' THEN '18-39' WHEN value_1 < '65' THEN '40-64' ELSE '65-' END AS age,
  CASE WHEN value_2 IN ('"female"', '"male"') THEN value_2 #>> '{{}}' ELSE '' END AS sex,
  to_0, to_1, misfit_1, version_id = %s AS is_against, shown = to_0 AS is_same,
  CASE WHEN to_0 <> to_1 THEN
    jsonb_build_object('facts', {read}, 'available', offered)::text END AS changed
"""
COUNTED = """
  municipality, citizen_group, age, sex, to_0, to_1, count(*),
  count(*) FILTER (WHERE misfit_1),
  count(*) FILTER (WHERE is_against), count(*) FILTER (WHERE is_against AND is_same),
  coalesce(array_agg(changed) FILTER (WHERE changed IS NOT NULL), '{}')
"""
# The kinds are few, however many the planner expects: no need to sort every row for them.
HASHED = "SET LOCAL enable_sort = off"


@dataclass(frozen=True)
class Tally:
    """Referrals alike in municipality, group, age, sex, and in where both versions send them.

    `against`: those advised under the very version that is compared with; `same`: of these, those
    to whom it gives the advice that was shown. `changed`: of each that moves, what both versions
    read of it and what was on offer, as JSON text.
    """

    municipality: str | None
    group: str
    age: str
    sex: str
    old: str
    new: str
    count: int
    misfit: int
    against: int
    same: int
    changed: tuple[str, ...]


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
        keys = sorted({"joined", *facts_of_routing(old), *facts_of_routing(new)})
        pairs = ", ".join(["%s::text, said -> %s::text"] * len(keys))
        asked = KINDS.format(read=f"jsonb_build_object({pairs})")
        kinds = f"SELECT {asked} FROM ({rows.text}) AS decided OFFSET 0"  # noqa: S608 - our own text
        self._text = f"SELECT {COUNTED} FROM ({kinds}) AS kinds GROUP BY 1, 2, 3, 4, 5, 6"  # noqa: S608
        self._params = (against, *(key for key in keys for _twice in range(2)), *rows.params)

    def count(self, ledger: Ledger) -> list[Tally]:
        """All of the ledger's part, in one query."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(HASHED)
            # The ledger's own parameters stand innermost, so they are the last.
            cursor.execute(self._text, (*self._params, *ledger.params))
            return [Tally(*(*row[:-1], tuple(row[-1]))) for row in cursor.fetchall()]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
