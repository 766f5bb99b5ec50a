"""Gathers what was recorded of one treatment, as the plain values an epicrisis is made of."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import override

from referrals.instruments import INSTRUMENTS
from referrals.models import Goal, Measurement, ReasonCode, Referral, SessionState
from referrals.phrases import answered_phrases
from referrals.recorded import GoalLine, PhraseAnswer, Point, Recorded, Series
from referrals.states import Action

LANGUAGE = "da"
"""An epicrisis is a Danish document, whatever language its writer reads the pages in."""


def record_of(referral: Referral, *, on: date) -> Recorded:
    """What is recorded of the referral's treatment so far (six queries at most).

    `on` is the date the citizen's age is told by.
    """
    with override(LANGUAGE):
        return _record_of(referral, on=on)


def _record_of(referral: Referral, *, on: date) -> Recorded:
    treatment = referral.treatment
    definition = referral.version.parsed
    citizen = referral.citizen
    sessions = list(treatment.sessions.all())
    states = Counter(session.state for session in sessions)
    goals = list(treatment.goals.all())
    series = series_of(treatment.measurements.all(), goals, treatment.started_on)
    return Recorded(
        citizen=citizen.full_name,
        age=citizen.age_on(on),
        sex=citizen.sex,
        pathway=definition.title.in_(LANGUAGE),
        version=referral.version.number,
        course_number=referral.course.number,
        referral_number=referral.number or "",
        referred_on=_iso(timezone.localtime(referral.sent_at).date() if referral.sent_at else None),
        started_on=_iso(treatment.started_on),
        ended_on=_iso(treatment.ended_on),
        end_kind=treatment.end_kind,
        end_reason=_end_reason(treatment.end_reason),
        phrases=tuple(
            PhraseAnswer(each.number, each.key, each.title, each.text)
            for each in answered_phrases(definition, referral.facts(), LANGUAGE)
        ),
        sessions=dict(
            Counter(str(session.kind) for session in sessions if session.state == SessionState.MET)
        ),
        cancelled=states[SessionState.CANCELLED],
        no_shows=states[SessionState.NO_SHOW],
        weeks=_weeks(s.held_on for s in sessions if s.state == SessionState.MET),
        goals=goal_lines(goals, series),
        series=series,
        plan=treatment.plan,
    )


def goal_lines(goals: Iterable[Goal], series: Iterable[Series] = ()) -> tuple[GoalLine, ...]:
    """Goals in plain numbers; one followed by an instrument stands where its last score does."""
    measured = {each.key: each.last.value for each in series}
    return tuple(
        GoalLine(
            goal.text,
            unit_of(goal),
            _number(goal.start),
            measured.get(goal.unit, _number(goal.now)),
            _number(goal.target),
            goal.unit in INSTRUMENTS,
        )
        for goal in goals
    )


def unit_of(goal: Goal) -> str:
    """What a goal is counted in: an instrument's name, or the therapist's own words."""
    instrument = INSTRUMENTS.get(goal.unit)
    return str(instrument.label) if instrument else goal.unit


def series_of(
    measurements: Iterable[Measurement], goals: Iterable[Goal], started_on: date
) -> tuple[Series, ...]:
    """The scores by instrument, in the instruments' order; the target is that of a goal on it."""
    targets = {goal.unit: _number(goal.target) for goal in goals if goal.unit in INSTRUMENTS}
    points: dict[str, list[Point]] = {}
    for each in sorted(measurements, key=lambda m: (m.measured_on, m.pk)):
        day = (each.measured_on - started_on).days
        points.setdefault(each.instrument, []).append(Point(day, _number(each.value) or 0))
    return tuple(
        Series(
            key=key,
            label=str(instrument.label),
            minimum=instrument.minimum,
            maximum=instrument.maximum,
            lower_is_better=instrument.lower_is_better,
            points=tuple(points[key]),
            unit=str(instrument.unit),
            target=targets.get(key),
        )
        for key, instrument in INSTRUMENTS.items()
        if key in points
    )


def _weeks(days: Iterable[date]) -> int:
    held = sorted(days)
    return (held[-1] - held[0]).days // 7 + 1 if held else 0


def _end_reason(key: str) -> str:
    if not key:
        return ""
    code = ReasonCode.objects.filter(action=Action.FINISH, key=key).first()
    return code.label if code else key


def _number(value: Decimal | None) -> float | None:
    if value is None:
        return None
    number = float(value)
    return int(number) if number.is_integer() else number


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
