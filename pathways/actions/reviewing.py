"""Review (PATHWAYS §10): sent to colleagues, commented field by field, taken back, approved."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Membership
from pathways.actions.naming import must_name_nobody
from pathways.actions.refusals import PathwayRefused
from pathways.actions.standing import locked, require
from pathways.conditions.prove import OutOfTime
from pathways.definition import Definition, content_hash
from pathways.events import record_event
from pathways.language import reader_language
from pathways.life import Step
from pathways.models import ReviewComment, Version
from pathways.verification.equivalence import difference
from pathways.vocabulary import PathwayEventKind, VersionState

MOST_SAID = 4000


@transaction.atomic
def send_for_review(*, actor: Membership, version: Version, note: str = "") -> Version:
    """Let colleagues read the draft. Refused while findings block; a second click is none."""
    now = locked(version)
    if now.state == VersionState.IN_REVIEW:
        return now
    must_name_nobody(note, "note")
    require(Step.SEND_FOR_REVIEW, now, actor, count_errors=True)
    now.state = VersionState.IN_REVIEW
    if note.strip():
        now.change_note = note.strip()
    now.save(update_fields=["state", "change_note"])
    record_event(
        PathwayEventKind.SENT_FOR_REVIEW,
        pathway=now.pathway,
        version=now,
        by=actor,
        note=note.strip(),
        data={"hash": now.content_hash},
    )
    return now


@transaction.atomic
def comment(*, actor: Membership, version: Version, text: str, where: str = "") -> ReviewComment:
    """Say something of the draft or of one field of it; `where` as findings name places."""
    now = locked(version)
    require(Step.COMMENT, now, actor)
    said = text.strip()
    if not said:
        raise PathwayRefused(_("Skriv en kommentar."), "text")
    must_name_nobody(said, "text")
    if len(said) > MOST_SAID:
        raise PathwayRefused(
            _("Kommentaren er på %(count)s tegn; højst %(limit)s er tilladt.")
            % {"count": len(said), "limit": MOST_SAID},
            "text",
        )
    made = ReviewComment.objects.create(
        version=now, where=where, revision=now.revision, text=said, by=actor.user
    )
    record_event(
        PathwayEventKind.COMMENTED,
        pathway=now.pathway,
        version=now,
        by=actor,
        data={"comment": made.pk, "where": where},
    )
    return made


@transaction.atomic
def resolve_comment(*, actor: Membership, comment_id: int, version: Version) -> ReviewComment:
    """Mark a comment as dealt with; a second click changes nothing."""
    now = locked(version)
    require(Step.COMMENT, now, actor)
    found = ReviewComment.objects.filter(version=now, pk=comment_id).first()
    if found is None:
        raise PathwayRefused(_("Kommentaren findes ikke."))
    if found.resolved_at is None:
        found.resolved_by, found.resolved_at = actor.user, timezone.now()
        found.save(update_fields=["resolved_by", "resolved_at"])
        record_event(
            PathwayEventKind.COMMENT_RESOLVED,
            pathway=now.pathway,
            version=now,
            by=actor,
            data={"comment": found.pk},
        )
    return found


@transaction.atomic
def take_back(*, actor: Membership, version: Version) -> Version:
    """Write on: what was under review or approved is a draft again, and its approval is gone."""
    now = locked(version)
    require(Step.TAKE_BACK, now, actor)
    now.state = VersionState.DRAFT
    now.approved_by = None
    now.approved_on = None
    now.committee = ""
    now.small_adjustment = ""
    now.save(update_fields=["state", "approved_by", "approved_on", "committee", "small_adjustment"])
    record_event(PathwayEventKind.TAKEN_BACK, pathway=now.pathway, version=now, by=actor)
    return now


@transaction.atomic
def approve(
    *,
    actor: Membership,
    version: Version,
    committee: str = "",
    approved_on: date | None = None,
    small_adjustment: str = "",
) -> Version:
    """Approve what a colleague wrote: by which committee and when, or as a small adjustment.

    A small adjustment does not matter to the parties and says why (lbp-sj §6.1). From here on the
    document is the one that will be published, written in its normal form. Raises PathwayRefused.
    """
    now = locked(version)
    if now.state == VersionState.APPROVED and now.approved_by_id == actor.user_id:
        return now
    must_name_nobody(committee, "committee")
    must_name_nobody(small_adjustment, "small_adjustment")
    require(Step.APPROVE, now, actor, count_errors=True)
    _must_name_its_ground(committee, approved_on, small_adjustment)
    definition = Definition.from_data(now.definition)
    if small_adjustment.strip():
        _must_advise_as_before(now, definition)
    now.definition = definition.to_data()
    now.content_hash = content_hash(definition)
    now.state = VersionState.APPROVED
    now.approved_by = actor.user
    now.approved_on = approved_on or timezone.localdate()
    now.committee = committee.strip()
    now.small_adjustment = small_adjustment.strip()
    now.save()
    record_event(
        PathwayEventKind.APPROVED,
        pathway=now.pathway,
        version=now,
        by=actor,
        note=now.small_adjustment,
        data={"committee": now.committee, "hash": now.content_hash},
    )
    return now


def _must_name_its_ground(committee: str, approved_on: date | None, small_adjustment: str) -> None:
    if small_adjustment.strip():
        return
    if not committee.strip():
        raise PathwayRefused(
            _("Skriv, hvilket udvalg der har godkendt, eller begrund en mindre justering."),
            "committee",
        )
    if approved_on is None:
        raise PathwayRefused(_("Skriv, hvornår udvalget godkendte."), "approved_on")
    if approved_on > timezone.localdate():
        raise PathwayRefused(_("Udvalget kan ikke have godkendt i fremtiden."), "approved_on")


def _must_advise_as_before(version: Version, definition: Definition) -> None:
    """A change that sends somebody elsewhere matters to the parties: that is for the committee."""
    today = timezone.localdate()
    in_force = version.pathway.versions.in_force(today).first()
    if in_force is None:
        raise PathwayRefused(
            _("Et nyt program er ikke en mindre justering. Skriv, hvilket udvalg der godkender."),
            "small_adjustment",
        )
    try:
        moved = difference(in_force.parsed, definition)
    except OutOfTime as undecided:
        raise PathwayRefused(
            _("Det kunne ikke bevises, at ingen får et andet råd. Lad udvalget godkende."),
            "small_adjustment",
        ) from undecided
    if moved is not None:
        raise PathwayRefused(
            _("Ændringen er ikke mindre: nogle får et andet råd. %(difference)s")
            % {"difference": moved.sentence.in_(reader_language())},
            "small_adjustment",
        )
