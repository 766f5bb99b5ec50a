"""One made-up referral with all that belongs to it: advice, life, treatment, epikrise."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from config.demo.advising import Advised, Adviser
from config.demo.calendar import DENMARK, Calendar
from config.demo.journey import Journey, Step, Target
from config.demo.letters import recorded_of, written
from config.demo.patients import Patient
from config.demo.rows import COLUMNS, Rows, new_id, numbers
from config.demo.units import ORTHOPAEDICS, PREVENTION, PRIVATE, TRAINING
from config.demo.ways import Way
from pathways.models import Version
from referrals.models import ReasonCode
from referrals.phrases import answered_phrases
from referrals.recorded import PhraseAnswer, Series
from referrals.states import Action

OVERRIDDEN = 0.1
TAKEN_ALONG = 0.45
REFERRED_ON = 0.15
# Where an event's row holds when it happened.
SENT_AT = 6


class Referring:
    """Sends patients on their ways. `sent`: how many referrals there are so far.

    `later`: called with a moment and a patient who is to be assessed for surgery then.
    """

    def __init__(
        self,
        rows: Rows,
        chance: random.Random,
        calendar: Calendar,
        version: Version,
        today: date,
        numbers_of_referrals: Iterator[int],
        most: int,
        later: Callable[[datetime, Patient], None],
    ) -> None:
        self.rows = rows
        self.chance = chance
        self.calendar = calendar
        self.version = version
        self.definition = version.parsed
        self.title = self.definition.title.in_("da")
        self.adviser = Adviser(version)
        self.today = today
        self.now = datetime.combine(today, time.min, tzinfo=DENMARK)
        self.labels = {
            code.key: code.label_da for code in ReasonCode.objects.filter(action=Action.FINISH)
        }
        self.numbers = numbers_of_referrals
        self.treatment_ids = numbers("referrals_treatment_id_seq")
        self.most = most
        self.sent = 0
        self.later = later

    def refer(self, patient: Patient, sent_at: datetime, *, accompanied: bool) -> None:
        """One referral with its advice, and the additional one along with it."""
        chance, scene = self.chance, patient.scene
        facts, advised = self._advise(patient, sent_at.date())
        chosen, reason, text = self._choose(patient, advised)
        to = scene.target(chance, chosen)
        advice = self._keep_advice(patient, sent_at, facts, advised, chosen, reason, text)
        main = self._send(patient, sent_at, to, advice, text=text, accompanies=None)
        wanted = accompanied and PREVENTION in advised.also and chance.random() < TAKEN_ALONG
        if wanted and self.sent < self.most:
            along = scene.target(chance, PREVENTION)
            self._send(patient, sent_at, along, advice, text="", accompanies=main)

    def _advise(self, patient: Patient, on: date) -> tuple[dict[str, Any], Advised]:
        """The facts as `referrals.facts` would gather them on the day, and the advice on them."""
        municipality = patient.scene.municipality
        known = {
            "age": patient.age_on(on),
            "sex": patient.person.sex,
            "group": patient.group,
            "week": max((on - patient.started_on).days // 7, 0),
            "joined": self.adviser.offers_on(municipality, on).joined,
        }
        facts = {key: value for key, value in known.items() if value is not None} | patient.answers
        return facts, self.adviser.advise(facts, municipality, on)

    def _readvise(self, patient: Patient, at: datetime, text: str) -> str:
        """Advice on a returned referral, which then goes to a clinic of free choice."""
        facts, advised = self._advise(patient, at.date())
        reason = "" if PRIVATE in advised.alternatives else "other_professional"
        return self._keep_advice(patient, at, facts, advised, PRIVATE, reason, text)

    def _choose(self, patient: Patient, advised: Advised) -> tuple[str, str, str]:
        """The destination chosen; and why, when it is not the advice or a rule asks for it."""
        chance, scene = self.chance, patient.scene
        requested = patient.answers["requested"]
        chosen, reason, text = advised.destination, "", ""
        if advised.asks_reason and "surgery_assessment" in requested:
            text = "Svære smerter; patienten ønsker vurdering, før der trænes."
            return ORTHOPAEDICS, "other_professional", text
        if chance.random() < OVERRIDDEN and chosen in {PRIVATE, TRAINING}:
            other = PRIVATE if chosen == TRAINING else TRAINING
            if other == PRIVATE or TRAINING in scene.receivers:
                chosen = other
                reason = chance.choice(
                    ("patient_wish", "patient_wish", "transport", "earlier_course", "waiting_time")
                )
        return chosen, reason, text

    def _keep_advice(
        self,
        patient: Patient,
        at: datetime,
        facts: dict[str, Any],
        advised: Advised,
        chosen: str,
        reason: str,
        text: str,
    ) -> str:
        advice = new_id(self.chance)
        self.rows.advices.add(
            advice,
            self.version.pk,
            patient.practice,
            patient.doctor.membership,
            patient.citizen,
            json.dumps(facts, ensure_ascii=False),
            advised.available,
            at.date(),
            advised.result,
            advised.destination,
            advised.provisional,
            chosen,
            reason,
            text,
            at,
        )
        return advice

    def wait(self, patient: Patient, sent_at: datetime, to: Target) -> None:
        """A referral that has been sent to one unit, and that nobody has looked at yet."""
        facts, advised = self._advise(patient, sent_at.date())
        reason = "" if to.destination in advised.alternatives else "patient_wish"
        advice = self._keep_advice(patient, sent_at, facts, advised, to.destination, reason, "")
        journey = Journey(patient.practice, self.version.pk, patient.answers)
        journey.take(Step(Action.SEND, sent_at, patient.doctor, to=to, advice=advice))
        self._write(patient, journey, accompanies=None)

    def _send(
        self,
        patient: Patient,
        sent_at: datetime,
        to: Target,
        advice: str,
        *,
        text: str,
        accompanies: str | None,
    ) -> str:
        """Send it and let its life go on until today; writes all its rows. Returns its id."""
        scene = patient.scene
        way = Way(
            scene.surroundings,
            patient.knee,
            patient.doctor,
            scene.performers,
            partial(self._readvise, patient),
        )
        journey = Journey(patient.practice, self.version.pk, patient.answers)
        for step in way.steps(sent_at, to, advice, text):
            if step.at >= self.now:
                break
            journey.take(step)
        referral, number = self._write(patient, journey, accompanies=accompanies)
        if journey.started_on is not None:
            self._treatment(patient, referral, number, way, journey)
        return referral

    def _write(
        self, patient: Patient, journey: Journey, *, accompanies: str | None
    ) -> tuple[str, str]:
        """The rows of a referral that has been sent. Returns its id and number."""
        rows = self.rows
        sent_at = journey.events[0][SENT_AT]
        referral = new_id(self.chance)
        number = f"H-{sent_at:%y}-{next(self.numbers):06d}"
        self.sent += 1
        created_at = sent_at - timedelta(minutes=self.chance.randint(2, 9))
        rows.referrals.add(
            referral,
            number,
            patient.course,
            self.version.pk,
            patient.practice,
            patient.doctor.membership,
            accompanies,
            journey.advice,
            created_at,
            *(getattr(journey, column) for column in COLUMNS),
        )
        for event in journey.events:
            rows.events.add(referral, *event)
        for message in journey.messages:
            rows.messages.add(referral, *message)
        for right in journey.reading_rights:
            rows.reading_rights.add(referral, *right)
        for key, value in patient.answers.items():
            rows.answers.add(referral, key, json.dumps(value, ensure_ascii=False), created_at)
        patient.spans.extend(journey.relations)
        return referral, number

    # The treatment

    def _treatment(
        self, patient: Patient, referral: str, number: str, way: Way, journey: Journey
    ) -> None:
        made, therapist = way.treatment, way.therapist
        if made is None or therapist is None:  # never: START is what makes them
            return
        rows = self.rows
        treatment = next(self.treatment_ids)
        ended = journey.treatment_ended_on is not None
        last_day = self.today - timedelta(days=1)
        rows.treatments.add(
            treatment,
            referral,
            made.plan,
            made.started_on,
            journey.treatment_ended_on,
            journey.end_kind,
            journey.end_reason,
        )
        for held_on, kind, state in made.sessions_on(last_day, ended=ended):
            at = datetime.combine(min(held_on, last_day), time(15, 30), tzinfo=DENMARK)
            rows.sessions.add(treatment, held_on, kind, state, therapist.membership, at)
        for instrument, value, on in made.measurements:
            if on <= last_day:
                rows.measurements.add(treatment, instrument, value, on, therapist.membership)
        updated_at = journey.updated_at
        for text, unit, start, now, target in made.goals:
            rows.goals.add(
                treatment, text, unit, start, now if ended else start, target, updated_at
            )
        if journey.completed_at is not None:
            self._sign(patient, referral, number, way, journey)

    def _sign(
        self, patient: Patient, referral: str, number: str, way: Way, journey: Journey
    ) -> None:
        made, therapist = way.treatment, way.therapist
        signed_at = journey.completed_at
        if made is None or therapist is None or signed_at is None or journey.sent_at is None:
            return
        plain = {
            "citizen": f"{patient.person.given_name} {patient.person.family_name}",
            "age": patient.age_on(signed_at.date()),
            "sex": patient.person.sex,
            "pathway": self.title,
            "version": self.version.number,
            "course_number": patient.course_number,
            "referral_number": number,
            "referred_on": journey.sent_at.date().isoformat(),
            "started_on": made.started_on.isoformat(),
            "ended_on": made.ended_on.isoformat(),
            "end_kind": journey.end_kind,
            "end_reason": self.labels.get(journey.end_reason, ""),
            "phrases": tuple(
                PhraseAnswer(each.number, each.key, each.title, each.text)
                for each in answered_phrases(self.definition, patient.answers, "da")
            ),
        }
        recorded = recorded_of(made, plain, made.started_on)
        content, digest = written(self.chance, recorded)
        self.rows.epicrises.add(
            new_id(self.chance), referral, 1, content, digest, therapist.membership, signed_at
        )
        self._consider_surgery(patient, way, journey, recorded.series)

    def _consider_surgery(
        self, patient: Patient, way: Way, journey: Journey, series: tuple[Series, ...]
    ) -> None:
        """After training without enough effect some are referred on, some weeks later."""
        gained = any(one.key == "nrs_pain" and one.change > 0 for one in series)
        trained = journey.destination in {PRIVATE, TRAINING} and not gained and bool(series)
        closed_at = journey.closed_at
        if not trained or closed_at is None or self.chance.random() > REFERRED_ON:
            return
        at = self.calendar.after(closed_at, self.chance.randint(10, 60))
        if at < self.now and ORTHOPAEDICS in patient.scene.receivers:
            patient.referred_on = True
            self.later(at, patient)
