"""The work of one treatment: sessions, measurements, goals and plan, drawn at random."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from config.demo.calendar import next_weekday
from config.demo.clinical import Knee
from referrals.models import SessionKind, SessionState

INDIVIDUAL, GROUP, EDUCATION = (
    str(SessionKind.INDIVIDUAL),
    str(SessionKind.GROUP),
    str(SessionKind.EDUCATION),
)
MET, CANCELLED = str(SessionState.MET), str(SessionState.CANCELLED)
NO_SHOW, PLANNED = str(SessionState.NO_SHOW), str(SessionState.PLANNED)
# Sessions are booked about this far ahead.
BOOKED_AHEAD = timedelta(days=21)

_PLANS = (
    "Styrke- og konditionstræning to gange om ugen på hold.\nHjemmeprogram fra første uge.\n"
    "Patientuddannelse om artrose, smerter og belastning.",
    "Neuromuskulær træning to gange om ugen.\nGangtræning hjemme hver dag.\n"
    "Samtale om vægt og smertelindring.",
    "Individuel instruktion de første gange, derefter hold.\nCykling hjemme tre gange om ugen.",
)
_ASSESSMENT_PLAN = "Undersøgelse, billeder og samtale om muligheder."
_PREVENTION_PLAN = "Seks gange på hold om kost, vægt og bevægelse.\nVejning hver anden gang."
_GOALS = (
    ("Gangdistance uden pause", "meter", (300, 500, 800), (1000, 1500, 2000)),
    ("Gå på trapper uden gelænder", "etager", (0, 1), (2, 3)),
    ("Cykle til indkøb", "km", (0, 1), (3, 5)),
    ("Stå op ad gangen", "minutter", (10, 20), (45, 60)),
    ("Arbejde i haven", "minutter", (10, 15), (60, 90)),
)


@dataclass
class Treatment:
    """What a treatment holds. Rows as the tables want them, dates as dates."""

    started_on: date
    ended_on: date
    plan: str
    sessions: list[tuple[date, str, str]] = field(default_factory=list)
    measurements: list[tuple[str, float, date]] = field(default_factory=list)
    goals: list[tuple[str, str, float, float, float]] = field(default_factory=list)
    paused: tuple[date, date] | None = None

    def sessions_on(self, today: date, *, ended: bool) -> Iterator[tuple[date, str, str]]:
        """The sessions as they stand today: what is to come is planned, if it still is to come."""
        for held_on, kind, state in self.sessions:
            if held_on <= today:
                yield held_on, kind, state
            elif not ended and held_on <= today + BOOKED_AHEAD:
                yield held_on, kind, PLANNED


def training(
    chance: random.Random,
    knee: Knee,
    started_on: date,
    *,
    steady: bool,
    educated: bool,
    early: bool,
) -> Treatment:
    """Supervised training. `steady`: at least twice a week. `early`: given up half-way."""
    weeks = chance.randint(7, 10) if steady else chance.randint(7, 12)
    planned_weeks = weeks
    if early:
        weeks = chance.randint(2, 5)
    made = Treatment(started_on, started_on, chance.choice(_PLANS))
    days = sorted({started_on.weekday() % 3, started_on.weekday() % 3 + 2})
    pause_from = chance.randint(2, weeks - 2) if weeks >= 6 and chance.random() < 0.05 else None
    shift = 0
    for week in range(weeks):
        if week == pause_from:
            resumed = started_on + timedelta(weeks=week + 2)
            made.paused = (started_on + timedelta(weeks=week), next_weekday(resumed, _WORKDAYS))
            shift = 2
        _week(chance, made, started_on + timedelta(weeks=week + shift), week, days, steady)
    if educated:
        _education(chance, made, started_on, weeks + shift)
    made.sessions.sort()
    made.ended_on = max(day for day, _kind, _state in made.sessions)
    gains = chance.random() < 0.78 - 0.3 * knee.severity - (0.2 if early else 0)
    _measure(chance, made, knee, gains)
    _agree_goals(chance, made, gains, share=min(weeks / planned_weeks, 1))
    return made


_WORKDAYS = (0, 1, 2, 3, 4)


def _week(
    chance: random.Random,
    made: Treatment,
    monday: date,
    week: int,
    days: list[int],
    steady: bool,
) -> None:
    monday -= timedelta(days=monday.weekday())
    wanted = days if steady or chance.random() < 0.3 else days[:1]
    for day in wanted:
        held_on = next_weekday(monday + timedelta(days=day), _WORKDAYS)
        if week == 0 and held_on < made.started_on:
            held_on = made.started_on
        if any(other == held_on for other, _kind, _state in made.sessions):
            held_on = next_weekday(held_on + timedelta(days=1), _WORKDAYS)
        kind = INDIVIDUAL if week < 2 or chance.random() < 0.25 else GROUP
        luck = chance.random()
        first = not made.sessions
        state = MET if first or luck < 0.9 else CANCELLED if luck < 0.97 else NO_SHOW
        made.sessions.append((held_on, kind, state))
        if state != MET and steady:
            again = next_weekday(held_on + timedelta(days=1), _WORKDAYS)
            made.sessions.append((again, INDIVIDUAL, MET))


def _education(chance: random.Random, made: Treatment, started_on: date, weeks: int) -> None:
    for number in range(chance.randint(2, 3)):
        week = min(1 + number, max(weeks - 1, 0))
        day = next_weekday(started_on + timedelta(weeks=week, days=1), _WORKDAYS)
        made.sessions.append((day, EDUCATION, MET))


def _measure(chance: random.Random, made: Treatment, knee: Knee, gains: bool) -> None:
    """Pain at the start, half-way and at the end; function and strength at both ends."""
    met = [day for day, kind, state in made.sessions if state == MET and kind != EDUCATION]
    pain = knee.pain
    change = chance.randint(2, 4) if gains else chance.choice((-1, 0, 0, 0))
    end = min(max(pain - change, 0), 10)
    made.measurements.append(("nrs_pain", pain, met[0]))
    if len(met) > 4:
        made.measurements.append(("nrs_pain", round((pain + end) / 2), met[len(met) // 2]))
    if len(met) > 1:
        made.measurements.append(("nrs_pain", end, met[-1]))
    koos = round(72 - 38 * knee.severity + chance.gauss(0, 5))
    stands = round(14 - 6 * knee.severity - 3 * knee.frailty + chance.gauss(0, 1))
    for instrument, start, gain, most in (
        ("koos12_summary", koos, 12, 100),
        ("chair_stand_30s", stands, 3, 60),
    ):
        start = min(max(start, 0), most)
        made.measurements.append((instrument, start, met[0]))
        if len(met) > 1:
            step = round(gain * chance.uniform(0.5, 1.4)) if gains else chance.choice((-1, 0, 1))
            made.measurements.append((instrument, min(max(start + step, 0), most), met[-1]))


def _agree_goals(chance: random.Random, made: Treatment, gains: bool, *, share: float) -> None:
    pains = [value for key, value, _day in made.measurements if key == "nrs_pain"]
    made.goals.append(("Smerte ved gang", "nrs_pain", pains[0], pains[-1], max(pains[0] - 3, 1)))
    for text, unit, starts, targets in chance.sample(_GOALS, chance.randint(1, 2)):
        start, target = chance.choice(starts), chance.choice(targets)
        reached = share * (chance.uniform(0.7, 1.3) if gains else chance.uniform(0, 0.5))
        now = start + (target - start) * reached
        now = round(now, -2) if target >= 1000 else round(now)
        made.goals.append((text, unit, start, now, target))


def assessment(chance: random.Random, started_on: date) -> Treatment:
    """One or two visits at a hospital."""
    made = Treatment(started_on, started_on, _ASSESSMENT_PLAN)
    made.sessions.append((started_on, INDIVIDUAL, MET))
    if chance.random() < 0.35:
        again = next_weekday(started_on + timedelta(days=chance.randint(10, 28)), _WORKDAYS)
        made.sessions.append((again, INDIVIDUAL, MET))
        made.ended_on = again
    return made


def prevention(chance: random.Random, knee: Knee, started_on: date) -> Treatment:
    """Six to eight times in a group on diet, weight and exercise, every week."""
    made = Treatment(started_on, started_on, _PREVENTION_PLAN)
    for week in range(chance.randint(6, 8)):
        day = next_weekday(started_on + timedelta(weeks=week), _WORKDAYS)
        state = MET if week == 0 or chance.random() < 0.85 else NO_SHOW
        made.sessions.append((day, EDUCATION if week == 0 else GROUP, state))
        made.ended_on = day
    height = chance.uniform(1.6, 1.85)
    weight = round(knee.bmi * height * height)
    lost = max(round(chance.gauss(2.5, 2)), 0)
    made.goals.append(("Vægt", "kg", weight, weight - lost, weight - 4))
    return made
