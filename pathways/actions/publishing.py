"""From approved to in force, superseded and retired (PATHWAYS §10)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Membership
from pathways.actions.naming import must_name_nobody
from pathways.actions.refusals import PathwayRefused
from pathways.actions.standing import locked, require
from pathways.definition import Definition
from pathways.events import record_event
from pathways.life import Step
from pathways.models import Pathway, Version
from pathways.superseding import supersede
from pathways.vocabulary import PathwayEventKind, VersionState


@transaction.atomic
def publish(*, actor: Membership, version: Version, valid_from: date) -> Version:
    """Let an approved version hold from a date, today or later.

    The version before it holds until then. Referrals and courses that run keep theirs. Raises
    PathwayRefused: published already, not approved, written by the actor, or a date gone by.
    """
    Pathway.objects.select_for_update().get(pk=version.pathway_id)
    now = locked(version)
    require(Step.PUBLISH, now, actor)  # the approved document was proved, and has not changed
    today = timezone.localdate()
    if valid_from < today:
        raise PathwayRefused(
            _("Versionen kan tidligst gælde fra i dag: der er allerede henvist efter den gamle."),
            "valid_from",
        )
    same = (
        now.pathway.versions.filter(content_hash=now.content_hash, published_at__isnull=False)
        .exclude(pk=now.pk)
        .first()
    )
    if same is not None and same.state == VersionState.PUBLISHED:
        raise PathwayRefused(
            _("Indholdet er det samme som i version %(number)s, der allerede er udgivet.")
            % {"number": same.number}
        )
    definition = Definition.from_data(now.definition)
    now.state = VersionState.PUBLISHED
    now.valid_from = valid_from
    now.published_at = timezone.now()
    now.save(update_fields=["state", "valid_from", "published_at"])
    Pathway.objects.filter(pk=now.pathway_id).update(
        title_da=definition.title.da, title_en=definition.title.en
    )
    record_event(
        PathwayEventKind.PUBLISHED,
        pathway=now.pathway,
        version=now,
        by=actor,
        data={"valid_from": valid_from.isoformat(), "hash": now.content_hash},
    )
    supersede(now.pathway, today)
    return now


@transaction.atomic
def retire(*, actor: Membership, version: Version, reason: str) -> Version:
    """Let a version go out of use; no new referral is written by it. Raises PathwayRefused."""
    now = locked(version)
    if now.state == VersionState.RETIRED:
        return now
    require(Step.RETIRE, now, actor)
    if not reason.strip():
        raise PathwayRefused(_("Skriv, hvorfor versionen udgår."), "reason")
    must_name_nobody(reason, "reason")
    now.state = VersionState.RETIRED
    now.retired_on = timezone.localdate()
    now.save(update_fields=["state", "retired_on"])
    record_event(
        PathwayEventKind.RETIRED, pathway=now.pathway, version=now, by=actor, note=reason.strip()
    )
    return now
