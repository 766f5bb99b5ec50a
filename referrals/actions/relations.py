"""Who may see the citizen, and for how long, because of a referral (sundhedsloven § 42 a)."""

from datetime import date, datetime

from citizens.actions import end_care_relation, ensure_care_relation
from citizens.vocabulary import Ground
from organisations.models import Organisation
from referrals.models import Referral
from referrals.states import FINAL, Action


def relate(referral: Referral, organisation: Organisation, ground: Ground, on: date) -> None:
    """Give an organisation its relation to the citizen, as the law asks for (§42a)."""
    ensure_care_relation(referral.course.citizen, organisation, ground, on)


def end_reading_rights(action: Action, referral: Referral, now: datetime) -> None:
    """A former receiver stops reading once the new one has answered."""
    if action in {Action.ACCEPT, Action.DECLINE, Action.WITHDRAW, Action.ASK}:
        referral.reading_rights.filter(ended_at=None).update(ended_at=now)


def end_relation_of_receiver(referral: Referral, on: date) -> None:
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
