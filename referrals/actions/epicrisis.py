"""Writing, signing and correcting the epicrisis that closes the loop."""

import hashlib
import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Membership
from referrals import tasks
from referrals.actions.inputs import TransitionRefused
from referrals.actions.transitions import perform
from referrals.epicrisis import RECORDED, missing_sections
from referrals.models import Epicrisis, EpicrisisDraft, Letter, Referral
from referrals.record import record_of
from referrals.states import CLINICIAN, Action, Side, Status

WRITABLE = frozenset({Status.IN_TREATMENT, Status.PAUSED, Status.TREATMENT_ENDED})
CORRECTABLE = frozenset({Status.COMPLETED, Status.CLOSED})


@transaction.atomic
def save_epicrisis_draft(
    referral: Referral, *, actor: Membership, content: Mapping[str, str]
) -> EpicrisisDraft:
    """Save what has been written so far, section by section."""
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    if Side.RECEIVER not in locked.sides_of(actor) or locked.status not in (WRITABLE | CORRECTABLE):
        raise TransitionRefused(_("Epikrisen kan skrives af modtageren, fra forløbet er startet."))
    draft, _created = EpicrisisDraft.objects.get_or_create(referral=locked)
    draft.content = {**draft.content, **content}
    draft.updated_by = actor
    draft.updated_at = timezone.now()
    draft.save()
    return draft


@transaction.atomic
def sign_epicrisis(
    referral: Referral, *, actor: Membership, content: Mapping[str, Any]
) -> Epicrisis:
    """Sign the epicrisis and complete the referral; the letter is made by a worker.

    A second click by the same person returns the epicrisis already signed. Raises
    TransitionRefused when a section is missing or it isn't time.
    """
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    if locked.status == Status.COMPLETED:
        signed = locked.epicrises.order_by("-version_number").first()
        if signed is not None and signed.signed_by_id == actor.pk:
            return signed
    if locked.status == Status.TREATMENT_ENDED:
        _require_sections(content)
    perform(Action.COMPLETE, referral, actor=actor)
    return _write(locked, actor=actor, content=content, replaces=None, reason="")


@transaction.atomic
def correct_epicrisis(
    referral: Referral, *, actor: Membership, content: Mapping[str, Any], reason: str
) -> Epicrisis:
    """Sign a new version that replaces the latest one and says why."""
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    if Side.RECEIVER not in locked.sides_of(actor) or CLINICIAN not in actor.roles:
        raise TransitionRefused(_("Kun en kliniker hos modtageren kan rette epikrisen."))
    latest = locked.epicrises.order_by("-version_number").first()
    if latest is None or locked.status not in CORRECTABLE:
        raise TransitionRefused(_("Der er ingen underskrevet epikrise at rette."))
    if not reason.strip():
        raise TransitionRefused(_("Skriv, hvad der er rettet og hvorfor."), "reason")
    _require_sections(content)
    return _write(locked, actor=actor, content=content, replaces=latest, reason=reason)


def _require_sections(content: Mapping[str, Any]) -> None:
    missing = missing_sections(content)
    if missing:
        raise TransitionRefused(
            _("Udfyld: %(sections)s.") % {"sections": ", ".join(missing.values())},
            next(iter(missing)),
        )


def _write(
    referral: Referral,
    *,
    actor: Membership,
    content: Mapping[str, Any],
    replaces: Epicrisis | None,
    reason: str,
) -> Epicrisis:
    now = timezone.now()
    # What was recorded is signed along, so that the letter never changes with the record.
    recorded = record_of(referral, on=timezone.localdate(now))
    content = {**content, RECORDED: recorded.to_data()}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    epicrisis = Epicrisis.objects.create(
        referral=referral,
        version_number=replaces.version_number + 1 if replaces else 1,
        content=content,
        content_hash=hashlib.sha256(canonical.encode()).hexdigest(),
        signed_by=actor,
        signed_at=now,
        replaces=replaces,
        correction_reason=reason,
    )
    letter = Letter.objects.create(epicrisis=epicrisis)
    EpicrisisDraft.objects.filter(referral=referral).delete()
    # A broker that is down does not undo the signature: the sweep finds the letter.
    transaction.on_commit(partial(tasks.make_letter.delay, letter.pk), robust=True)
    return epicrisis
