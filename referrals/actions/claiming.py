"""A clinic claims a referral with free choice, when the citizen is there with their CPR."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citizens.actions import look_up_citizen
from citizens.models import Citizen
from organisations.models import Membership, Service, ServiceQuerySet
from organisations.vocabulary import DestinationKind
from referrals.actions.inputs import Inputs, TransitionRefused
from referrals.actions.transitions import lock, perform
from referrals.models import Referral
from referrals.states import Action, Status


def open_referrals(actor: Membership, citizen: Citizen) -> list[Referral]:
    """Unclaimed referrals of the citizen to a kind of service the organisation performs.

    This is the one reading past `visible_to`: before the claim nobody but the sender sees
    an open referral, and the citizen's CPR, given in person, is what opens it.
    """
    return list(
        Referral.objects.filter(
            course__citizen=citizen,
            status=Status.SENT,
            free_choice=True,
            receiver__isnull=True,
            destination__in=_services(actor, citizen).values("kind"),
        )
        .select_related("course__citizen", "version__pathway", "sender")
        .order_by("sent_at")
    )


def claim_by_cpr(*, actor: Membership, cpr: str) -> list[Referral]:
    """Claim every open referral of the citizen that this clinic can take.

    Raises CprError for a number that can't be, LookUpRefused for who may not ask, and
    TransitionRefused when there is nothing to claim. The look-up is logged either way.
    """
    reason = _("Borgeren er til stede og vil hente sin henvisning")
    citizen = look_up_citizen(actor, cpr, reason, for_claim=True)
    found = open_referrals(actor, citizen) if citizen is not None else []
    if citizen is not None and not found:
        found = _claimed_before(actor, citizen)
    if citizen is None or not found:
        raise TransitionRefused(_nothing_to_claim(), "cpr")
    services = {service.kind: service for service in _services(actor, citizen)}
    with transaction.atomic():
        # All are held before the first is claimed: see `transitions` on locks.
        held = [lock(one) for one in sorted(found, key=lambda one: one.pk)]
        still_open = {one.pk for one in held if one.is_open_for_claim}
        return [
            perform(
                Action.CLAIM,
                referral,
                actor=actor,
                inputs=Inputs(service=services.get(referral.destination)),
            )
            for referral in found
            # Where another clinic was quicker with all of them, the first tells so.
            if referral.pk in still_open or not still_open
        ]


def _claimed_before(actor: Membership, citizen: Citizen) -> list[Referral]:
    """Referrals of the citizen that the clinic has claimed and not answered yet.

    Claiming them again is the same person's second click, or is told who has claimed them.
    """
    return list(
        Referral.objects.filter(
            course__citizen=citizen,
            status=Status.SENT,
            free_choice=True,
            receiver=actor.organisation,
        ).order_by("sent_at")
    )


def _services(actor: Membership, citizen: Citizen) -> ServiceQuerySet:
    """What the organisation offers the citizen today."""
    return Service.objects.offered(
        kind=DestinationKind.values, municipality=citizen.municipality, on=timezone.localdate()
    ).filter(performer=actor.organisation)


def _nothing_to_claim() -> str:
    return str(
        _(
            "Der er ingen åben henvisning til jer for dette CPR-nummer. Tjek nummeret, eller "
            "spørg borgeren, om en anden klinik har hentet den."
        )
    )


__all__ = ["claim_by_cpr", "open_referrals"]
