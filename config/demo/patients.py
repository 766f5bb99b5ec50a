"""The citizens of made-up courses: each with a doctor, a course, and perhaps an assessment."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from citizens.models import Citizen
from citizens.vocabulary import Ground, IdentifierKind
from config.demo.assessing import Assessor
from config.demo.calendar import Calendar
from config.demo.clinical import Knee, draw_knee
from config.demo.journey import Actor, Span
from config.demo.people import Person, Population
from config.demo.rows import Rows, new_id, numbers
from config.demo.scenes import Scene
from courses.models import CourseEventKind
from pathways.models import Version


@dataclass
class Patient:
    """A citizen in a course, as far as a later referral needs to know."""

    person: Person
    scene: Scene
    citizen: str
    course: str
    course_number: str
    started_on: date
    practice: str
    doctor: Actor
    knee: Knee
    group: int | None
    answers: dict[str, Any] = field(default_factory=dict)
    referred_on: bool = False
    spans: list[Span] = field(default_factory=list)

    def write_relations(self, rows: Rows) -> None:
        """The citizen's relations because of referrals: one row for days that hang together."""
        self.spans.sort(key=lambda span: (span.organisation, span.ground, span.begins))
        open_row: Span | None = None
        for span in self.spans:
            same = open_row is not None and (open_row.organisation, open_row.ground) == (
                span.organisation,
                span.ground,
            )
            if open_row and same and (open_row.ends is None or span.begins <= open_row.ends):
                if open_row.ends is not None:
                    longer = span.ends is None or span.ends > open_row.ends
                    open_row.ends = span.ends if longer else open_row.ends
                continue
            if open_row:
                self._write_relation(rows, open_row)
            open_row = Span(span.organisation, span.ground, span.begins, span.ends)
        if open_row:
            self._write_relation(rows, open_row)
        self.spans.clear()

    def _write_relation(self, rows: Rows, span: Span) -> None:
        rows.relations.add(self.citizen, span.organisation, span.ground, span.begins, span.ends)

    def age_on(self, on: date) -> int:
        """Whole years on `on`."""
        born = self.person.birth_date
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


class Patients:
    """Draws citizens and begins their courses."""

    def __init__(
        self,
        rows: Rows,
        chance: random.Random,
        calendar: Calendar,
        version: Version,
        scenes: Sequence[Scene],
        today: date,
    ) -> None:
        self.rows = rows
        self.chance = chance
        self.calendar = calendar
        self.version = version
        self.scenes = scenes
        self.shares = [scene.place.share for scene in scenes]
        self.assessor = Assessor(version.parsed, version.number)
        taken = Citizen.objects.filter(identifier_kind=IdentifierKind.REPLACEMENT)
        self.population = Population(chance, today, set(taken.values_list("identifier", flat=True)))
        self.course_numbers = numbers("courses_course_number")

    def begin(self, sent_at: datetime, scene: Scene | None = None) -> Patient:
        """A citizen whose course begins some time before the first referral is sent.

        Where `scene` is not given, the larger places are drawn more often.
        """
        chance = self.chance
        if scene is None:
            (scene,) = chance.choices(self.scenes, self.shares)
        person = self.population.draw()
        practice = chance.choice(scene.practices)
        doctor = chance.choice(practice.clinicians)
        started_on = sent_at.date() - timedelta(days=chance.choice((0, 0, 0, 7, 14, 28, 42)))
        patient = Patient(
            person=person,
            scene=scene,
            citizen=new_id(chance),
            course=new_id(chance),
            course_number=f"F-{started_on:%y}-{next(self.course_numbers):06d}",
            started_on=started_on,
            practice=practice.organisation,
            doctor=doctor,
            knee=draw_knee(chance, sent_at.year - person.birth_date.year),
            group=None,
        )
        rows, municipality = self.rows, scene.municipality
        rows.citizens.add(
            patient.citizen,
            person.identifier,
            "replacement",
            person.given_name,
            person.family_name,
            person.birth_date,
            person.sex,
            municipality.pk,
            practice.organisation,
        )
        listed = started_on - timedelta(days=chance.randint(60, 3000))
        rows.relations.add(patient.citizen, practice.organisation, str(Ground.OWN_GP), listed, None)
        began = self.calendar.moment(started_on) if started_on < sent_at.date() else sent_at
        began -= timedelta(minutes=15)
        rows.courses.add(
            patient.course,
            patient.course_number,
            patient.citizen,
            self.version.pk,
            started_on,
            doctor.membership,
            began,
        )
        rows.coordinators.add(patient.course, practice.organisation, started_on)
        self._course_event(
            patient,
            CourseEventKind.STARTED,
            began,
            {"coordinator": practice.organisation, "version": self.version.number},
        )
        if chance.random() < scene.assessed:
            self._assess(patient, began + timedelta(minutes=8))
        return patient

    def _assess(self, patient: Patient, at: datetime) -> None:
        drawn = self.assessor.draw(self.chance, patient.knee)
        if drawn is None:
            return
        patient.group = drawn.group
        assessment = new_id(self.chance)
        self.rows.assessments.add(
            assessment,
            patient.course,
            patient.doctor.membership,
            patient.practice,
            at,
            *drawn.columns,
        )
        self._course_event(
            patient,
            CourseEventKind.ASSESSED,
            at,
            {
                "assessment": assessment,
                "group": drawn.group,
                "suggested_group": drawn.suggested,
            },
            text=drawn.reason,
        )

    def _course_event(
        self,
        patient: Patient,
        kind: CourseEventKind,
        at: datetime,
        data: dict[str, Any],
        *,
        text: str = "",
    ) -> None:
        self.rows.course_events.add(
            patient.course,
            str(kind),
            at,
            at,
            patient.doctor.membership,
            patient.practice,
            text,
            json.dumps(data, ensure_ascii=False),
        )
