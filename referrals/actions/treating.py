"""Recording the work: plan, sessions, goals and measurements of a treatment."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organisations.models import Membership
from referrals.actions.inputs import TransitionRefused, require_staff
from referrals.actions.transitions import lock
from referrals.instruments import INSTRUMENTS
from referrals.models import Goal, Measurement, Referral, Session, SessionState, Treatment
from referrals.states import Side, Status

# Work is recorded while it goes on, and mended until the epicrisis is signed.
RECORDABLE = frozenset({Status.IN_TREATMENT, Status.PAUSED, Status.TREATMENT_ENDED})


def _treatment(referral: Referral, actor: Membership) -> Treatment:
    """The treatment, locked; refuses others than the receiver and other times."""
    locked = lock(referral)
    require_staff(actor)
    if Side.RECEIVER not in locked.sides_of(actor):
        raise TransitionRefused(_("Kun modtageren kan registrere i behandlingen."))
    if locked.status not in RECORDABLE:
        raise TransitionRefused(
            _("Der kan registreres, fra forløbet er startet, til epikrisen er sendt.")
        )
    return Treatment.objects.get(referral=locked)


@transaction.atomic
def record_session(
    referral: Referral,
    *,
    actor: Membership,
    held_on: date,
    kind: str,
    state: str = SessionState.MET,
    note: str = "",
) -> Session:
    """Record one session: held, cancelled, missed, or planned for a later day."""
    treatment = _treatment(referral, actor)
    if held_on < treatment.started_on:
        raise TransitionRefused(
            _("Sessionen kan ikke ligge før forløbet startede (%(date)s).")
            % {"date": date_format(treatment.started_on, "d.m.Y")},
            "held_on",
        )
    if state != SessionState.PLANNED and held_on > timezone.localdate():
        raise TransitionRefused(_("En session i fremtiden kan kun være planlagt."), "held_on")
    return Session.objects.create(
        treatment=treatment,
        held_on=held_on,
        kind=kind,
        state=state,
        note=note,
        recorded_by=actor,
    )


@transaction.atomic
def set_session_state(session: Session, *, actor: Membership, state: str) -> Session:
    """Say what became of a planned session."""
    treatment = _treatment(session.treatment.referral, actor)
    locked = Session.objects.select_for_update().get(pk=session.pk, treatment=treatment)
    if state != SessionState.PLANNED and locked.held_on > timezone.localdate():
        raise TransitionRefused(_("En session i fremtiden kan kun være planlagt."), "state")
    locked.state = SessionState(state)
    locked.recorded_by = actor
    locked.save(update_fields=["state", "recorded_by"])
    return locked


@transaction.atomic
def set_plan(referral: Referral, *, actor: Membership, plan: str) -> Treatment:
    """Write the plan of the treatment."""
    treatment = _treatment(referral, actor)
    treatment.plan = plan
    treatment.save(update_fields=["plan"])
    return treatment


@transaction.atomic
def record_measurement(
    referral: Referral, *, actor: Membership, instrument: str, value: Decimal, measured_on: date
) -> Measurement:
    """Record one score; refuses a value outside the instrument's scale."""
    treatment = _treatment(referral, actor)
    scale = INSTRUMENTS.get(instrument)
    if scale is None:
        raise TransitionRefused(_("Vælg et måleredskab på listen."), "instrument")
    if not scale.minimum <= value <= scale.maximum:
        raise TransitionRefused(
            _("%(name)s går fra %(minimum)s til %(maximum)s.")
            % {"name": scale.label, "minimum": scale.minimum, "maximum": scale.maximum},
            "value",
        )
    if measured_on > timezone.localdate():
        raise TransitionRefused(_("Målingen kan ikke ligge i fremtiden."), "measured_on")
    return Measurement.objects.create(
        treatment=treatment,
        instrument=instrument,
        value=value,
        measured_on=measured_on,
        recorded_by=actor,
    )


@transaction.atomic
def set_goal(
    referral: Referral,
    *,
    actor: Membership,
    text: str,
    unit: str = "",
    start: Decimal | None = None,
    now: Decimal | None = None,
    target: Decimal | None = None,
    goal: Goal | None = None,
) -> Goal:
    """Agree a goal, or write where an agreed one stands now."""
    treatment = _treatment(referral, actor)
    goal = goal or Goal(treatment=treatment)
    if goal.treatment_id != treatment.pk:
        raise TransitionRefused(_("Målet hører til en anden behandling."))
    goal.text, goal.unit, goal.start, goal.now, goal.target = text, unit, start, now, target
    goal.updated_at = timezone.now()
    goal.save()
    return goal
