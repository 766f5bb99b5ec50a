"""Low back pain in the demonstration: courses with controls held and due, by the real actions."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from citizens.models import Citizen
from config.demo.calendar import DENMARK
from config.demo.clock import WorkingDays, at
from config.demo.organisations import Cast
from config.demo.people import Population, register_made_up
from courses.following import Judged, hold_checkpoint, order_mri
from courses.models import Checkpoint, Course
from organisations.models import Membership
from pathways.models import Version
from referrals.actions import create_draft, save_answers
from referrals.actions.drafting import follow_without_referral, save_choice

KEY = "low-back-pain"
REASON = "patient_wish"
_WORKING_WEEK = 5


@dataclass(frozen=True)
class Back:
    """One course, which the doctor follows alone; its citizen is made up.

    weeks: since the first contact. progress: as judged at the controls after it, oldest first.
    """

    weeks: int
    progress: tuple[str, ...]
    start_back: str = "low"
    episode: str = "first"
    work: str = "at_work"
    tried: tuple[str, ...] = ("advice", "pain_relief")
    mri: bool = False

    @property
    def answers(self) -> dict[str, Any]:
        """Answers to the phrases, by fact: no red flags, no other trouble."""
        return {
            "diagnosis": {"system": "icpc2", "code": "L03"},
            "episode": self.episode,
            "root_signs": "none",
            "red_flags": ["none"],
            "start_back": self.start_back,
            "tried_so_far": list(self.tried),
            "work": self.work,
            "pending_case": "none",
            "special_circumstances": ["none"],
        }


CASES = (
    Back(0, ()),
    Back(2, (), start_back="medium"),
    Back(3, ("some",), episode="recurrent"),
    Back(5, ("some", "some"), start_back="medium"),
    Back(6, ("some", "none"), work="sick_leave_return", mri=True),
    Back(9, ("some", "clear", "clear"), episode="flare_up"),
    Back(10, ("none", "some", "some"), start_back="high", work="sick_leave_return"),
    Back(12, ("some", "clear", "clear")),
    Back(14, ("none", "none", "none"), start_back="high", tried=("exercise", "manual")),
)


def tell_backs(cast: Cast) -> int:
    """Make every course of `CASES`; returns how many."""
    today = timezone.localdate()
    version = Version.objects.in_force(today).select_related("pathway").get(pathway__key=KEY)
    doctor = cast.seats["gp"]
    days = WorkingDays(timezone.now())
    taken = set(Citizen.objects.values_list("identifier", flat=True))
    population = Population(random.Random(KEY), today, taken)
    with override("da"):
        for case in CASES:
            with at(days.moment(case.weeks * _WORKING_WEEK, 9, 20)):
                citizen = register_made_up(population, doctor)
                draft = create_draft(actor=doctor, citizen=citizen, version=version)
                save_answers(draft, actor=doctor, values=case.answers)
                course = draft.course
                save_choice(draft, actor=doctor, reason=REASON)
                follow_without_referral(draft, actor=doctor)
            _follow(course, case, doctor, days)
    return len(CASES)


def _follow(course: Course, case: Back, doctor: Membership, days: WorkingDays) -> None:
    """Hold the controls that were judged, each on its day, and order the scan at the second."""
    controls = Checkpoint.objects.filter(course=course, due_on__gt=course.started_on)
    judged = zip(controls.order_by("due_on"), case.progress, strict=False)
    for number, (control, progress) in enumerate(judged, start=1):
        noon = datetime.combine(control.due_on, time(11, 30), tzinfo=DENMARK)
        with at(min(noon, days.now)):
            hold_checkpoint(
                actor=doctor,
                checkpoint=control,
                held_on=timezone.localdate(),
                judged=Judged(progress, sick_listed=case.work.startswith("sick_leave")),
            )
            if case.mri and number == 2:
                order_mri(
                    actor=doctor,
                    course=course,
                    ordered_on=timezone.localdate(),
                    where="Billeddiagnostisk afdeling",
                )
