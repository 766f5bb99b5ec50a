"""Writes to the register of organisations."""

from datetime import timedelta

from django.db import transaction

from organisations import geography
from organisations.models import Municipality, Region


@transaction.atomic
def load_geography() -> tuple[int, int]:
    """Make regions and municipalities what `geography` says. Safe to repeat.

    Returns how many (regions, municipalities) there are in it. Figures in the tables are replaced
    by those of the file; rows the file does not know are left alone.
    """
    merged = {"valid_from": geography.MERGER, "valid_to": None}
    Region.objects.update_or_create(
        code=geography.NEW_REGION.code,
        defaults={"iso": geography.NEW_REGION.iso, "name": geography.NEW_REGION.name, **merged},
    )
    for region in geography.REGIONS:
        last_day = geography.MERGER - timedelta(days=1) if region.succeeded_by else None
        Region.objects.update_or_create(
            code=region.code,
            defaults={
                "iso": region.iso,
                "name": region.name,
                "valid_from": geography.REFORM,
                "valid_to": last_day,
                "succeeded_by_id": region.succeeded_by,
            },
        )
    Municipality.objects.bulk_create(
        [
            Municipality(
                code=municipality.code,
                name=municipality.name,
                region_id=municipality.region,
                population=municipality.population,
                population_year=geography.POPULATION_YEAR,
            )
            for municipality in geography.MUNICIPALITIES
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "region", "population", "population_year"],
    )
    return len(geography.REGIONS) + 1, len(geography.MUNICIPALITIES)
