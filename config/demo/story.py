"""Lets the cases happen, through the very actions a person's clicks lead to."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from citizens.actions import record_access
from citizens.models import Citizen
from citizens.vocabulary import What
from config.demo import cases
from config.demo.assessing import draw_input
from config.demo.calendar import next_weekday
from config.demo.cases import Case
from config.demo.clinical import Knee
from config.demo.clock import WorkingDays, at
from config.demo.letters import filled
from config.demo.organisations import Cast
from config.demo.people import Population, register_made_up
from config.demo.treatment import CANCELLED, EDUCATION, GROUP, INDIVIDUAL, MET, PLANNED
from config.demo.units import PRIVATE
from organisations.models import Membership
from pathways.models import Version
from referrals.actions import (
    Chosen,
    Inputs,
    claim_by_cpr,
    create_draft,
    perform,
    record_measurement,
    record_session,
    save_answers,
    send,
    set_goal,
    set_plan,
    sign_epicrisis,
)
from referrals.actions.assigning import assign_to_me
from referrals.models import EndKind, Referral
from referrals.record import record_of
from referrals.states import Action
from stratification.actions import Decision, assess
from stratification.agreed import agreed
from stratification.grouping import suggest_group

A = Action
_PLAN = (
    "Styrke- og konditionstræning to gange om ugen på hold.\nHjemmeprogram fra første uge.\n"
    "Patientuddannelse om artrose, smerter og belastning."
)


def tell_story(cast: Cast, persons: Mapping[str, Citizen], version: Version) -> int:
    """Make every case; returns how many referrals there are of them, drafts included."""
    before = Referral.objects.count()
    with override("da"):
        Story(cast, persons, version).tell()
    return Referral.objects.count() - before


class Story:
    """The cases of `config.demo.cases`, told one after the other."""

    def __init__(self, cast: Cast, persons: Mapping[str, Citizen], version: Version) -> None:
        self.cast = cast
        self.persons = persons
        self.version = version
        self.days = WorkingDays(timezone.now())
        self.chance = random.Random("story")
        today = timezone.localdate()
        taken = set(Citizen.objects.values_list("identifier", flat=True))
        self.population = Population(self.chance, today, taken)
        self.gp = cast.seats["gp"]
        self.triager = cast.seats["municipal"]
        self.physio = cast.seats["physio"]

    def tell(self) -> None:
        """Everything that waits for somebody, by whom it waits for."""
        for case in cases.TO_TRIAGE:
            self._sent(case)
        self._answered()
        self._asked()
        self._returned()
        self._accepted()
        for case, begun in cases.UNDER_WAY_MUNICIPAL:
            self._under_way(case, self.triager, begun)
        for case, begun in cases.UNDER_WAY_CLINIC:
            self._under_way(case, self.physio, begun)
        for case, by in (
            (cases.UNSIGNED_MUNICIPAL, self.triager),
            (cases.UNSIGNED_CLINIC, self.physio),
        ):
            self._ended(case, by, ended=4, gained=2)
        for number, (case, gained) in enumerate(cases.TO_READ):
            self._to_read(case, ended=5 - number, gained=gained)
        self._awaiting_clinic()
        self._sent(cases.UNCLAIMED)
        self._drafts()

    # By whom it waits for

    def _answered(self) -> None:
        referral = self._sent(cases.ANSWERED)
        self._do(A.ASK, referral, self.triager, 3, 13, 20, text=_XRAY_QUESTION)
        self._do(A.ANSWER, referral, self.gp, 1, 8, 55, text=_XRAY_ANSWER)
        with at(self.days.moment(1, 9, 30)):
            assign_to_me(actor=self.triager, referral_ids=[referral.pk])
            record_access(self.triager, referral.citizen, What.REFERRAL, object_id=referral.pk)

    def _asked(self) -> None:
        for case, ago, question in cases.ASKED:
            referral = self._sent(case)
            (asker, *_rest) = self.cast.triagers(case.to)
            self._do(A.ASK, referral, asker, ago, 10, 5, text=question)

    def _returned(self) -> None:
        referral = self._sent(cases.RETURNED)
        (triager, *_rest) = self.cast.triagers("orthopaedics")
        self._do(
            A.DECLINE, referral, triager, 2, 11, 40, reason_code="outside_criteria",
            text="Mangler: anbefalet fysioterapi er ikke gennemgået.",
        )  # fmt: skip

    def _accepted(self) -> None:
        for case, days in cases.ACCEPTED:
            referral = self._sent(case)
            first = None if days is None else self._coming(days)
            self._do(A.ACCEPT, referral, self.triager, case.sent - 3, 9, 10, on=first,
                     waiting_list=first is None)  # fmt: skip

    def _awaiting_clinic(self) -> None:
        referral = self._sent(cases.AWAITING_CLINIC)
        self._claimed(referral, 3)
        self._do(A.ACCEPT, referral, self.physio, 3, 14, 5, on=self._coming(4))

    def _to_read(self, case: Case, *, ended: int, gained: int) -> None:
        by = self.physio if not case.to else self.triager
        referral = self._ended(case, by, ended=ended, gained=gained)
        self._sign(referral, by, ended - 1)

    def _drafts(self) -> None:
        """Two drafts; one takes its history over from the course's earlier referral."""
        referral = self._ended(cases.EARLIER, self.physio, ended=100, gained=2)
        self._sign(referral, self.physio, 97)
        self._do(A.ACKNOWLEDGE, referral, self.gp, 95, 8, 30)
        for person, answers, ago, minute in (
            (cases.NANCY, cases.DRAFT_OF_NANCY, 0, 42),
            (cases.ODD, cases.DRAFT_OF_ODD, 2, 15),
        ):
            with at(self.days.moment(ago, 9, minute)):
                draft = create_draft(
                    actor=self.gp, citizen=self.persons[person], version=self.version
                )
                save_answers(draft, actor=self.gp, values=answers)

    # Steps of a case

    def _sent(self, case: Case) -> Referral:
        """Written and sent, with what goes along."""
        doctor = self._doctor(case)
        with at(self.days.moment(case.sent, 10, 12)):
            citizen = (
                self.persons[case.person]
                if case.person
                else register_made_up(self.population, doctor)
            )
            draft = create_draft(actor=doctor, citizen=citizen, version=self.version)
            save_answers(draft, actor=doctor, values=case.answers)
            if case.severity > 0.5:
                self._assess(draft, doctor, case.severity)
        with at(self.days.moment(case.sent, 10, 14)):
            also = (Chosen(service=self._service("health_centre")),) if case.also else ()
            return send(
                draft, actor=doctor, chosen=self._chosen(case), also=also,
                override_reason=case.over, override_text=case.over_text,
            )  # fmt: skip

    def _under_way(self, case: Case, by: Membership, begun: int) -> Referral:
        referral = self._sent(case)
        self._begin(referral, case, by, begun)
        first = self.days.day(begun)
        today = self.days.day(0)
        self._train(referral, by, first, until=today, pain=6, gained=2)
        for ahead in (4, 8, 11):
            on = self._coming(ahead)
            with at(self.days.moment(0, 8, 0)):
                record_session(referral, actor=by, held_on=on, kind=GROUP, state=PLANNED)
        return referral

    def _ended(self, case: Case, by: Membership, *, ended: int, gained: int) -> Referral:
        """Trained for eight weeks and finished, so many working days ago."""
        begun = ended + 42
        referral = self._sent(case)
        self._begin(referral, case, by, begun)
        last = self.days.day(ended)
        self._train(referral, by, self.days.day(begun), until=last, pain=7, gained=gained)
        self._do(A.FINISH, referral, by, ended, 15, 30, on=last,
                 end_kind=str(EndKind.AS_PLANNED))  # fmt: skip
        return referral

    def _begin(self, referral: Referral, case: Case, by: Membership, begun: int) -> None:
        accepted = min(begun + 7, case.sent - 1)
        if not case.to:
            self._claimed(referral, accepted)
        self._do(A.ACCEPT, referral, by, accepted, 14, 5, on=self.days.day(begun))
        self._do(A.START, referral, by, begun, 10, 0, on=self.days.day(begun))

    def _train(
        self,
        referral: Referral,
        by: Membership,
        first: date,
        *,
        until: date,
        pain: int,
        gained: int,
    ) -> None:
        """Sessions twice a week, three measurements of pain and two of strength, goals, plan."""
        with at(self._midday(first)):
            set_plan(referral, actor=by, plan=_PLAN)
            goal = set_goal(
                referral, actor=by, text="Smerte ved gang", unit="nrs_pain",
                start=Decimal(pain), now=Decimal(pain), target=Decimal(pain - 3),
            )  # fmt: skip
            walk = set_goal(
                referral, actor=by, text="Gangdistance uden pause", unit="meter",
                start=Decimal(500), now=Decimal(500), target=Decimal(1500),
            )  # fmt: skip
        days = self._training_days(first, until)
        for number, held_on in enumerate(days):
            kind = INDIVIDUAL if number < 2 else EDUCATION if number in {3, 5} else GROUP
            with at(self._midday(held_on)):
                state = CANCELLED if number == 4 else MET
                record_session(referral, actor=by, held_on=held_on, kind=kind, state=state)
        half = days[len(days) // 2]
        for day, score, stands in (
            (days[0], pain, 9),
            (half, pain - gained // 2, None),
            (days[-1], pain - gained, 9 + gained),
        ):
            with at(self._midday(day)):
                self._measured(referral, by, day, "nrs_pain", score)
                if stands is not None:
                    self._measured(referral, by, day, "chair_stand_30s", stands)
        with at(self._midday(days[-1])):
            for one, now in ((goal, pain - gained), (walk, 500 + 300 * gained)):
                set_goal(
                    referral, actor=by, text=one.text, unit=one.unit, start=one.start,
                    now=Decimal(now), target=one.target, goal=one,
                )  # fmt: skip

    def _sign(self, referral: Referral, by: Membership, ago: int) -> None:
        with at(self.days.moment(ago, 14, 7)):
            fresh = Referral.objects.get(pk=referral.pk)
            recorded = record_of(fresh, on=timezone.localdate())
            sign_epicrisis(fresh, actor=by, content=filled(self.chance, recorded))

    # Smaller parts

    def _do(
        self,
        action: Action,
        referral: Referral,
        by: Membership,
        ago: int,
        hour: int,
        minute: int,
        **inputs: Any,
    ) -> None:
        with at(self.days.moment(ago, hour, minute)):
            perform(action, referral, actor=by, inputs=Inputs(**inputs))

    def _claimed(self, referral: Referral, ago: int) -> None:
        with at(self.days.moment(ago, 13, 50)):
            claim_by_cpr(actor=self.physio, cpr=referral.citizen.full_cpr)

    def _measured(
        self, referral: Referral, by: Membership, on: date, instrument: str, value: int
    ) -> None:
        record_measurement(
            referral, actor=by, instrument=instrument, value=Decimal(value), measured_on=on
        )

    def _assess(self, draft: Referral, doctor: Membership, severity: float) -> None:
        terms = agreed(self.version.parsed)
        if terms is None:
            return
        trouble = Knee(severity=severity, frailty=severity, side="both", bmi=24, pain=6)
        judged = draw_input(self.chance, tuple(terms.codes), trouble)
        group = suggest_group(judged, terms.numbers).group
        assess(doctor, draft.course, judged, Decision(group or 3, "" if group else "Skøn."))

    def _doctor(self, case: Case) -> Membership:
        return self.gp if case.by == "practice" else self.cast.clinicians(case.by)[0]

    def _chosen(self, case: Case) -> Chosen:
        if not case.to:
            return Chosen(free_choice_of=PRIVATE)
        return Chosen(service=self._service(case.to))

    def _service(self, key: str) -> Any:
        return self.cast.service(key)

    def _coming(self, days: int) -> date:
        return next_weekday(self.days.day(0) + timedelta(days=days), (0, 1, 2, 3, 4))

    def _midday(self, day: date) -> datetime:
        noon = self.days.moment(0, 12, 0).replace(year=day.year, month=day.month, day=day.day)
        return min(noon, self.days.now - timedelta(minutes=1))

    def _training_days(self, first: date, until: date) -> list[date]:
        """Two working days a week from `first` to `until`, both included."""
        found = {first, until}
        week = first
        while week < until:
            for days in (0, 3):
                day = next_weekday(week + timedelta(days=days), (0, 1, 2, 3, 4))
                if first <= day <= until:
                    found.add(day)
            week += timedelta(days=7)
        return sorted(found)


_XRAY_QUESTION = (
    "Har patienten fået taget røntgen siden 2024? Vi skal bruge graden for at vælge hold."
)
_XRAY_ANSWER = "Ja, for tre uger siden: moderat medial artrose."
