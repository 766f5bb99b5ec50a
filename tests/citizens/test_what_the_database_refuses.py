"""The database itself refuses a citizen or a relation that cannot be."""

from datetime import date

import pytest

from citizens.models import CareRelation, Citizen, Consent
from citizens.vocabulary import ConsentPurpose, Ground, IdentifierKind
from tests.refusals import refused

DAY = date(2026, 1, 1)


@pytest.fixture
def make(hillerod):
    def citizen(**changed) -> Citizen:
        fields = {
            "identifier": "0107729995",
            "identifier_kind": IdentifierKind.CPR,
            "given_name": "Max",
            "family_name": "Berggren",
            "birth_date": date(1972, 7, 1),
            "sex": "male",
            "municipality": hillerod,
        }
        return Citizen.objects.create(**fields | changed)

    return citizen


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"identifier": "010772-999"}, "identifier_has_the_form"),
        ({"identifier": "010772999"}, "identifier_has_the_form"),
        ({"identifier": "0703921VJ4"}, "identifier_has_the_form"),
        ({"identifier_kind": IdentifierKind.X_ECPR}, "identifier_has_the_form"),
        ({"identifier_kind": "passport"}, "identifier_has_the_form"),
        ({"sex": "?"}, "citizen_sex_is_known"),
    ],
)
def test_a_citizen_that_cannot_be(make, changed, constraint):
    with refused(constraint):
        make(**changed)


def test_a_citizen_with_a_replacement_number(make):
    assert make(identifier="0703921VJ4", identifier_kind=IdentifierKind.X_ECPR).pk


def test_two_citizens_with_one_number(make):
    make()

    with refused("identifier"):
        make()


def relation(citizen, organisation, **changed) -> CareRelation:
    fields = {"ground": Ground.CLAIMED, "valid_from": DAY}
    return CareRelation.objects.create(
        citizen=citizen, organisation=organisation, **fields | changed
    )


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"ground": "curiosity"}, "care_relation_ground_is_known"),
        ({"valid_to": date(2025, 12, 31)}, "period_in_order"),
    ],
)
def test_a_relation_that_cannot_be(nancy, physio, changed, constraint):
    with refused(constraint):
        relation(nancy, physio.organisation, **changed)


def test_two_open_relations_on_one_ground(nancy, physio):
    relation(nancy, physio.organisation)

    with refused("care_relation_is_open_once_per_ground"):
        relation(nancy, physio.organisation, valid_from=date(2026, 2, 1))


def test_two_relations_that_start_on_one_day_on_one_ground(nancy, physio):
    relation(nancy, physio.organisation, valid_to=date(2026, 2, 1))

    with refused("care_relation_starts_once_a_day_per_ground"):
        relation(nancy, physio.organisation, valid_to=date(2026, 3, 1))


def test_two_open_relations_on_two_grounds(nancy, physio):
    relation(nancy, physio.organisation)

    assert relation(nancy, physio.organisation, ground=Ground.SHARED_PLAN).pk


def test_two_open_consents_to_one_purpose(nancy, gp):
    given = {
        "citizen": nancy,
        "organisation": gp.organisation,
        "purpose": ConsentPurpose.AUDIT,
        "recorded_by": gp,
    }
    Consent.objects.create(**given, valid_from=DAY)

    with refused("consent_is_open_once_per_purpose"):
        Consent.objects.create(**given, valid_from=date(2026, 2, 1))
