"""Files sent along with a referral: put on and taken off while it is being written."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import Membership
from referrals.actions.inputs import TransitionRefused, require_staff
from referrals.actions.transitions import lock
from referrals.file_kinds import LONGEST_BEGINNING, kind_of, shown_name
from referrals.models import Attachment, Referral, ScanState
from referrals.states import WRITABLE, Side

MOST_FILES = 10


@transaction.atomic
def attach(referral: Referral, *, actor: Membership, file: "UploadedFile[bytes]") -> Attachment:
    """Put a file on a referral that is being written. Raises TransitionRefused.

    Without a scanner set up it is kept as unchecked, and is shown as such.
    """
    locked = lock(referral)
    _require_writable(locked, actor)
    if locked.attachments.count() >= MOST_FILES:
        raise TransitionRefused(
            _("Der er allerede %(count)s bilag. Fjern et, før du tilføjer flere.")
            % {"count": MOST_FILES},
            "file",
        )
    kind = kind_of(file.read(LONGEST_BEGINNING))
    file.seek(0)
    if kind is None:
        raise TransitionRefused(_("Filen er ikke en PDF eller et billede (JPG, PNG)."), "file")
    attachment = Attachment(
        referral=locked,
        name=shown_name(file.name or "", kind),
        size=file.size or 0,
        content_type=kind.content_type,
        uploaded_by=actor,
        scan_state=ScanState.UNCHECKED,
    )
    attachment.file.save(str(attachment.pk), file, save=False)
    attachment.save()
    return attachment


@transaction.atomic
def remove_attachment(attachment: Attachment, *, actor: Membership) -> None:
    """Take a file off a referral that is being written; the file goes once that is certain."""
    _require_writable(lock(attachment.referral), actor)
    storage, name = attachment.file.storage, attachment.file.name
    attachment.delete()
    # Sent along with an additional destination, the same file has more than one row.
    if name and not Attachment.objects.filter(file=name).exists():
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def _require_writable(referral: Referral, actor: Membership) -> None:
    require_staff(actor)
    if referral.status not in WRITABLE or Side.REFERRER not in referral.sides_of(actor):
        raise TransitionRefused(_("Henvisningen er sendt og kan ikke ændres."))
