"""One version of a pathway is in force on a day; a coming one lets the present hold until then."""

from datetime import date

import pytest
import time_machine

from pathways.actions import load_definition
from pathways.models import Version
from tests.referrals.conftest import KNEE

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def text() -> str:
    return KNEE.read_text()


@pytest.fixture
def changed(text) -> str:
    return text.replace("Voksne med knæartrose", "Alle voksne med knæartrose", 1)


def in_force(on: date) -> list[int]:
    return list(Version.objects.in_force(on).values_list("number", flat=True))


def test_a_version_for_later_waits_and_the_present_one_holds(text, changed):
    load_definition(text)
    load_definition(changed, valid_from=date(2027, 1, 1))

    assert in_force(TODAY) == [1]
    assert in_force(date(2026, 12, 31)) == [1]
    assert in_force(date(2027, 1, 1)) == [2]


def test_a_version_for_now_takes_over_at_once(text, changed):
    load_definition(text)
    load_definition(changed)

    assert in_force(TODAY) == [2]
    assert Version.objects.get(number=1).state == "superseded"


def test_before_the_first_none_is_in_force(text):
    load_definition(text)

    assert in_force(date(2016, 11, 30)) == []
    assert in_force(date(2016, 12, 1)) == [1]
