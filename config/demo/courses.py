"""Two years of made-up courses along the knee pathway, loaded in bulk.

Drawn from one seed: the same seed on the same day gives the same rows. Everything that happened
lies before today; what was to come after is left undone, so the worklists fill themselves.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count

from django.utils.translation import override

from config.demo.calendar import DENMARK, Calendar
from config.demo.clinical import first_answers, later_answers
from config.demo.organisations import Cast
from config.demo.patients import Patient, Patients
from config.demo.referring import Referring
from config.demo.rows import Rows
from config.demo.scenes import scenes
from config.demo.tables import reserve
from courses.models import Course
from pathways.models import Version
from referrals.clocks import is_working_day

SPAN = timedelta(days=730)
REPORT_EVERY = 10_000
# How many referrals a course has at first guess; corrected while drawing.
PER_COURSE = 1.3
# Sent to be assessed for surgery before they have trained.
SURGERY_FIRST = 0.035
# The missing few at the end are spread over the latest days.
LATEST_DAYS = 25


class Loader:
    """Draws courses and writes them; `load` is the whole of it."""

    def __init__(self, cast: Cast, version: Version, seed: int, today: date) -> None:
        self.chance = random.Random(f"{seed}:{Course.objects.count()}")
        self.calendar = Calendar(self.chance)
        self.version = version
        self.today = today
        self.rows = Rows()
        now = datetime.combine(today, time.min, tzinfo=DENMARK)
        places = scenes(cast, self.chance, self.calendar, today, now)
        self.patients = Patients(self.rows, self.chance, self.calendar, version, places, today)
        triager = cast.seats["municipal"].organisation
        self.home = next(one for one in places if one.place.code == triager.municipality_id)
        self.home_training = self.home.performers[str(triager.pk)].target
        self.courses = 0
        self.later: list[tuple[datetime, int, Patient]] = []
        self.order = count()

    def load(
        self,
        wanted: int,
        *,
        waiting: int = 0,
        tell: Callable[[str], None] = lambda text: None,
    ) -> int:
        """Write exactly `wanted` referrals with all that belongs to them; returns how many.

        `waiting` of them are sent in the latest days to the demonstration's triager, for who wants
        to see a full inbox.
        """
        referring = Referring(
            self.rows,
            self.chance,
            self.calendar,
            self.version,
            self.today,
            iter(reserve("referrals_referral_number", wanted)),
            wanted - waiting,
            self._refer_later,
        )
        reported = 0
        with override("da"):
            for sent_at in self._moments(referring):
                if referring.sent >= referring.most:
                    break
                if self.later and self.later[0][0] <= sent_at:
                    self._again(referring)
                else:
                    self._begin(referring, sent_at)
                self.rows.flush_if_many()
                if referring.sent - reported >= REPORT_EVERY:
                    reported = referring.sent
                    tell(f"{reported} referrals")
            for _at, _number, patient in self.later:
                patient.write_relations(self.rows)
            for sent_at in sorted(self._latest() for _ in range(waiting)):
                self._wait(referring, sent_at)
                self.rows.flush_if_many()
            self.rows.flush()
        return referring.sent

    def _moments(self, referring: Referring) -> Iterator[datetime]:
        """Moments of sending, oldest first, just so many that the last are from yesterday.

        More are drawn than wanted, and thinned by how many are still wanted.
        """
        chance, wanted = self.chance, referring.most
        many = int(wanted / PER_COURSE * 1.3) + 10
        moments = sorted(self._moment(self._day()) for _ in range(many))
        for number, moment in enumerate(moments):
            per_course = referring.sent / self.courses if self.courses > 200 else PER_COURSE
            missing = wanted - referring.sent - len(self.later)
            if chance.random() < missing / per_course / (many - number):
                while self.later and self.later[0][0] <= moment:
                    yield moment
                yield moment
        while True:
            yield self._moment(self.today - timedelta(days=chance.randint(1, LATEST_DAYS)))

    def _day(self) -> date:
        """A day in the two years: a little more each month, half as many in July."""
        while True:
            ago = int(SPAN.days * (1 - self.chance.random() ** 0.85)) + 1
            day = self.today - timedelta(days=ago)
            if day.month != 7 or self.chance.random() < 0.5:
                return day

    def _moment(self, day: date) -> datetime:
        found = self.calendar.moment(day)
        while not is_working_day(found.date()):
            found -= timedelta(days=1)
        return found

    def _begin(self, referring: Referring, sent_at: datetime) -> None:
        """A citizen, a course and its first referral, with what is sent along."""
        patient = self.patients.begin(sent_at)
        self.courses += 1
        patient.answers = first_answers(self.chance, patient.knee)
        if self.chance.random() < SURGERY_FIRST:
            patient.answers = later_answers(self.chance, patient.knee, patient.answers, False)
        referring.refer(patient, sent_at, accompanied=True)
        if not patient.referred_on:
            patient.write_relations(self.rows)

    def _again(self, referring: Referring) -> None:
        """Some weeks after training without enough effect: assessment of surgery."""
        sent_at, _number, patient = heapq.heappop(self.later)
        patient.answers = later_answers(self.chance, patient.knee, patient.answers, True)
        referring.refer(patient, sent_at, accompanied=False)
        patient.write_relations(self.rows)

    def _latest(self) -> datetime:
        return self._moment(self.today - timedelta(days=self.chance.randint(1, 6)))

    def _wait(self, referring: Referring, sent_at: datetime) -> None:
        """A citizen with home care in the triager's municipality, referred for training there."""
        patient = self.patients.begin(sent_at, self.home)
        self.courses += 1
        patient.answers = first_answers(self.chance, patient.knee)
        patient.answers["special_circumstances"] = ["home_care"]
        referring.wait(patient, sent_at, self.home_training)
        patient.write_relations(self.rows)

    def _refer_later(self, at: datetime, patient: Patient) -> None:
        heapq.heappush(self.later, (at, next(self.order), patient))
