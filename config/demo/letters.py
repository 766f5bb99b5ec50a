"""What the made-up epikriser say: filled in from what was recorded, as a therapist begins."""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

from config.demo.treatment import CANCELLED, MET, NO_SHOW, Treatment
from referrals.epicrisis import RECORDED, SECTIONS, prefill
from referrals.record import goal_lines, series_of
from referrals.recorded import Recorded

_DECISIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "better": (
        ("Ingen ny henvisning nu; egen træning fortsætter.", "none"),
        ("Klarer sig selv; kontrol om tre måneder, hvis smerten tager til.", "control"),
    ),
    "unchanged": (
        ("Uændret efter træning; overvej vurdering af operation.", "new_referral"),
        ("Uændret; fortsætter selv og ses hos jer om tre måneder.", "control"),
    ),
    "worse": (("Forværring trods træning; bør udredes igen.", "work_up"),),
}
_INFORMATION = "Mundtlig og skriftlig information om artrose, belastning og egen træning er givet."
_WHERE_NOTHING_IS_SAID = {
    "findings": "Se henvisningen.",
    "treatment": "Undersøgelse og samtale.",
    "outcome": "Status er gennemgået med borgeren.",
    "function": "Ikke målt.",
    "advice": "Støt gerne borgeren i at fortsætte egen træning.",
}


def recorded_of(treatment: Treatment, plain: Mapping[str, Any], start: date) -> Recorded:
    """What was recorded of the treatment, like `referrals.record.record_of` reads it from rows.

    `plain`: the fields that are told rather than computed here.
    """
    met = [(day, kind) for day, kind, state in treatment.sessions if state == MET]
    states = Counter(state for _day, _kind, state in treatment.sessions)
    days = sorted(day for day, _kind in met)
    # The very functions that read rows; all they ask of a row is its values.
    goals: list[Any] = [
        SimpleNamespace(text=text, unit=unit, start=first, now=now, target=target)
        for text, unit, first, now, target in treatment.goals
    ]
    measurements: list[Any] = [
        SimpleNamespace(instrument=key, value=value, measured_on=day, pk=number)
        for number, (key, value, day) in enumerate(treatment.measurements)
    ]
    series = series_of(measurements, goals, start)
    return Recorded(
        **plain,
        sessions=dict(Counter(kind for _day, kind in met)),
        cancelled=states[CANCELLED],
        no_shows=states[NO_SHOW],
        weeks=(days[-1] - days[0]).days // 7 + 1 if days else 0,
        goals=goal_lines(goals, series),
        series=series,
        plan=treatment.plan,
    )


def filled(chance: random.Random, recorded: Recorded) -> dict[str, Any]:
    """The sections as a therapist could have signed them; every required one is filled in."""
    content: dict[str, Any] = prefill(recorded)
    result = content.setdefault("result", "unchanged")
    decision, wish = chance.choice(_DECISIONS[result])
    content |= {"decision": decision, "wishes": [wish], "information": _INFORMATION}
    for section in SECTIONS:
        if section.required and not content.get(section.key):
            content[section.key] = _WHERE_NOTHING_IS_SAID[section.key]
    return content


def written(chance: random.Random, recorded: Recorded) -> tuple[str, str]:
    """The signed content as JSON, and its hash, as signing makes them."""
    content = filled(chance, recorded) | {RECORDED: _data(recorded)}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return canonical, hashlib.sha256(canonical.encode()).hexdigest()


def _data(recorded: Recorded) -> dict[str, Any]:
    """As `Recorded.to_data`, without its deep copies."""
    return {
        **vars(recorded),
        "phrases": [vars(phrase) for phrase in recorded.phrases],
        "goals": [vars(goal) for goal in recorded.goals],
        "series": [
            {**vars(series), "points": [vars(point) for point in series.points]}
            for series in recorded.series
        ],
    }
