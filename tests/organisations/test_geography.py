"""Municipalities and regions are typed as facts; two regions become one on 1 January 2027."""

from collections import Counter
from datetime import date

import pytest

from organisations import geography
from organisations.actions import load_geography
from organisations.models import Municipality, Region


def test_there_are_98_municipalities_each_once():
    codes = Counter(m.code for m in geography.MUNICIPALITIES)

    assert len(codes) == 98
    assert set(codes.values()) == {1}
    assert "0411" not in codes  # Christiansø


def test_the_populations_sum_to_the_published_totals():
    by_region = Counter()
    for municipality in geography.MUNICIPALITIES:
        by_region[municipality.region] += municipality.population

    christianso = 84
    by_region["1084"] += christianso
    assert dict(by_region) == {
        "1081": 589_936,
        "1082": 1_326_340,
        "1083": 1_223_105,
        "1084": 1_846_023,
        "1085": 837_359,
    }
    assert by_region.total() == 5_822_763


def test_loading_again_changes_nothing(cast):
    before = list(Municipality.objects.values_list()), list(Region.objects.values_list())

    counted = load_geography()

    assert counted == (6, 98)
    assert (list(Municipality.objects.values_list()), list(Region.objects.values_list())) == before


@pytest.mark.parametrize(
    ("code", "on", "region"),
    [
        ("0219", date(2026, 12, 31), "Region Hovedstaden"),
        ("0219", date(2027, 1, 1), "Region Østdanmark"),
        ("0259", date(2026, 12, 31), "Region Sjælland"),
        ("0259", date(2027, 1, 1), "Region Østdanmark"),
        ("0751", date(2027, 1, 1), "Region Midtjylland"),
    ],
)
def test_a_municipality_is_in_the_region_of_the_day(cast, code, on, region):
    municipality = Municipality.objects.select_related("region__succeeded_by").get(code=code)

    assert municipality.region_on(on).name == region
