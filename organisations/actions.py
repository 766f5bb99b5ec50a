"""Writes to the register of organisations."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from organisations import demo, geography
from organisations.identifiers import gln_check_digit
from organisations.models import Membership, Municipality, Organisation, Region, Service, User

# When everything in the demonstration began.
DEMO_SINCE = date(2020, 1, 1)


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


@transaction.atomic
def load_demonstration(password: str) -> dict[str, Membership]:
    """The cast of the demonstration by seat ("gp", "physio" …), with geography. Safe to repeat.

    What is there already is left as it is, passwords too.
    """
    load_geography()
    bodies = {
        body.key: _demo_organisation(body, number)
        for number, body in enumerate(demo.ORGANISATIONS, start=1)
    }
    for service in demo.SERVICES:
        _demo_service(service, bodies)
    return {member.seat: _demo_member(member, bodies, password) for member in demo.MEMBERS}


def _demo_organisation(body: demo.DemoOrganisation, number: int) -> Organisation:
    gln = f"99900000{number:04d}"
    organisation, _made = Organisation.objects.get_or_create(
        sor=f"99000000{number:03d}160",
        defaults={
            "name": body.name,
            "kind": body.kind,
            "municipality_id": body.municipality,
            "gln": f"{gln}{gln_check_digit(gln)}",
            "ydernummer": f"99{number:04d}",
            "street": body.street,
            "postcode": body.postcode,
            "city": body.city,
            "valid_from": DEMO_SINCE,
        },
    )
    return organisation


def _demo_service(offer: demo.DemoService, bodies: dict[str, Organisation]) -> None:
    service, made = Service.objects.get_or_create(
        kind=offer.kind,
        performer=bodies[offer.performer],
        defaults={
            "name": offer.name,
            "owner": bodies.get(offer.owner or ""),
            "payer": bodies.get(offer.payer or ""),
            "free_choice": offer.free_choice,
            "waiting_days": offer.waiting_days,
            "waiting_entered_at": None if offer.waiting_days is None else timezone.now(),
            "weekly_capacity": offer.weekly_capacity,
            "valid_from": DEMO_SINCE,
        },
    )
    if made:
        service.municipalities.set(Municipality.objects.filter(code__in=offer.municipalities))


def _demo_member(
    member: demo.DemoMember, bodies: dict[str, Organisation], password: str
) -> Membership:
    user = User.objects.filter(email=member.email).first()
    if user is None:
        user = User.objects.create_user(
            member.email, password, full_name=member.full_name, title=member.title
        )
    membership, _made = Membership.objects.get_or_create(
        user=user,
        organisation=bodies[member.organisation],
        valid_to=None,
        defaults={"roles": list(member.roles), "valid_from": DEMO_SINCE},
    )
    return membership
