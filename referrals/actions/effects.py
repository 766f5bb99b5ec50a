"""The columns that follow from an action, beside the status, and what its event keeps."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from citizens.vocabulary import Ground
from organisations.models import Membership, Service
from referrals.actions.inputs import Inputs, TransitionRefused
from referrals.actions.relations import relate
from referrals.clocks import due_after
from referrals.models import Message, ReadingRight, Referral, Treatment
from referrals.receivers import KIND, SERVICE, receivers_to_forward_to
from referrals.states import Action, Status


def apply(
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
            _require_matching_service(referral, inputs, actor, on)
            referral.receiver = actor.organisation
            referral.service = inputs.service
            referral.received_at = when
            relate(referral, actor.organisation, Ground.CLAIMED, on)
        case Action.FORWARD:
            _require_other_receiver_on_offer(referral, inputs, on)
            if referral.receiver_id is not None:
                ReadingRight.objects.get_or_create(
                    referral=referral, organisation_id=referral.receiver_id, ended_at=None
                )
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
            if inputs.on is not None and inputs.on < on:
                raise TransitionRefused(_("Første tid kan ikke ligge før i dag."), "on")
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
        # A first appointment stands whatever was asked meanwhile.
        if referral.first_date is not None:
            return referral.first_date
        # The date promised before the question was put is kept in the asking event.
        asked = referral.events.filter(action=Action.ASK).order_by("-happened_at", "-pk").first()
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
    """Give the referral its receiver, or leave it to the citizen's free choice.

    What an earlier receiver promised, and who had it on the desk there, goes.
    """
    service = inputs.service
    if service is None or service.performer_id != referral.receiver_id:
        referral.assigned_to = None
    referral.accepted_at = referral.first_date = None
    referral.on_waiting_list = False
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


def _require_other_receiver_on_offer(referral: Referral, inputs: Inputs, on: date) -> None:
    """A referral is forwarded to another organisation, which offers it to the citizen now."""
    service = inputs.service
    if service is not None and service.performer_id == referral.receiver_id:
        raise TransitionRefused(_("Henvisningen er allerede hos jer."), "receiver")
    value = f"{SERVICE}{service.pk}" if service else f"{KIND}{inputs.destination}"
    if not any(one.value == value for one in receivers_to_forward_to(referral, on=on)):
        raise TransitionRefused(
            _("%(name)s tilbydes ikke borgeren nu. Vælg en modtager på listen.")
            % {"name": service.performer.name if service else _("Tilbuddet")},
            "receiver",
        )


def _require_matching_service(
    referral: Referral, inputs: Inputs, actor: Membership, on: date
) -> None:
    """Only a clinic that offers what the referral asks for, to this citizen, may claim it."""
    service = inputs.service
    if (
        service is None
        or service.performer_id != actor.organisation_id
        or service.kind != referral.destination
        or not Service.objects.offered(
            kind=service.kind, municipality=referral.citizen.municipality, on=on
        )
        .filter(pk=service.pk)
        .exists()
    ):
        raise TransitionRefused(
            _("%(organisation)s udbyder ikke %(kind)s og kan ikke hente henvisningen.")
            % {
                "organisation": actor.organisation.name,
                "kind": str(referral.get_destination_display()).lower(),
            }
        )


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


def event_data(
    action: Action, referral: Referral, inputs: Inputs, promised_on: date | None
) -> dict[str, Any]:
    data: dict[str, Any] = {**inputs.data, **inputs.said()}
    if action in {Action.SEND, Action.REDIRECT, Action.FORWARD, Action.CLAIM}:
        data |= {
            "destination": referral.destination,
            "receiver": str(referral.receiver_id or ""),
            "free_choice": referral.free_choice,
        }
    if action in {Action.SEND, Action.REDIRECT}:
        # What is mended after a return is written over in the referral; what was sent stays here.
        data |= {"version": str(referral.version_id), "answers": referral.facts()}
    if action is Action.ASK and promised_on is not None:
        data["promised_on"] = promised_on.isoformat()
    if referral.due_on is not None:
        data["due_on"] = referral.due_on.isoformat()
    return data
