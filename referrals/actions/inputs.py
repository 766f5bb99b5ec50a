"""What a person says along with an action, and the sentence when something is missing."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Membership, Service
from referrals import states
from referrals.models import EndKind, Epicrisis, Event, ReasonCode, Referral
from referrals.states import ANY_STAFF, Action

# What an event keeps of dates and choices, as `Inputs.said` gives it.
SAID = ("on", "waiting_list", "end_kind")


class TransitionRefused(Exception):
    """The action can't be done; the message is a sentence for the user.

    `field` names the input that must be mended, when it is one.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@dataclass(frozen=True)
class Inputs:
    """What a person says along with an action; which parts it needs is in the table.

    on: date of the first or last session, or of the first appointment. service: the new
    receiver's service. free_choice with destination: the citizen chooses the clinic.
    """

    text: str = ""
    reason_code: str = ""
    on: date | None = None
    waiting_list: bool = False
    service: Service | None = None
    free_choice: bool = False
    destination: str = ""
    end_kind: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    def fitted_to(self, action: Action) -> "Inputs":
        """Without what has no meaning for the action: a treatment that went as planned has no
        reason to have ended."""
        if action is Action.FINISH and self.end_kind == EndKind.AS_PLANNED:
            return replace(self, reason_code="")
        return self

    def said(self) -> dict[str, Any]:
        """What the event keeps of dates and choices."""
        said = (self.on and self.on.isoformat(), self.waiting_list, self.end_kind)
        return {key: value for key, value in zip(SAID, said, strict=True) if value}

    def are_those_of(self, event: Event) -> bool:
        """Whether the event was written with the same words, dates and receiver."""
        kept = {key: value for key, value in event.data.items() if key in SAID}
        if (event.text, event.reason_code, kept) != (self.text, self.reason_code, self.said()):
            return False
        if event.action != Action.FORWARD:
            return True
        receiver = str(self.service.performer_id) if self.service else ""
        return bool(event.data.get("receiver") == receiver)


def require_staff(actor: Membership) -> None:
    """Refuse members who are there for something else than the citizens (planner, auditor …)."""
    if not ANY_STAFF & set(actor.roles):
        raise TransitionRefused(_("Din rolle giver ikke adgang til at arbejde med henvisninger."))


def require_inputs(action: Action, inputs: Inputs, referral: Referral) -> None:
    """Refuse with a sentence when something the table asks for is missing."""
    for need in states.TRANSITIONS[action].needs:
        match need:
            case "text" if not inputs.text.strip():
                raise TransitionRefused(_("Skriv en besked til den anden side."), "text")
            case "reason" if not inputs.text.strip() and not inputs.reason_code:
                raise TransitionRefused(_("Skriv en begrundelse."), "text")
            case "reason_code" if not inputs.reason_code:
                raise TransitionRefused(_("Vælg en begrundelse."), "reason_code")
            case "receiver" if inputs.service is None and not (
                inputs.free_choice and inputs.destination
            ):
                raise TransitionRefused(_("Vælg en modtager."), "receiver")
            case "first_date_or_waiting_list" if inputs.on is None and not inputs.waiting_list:
                raise TransitionRefused(
                    _("Angiv dato for første tid, eller sæt borgeren på venteliste."), "on"
                )
            case "date" if inputs.on is None:
                raise TransitionRefused(_("Angiv datoen."), "on")
            case "end_kind" if inputs.end_kind not in EndKind.values:
                raise TransitionRefused(
                    _("Vælg, om behandlingen sluttede som planlagt eller før tid."), "end_kind"
                )
            case "signed_epicrisis" if not Epicrisis.objects.filter(referral=referral).exists():
                raise TransitionRefused(_("Epikrisen skal underskrives først."))
            case _:
                pass
    early = action is Action.FINISH and inputs.end_kind == EndKind.EARLY
    if early and not inputs.reason_code:
        raise TransitionRefused(_("Vælg en begrundelse."), "reason_code")
    if inputs.reason_code:
        _require_on_the_list(action, inputs)


def _require_on_the_list(action: Action, inputs: Inputs) -> None:
    """A reason is one of the list, also where one may write instead; some take a comment."""
    code = (
        ReasonCode.objects.for_action(action, timezone.localdate())
        .filter(key=inputs.reason_code)
        .first()
    )
    if code is None:
        raise TransitionRefused(
            _("Begrundelsen findes ikke på listen. Vælg en fra listen."), "reason_code"
        )
    if code.comment_required and not inputs.text.strip():
        raise TransitionRefused(
            _("Skriv en uddybning: »%(label)s« kræver en kommentar.") % {"label": code.label},
            "text",
        )
