"""Writing, signing and correcting the epicrisis that closes the loop."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions import record_course_event
from courses.models import CourseEventKind
from organisations.models import Membership
from referrals import tasks
from referrals.actions.inputs import TransitionRefused, require_staff
from referrals.actions.transitions import lock, perform, require_allowed
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
    locked = lock(referral)
    require_staff(actor)
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

    A second click by the same person, with the same words, returns the epicrisis already
    signed. Raises TransitionRefused when a section is missing or it isn't time.
    """
    locked = lock(referral)
    if locked.status == Status.COMPLETED:
        signed = locked.epicrises.order_by("-version_number").first()
        if signed is not None and _is_second_click(signed, actor, content):
            return signed
    require_allowed(Action.COMPLETE, locked, actor=actor)
    _require_sections(content)
    epicrisis = _write(locked, actor=actor, content=content, replaces=None, reason="")
    perform(Action.COMPLETE, locked, actor=actor)
    return epicrisis


@transaction.atomic
def correct_epicrisis(
    referral: Referral,
    *,
    actor: Membership,
    content: Mapping[str, Any],
    reason: str,
    read: UUID | None = None,
) -> Epicrisis:
    """Sign a new version that replaces the latest one and says why.

    `read`: the version that lay before the one who corrects; if somebody has signed a newer one
    meanwhile, the correction is refused and says so. A second click by the same person, with the
    same words, returns the version just signed.
    """
    locked = lock(referral)
    if Side.RECEIVER not in locked.sides_of(actor) or CLINICIAN not in actor.roles:
        raise TransitionRefused(_("Kun en kliniker hos modtageren kan rette epikrisen."))
    latest = locked.epicrises.order_by("-version_number").first()
    if latest is None or locked.status not in CORRECTABLE:
        raise TransitionRefused(_("Der er ingen underskrevet epikrise at rette."))
    if not reason.strip():
        raise TransitionRefused(_("Skriv, hvad der er rettet og hvorfor."), "reason")
    if latest.correction_reason == reason and _is_second_click(latest, actor, content):
        return latest
    if read is not None and latest.pk != read:
        raise TransitionRefused(
            _(
                "%(name)s har imens underskrevet version %(n)s. Læs den først; det, du har "
                "skrevet, står her endnu."
            )
            % {"name": latest.signed_by.user.full_name, "n": latest.version_number}
        )
    _require_sections(content)
    corrected = _write(locked, actor=actor, content=content, replaces=latest, reason=reason)
    record_course_event(
        actor=actor,
        course=locked.course,
        kind=CourseEventKind.EPICRISIS_CORRECTED,
        happened_at=corrected.signed_at,
        text=reason,
        data={"epicrisis": str(corrected.pk), "version": corrected.version_number},
    )
    return corrected


def _is_second_click(signed: Epicrisis, actor: Membership, content: Mapping[str, Any]) -> bool:
    """The same person signs the same words again."""
    written = {key: value for key, value in signed.content.items() if key != RECORDED}
    return signed.signed_by_id == actor.pk and written == json.loads(json.dumps(dict(content)))


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
    letter_of(epicrisis)
    EpicrisisDraft.objects.filter(referral=referral).delete()
    return epicrisis


@transaction.atomic
def letter_of(epicrisis: Epicrisis) -> Letter:
    """The letter of a signed epicrisis; if it has none yet, one that a worker then makes.

    Epicrises loaded in bulk get theirs when somebody first wants to read them.
    """
    letter, made = Letter.objects.get_or_create(epicrisis=epicrisis)
    if made:
        # A broker that is down does not undo the signature: the sweep finds the letter.
        # (No partial: Django wants the name of what failed, and a partial has none.)
        transaction.on_commit(lambda: tasks.make_letter.delay(letter.pk), robust=True)
    return letter
