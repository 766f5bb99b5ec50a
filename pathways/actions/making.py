"""The guided start of a new programme: keep what is answered, and make the draft of it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Membership
from pathways.actions.drafting import start_pathway
from pathways.actions.refusals import PathwayRefused
from pathways.documents import why_not_kept
from pathways.language import reader_language
from pathways.life import Standing, Step, why_not
from pathways.models import ProgrammeStart, Version
from pathways.vocabulary import VersionState

MOST_KEPT = 60_000  # characters of one step; what is longer is not an answer


def begin_programme(*, actor: Membership) -> ProgrammeStart:
    """A guided start with no answers yet. Raises PathwayRefused for all but editors."""
    _must_edit(actor)
    return ProgrammeStart.objects.create(author=actor.user)


@transaction.atomic
def keep_answers(
    *, actor: Membership, start: ProgrammeStart, step: str, answers: Mapping[str, list[str]]
) -> ProgrammeStart:
    """Keep one step's fields as they were sent, also those that must be mended.

    Raises PathwayRefused when the draft has been made, or when more was sent than can be meant.
    """
    _must_edit(actor)
    now = _open(start)
    if sum(len(value) for values in answers.values() for value in values) > MOST_KEPT:
        raise PathwayRefused(_("Der er skrevet for meget på trinnet. Kort det ned."))
    if reason := why_not_kept(answers):
        raise PathwayRefused(reason.in_(reader_language()))
    now.answers = {**now.answers, step: {name: list(kept) for name, kept in answers.items()}}
    now.changed_at = timezone.now()
    now.save(update_fields=["answers", "changed_at"])
    return now


@transaction.atomic
def make_programme(
    *, actor: Membership, start: ProgrammeStart, document: Mapping[str, Any]
) -> Version:
    """The draft of the new programme; the same start makes only one. Raises PathwayRefused."""
    now = _open(start)
    draft = start_pathway(actor=actor, document=document)
    now.draft = draft
    now.changed_at = timezone.now()
    now.save(update_fields=["draft", "changed_at"])
    return draft


@transaction.atomic
def drop_start(*, actor: Membership, start: ProgrammeStart) -> None:
    """Put away what was answered, before there is a draft. Raises PathwayRefused."""
    _must_edit(actor)
    _open(start).delete()


def _open(start: ProgrammeStart) -> ProgrammeStart:
    now = ProgrammeStart.objects.select_for_update().filter(pk=start.pk).first()
    if now is None:
        raise PathwayRefused(_("Det påbegyndte program er lagt væk. Begynd på et nyt."))
    if now.draft_id is not None:
        raise PathwayRefused(_("Kladden er allerede lavet. Redigér den i stedet."))
    return now


def _must_edit(actor: Membership) -> None:
    reason = why_not(Step.EDIT, Standing(VersionState.DRAFT, wrote=True), actor.roles)
    if reason:
        raise PathwayRefused(reason)
