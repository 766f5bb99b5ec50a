"""How a version's rules are followed: how often each fired, decided, and was overridden, and why.

Counted by the database over the ledger's newest advice that was acted on, at most `MOST` rows, so
that the work is bounded however long the ledger grows. Small counts are hidden (CHARTS §5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from figures.suppression import protect
from pathways.advice import DEFAULT_RULE
from pathways.models import Version
from pathways.replaying.protecting import THRESHOLD, Shown

MOST = 20_000

# The rule that decided is the first reason: `routing` puts the winning destination's rules first.
USED = """
WITH newest AS MATERIALIZED (
  SELECT result -> 'reasons' AS reasons, destination, chosen_destination AS chosen,
    override_reason AS why, result -> 'alternatives' AS alternatives
  FROM pathways_advice WHERE version_id = %s AND chosen_destination <> ''
  ORDER BY at DESC LIMIT %s
), told AS (
  SELECT reason ->> 'rule' AS rule, place = 1 AS decisive,
    NOT alternatives ? chosen AS overridden, why
  FROM newest, jsonb_array_elements(reasons) WITH ORDINALITY AS one (reason, place)
)
SELECT rule, why, count(*), count(*) FILTER (WHERE decisive),
  count(*) FILTER (WHERE decisive AND overridden)
FROM told GROUP BY rule, why
"""
TOTAL_OF = """
SELECT count(*), count(*) FILTER (WHERE NOT alternatives ? chosen) FROM (
  SELECT result -> 'alternatives' AS alternatives, chosen_destination AS chosen
  FROM pathways_advice WHERE version_id = %s AND chosen_destination <> ''
  ORDER BY at DESC LIMIT %s
) AS newest
"""


@dataclass(frozen=True)
class RuleUse:
    """One rule: counts or marks. `decided` splits in `followed` and `overridden`.

    `reasons`: how often each reason was given for going elsewhere, by its key.
    """

    rule: str
    fired: Shown
    decided: Shown
    overridden: Shown
    rate: float | None
    reasons: Mapping[str, Shown]


@dataclass(frozen=True)
class Use:
    """All rules of a version in the document's order, and how much was counted."""

    rules: tuple[RuleUse, ...]
    counted: int
    overridden: Shown
    is_all: bool


def use_of(version: Version) -> Use:
    """How the version's rules are followed (two queries)."""
    with connection.cursor() as cursor:
        cursor.execute(USED, [version.pk, MOST])
        found = cursor.fetchall()
        cursor.execute(TOTAL_OF, [version.pk, MOST])
        [(counted, overridden)] = cursor.fetchall()
    fired: dict[str, int] = {}
    decided: dict[str, int] = {}
    against: dict[str, dict[str, int]] = {}
    for rule, why, count, deciding, overriding in found:
        fired[rule] = fired.get(rule, 0) + count
        decided[rule] = decided.get(rule, 0) + deciding
        if overriding:
            against.setdefault(rule, {})[why] = overriding
    order = [*(compiled.rule.key for compiled in version.parsed.compiled_rules), DEFAULT_RULE]
    rules = tuple(_use(rule, fired, decided, against.get(rule, {})) for rule in order)
    return Use(rules, counted, _small(overridden), counted < MOST)


def _use(
    rule: str, fired: Mapping[str, int], decided: Mapping[str, int], against: Mapping[str, int]
) -> RuleUse:
    overridden = sum(against.values())
    whole = decided.get(rule, 0)
    # Followed and each reason add up to decided: what would give a small one away is hidden too.
    table = protect(
        {rule: [whole - overridden, *against.values()]}, ["followed", *against], THRESHOLD
    )

    def shown(count: int, key: str) -> Shown:
        cell = table[rule, key]
        return cell.mark.value if cell.mark is not None else count

    small = 0 < overridden < THRESHOLD or not table[rule, "followed"].shown
    decided_shown = shown(whole, "total")
    known = isinstance(decided_shown, int) and not small and whole
    return RuleUse(
        rule,
        fired=_small(fired.get(rule, 0)),
        decided=decided_shown,
        overridden=".." if small else overridden,
        rate=overridden / whole if known else None,
        reasons={key: shown(number, key) for key, number in against.items()},
    )


def _small(count: int) -> Shown:
    return ".." if 0 < count < THRESHOLD else count
