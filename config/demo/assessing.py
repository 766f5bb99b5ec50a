"""Assessments of function and context, drawn at random and grouped by the rule for real."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Any

from config.demo.clinical import Knee
from pathways.definition import Definition
from stratification.actions import judged_columns, result_column
from stratification.agreed import agreed
from stratification.grouping import AssessmentInput, suggest_group
from stratification.icf import Component, Qualifier

# How well the knee itself can be told from the code; for the rest most have no trouble.
_KNEE_CODES = frozenset({"b280", "b710", "b730", "s750", "d450", "d540"})
LOWER_BY_JUDGEMENT = 0.06


@dataclass(frozen=True)
class Drawn:
    """One assessment: its group, and its columns as the table wants them.

    columns: qualifiers, health_condition, personal_factors, marks, result, suggested_group,
    group, override_reason.
    """

    group: int
    suggested: int | None
    reason: str
    columns: tuple[Any, ...]


def draw_input(chance: random.Random, codes: tuple[str, ...], knee: Knee) -> AssessmentInput:
    """What clinician and citizen could have judged together; every code is answered."""
    qualifiers = {code: _qualifier(chance, code, knee) for code in codes}
    return AssessmentInput(codes, qualifiers, severity=min(max(round(knee.severity * 3), 0), 3))


class Assessor:
    """Draws assessments by the core set and thresholds of one version's definition."""

    def __init__(self, definition: Definition, version: int) -> None:
        self.terms = agreed(definition)
        self.version = version

    def draw(self, chance: random.Random, knee: Knee) -> Drawn | None:
        """One assessment; None where the definition groups nobody."""
        if self.terms is None:
            return None
        judged = draw_input(chance, tuple(self.terms.codes), knee)
        grouping = suggest_group(judged, self.terms.numbers)
        group, reason = grouping.group, ""
        if group is None:
            group, reason = 1, "Skøn efter samtale; ikke alt kunne vurderes."
        elif group > 1 and chance.random() < LOWER_BY_JUDGEMENT:
            group, reason = group - 1, "Klarer sig bedre, end svarene viser."
        columns = judged_columns(judged)
        return Drawn(
            group,
            grouping.group,
            reason,
            (
                *(json.dumps(columns[name], ensure_ascii=False) for name in _JUDGED),
                json.dumps(result_column(grouping, self.terms, self.version), ensure_ascii=False),
                grouping.group,
                group,
                reason,
            ),
        )


_JUDGED = ("qualifiers", "health_condition", "personal_factors", "marks")


def _qualifier(chance: random.Random, code: str, knee: Knee) -> Qualifier:
    if code in _KNEE_CODES:
        return Qualifier(_on_scale(chance.gauss(2.0 * knee.severity + 0.2, 0.6)))
    if code.startswith(Component.ENVIRONMENT):
        if chance.random() < 0.15:
            return Qualifier(chance.randint(1, 2), facilitator=True)
        return Qualifier(_on_scale(chance.gauss(2.6 * knee.frailty - 0.4, 0.6)))
    return Qualifier(_on_scale(chance.gauss(0.2, 0.4)))


def _on_scale(value: float) -> int:
    return min(max(round(value), 0), 4)
