"""Who may see the citizen, and for how long, because of a referral (sundhedsloven § 42 a).

Relations begin when a referral is sent, received or claimed. They end when nothing is going on
any longer: a receiver's with its last open referral and its last right to read a forwarded one,
a sender's with the last one it has sent. Every function here locks the citizen first, so that
two that end at once don't each take the other for still open.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from citizens.actions import end_care_relation, ensure_care_relation
from citizens.models import CareRelation, Citizen
from citizens.vocabulary import Ground
from organisations.models import Organisation
from organisations.periods import valid_on_q
from referrals.models import ReadingRight, Referral
from referrals.states import FINAL, Action

# The new receiver has answered with any of these; withdrawing makes an answer unneeded.
ANSWERED_BY = frozenset({Action.ACCEPT, Action.DECLINE, Action.ASK, Action.WITHDRAW})


def relate(referral: Referral, organisation: Organisation, ground: Ground, on: date) -> None:
    """Give an organisation its relation to the citizen, as the law asks for (§ 42 a)."""
    _lock_citizen(referral)
    ensure_care_relation(referral.course.citizen, organisation, ground, on)


def end_reading_rights(referral: Referral, now: datetime) -> set[UUID]:
    """Former receivers stop reading. Returns the ids of those who did."""
    ended = set(
        referral.reading_rights.filter(ended_at=None).values_list("organisation_id", flat=True)
    )
    if ended:
        referral.reading_rights.filter(ended_at=None).update(ended_at=now)
    return ended


def end_relations(referral: Referral, organisations: Iterable[UUID | None], on: date) -> None:
    """Make `on` the last day of these organisations' relations, where nothing more is going on.

    Call it when the referral is saved as it now is.
    """
    wanted = {one for one in organisations if one is not None}
    if not wanted:
        return
    _lock_citizen(referral)
    citizen = referral.course.citizen
    held = list(
        CareRelation.objects.filter(
            valid_on_q(on),
            citizen=citizen,
            organisation__in=wanted,
            ground__in=[Ground.REFERRAL_SENT, Ground.REFERRAL_RECEIVED, Ground.CLAIMED],
        ).select_related("organisation")
    )
    going_on = _going_on(citizen, wanted) if held else set()
    for relation in held:
        sends = relation.ground == Ground.REFERRAL_SENT
        if (relation.organisation_id, sends) not in going_on:
            end_care_relation(citizen, relation.organisation, relation.ground, on)


def _going_on(citizen: Citizen, organisations: set[UUID]) -> set[tuple[UUID, bool]]:
    """Which of the organisations have something open with the citizen: (id, as sender)."""
    still = Referral.objects.filter(course__citizen=citizen).exclude(status__in=FINAL)
    sent = still.filter(sender__in=organisations).values_list("sender_id", flat=True)
    received = still.filter(receiver__in=organisations).values_list("receiver_id", flat=True)
    reads = ReadingRight.objects.filter(
        referral__course__citizen=citizen, organisation__in=organisations, ended_at=None
    ).values_list("organisation_id", flat=True)
    return {(one, True) for one in sent} | {
        (one, False) for one in (*received, *reads) if one is not None
    }


def _lock_citizen(referral: Referral) -> None:
    Citizen.objects.select_for_update(no_key=True).only("pk").get(pk=referral.course.citizen_id)
