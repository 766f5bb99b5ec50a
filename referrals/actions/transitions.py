"""The one way to move a referral: check the table, lock the row, write the event.

What is particular to an action (dates, receivers, reading rights) is one small function
here; treatment and epicrisis have files of their own.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from citizens.actions import end_care_relation, ensure_care_relation
from citizens.vocabulary import Ground
from organisations.models import Membership, Organisation, Service
from referrals import states
from referrals.clocks import due_after
from referrals.models import EndKind, Event, Message, ReadingRight, ReasonCode, Referral, Treatment
from referrals.states import FINAL, Action, Status


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


@transaction.atomic
def perform(
    action: Action | str,
    referral: Referral,
    *,
    actor: Membership,
    inputs: Inputs | None = None,
    happened_at: datetime | None = None,
) -> Referral:
    """Carry out an action on a referral, record who did it, and return it as it now is.

    The row is locked and read again, so of two who act at once the second is told. The
    same person's second click succeeds and writes no second event. Raises
    TransitionRefused with a sentence.
    """
    action = Action(action)
    inputs = inputs or Inputs()
    referral = _locked(referral)
    situation = referral.situation_for(actor, claiming=action is Action.CLAIM)
    possibility = states.check(action, situation)
    if not possibility.allowed:
        if _already_done_by(actor, action, referral):
            return referral
        raise TransitionRefused(_refusal(referral, actor, possibility.reason))
    _require_inputs(action, inputs)
    now = timezone.now()
    when = happened_at or now
    before = Status(referral.status)
    target = states.target_of(
        action, before_question=Status(referral.status_before_question or Status.SENT)
    )
    promised_on = referral.due_on
    _apply(action, referral, actor=actor, inputs=inputs, when=when, before=before)
    referral.status = target
    referral.closed_at = when if target in FINAL else None
    referral.updated_at = now
    referral.save()
    _end_reading_rights(action, referral, now)
    if target in FINAL:
        _end_relation_of_receiver(referral, timezone.localtime(when).date())
    Event.objects.create(
        referral=referral,
        action=action,
        from_status=before,
        to_status=target,
        side=states.TRANSITIONS[action].side,
        membership=actor,
        organisation=actor.organisation,
        happened_at=when,
        recorded_at=now,
        reason_code=inputs.reason_code,
        text=inputs.text,
        data=_event_data(action, referral, inputs, promised_on),
    )
    return referral


def _locked(referral: Referral) -> Referral:
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related("course__citizen", "version", "sender", "receiver", "service")
        .get(pk=referral.pk)
    )


def _already_done_by(actor: Membership, action: Action, referral: Referral) -> bool:
    last = referral.events.order_by("-recorded_at", "-pk").first()
    return last is not None and last.action == action and last.membership_id == actor.pk


def _refusal(referral: Referral, actor: Membership, reason: str) -> str:
    """The reason, led by who came first when somebody else has just acted."""
    last = (
        referral.events.select_related("membership__user", "organisation")
        .order_by("-recorded_at", "-pk")
        .first()
    )
    if last is None or last.membership is None or last.membership_id == actor.pk:
        return reason
    return _("%(who)s, %(where)s: %(what)s kl. %(time)s. %(reason)s") % {
        "who": last.membership.user.full_name,
        "where": last.organisation,
        "what": Action(last.action).label,
        "time": date_format(timezone.localtime(last.recorded_at), "H.i"),
        "reason": reason,
    }


def _require_inputs(action: Action, inputs: Inputs) -> None:
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


def _apply(
    action: Action,
    referral: Referral,
    *,
    actor: Membership,
    inputs: Inputs,
    when: datetime,
    before: Status,
) -> None:
    """Set the columns that follow from the action (all but the status)."""
    on = timezone.localtime(when).date()
    held = 0
    if referral.asked_at is not None and action is not Action.ASK:
        held = (on - timezone.localtime(referral.asked_at).date()).days
        referral.held_days += max(held, 0)
        referral.asked_at = None
    match action:
        case Action.SEND | Action.REDIRECT:
            _address(referral, inputs, when)
            referral.sent_at = referral.sent_at or when
            relate(referral, referral.sender, Ground.REFERRAL_SENT, on)
        case Action.CLAIM:
            _require_matching_service(referral, inputs, actor)
            referral.receiver = actor.organisation
            referral.service = inputs.service
            referral.received_at = when
            relate(referral, actor.organisation, Ground.CLAIMED, on)
        case Action.FORWARD:
            if referral.receiver_id is not None:
                ReadingRight.objects.get_or_create(
                    referral=referral, organisation_id=referral.receiver_id, ended_at=None
                )
            referral.assigned_to = None
            referral.accepted_at = referral.first_date = None
            referral.on_waiting_list = False
            _address(referral, inputs, when)
        case Action.ASK | Action.ANSWER:
            if action is Action.ASK:
                referral.asked_at = when
                referral.answered_at = None
            else:
                referral.answered_at = when
            Message.objects.create(
                referral=referral,
                membership=actor,
                organisation=actor.organisation,
                at=when,
                text=inputs.text,
                is_question=action is Action.ASK,
            )
        case Action.ACCEPT:
            referral.accepted_at = when
            referral.first_date = inputs.on
            referral.on_waiting_list = inputs.waiting_list and inputs.on is None
        case Action.START:
            _start_treatment(referral, inputs.on or on, on)
        case Action.FINISH:
            _finish_treatment(referral, inputs, inputs.on or on, on)
        case Action.COMPLETE:
            referral.completed_at = when
        case _:
            pass
    referral.status_before_question = before if action is Action.ASK else ""
    referral.due_on = _due_on(action, referral, inputs, on, before, max(held, 0))


def _due_on(
    action: Action, referral: Referral, inputs: Inputs, on: date, before: Status, held: int
) -> date | None:
    if action is Action.ACCEPT and inputs.on:
        return inputs.on
    if action is Action.ANSWER:
        # The date promised before the question was put is kept in the asking event.
        asked = referral.events.filter(action=Action.ASK).order_by("-recorded_at", "-pk").first()
        promised = asked.data.get("promised_on") if asked else None
        return due_after(
            action,
            on=on,
            due_on=date.fromisoformat(promised) if promised else None,
            held=held,
        )
    if action is Action.FINISH and inputs.on:
        return due_after(action, on=inputs.on)
    return due_after(action, on=on)


def _address(referral: Referral, inputs: Inputs, when: datetime) -> None:
    """Give the referral its receiver, or leave it to the citizen's free choice."""
    service = inputs.service
    referral.service = service
    referral.free_choice = inputs.free_choice and service is None
    referral.destination = service.kind if service else inputs.destination
    referral.receiver = service.performer if service else None
    referral.received_at = when
    referral.held_days = 0
    referral.answered_at = None
    if service is not None:
        on = timezone.localtime(when).date()
        relate(referral, service.performer, Ground.REFERRAL_RECEIVED, on)


def _require_matching_service(referral: Referral, inputs: Inputs, actor: Membership) -> None:
    """Only a clinic that offers what the referral asks for may claim it."""
    service = inputs.service
    if (
        service is None
        or service.performer_id != actor.organisation_id
        or service.kind != referral.destination
    ):
        raise TransitionRefused(
            _("%(organisation)s udbyder ikke %(kind)s og kan ikke hente henvisningen.")
            % {
                "organisation": actor.organisation.name,
                "kind": str(referral.get_destination_display()).lower(),
            }
        )


def relate(referral: Referral, organisation: Organisation, ground: Ground, on: date) -> None:
    """Give an organisation its relation to the citizen, as the law asks for (§42a)."""
    ensure_care_relation(referral.course.citizen, organisation, ground, on)


def _start_treatment(referral: Referral, first_session: date, today: date) -> None:
    if first_session > today:
        raise TransitionRefused(
            _("Forløbet startes på dagen for første session. Vælg i dag eller tidligere."), "on"
        )
    if referral.sent_at and first_session < timezone.localtime(referral.sent_at).date():
        raise TransitionRefused(
            _("Første session kan ikke ligge før henvisningen blev sendt."), "on"
        )
    referral.started_on = first_session
    Treatment.objects.create(referral=referral, started_on=first_session)


def _finish_treatment(referral: Referral, inputs: Inputs, ended_on: date, today: date) -> None:
    treatment = referral.treatment
    if ended_on < treatment.started_on:
        raise TransitionRefused(
            _("Behandlingen kan ikke slutte, før den begyndte (%(date)s).")
            % {"date": date_format(treatment.started_on, "d.m.Y")},
            "on",
        )
    if ended_on > today:
        raise TransitionRefused(_("Slutdatoen kan ikke ligge i fremtiden."), "on")
    treatment.ended_on = ended_on
    treatment.end_kind = inputs.end_kind
    treatment.end_reason = inputs.reason_code
    treatment.save()
    referral.treatment_ended_on = ended_on


def _end_reading_rights(action: Action, referral: Referral, now: datetime) -> None:
    """A former receiver stops reading once the new one has answered."""
    if action in {Action.ACCEPT, Action.DECLINE, Action.WITHDRAW, Action.ASK}:
        referral.reading_rights.filter(ended_at=None).update(ended_at=now)


def _end_relation_of_receiver(referral: Referral, on: date) -> None:
    """When nothing more is going on there, the receiver's relation to the citizen ends."""
    if referral.receiver is None:
        return
    still = (
        Referral.objects.filter(
            course__citizen_id=referral.course.citizen_id, receiver=referral.receiver
        )
        .exclude(pk=referral.pk)
        .exclude(status__in=FINAL)
    )
    if not still.exists():
        for ground in (Ground.REFERRAL_RECEIVED, Ground.CLAIMED):
            end_care_relation(referral.course.citizen, referral.receiver, ground, on)


def _event_data(
    action: Action, referral: Referral, inputs: Inputs, promised_on: date | None
) -> dict[str, Any]:
    data: dict[str, Any] = dict(inputs.data)
    if action in {Action.SEND, Action.REDIRECT, Action.FORWARD, Action.CLAIM}:
        data |= {
            "destination": referral.destination,
            "receiver": str(referral.receiver_id or ""),
            "free_choice": referral.free_choice,
        }
    if action is Action.ASK and promised_on is not None:
        data["promised_on"] = promised_on.isoformat()
    if inputs.on is not None:
        data["on"] = inputs.on.isoformat()
    if inputs.waiting_list:
        data["waiting_list"] = True
    if inputs.end_kind:
        data["end_kind"] = inputs.end_kind
    if referral.due_on is not None:
        data["due_on"] = referral.due_on.isoformat()
    return data
