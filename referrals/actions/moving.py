"""Moving an unsent draft to the version of its pathway that has come into force since."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions import move_course
from organisations.models import Membership
from pathways.models import Version
from referrals.actions.drafting import writable_by
from referrals.actions.inputs import TransitionRefused
from referrals.actions.transitions import lock
from referrals.models import Answer, DraftChoice, Referral
from referrals.moving import carry
from referrals.states import Status


def newer_version(referral: Referral) -> Version | None:
    """The version in force that a draft could move to; None when it is written by the newest.

    A course in which something has been sent is under way and stays on the version it began
    under, and so does every further referral in it (PATHWAYS §10).
    """
    if referral.status != Status.DRAFT or referral.version.published_at is None:
        return None
    in_force = Version.objects.in_force(timezone.localdate()).filter(
        pathway_id=referral.version.pathway_id
    )
    newest = in_force.first()
    if newest is None or newest.pk == referral.version_id:
        return None
    return None if _under_way(referral) else newest


@transaction.atomic
def move_to_newer_version(referral: Referral, *, actor: Membership) -> Version:
    """Write on by the version in force: answers that still fit follow, the others are gone.

    The advice is asked anew when the form is next read. Raises TransitionRefused.
    """
    locked = lock(referral)
    if locked.status != Status.DRAFT or not writable_by(locked, actor):
        raise TransitionRefused(_("Henvisningen er sendt og kan ikke ændres."))
    newest = newer_version(locked)
    if newest is None:
        raise TransitionRefused(_("Kladden er allerede skrevet efter den version, der gælder."))
    carried = carry(locked.facts(), locked.version.parsed, newest.parsed)
    Answer.objects.filter(referral=locked).exclude(key__in=carried.kept).delete()
    for answer in Answer.objects.filter(referral=locked):
        if answer.value != carried.kept[answer.key]:
            answer.value = carried.kept[answer.key]
            answer.confirmed = False
            answer.save(update_fields=["value", "confirmed"])
    DraftChoice.objects.filter(referral=locked).delete()
    move_course(actor=actor, course=locked.course, to=newest)
    Referral.objects.filter(pk=locked.pk).update(
        version=newest, advice=None, updated_at=timezone.now()
    )
    return newest


def _under_way(referral: Referral) -> bool:
    return (
        Referral.objects.filter(course_id=referral.course_id).exclude(status=Status.DRAFT).exists()
    )
