"""The doctor chooses among those on offer where the patient lives, with the waiting time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from organisations.models import Service
from pathways.availability import availability
from referrals import actions
from referrals.receivers import Receivers, receivers_for, waiting_time

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.fixture
def offered():
    def find(referral, on: date | None = None) -> Receivers:
        on = on or timezone.localdate()
        version = referral.version
        return receivers_for(
            referral,
            destinations=version.parsed.destinations,
            available=availability(version, referral.citizen.municipality, on).by_destination,
            on=on,
        )

    return find


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, ""),
        (1, "ca. 1 hverdag"),
        (13, "ca. 9 hverdage"),
        (42, "ca. 28 hverdage"),  # over Christmas
        (180, "ca. 26 uger"),
    ],
)
def test_days_are_told_as_working_days_and_long_waits_in_weeks(days, said):
    assert waiting_time(days, on=MONDAY) == said


def test_a_unit_is_named_with_its_kind_street_and_waiting_time(draft, offered):
    [training] = offered(draft, MONDAY).of(["municipal_training"])

    assert training.name == "Træning og Rehabilitering Hillerød"
    assert training.wait == "ca. 9 hverdage"
    assert "Kommunalt træningstilbud" in training.sub
    assert "Milnersvej 9" in training.sub


def test_where_the_patient_chooses_the_clinic_that_is_the_only_card(draft, offered):
    [card] = offered(draft).cards(["private_physiotherapist"])

    assert card.service is None
    assert card.wait == "frit valg"
    assert "Patientens frie valg af klinik · 2 klinikker i Hillerød" in card.sub
    assert "korteste ventetid ca." in card.sub


def test_a_particular_clinic_in_the_municipality_may_still_be_chosen(draft, offered):
    names = [one.name for one in offered(draft).of(["private_physiotherapist"]) if one.service]

    assert names == ["Slotsbyens Fysioterapi, Hillerød", "Frederiksborg Fysioterapi, Hillerød"]


def test_clinics_under_free_choice_elsewhere_are_not_listed(gp, max_, knee, offered):
    referral = actions.create_draft(actor=gp, citizen=max_, version=knee)

    names = [one.name for one in offered(referral).of(["private_physiotherapist"]) if one.service]

    assert names == ["Aabenraa Fysioterapi"]


def test_what_the_municipality_has_not_joined_is_not_offered(gp, max_, knee, offered):
    referral = actions.create_draft(actor=gp, citizen=max_, version=knee)

    assert offered(referral).of(["municipal_training", "municipal_prevention"]) == ()


def test_for_the_own_doctor_the_alternative_is_to_follow_the_patient(draft, offered):
    [own] = offered(draft).of(["general_practice"])

    assert own.is_own_doctor
    assert own.name == "Egen læge følger patienten"


def test_another_practice_refers_back_to_the_patients_own(stranger, nancy, knee, offered):
    referral = actions.create_draft(actor=stranger, citizen=nancy, version=knee)

    [own] = offered(referral).of(["general_practice"])

    assert own.service is not None
    assert own.name == "Lægerne ved Søen, Hillerød"


def test_an_old_waiting_time_says_when_it_was_entered(draft, offered):
    entered = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
    Service.objects.filter(kind="municipal_training").update(waiting_entered_at=entered)

    [training] = offered(draft, MONDAY).of(["municipal_training"])

    assert "ventetid oplyst 01.09.2026" in training.sub


def test_a_missing_waiting_time_says_so(draft, offered):
    Service.objects.filter(kind="municipal_training").update(waiting_days=None)

    [training] = offered(draft).of(["municipal_training"])

    assert training.wait == ""
    assert "ventetid ikke oplyst" in training.sub


def test_the_shortest_wait_comes_first(draft, offered, hillerod, municipal):
    shorter = Service.objects.create(
        kind="municipal_training",
        name="Træningscenter Skævinge",
        performer=municipal.organisation,
        waiting_days=2,
        waiting_entered_at=timezone.now(),
        valid_from=timezone.localdate() - timedelta(days=9),
    )
    shorter.municipalities.add(hillerod)

    waits = [one.service.waiting_days for one in offered(draft).of(["municipal_training"])]

    assert waits == [2, 13]
