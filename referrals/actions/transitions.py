"""The one way to move a referral: check the table, lock the row, write the event.

What an action needs, what follows from it and who may see the citizen because of it stand in
`inputs`, `effects` and `relations`; epicrises have a file of their own.

Locks are taken in the order referral, citizen, and never so strong that a row that only points
there has to wait (`no_key`), so that two who act can't wait for each other. Whoever acts on
more than one referral locks them all first, by id.
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
from referrals.actions.relations import ANSWERED_BY, end_reading_rights, end_relations
from referrals.models import Event, Referral
from referrals.states import FINAL, Action, Possibility, Status


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
    same person's second click (the same action with the same words) succeeds and writes no
    second event. `happened_at` is for what is written down later than it took place: not in
    the future, and not before what happened last. Raises TransitionRefused with a sentence.
    """
    action = Action(action)
    inputs = (inputs or Inputs()).fitted_to(action)
    referral = lock(referral)
    last = last_event(referral)
    situation = referral.situation_for(actor, claiming=action is Action.CLAIM)
    possibility = states.check(action, situation)
    if not possibility.allowed:
        if last is not None and _is_second_click(last, action, actor, inputs):
            return referral
        raise TransitionRefused(_refusal(last, actor, possibility))
    require_inputs(action, inputs, referral)
    now = timezone.now()
    when = _moment(happened_at, last, now)
    before, former = Status(referral.status), referral.receiver_id
    target = states.target_of(
        action, before_question=Status(referral.status_before_question or Status.SENT)
    )
    promised_on = referral.due_on
    apply(action, referral, actor=actor, inputs=inputs, when=when, before=before)
    referral.status = target
    referral.closed_at = when if target in FINAL else None
    referral.updated_at = now
    referral.save()
    done_with = end_reading_rights(referral, now) if action in ANSWERED_BY else set()
    if target in FINAL:
        done_with |= {referral.sender_id} | ({former} if former else set())
    elif action is Action.REDIRECT and former and former != referral.receiver_id:
        done_with.add(former)
    end_relations(referral, done_with, timezone.localdate(now))
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


def lock(referral: Referral) -> Referral:
    """The referral as it is now, held until the transaction ends. Raises TransitionRefused."""
    # The definition is long, and published ones are kept by the process (`Version.parsed`).
    found = (
        Referral.objects.select_for_update(of=("self",), no_key=True)
        .select_related(
            "course__citizen__municipality__region__succeeded_by",
            "version",
            "sender",
            "receiver",
            "service",
        )
        .defer("version__definition")
        .filter(pk=referral.pk)
        .first()
    )
    if found is None:
        raise TransitionRefused(_("Kladden er slettet i mellemtiden."))
    return found


def last_event(referral: Referral) -> Event | None:
    """What happened last, with who did it."""
    return (
        referral.events.select_related("membership__user", "organisation")
        .order_by("-happened_at", "-pk")
        .first()
    )


def require_allowed(action: Action, referral: Referral, *, actor: Membership) -> None:
    """Refuse, as `perform` would, an action on a locked referral that must not begin."""
    possibility = states.check(action, referral.situation_for(actor))
    if not possibility.allowed:
        raise TransitionRefused(_refusal(last_event(referral), actor, possibility))


def _is_second_click(last: Event, action: Action, actor: Membership, inputs: Inputs) -> bool:
    """The same person said the same just now; other words must not be lost in silence."""
    return last.action == action and last.membership_id == actor.pk and inputs.are_those_of(last)


def _moment(happened_at: datetime | None, last: Event | None, now: datetime) -> datetime:
    """When it happened: now, or at a moment that fits among the referral's events."""
    if happened_at is None:
        # Another server's clock may be a little ahead; what comes after stays after.
        return max(now, last.happened_at) if last is not None else now
    if timezone.is_naive(happened_at):
        raise ValueError("happened_at needs a time zone")
    if happened_at > now:
        raise TransitionRefused(_("Tidspunktet ligger i fremtiden."), "happened_at")
    if last is not None and happened_at < last.happened_at:
        raise TransitionRefused(
            _("Tidspunktet ligger før det, der skete sidst: %(what)s %(when)s.")
            % {"what": Action(last.action).label, "when": _told(last.happened_at, now)},
            "happened_at",
        )
    return happened_at


def _refusal(last: Event | None, actor: Membership, possibility: Possibility) -> str:
    """The reason, led by who came first when somebody has just acted.

    Only for one of a side, or of the organisation that has passed it on: to others it is no
    business who did what.
    """
    reason = possibility.reason
    if last is None or last.membership is None:
        return reason
    passed_on = last.action == Action.FORWARD and last.organisation_id == actor.organisation_id
    if not (possibility.mine or passed_on):
        return reason
    told = {
        "who": last.membership.user.full_name,
        "where": last.organisation,
        "what": Action(last.action).label,
        "when": _told(last.recorded_at, timezone.now()),
        "reason": reason,
    }
    if last.membership_id != actor.pk:
        return _("%(who)s, %(where)s: %(what)s %(when)s. %(reason)s") % told
    if last.action == possibility.action:
        return _("Det har du gjort %(when)s, men med et andet indhold. %(reason)s") % told
    return reason


def _told(moment: datetime, now: datetime) -> str:
    """The time of day, with the date when it was not today."""
    local = timezone.localtime(moment)
    today = local.date() == timezone.localtime(now).date()
    return date_format(local, r"\k\l. H.i" if today else r"d.m.Y \k\l. H.i")
