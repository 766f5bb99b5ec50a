"""The one way to move a referral: check the table, lock the row, write the event.

What an action needs, what follows from it and who may see the citizen because of it stand in
`inputs`, `effects` and `relations`; epicrises have a file of their own.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organisations.models import Membership
from referrals import states
from referrals.actions.effects import apply, event_data
from referrals.actions.inputs import Inputs, TransitionRefused, require_inputs
from referrals.actions.relations import end_reading_rights, end_relation_of_receiver
from referrals.models import Event, Referral
from referrals.states import FINAL, Action, Status


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
    require_inputs(action, inputs)
    now = timezone.now()
    when = happened_at or now
    before = Status(referral.status)
    target = states.target_of(
        action, before_question=Status(referral.status_before_question or Status.SENT)
    )
    promised_on = referral.due_on
    apply(action, referral, actor=actor, inputs=inputs, when=when, before=before)
    referral.status = target
    referral.closed_at = when if target in FINAL else None
    referral.updated_at = now
    referral.save()
    end_reading_rights(action, referral, now)
    if target in FINAL:
        end_relation_of_receiver(referral, timezone.localtime(when).date())
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
        data=event_data(action, referral, inputs, promised_on),
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
