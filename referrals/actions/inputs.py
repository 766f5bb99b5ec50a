"""What a person says along with an action, and the sentence when something is missing."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Service
from referrals import states
from referrals.models import EndKind, ReasonCode
from referrals.states import Action


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


def require_inputs(action: Action, inputs: Inputs) -> None:
    """Refuse with a sentence when something the table asks for is missing."""
    for need in states.TRANSITIONS[action].needs:
        match need:
            case "text" if not inputs.text.strip():
                raise TransitionRefused(_("Skriv en besked til den anden side."), "text")
            case "reason" if not inputs.text.strip() and not inputs.reason_code:
                raise TransitionRefused(_("Skriv en begrundelse."), "text")
            case "reason_code":
                _require_reason_code(action, inputs)
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
            case _:
                pass
    if action is Action.FINISH and inputs.end_kind == EndKind.EARLY:
        _require_reason_code(action, inputs)


def _require_reason_code(action: Action, inputs: Inputs) -> None:
    if not inputs.reason_code:
        raise TransitionRefused(_("Vælg en begrundelse."), "reason_code")
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
