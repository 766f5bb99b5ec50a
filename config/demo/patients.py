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
from config.demo.journey import Actor
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
    trained: bool = False
    related: set[tuple[str, str]] = field(default_factory=set)

    def relate(
        self, rows: Rows, organisation: str, ground: str, since: date, ends: date | None = None
    ) -> None:
        """Let an organisation see the citizen, unless it does on this ground already."""
        if (organisation, str(ground)) not in self.related:
            self.related.add((organisation, str(ground)))
            rows.relations.add(self.citizen, organisation, str(ground), since, ends)

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
        patient.relate(self.rows, practice.organisation, Ground.OWN_GP, listed)
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
