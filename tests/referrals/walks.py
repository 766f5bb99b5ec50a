"""Random walks: citizens are referred here and there by the real actions, as a seed decides."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.utils import timezone

from citizens.models import Citizen
from organisations.models import Membership, Service
from pathways.models import Version
from referrals import actions
from referrals.actions import Chosen, Inputs, claim_by_cpr, perform
from referrals.models import Referral
from referrals.states import TRANSITIONS, Action, Status, check
from tests.referrals.reached import ANSWERS, EPICRISIS

PRIVATE = "private_physiotherapist"
CARRIED_OUT = set(TRANSITIONS) - {Action.SEND, Action.CLAIM}


class Walk:
    """One sender, some receivers, and what may happen between them.

    `go(steps)` takes that many steps, moving the clock by minutes or days between them, and
    yields the referral acted upon, or None where there is none any longer.
    """

    def __init__(
        self,
        seed: int,
        *,
        sender: Membership,
        receivers: list[Membership],
        citizens: list[Citizen],
        version: Version,
        shift: Callable[[timedelta], None],
    ) -> None:
        self.chance = random.Random(seed)
        self.sender = sender
        self.receivers = {one.organisation_id: one for one in receivers}
        self.citizens = citizens
        self.version = version
        self.shift = shift
        self.services = list(Service.objects.filter(performer__in=self.receivers))
        self.taken: list[str] = []

    def go(self, steps: int) -> Iterator[Referral | None]:
        for _step in range(steps):
            hours = self.chance.choice((0.2, 0.5, 5, 24, 30, 60))
            self.shift(timedelta(hours=hours * (0.5 + self.chance.random())))
            yield self._step()

    def _step(self) -> Referral | None:
        # The same each time: keys are drawn by chance, and numbers tell those of one moment apart.
        there = Referral.objects.order_by("created_at", "number", "destination")
        ways = [self._write, *(way for one in there for way in self._ways(one))]
        # Writing is one way among many, but not so rare that a walk ends with everything closed.
        return self.chance.choice([*ways, self._write])()

    def _write(self) -> Referral | None:
        citizen = self.chance.choice(self.citizens)
        draft = actions.create_draft(actor=self.sender, citizen=citizen, version=self.version)
        actions.save_answers(draft, actor=self.sender, values=ANSWERS)
        return self._noted("write", draft)

    def _ways(self, referral: Referral) -> Iterator[Callable[[], Referral | None]]:
        """Everything somebody can do with a referral now."""
        if referral.status == Status.DRAFT:
            yield from (lambda: self._send(referral) for _likely in range(3))
            yield lambda: self._discard(referral)
            return
        if referral.is_open_for_claim:
            yield from (lambda: self._claim(referral) for _likely in range(3))
        for actor in (self.sender, self.receivers.get(referral.receiver_id)):
            for action in sorted(CARRIED_OUT):
                if actor and check(action, referral.situation_for(actor)).allowed:
                    yield lambda action=action, actor=actor: self._act(action, referral, actor)

    def _act(self, action: Action, referral: Referral, actor: Membership) -> Referral:
        self.taken.append(action)
        match action:
            case Action.REDIRECT:
                return self._send(referral)
            case Action.COMPLETE:
                actions.sign_epicrisis(referral, actor=actor, content=EPICRISIS)
                return Referral.objects.get(pk=referral.pk)
        return perform(action, referral, actor=actor, inputs=self._inputs(action, referral))

    def _noted(self, what: str, referral: Referral | None) -> Referral | None:
        self.taken.append(what)
        return referral

    def _send(self, referral: Referral) -> Referral:
        chosen = [self._chosen(service) for service in self.chance.sample(self.services, 3)]
        return self._noted(
            "send",
            actions.send(
                referral,
                actor=self.sender,
                chosen=chosen[0],
                also=chosen[1 : self.chance.randint(1, 3)],
                override_reason="patient_wish",
                override_text="Patientens ønske",
            ),
        )

    def _chosen(self, service: Service) -> Chosen:
        return Chosen(free_choice_of=service.kind) if service.free_choice else Chosen(service)

    def _discard(self, referral: Referral) -> None:
        actions.discard_draft(referral, actor=self.sender)
        self._noted("discard", None)

    def _claim(self, referral: Referral) -> Referral:
        clinics = [one.performer_id for one in self.services if one.kind == referral.destination]
        actor = self.receivers[self.chance.choice(clinics)]
        return self._noted("claim", claim_by_cpr(actor=actor, cpr=referral.citizen.full_cpr)[0])

    def _inputs(self, action: Action, referral: Referral) -> Inputs:
        today = timezone.localdate()
        chance = self.chance
        match action:
            case Action.ACCEPT if chance.random() < 0.3:
                return Inputs(waiting_list=True)
            case Action.ACCEPT:
                return Inputs(on=today + timedelta(days=chance.randint(0, 30)))
            case Action.FORWARD:
                others = [s for s in self.services if s.performer_id != referral.receiver_id]
                service = chance.choice(others)
                to: dict[str, Any] = {"service": service}
                if service.free_choice:
                    to = {"free_choice": True, "destination": service.kind}
                return Inputs(reason_code="nearer", **to)
            case Action.DECLINE:
                return Inputs(reason_code="no_capacity")
            case Action.WITHDRAW:
                return Inputs(reason_code="recovered")
            case Action.END_UNSTARTED:
                return Inputs(reason_code="declined_offer")
            case Action.START:
                return Inputs(on=today)
            case Action.FINISH if chance.random() < 0.5:
                return Inputs(on=today, end_kind="early", reason_code="moved")
            case Action.FINISH:
                return Inputs(on=today, end_kind="as_planned")
            case _:
                return Inputs(text=f"{action} {today}")
