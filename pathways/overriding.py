"""How a version's rules are followed: how often each fired, decided, and was overridden, and why.

Counted by the database over the ledger's newest advice that was acted on, at most `MOST` rows, so
that the work is bounded however long the ledger grows. Small counts are hidden (CHARTS §5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection

from figures.suppression import TOTAL, Cell, Line, Place, protect_lines
from pathways.advice import DEFAULT_RULE
from pathways.models import Version
from pathways.replaying.protecting import THRESHOLD, Shown

MOST = 20_000

# Places of the counts beside a rule; those that are sums are hidden last.
WHY = "why"
FOLLOWED = "followed"
AGAINST = ("against", TOTAL)
BESIDE = "beside"
FIRED = ("fired", TOTAL)

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
    counted: Shown
    overridden: Shown
    is_all: bool


def use_of(version: Version) -> Use:
    """How the version's rules are followed (two queries)."""
    with connection.cursor() as cursor:
        cursor.execute(USED, [version.pk, MOST])
        found = cursor.fetchall()
        cursor.execute(TOTAL_OF, [version.pk, MOST])
        [(counted, overridden)] = cursor.fetchall()
    order = [*(compiled.rule.key for compiled in version.parsed.compiled_rules), DEFAULT_RULE]
    tallies = {rule: Tally() for rule in order}
    for rule, why, count, deciding, overriding in found:
        tally = tallies.setdefault(rule, Tally())
        tally.fired += count
        tally.decided += deciding
        if overriding:
            tally.against[why] = overriding
    cells = protected(tallies, counted, overridden)

    def shown(*place: str) -> Shown:
        cell = cells[place]
        return cell.mark.value if cell.mark is not None else cell.count or 0

    def use(rule: str) -> RuleUse:
        row = _row(rule)
        decided, overridden = shown(row, TOTAL), shown(row, *AGAINST)
        known = isinstance(decided, int) and isinstance(overridden, int) and decided
        return RuleUse(
            rule,
            fired=shown(row, *FIRED),
            decided=decided,
            overridden=overridden,
            rate=overridden / decided if known else None,  # type: ignore[operator]  # both known
            reasons={key: shown(row, WHY, key) for key in tallies[rule].against},
        )

    rules = tuple(use(rule) for rule in order)
    return Use(rules, shown(TOTAL, TOTAL), shown(TOTAL, *AGAINST), counted < MOST)


@dataclass
class Tally:
    """One rule's counts. `against`: how often each reason was given for going elsewhere."""

    fired: int = 0
    decided: int = 0
    against: dict[str, int] = field(default_factory=dict)


def protected(tallies: Mapping[str, Tally], counted: int, overridden: int) -> Mapping[Place, Cell]:
    """The counts as they may be shown: they add up within each rule, and over all rules."""
    values: dict[Place, int] = {
        (TOTAL, TOTAL): counted,
        (TOTAL, *AGAINST): overridden,
        (TOTAL, FOLLOWED): counted - overridden,
    }
    lines: list[Line] = [((TOTAL, FOLLOWED), (TOTAL, *AGAINST), (TOTAL, TOTAL))]
    for rule, tally in tallies.items():
        row = _row(rule)
        against = sum(tally.against.values())
        values |= {(row, WHY, why): count for why, count in tally.against.items()}
        values |= {
            (row, FOLLOWED): tally.decided - against,
            (row, *AGAINST): against,
            (row, TOTAL): tally.decided,
            (row, BESIDE): tally.fired - tally.decided,
            (row, *FIRED): tally.fired,
        }
        lines += [
            (*((row, WHY, why) for why in tally.against), (row, *AGAINST)),
            ((row, FOLLOWED), (row, *AGAINST), (row, TOTAL)),
            ((row, BESIDE), (row, TOTAL), (row, *FIRED)),
        ]
    # The rule that decided is one, so these add up too; what no rule of the version has is beside.
    for place in ((FOLLOWED,), AGAINST, (TOTAL,)):
        rest = values[TOTAL, *place] - sum(values[_row(rule), *place] for rule in tallies)
        values["", *place] = max(rest, 0)
        lines.append((*((_row(rule), *place) for rule in tallies), ("", *place), (TOTAL, *place)))
    return protect_lines(values, lines, THRESHOLD)[0]


def _row(rule: str) -> str:
    """A rule's name among places: no rule can be called as a sum is."""
    return f"rule {rule}"
