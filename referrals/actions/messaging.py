"""Writing to the other side without asking for anything: the clock goes on."""

from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import Membership
from referrals.actions.inputs import TransitionRefused
from referrals.actions.transitions import lock
from referrals.models import Message, Referral
from referrals.states import ANY_STAFF, FINAL, Status


@transaction.atomic
def write_message(referral: Referral, *, actor: Membership, text: str) -> Message:
    """Add a message to the conversation; either side, from sending until the referral is closed.

    The same words again from the same person, with nothing said in between, are a second
    click and make no second message.
    """
    locked = lock(referral)
    if not locked.sides_of(actor) or not ANY_STAFF & set(actor.roles):
        raise TransitionRefused(_("Kun henviser og modtager kan skrive til hinanden her."))
    if locked.status == Status.DRAFT or locked.status in FINAL:
        raise TransitionRefused(_("Der kan skrives, fra henvisningen er sendt, til den er lukket."))
    if not text.strip():
        raise TransitionRefused(_("Skriv en besked til den anden side."), "text")
    last = locked.messages.order_by("-at", "-pk").first()
    if last is not None and last.membership_id == actor.pk and last.text == text:
        return last
    return Message.objects.create(
        referral=locked, membership=actor, organisation=actor.organisation, text=text
    )
