"""A municipality joins a pathway from a date, and may withdraw (knee §1: voluntary, bilateral)."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Membership, Municipality
from organisations.vocabulary import OrganisationKind, Role
from pathways.actions.naming import must_name_nobody
from pathways.actions.refusals import PathwayRefused
from pathways.events import record_event
from pathways.models import Adoption, Pathway
from pathways.vocabulary import PathwayEventKind


def why_not_decide(actor: Membership) -> str:
    """Why the member can't decide for a municipality; empty when the member can.

    A planner in the municipality's own administration decides, and nobody for another.
    """
    if actor.organisation.kind == OrganisationKind.MUNICIPAL_ADMINISTRATION and actor.has_role(
        Role.PLANNER
    ):
        return ""
    return _("Kun en planlægger i kommunens administration kan tilslutte kommunen.")


@transaction.atomic
def join(
    *,
    actor: Membership,
    pathway: Pathway,
    valid_from: date,
    provides: Collection[str],
    accepts: Collection[str],
    required: Collection[str],
) -> Adoption:
    """Let the actor's municipality join from a date.

    `provides`: kinds of offer it says it has; `accepts`: requirements it accepts, all of
    `required` being needed. Raises PathwayRefused.
    """
    municipality = _municipality_of(actor)
    missing = set(required) - set(accepts)
    if missing:
        raise PathwayRefused(
            _("Kommunen skal bekræfte alle krav for at tilslutte sig: %(count)s mangler.")
            % {"count": len(missing)},
            "accepts",
        )
    if valid_from < timezone.localdate():
        raise PathwayRefused(_("Kommunen kan tidligst tilslutte sig fra i dag."), "valid_from")
    Pathway.objects.select_for_update().get(pk=pathway.pk)
    holding = Adoption.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from),
        pathway=pathway,
        municipality=municipality,
    ).first()
    if holding is not None:
        raise PathwayRefused(_("Kommunen er allerede tilsluttet i den periode."), "valid_from")
    made = Adoption.objects.create(
        pathway=pathway,
        municipality=municipality,
        valid_from=valid_from,
        undertaking={"destinations": sorted(provides), "accepted": sorted(accepts)},
    )
    record_event(
        PathwayEventKind.JOINED,
        pathway=pathway,
        municipality=municipality,
        by=actor,
        data={"valid_from": valid_from.isoformat(), **made.undertaking},
    )
    return made


@transaction.atomic
def withdraw(*, actor: Membership, adoption: Adoption, last_day: date, reason: str) -> Adoption:
    """Let the municipality leave after `last_day`; what runs goes on. Raises PathwayRefused."""
    municipality = _municipality_of(actor)
    now = Adoption.objects.select_for_update().select_related("pathway").get(pk=adoption.pk)
    if now.municipality_id != municipality.pk:
        raise PathwayRefused(_("Kun kommunen selv kan udtræde."))
    if now.valid_to is not None and now.valid_to == last_day:
        return now
    if not reason.strip():
        raise PathwayRefused(_("Skriv, hvorfor kommunen udtræder."), "reason")
    must_name_nobody(reason, "reason")
    earliest = max(timezone.localdate(), now.valid_from)
    if last_day < earliest:
        raise PathwayRefused(
            _("Sidste dag kan ikke ligge før i dag eller før tilslutningen."), "last_day"
        )
    now.valid_to = last_day
    now.withdrawal_reason = reason.strip()
    now.save(update_fields=["valid_to", "withdrawal_reason"])
    record_event(
        PathwayEventKind.WITHDRAWN,
        pathway=now.pathway,
        municipality=municipality,
        by=actor,
        note=now.withdrawal_reason,
        data={"last_day": last_day.isoformat()},
    )
    return now


def _municipality_of(actor: Membership) -> Municipality:
    if reason := why_not_decide(actor):
        raise PathwayRefused(reason)
    municipality = actor.organisation.municipality
    if municipality is None:
        raise PathwayRefused(_("Jeres organisation hører ikke til en kommune."))
    return municipality
