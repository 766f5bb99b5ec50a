"""What is offered to a municipality's citizens depends on the day, the kind and whom it serves."""

from datetime import date

import pytest

from organisations.models import Municipality, Service
from organisations.vocabulary import DestinationKind as Kind

TODAY = date(2026, 11, 23)


@pytest.fixture
def offered(hillerod):
    def names(kind, municipality=hillerod, on=TODAY) -> list[str]:
        found = Service.objects.offered(kind=kind, municipality=municipality, on=on)
        return [service.name for service in found]

    return names


def test_a_municipal_offer_is_for_the_citizens_it_names(offered, aabenraa):
    assert offered(Kind.MUNICIPAL_TRAINING) == ["Træning og Rehabilitering Hillerød"]
    assert offered(Kind.MUNICIPAL_TRAINING, aabenraa) == []


def test_an_offer_that_names_no_municipality_serves_its_region(offered, aabenraa):
    assert offered(Kind.PRIVATE_PHYSIOTHERAPIST) == [
        "Frederiksborg Fysioterapi",
        "Slotsbyens Fysioterapi",
    ]
    assert offered(Kind.PRIVATE_PHYSIOTHERAPIST, aabenraa) == ["Aabenraa Fysioterapi"]


def test_after_the_merger_the_region_is_the_new_one(offered):
    koge = Municipality.objects.get(code="0259")

    assert offered(Kind.HOSPITAL_SPINE_UNIT, koge, date(2026, 12, 31)) == []
    assert offered(Kind.HOSPITAL_SPINE_UNIT, koge, date(2027, 1, 1)) == [
        "Rygenheden, Nordsjællands Hospital"
    ]


def test_several_kinds_are_asked_for_at_once(offered):
    found = offered([Kind.MUNICIPAL_TRAINING, Kind.MUNICIPAL_PREVENTION])

    assert found == ["Sundhedscenter Hillerød", "Træning og Rehabilitering Hillerød"]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 11, 23), None, True),
        (date(2026, 11, 24), None, False),
        (date(2020, 1, 1), date(2026, 11, 23), True),
        (date(2020, 1, 1), date(2026, 11, 22), False),
    ],
    ids=["starts today", "starts tomorrow", "ends today", "ended yesterday"],
)
def test_an_offer_holds_from_its_first_day_to_its_last(offered, cast, first, last, expected):
    Service.objects.filter(kind=Kind.MUNICIPAL_TRAINING).update(valid_from=first, valid_to=last)

    assert bool(offered(Kind.MUNICIPAL_TRAINING)) is expected


def test_nothing_is_offered_by_a_body_that_has_closed(offered, organisation):
    clinic = organisation("clinic")
    clinic.valid_to = date(2026, 11, 22)
    clinic.save()

    assert offered(Kind.PRIVATE_PHYSIOTHERAPIST) == ["Frederiksborg Fysioterapi"]


def test_an_offer_to_several_municipalities_is_found_once(offered, hillerod, aabenraa):
    training = Service.objects.get(kind=Kind.MUNICIPAL_TRAINING)
    training.municipalities.add(aabenraa)

    assert len(offered(Kind.MUNICIPAL_TRAINING)) == 1
    assert len(offered(Kind.MUNICIPAL_TRAINING, aabenraa)) == 1


def test_asking_costs_one_query(offered, cast, django_assert_num_queries):
    hillerod = Municipality.objects.select_related("region__succeeded_by").get(code="0219")

    with django_assert_num_queries(1):
        offered(Kind.PRIVATE_PHYSIOTHERAPIST, hillerod)
