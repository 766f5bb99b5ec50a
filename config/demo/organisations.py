"""Puts the demonstration's organisations, services, staff and adoptions into the database."""

from __future__ import annotations

import random
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from config.demo.names import full_name
from config.demo.units import (
    CHIROPRACTIC,
    CLINIC,
    COLLEAGUES,
    GP,
    MUNICIPAL,
    PLACES,
    UNITS,
    Offer,
    Place,
    Staff,
    Unit,
)
from organisations import demo
from organisations.actions import DEMO_SINCE, load_demonstration
from organisations.identifiers import gln_check_digit, is_cvr
from organisations.models import Membership, Municipality, Organisation, Service, User
from organisations.vocabulary import Role
from pathways.models import Adoption, ContactNumber, Pathway

STAFF_DOMAIN = "@staff.samspor.example"
DAYS_A_MONTH = 30
_SPACE = uuid.UUID("5a350000-0000-4000-8000-000000000000")


@dataclass
class Cast:
    """Who takes part: bodies, offers and staff by the keys of `units` and `organisations.demo`.

    `seats`: the demo accounts ("gp", "municipal" …).
    """

    organisations: dict[str, Organisation] = field(default_factory=dict)
    services: dict[str, list[Service]] = field(default_factory=lambda: defaultdict(list))
    members: dict[str, list[Membership]] = field(default_factory=lambda: defaultdict(list))
    seats: dict[str, Membership] = field(default_factory=dict)

    def service(self, key: str) -> Service:
        """The one service the unit offers."""
        (service,) = self.services[key]
        return service

    def clinicians(self, key: str) -> list[Membership]:
        """The unit's members who may treat and sign, in a fixed order."""
        return [member for member in self.members[key] if member.has_role(Role.CLINICIAN)]

    def triagers(self, key: str) -> list[Membership]:
        """The unit's members who may accept; where nobody is named triager, its clinicians."""
        named = [member for member in self.members[key] if member.has_role(Role.TRIAGER)]
        return named or self.clinicians(key)


@transaction.atomic
def make_organisations() -> Cast:
    """Make the cast, or find it when it is there already (by SOR code and e-mail)."""
    cast = Cast(seats=load_demonstration(settings.DEMO_PASSWORD))
    names = {body.name: body.key for body in demo.ORGANISATIONS}
    for organisation in Organisation.objects.filter(name__in=names):
        cast.organisations[names[organisation.name]] = organisation
    for member in cast.seats.values():
        cast.members[names[member.organisation.name]].append(member)
    chance = random.Random("staff")
    people = count(1)
    cvr = _cvr_numbers()
    for key, colleagues in COLLEAGUES.items():
        _employ(cast, key, colleagues, chance, people)
    for number, unit in enumerate(UNITS, start=1):
        cast.organisations[unit.key] = _organisation(unit, number, next(cvr))
        _employ(cast, unit.key, unit.staff, chance, people)
    for number, unit in enumerate(UNITS):
        for offer in unit.offers:
            _offer(cast, unit, offer, number)
    keys = {organisation.pk: key for key, organisation in cast.organisations.items()}
    performed = Service.objects.filter(performer__in=keys).order_by("kind", "pk")
    for service in performed.select_related("performer"):
        cast.services[keys[service.performer_id]].append(service)
    return cast


def adopt(pathway: Pathway, today: date) -> None:
    """Let the municipalities of `PLACES` that have joined do so; safe to repeat."""
    for place in PLACES:
        since = joined_on(place, today)
        mine = Adoption.objects.filter(pathway=pathway, municipality_id=place.code)
        if since is not None and not mine.exists():
            Adoption.objects.create(pathway=pathway, municipality_id=place.code, valid_from=since)


def give_numbers() -> None:
    """A made-up number for each contact of each pathway, by region; safe to repeat."""
    regions = Municipality.objects.filter(code__in=[place.code for place in PLACES])
    for pathway in Pathway.objects.order_by("key"):
        version = pathway.versions.in_force(timezone.localdate()).first()
        rules = version.parsed.rules if version else ()
        called = sorted({rule.contact for rule in rules if rule.contact})
        for number, place in enumerate(regions.order_by("code").select_related("region")):
            for key in called:
                ContactNumber.objects.get_or_create(
                    pathway=pathway,
                    contact=key,
                    region=place.region,
                    defaults={"phone": f"00 00 01 {number:02d}"},
                )


def joined_on(place: Place, today: date) -> date | None:
    """The first day of the month the municipality joined in; None where it has not."""
    if place.joined_months_ago is None:
        return None
    return (today - timedelta(days=DAYS_A_MONTH * place.joined_months_ago)).replace(day=1)


def _organisation(unit: Unit, number: int, cvr: str) -> Organisation:
    provider = unit.kind in {GP, CLINIC, CHIROPRACTIC}
    organisation, _made = Organisation.objects.get_or_create(
        sor=f"999{number:06d}016000",
        defaults={
            "id": uuid.uuid5(_SPACE, f"organisation:{unit.key}"),
            "name": unit.name,
            "kind": unit.kind,
            "municipality": Municipality.objects.get(code=unit.municipality),
            "gln": _gln(number),
            "ydernummer": f"99{number:04d}" if provider else "",
            "cvr": cvr,
            "street": unit.street,
            "postcode": unit.postcode,
            "city": unit.city,
            "phone": f"00 00 00 {number:02d}",
            "valid_from": DEMO_SINCE,
        },
    )
    return organisation


def _gln(number: int) -> str:
    digits = f"579999{number:06d}"
    return f"{digits}{gln_check_digit(digits)}"


def _cvr_numbers() -> Iterator[str]:
    return (str(number) for number in count(99_000_000) if is_cvr(str(number)))


def _employ(
    cast: Cast,
    key: str,
    colleagues: tuple[Staff, ...],
    chance: random.Random,
    people: Iterator[int],
) -> None:
    """Give the unit its staff. They get no password, and so nobody can log in as them."""
    organisation = cast.organisations[key]
    for staff in colleagues:
        name = staff.name or full_name(chance)
        email = f"staff{next(people):03d}{STAFF_DOMAIN}"
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, full_name=name, title=staff.title
        )
        membership, _made = Membership.objects.get_or_create(
            user=user,
            organisation=organisation,
            valid_to=None,
            defaults={"roles": list(staff.roles), "valid_from": DEMO_SINCE},
        )
        cast.members[key].append(membership)


def _offer(cast: Cast, unit: Unit, offer: Offer, number: int) -> None:
    body = cast.organisations[offer.owner] if offer.owner else None
    service, made = Service.objects.get_or_create(
        id=uuid.uuid5(_SPACE, f"service:{unit.key}"),
        defaults={
            "kind": offer.kind,
            "name": offer.name,
            "performer": cast.organisations[unit.key],
            "owner": body,
            "payer": body,
            "free_choice": unit.kind in {CLINIC, CHIROPRACTIC},
            "waiting_days": offer.waiting_days,
            "waiting_entered_at": timezone.now() - timedelta(days=number % 9 + 1),
            "weekly_capacity": offer.weekly_capacity,
            "valid_from": DEMO_SINCE,
        },
    )
    if made and unit.kind == MUNICIPAL:
        service.municipalities.set(Municipality.objects.filter(code=unit.municipality))
