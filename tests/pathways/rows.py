"""A table of facts that lasts as long as the test's transaction, and what a query says of it."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, models
from django.db.models.expressions import Expression
from django.test.utils import isolate_apps

from pathways.conditions.evaluate import FALSE, TRUE, UNKNOWN, Truth
from pathways.conditions.query import is_false, is_true, is_unknown
from pathways.conditions.tree import Condition

with isolate_apps("pathways"):

    class Row(models.Model):
        """One citizen's facts, as a ledger has them."""

        facts = models.JSONField(null=True)

        class Meta:
            app_label = "pathways"
            managed = False
            db_table = "rows_of_facts"

        def __str__(self) -> str:
            return str(self.facts)


def make_table() -> None:
    """The table, empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE IF NOT EXISTS rows_of_facts (id int PRIMARY KEY, facts jsonb)"
            " ON COMMIT DROP"
        )


def fill(citizens: Iterable[Any]) -> None:
    """These rows and no others, numbered from 0."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM rows_of_facts")
        cursor.execute(
            "INSERT INTO rows_of_facts SELECT place - 1, facts"
            " FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS one (facts, place)",
            [json.dumps(list(citizens))],
        )


def values_by_query(condition: Condition) -> list[Truth]:
    """The condition's value for each row; each of the three questions must fit the other two."""
    asked: dict[Truth, Callable[..., Any]] = {
        TRUE: is_true,
        FALSE: is_false,
        UNKNOWN: is_unknown,
    }
    answers: dict[str, Expression] = {
        truth.name: ask(condition, "facts") for truth, ask in asked.items()
    }
    found = []
    for answer in Row._base_manager.order_by("id").values(**answers):
        [value] = [truth for truth in Truth if answer[truth.name] is True]
        assert sum(answer.values()) == 1, answer
        found.append(value)
    return found
