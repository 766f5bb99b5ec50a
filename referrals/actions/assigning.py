"""Sharing the work within one organisation: who has a referral on their desk."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import Membership
from referrals.actions.inputs import TransitionRefused
from referrals.models import Referral
from referrals.models.referral import ReferralQuerySet
from referrals.states import ANY_STAFF, FINAL, Status

NOT_ASSIGNABLE = FINAL | {Status.DRAFT}


@transaction.atomic
def assign_to_me(*, actor: Membership, referral_ids: Iterable[uuid.UUID]) -> int:
    """Put referrals the actor's organisation has received on the actor's desk; returns how many.

    Those that are not received there, or are finished, are left as they are.
    """
    if not ANY_STAFF & set(actor.roles):
        raise TransitionRefused(_("Din rolle giver ikke adgang til at tildele henvisninger."))
    return _received(actor, referral_ids).exclude(assigned_to=actor).update(assigned_to=actor)


@transaction.atomic
def release(*, actor: Membership, referral_ids: Iterable[uuid.UUID]) -> int:
    """Take referrals off whoever's desk they are on; returns how many."""
    if not ANY_STAFF & set(actor.roles):
        raise TransitionRefused(_("Din rolle giver ikke adgang til at tildele henvisninger."))
    assigned = _received(actor, referral_ids).exclude(assigned_to=None)
    return assigned.update(assigned_to=None)


def _received(actor: Membership, referral_ids: Iterable[uuid.UUID]) -> ReferralQuerySet:
    return (
        Referral.objects.visible_to(actor)
        .received_by(actor.organisation_id)
        .filter(pk__in=list(referral_ids))
        .exclude(status__in=NOT_ASSIGNABLE)
    )
