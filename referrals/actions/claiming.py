"""A clinic claims a referral with free choice, when the citizen is there with their CPR."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citizens.actions import look_up_citizen
from citizens.models import Citizen
from organisations.models import Membership, Service
from organisations.vocabulary import DestinationKind
from referrals.actions.inputs import Inputs, TransitionRefused
from referrals.actions.transitions import perform
from referrals.models import Referral
from referrals.states import Action, Status


def open_referrals(actor: Membership, citizen: Citizen) -> list[Referral]:
    """Unclaimed referrals of the citizen to a kind of service the organisation performs.

    This is the one reading past `visible_to`: before the claim nobody but the sender sees
    an open referral, and the citizen's CPR, given in person, is what opens it.
    """
    today = timezone.localdate()
    kinds = (
        Service.objects.offered(
            kind=DestinationKind.values, municipality=citizen.municipality, on=today
        )
        .filter(performer=actor.organisation)
        .values("kind")
    )
    return list(
        Referral.objects.filter(
            course__citizen=citizen,
            status=Status.SENT,
            free_choice=True,
            receiver__isnull=True,
            destination__in=kinds,
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
    if citizen is None or not found:
        raise TransitionRefused(_nothing_to_claim(), "cpr")
    today = timezone.localdate()
    with transaction.atomic():
        return [
            perform(
                Action.CLAIM,
                referral,
                actor=actor,
                inputs=Inputs(
                    service=Service.objects.offered(
                        kind=referral.destination, municipality=citizen.municipality, on=today
                    )
                    .filter(performer=actor.organisation)
                    .first()
                ),
            )
            for referral in found
        ]


def _nothing_to_claim() -> str:
    return str(
        _(
            "Der er ingen åben henvisning til jer for dette CPR-nummer. Tjek nummeret, eller "
            "spørg borgeren, om en anden klinik har hentet den."
        )
    )


__all__ = ["claim_by_cpr", "open_referrals"]
