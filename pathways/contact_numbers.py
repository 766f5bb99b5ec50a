"""Whom to call, with the number that holds where the citizen lives."""

from datetime import date

from django.db.models import Q

from organisations.models import Municipality
from pathways.models import ContactNumber, Pathway


def numbers_for(pathway_id: int, municipality: Municipality | None, on: date) -> dict[str, str]:
    """Telephone number by contact's key; the region's own before the one for everywhere.

    One query, beside those for the region where it was not loaded with the municipality.
    """
    region = municipality.region_on(on) if municipality else None
    rows = ContactNumber.objects.filter(pathway=pathway_id).filter(
        Q(region=None) | Q(region=region) if region else Q(region=None)
    )
    ordered = sorted(rows, key=lambda row: row.region_id is not None)
    return {row.contact: row.phone for row in ordered}


def all_numbers(pathway: Pathway) -> dict[str, list[ContactNumber]]:
    """Every number by contact's key, for the page of the pathway. One query."""
    found: dict[str, list[ContactNumber]] = {}
    rows = ContactNumber.objects.filter(pathway=pathway).select_related("region")
    for row in rows.order_by("contact", "region__name"):
        found.setdefault(row.contact, []).append(row)
    return found
