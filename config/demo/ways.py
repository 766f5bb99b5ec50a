"""How a referral's life goes: the steps that would happen, from sending to acknowledgement.

The steps run on past today; whoever loads them stops at today, so what is under way now is simply
what had not happened yet.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from config.demo import treatment as work
from config.demo.calendar import Calendar
from config.demo.clinical import Knee
from config.demo.journey import Actor, Step, Target
from config.demo.treatment import Treatment
from config.demo.units import ORTHOPAEDICS, PREVENTION, PRIVATE, RHEUMATOLOGY, TRAINING, Place
from referrals.models import EndKind
from referrals.states import Action

QUESTIONS = (
    ("Er der taget røntgen af knæet, og hvad viste det?", "Ja, det viste moderat artrose."),
    ("Hvilken smertestillende behandling får borgeren nu?", "Paracetamol 1 g tre gange dagligt."),
    ("Kan borgeren selv transportere sig til træning?", "Nej, der er behov for kørsel."),
    ("Er hjertesygdommen velbehandlet, så der kan trænes med puls?", "Ja, kontrolleret i foråret."),
)
NOTE = "Aftalt med borgeren i telefonen."
RETURNED = "Returneret af modtageren; patienten vælger en klinik."


@dataclass(frozen=True)
class Unit:
    """One who can receive: its service, its staff as actors, its neighbour to forward to."""

    target: Target
    clinicians: Sequence[Actor]
    triagers: Sequence[Actor]
    neighbour: Target | None = None


@dataclass(frozen=True)
class Code:
    """A reason code that may be given."""

    key: str
    comment_required: bool


@dataclass
class Surroundings:
    """What does not vary from one referral of a municipality to the next.

    `receivers`: units by destination. `reasons`: reason codes by action. `now`: nothing happens
    from this moment on.
    """

    chance: random.Random
    calendar: Calendar
    place: Place
    receivers: Mapping[str, Sequence[Unit]]
    reasons: Mapping[str, Sequence[Code]]
    today: date
    now: datetime


@dataclass
class Way:
    """The steps of one referral, drawn one after the other.

    `readvise(at, text)` gives a returned referral advice anew, with why it is not followed, and
    returns its id. `treatment` and `therapist` are there once a step has started one.
    """

    around: Surroundings
    knee: Knee
    doctor: Actor
    performers: Mapping[str, Unit]
    readvise: Callable[[datetime, str], str]
    treatment: Treatment | None = None
    therapist: Actor | None = None

    def steps(self, sent_at: datetime, to: Target, advice: str, text: str) -> Iterator[Step]:
        """Every step from sending on; `advice` and `text` go with the sending."""
        yield Step(Action.SEND, sent_at, self.doctor, to=to, advice=advice, text=text)
        if to.free_choice:
            yield from self._free_choice(sent_at, to)
        else:
            yield from self._addressed(sent_at, self.performers[to.receiver or ""])

    # Before the treatment ------------------------------------------------------------------------

    def _free_choice(self, sent_at: datetime, to: Target) -> Iterator[Step]:
        """The citizen chooses a clinic, which claims the referral and gives a first date."""
        chance, calendar = self.around.chance, self.around.calendar
        if chance.random() < 0.03:
            at = calendar.after(sent_at, chance.randint(30, 60))
            yield Step(Action.WITHDRAW, at, self.doctor, reason_code="patient_wish")
            return
        unit = chance.choice(self.around.receivers[PRIVATE])
        at = calendar.after(sent_at, calendar.about(4, spread=0.8))
        yield Step(Action.CLAIM, at, chance.choice(unit.clinicians), to=unit.target)
        at = calendar.after_working_days(at, chance.choice((0, 0, 1)))
        yield from self._accepted(at, unit, self.around.place.start * 0.7)

    def _addressed(self, sent_at: datetime, unit: Unit) -> Iterator[Step]:
        """A unit's triager decides: mostly to accept, perhaps after a question."""
        chance, calendar, place = self.around.chance, self.around.calendar, self.around.place
        hospital = unit.target.destination in {ORTHOPAEDICS, RHEUMATOLOGY}
        middle = 4.0 if hospital else place.triage
        triager = chance.choice(unit.triagers)
        at = calendar.after_working_days(sent_at, calendar.about(middle))
        if chance.random() < 0.02:
            withdrawn = calendar.after_working_days(sent_at, 1)
            yield Step(Action.WITHDRAW, withdrawn, self.doctor, reason_code="recovered")
            return
        if chance.random() < 0.07:
            question, answer = chance.choice(QUESTIONS)
            yield Step(Action.ASK, at, triager, text=question)
            at = calendar.after_working_days(at, calendar.about(2))
            yield Step(Action.ANSWER, at, self.doctor, text=answer)
            at = calendar.after_working_days(at, calendar.about(1.5))
        if chance.random() < (0.1 if hospital else 0.045):
            yield from self._declined(at, triager, unit.target.destination)
            return
        if unit.neighbour is not None and chance.random() < 0.05:
            yield Step(Action.FORWARD, at, triager, reason_code="nearer", to=unit.neighbour)
            unit = self.performers[unit.neighbour.receiver or ""]
            at = calendar.after_working_days(at, calendar.about(place.triage))
        yield from self._accepted(at, unit, 30 if hospital else place.start)

    def _declined(self, at: datetime, triager: Actor, destination: str) -> Iterator[Step]:
        """Sent back; the doctor reads it, and mostly sends it on to a clinic of free choice."""
        chance, calendar = self.around.chance, self.around.calendar
        yield self._reasoned(Action.DECLINE, at, triager)
        at = calendar.after_working_days(at, calendar.about(2))
        if destination == PREVENTION or chance.random() < 0.4:
            yield Step(Action.ACKNOWLEDGE, at, self.doctor)
            return
        if at >= self.around.now:
            return
        clinic = Target(PRIVATE)
        advice = self.readvise(at, RETURNED)
        yield Step(Action.REDIRECT, at, self.doctor, to=clinic, text=RETURNED, advice=advice)
        yield from self._free_choice(at, clinic)

    def _accepted(self, at: datetime, unit: Unit, wait: float) -> Iterator[Step]:
        chance, calendar = self.around.chance, self.around.calendar
        triager = chance.choice(unit.triagers)
        first = calendar.after(at, calendar.about(wait, spread=0.35))
        listed = chance.random() < 0.12
        yield Step(
            Action.ACCEPT, at, triager, on=None if listed else first.date(), waiting_list=listed
        )
        if chance.random() < 0.03:
            yield self._reasoned(Action.END_UNSTARTED, calendar.after(first, 7), triager)
            yield self._acknowledged(calendar.after(first, 7))
            return
        yield from self._treated(first, unit)

    # The treatment and after ---------------------------------------------------------------------

    def _treated(self, first: datetime, unit: Unit) -> Iterator[Step]:
        chance, calendar = self.around.chance, self.around.calendar
        therapist = self.therapist = chance.choice(unit.clinicians)
        yield Step(Action.START, first, therapist, on=first.date())
        early = chance.random() < 0.09
        made = self.treatment = self._work(unit.target.destination, first.date(), early)
        if made.paused is not None:
            paused, resumed = made.paused
            at = calendar.not_before(first, paused)
            yield Step(Action.PAUSE, at, therapist, reason_code="away")
            at = calendar.not_before(at, resumed)
            yield Step(Action.RESUME, at, therapist, text="Borgeren er tilbage.")
            first = at
        ended = calendar.not_before(first, made.ended_on)
        if early and unit.target.destination in {PRIVATE, TRAINING}:
            yield self._reasoned(Action.FINISH, ended, therapist, on=made.ended_on)
        else:
            kind = str(EndKind.AS_PLANNED)
            yield Step(Action.FINISH, ended, therapist, on=made.ended_on, end_kind=kind)
        signed = calendar.after(ended, calendar.about(self._letter_days(ended), spread=0.5))
        yield Step(Action.COMPLETE, signed, therapist)
        yield self._acknowledged(signed)

    def _work(self, destination: str, started_on: date, early: bool) -> Treatment:
        chance, place = self.around.chance, self.around.place
        if destination in {ORTHOPAEDICS, RHEUMATOLOGY}:
            return work.assessment(chance, started_on)
        if destination == PREVENTION:
            return work.prevention(chance, self.knee, started_on)
        return work.training(
            chance,
            self.knee,
            started_on,
            steady=chance.random() < place.steady,
            educated=chance.random() < place.educated,
            early=early,
        )

    def _letter_days(self, ended: datetime) -> float:
        place = self.around.place
        if not place.letter_improves:
            return place.letter
        lately = ended.date() > self.around.today - timedelta(days=365)
        return place.letter * (0.6 if lately else 1.15)

    def _acknowledged(self, at: datetime) -> Step:
        calendar = self.around.calendar
        read = calendar.after_working_days(at, calendar.about(3, spread=0.7))
        return Step(Action.ACKNOWLEDGE, read, self.doctor)

    def _reasoned(self, action: Action, at: datetime, by: Actor, *, on: date | None = None) -> Step:
        code = self.around.chance.choice(self.around.reasons[action])
        return Step(
            action,
            at,
            by,
            text=NOTE if code.comment_required else "",
            reason_code=code.key,
            on=on,
            end_kind=str(EndKind.EARLY) if action is Action.FINISH else "",
        )
