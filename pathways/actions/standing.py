"""Where a version stands for a member, read under the lock of the action that asks."""

from organisations.models import Membership
from pathways.actions.refusals import PathwayRefused
from pathways.life import Standing, Step, why_not
from pathways.models import PathwayEvent, Version
from pathways.readiness import findings_of
from pathways.vocabulary import PathwayEventKind

WRITES = (
    PathwayEventKind.DRAFT_STARTED,
    PathwayEventKind.DRAFT_CHANGED,
    PathwayEventKind.IMPORTED,
)


def locked(version: Version) -> Version:
    """The version, held until the transaction ends."""
    return (
        Version.objects.select_for_update(of=("self",))
        .select_related("pathway", "edited_by", "author")
        .get(pk=version.pk)
    )


def standing_of(version: Version, actor: Membership, *, count_errors: bool = False) -> Standing:
    """Where the version stands for the actor. Counting errors proves the document: seconds."""
    wrote = (
        version.author_id == actor.user_id
        or PathwayEvent.objects.filter(
            version=version, kind__in=WRITES, by__user_id=actor.user_id
        ).exists()
    )
    return Standing(
        state=version.state,
        wrote=wrote,
        errors=sum(one.is_error for one in findings_of(version)) if count_errors else None,
        open_comments=version.review_comments.filter(resolved_at__isnull=True).count(),
    )


def require(step: Step, version: Version, actor: Membership, *, count_errors: bool = False) -> None:
    """Raises PathwayRefused with the reason when the actor can't take the step now."""
    standing = standing_of(version, actor, count_errors=count_errors)
    if reason := why_not(step, standing, actor.roles):
        raise PathwayRefused(reason)
