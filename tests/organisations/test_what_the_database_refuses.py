"""The database itself refuses an organisation, service, user or membership that cannot be."""

from datetime import date

import pytest
from django.utils import timezone

from organisations.models import Membership, Municipality, Organisation, Region, Service, User
from organisations.vocabulary import DestinationKind, OrganisationKind, Role
from tests.refusals import refused

DAY = date(2026, 1, 1)


def make_organisation(**changed) -> Organisation:
    fields = {
        "name": "Prøven",
        "kind": OrganisationKind.GENERAL_PRACTICE,
        "municipality_id": "0219",
        "valid_from": DAY,
    }
    return Organisation.objects.create(**fields | changed)


def make_service(performer, **changed) -> Service:
    fields = {"name": "Prøven", "kind": DestinationKind.CHIROPRACTOR, "valid_from": DAY}
    return Service.objects.create(performer=performer, **fields | changed)


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"kind": "bakery"}, "organisation_kind_is_known"),
        ({"gln": "579000012031"}, "organisation_gln"),
        ({"gln": "579000012031A"}, "organisation_gln"),
        ({"sor": "1234567890"}, "organisation_sor"),
        ({"ydernummer": "77410"}, "organisation_ydernummer"),
        ({"cvr": "1358562"}, "organisation_cvr"),
        ({"valid_to": date(2025, 12, 31)}, "period_in_order"),
    ],
)
def test_an_organisation_that_cannot_be(cast, changed, constraint):
    with refused(constraint):
        make_organisation(**changed)


def test_an_organisation_that_can_be(cast):
    made = make_organisation(
        gln="5790000120314",
        sor="325421000016005",
        ydernummer="077410",
        cvr="13585628",
        valid_to=DAY,
    )

    made.full_clean()


def test_two_organisations_with_one_sor_code(cast):
    make_organisation(sor="325421000016005")

    with refused("organisation_sor_is_unique"):
        make_organisation(sor="325421000016005")


def test_many_organisations_without_a_sor_code(cast):
    make_organisation()
    make_organisation()


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"kind": "bakery"}, "service_kind_is_known"),
        ({"waiting_days": 7}, "service_waiting_days"),
        ({"valid_to": date(2025, 12, 31)}, "period_in_order"),
    ],
)
def test_a_service_that_cannot_be(gp, changed, constraint):
    with refused(constraint):
        make_service(gp.organisation, **changed)


def test_a_service_that_says_when_its_waiting_time_was_entered(gp):
    assert make_service(gp.organisation, waiting_days=7, waiting_entered_at=timezone.now()).pk


def test_one_e_mail_in_two_cases_is_one_user(gp):
    with refused("user_email_is_lower_case"):
        User.objects.create(email=gp.user.email.title(), full_name="En anden")


@pytest.mark.parametrize("roles", [[], ["surgeon"], [Role.CLINICIAN, "surgeon"]])
def test_a_membership_without_a_known_role(physio, organisation, roles):
    with refused("membership_has_one_known_role_or_more"):
        Membership.objects.create(
            user=physio.user, organisation=organisation("practice"), roles=roles, valid_from=DAY
        )


def test_two_open_memberships_of_one_organisation(gp):
    with refused("membership_is_open_once_per_organisation"):
        Membership.objects.create(
            user=gp.user, organisation=gp.organisation, roles=[Role.PLANNER], valid_from=DAY
        )


def test_a_new_membership_after_the_old_one_has_ended(gp):
    gp.valid_to = date(2025, 12, 31)
    gp.save()

    assert Membership.objects.create(
        user=gp.user, organisation=gp.organisation, roles=[Role.PLANNER], valid_from=DAY
    ).pk


def test_a_municipality_with_a_code_of_three_digits(cast):
    region = Region.objects.get(code="1084")

    with refused("municipality_code_is_four_digits"):
        Municipality.objects.create(
            code="101", name="Prøven", region=region, population=1, population_year=2026
        )


def test_a_region_that_has_a_successor_and_no_end(cast):
    with refused("region_with_a_successor_has_ended"):
        Region.objects.filter(code="1081").update(succeeded_by="1082")
