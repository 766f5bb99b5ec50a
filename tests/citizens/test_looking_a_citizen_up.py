"""A practice finds a patient by CPR number; every look-up leaves a line in the access log."""

from datetime import date, timedelta

import pytest
import time_machine

from citizens import actions
from citizens.cpr import CprError
from citizens.models import AccessLog, CareRelation, Citizen
from citizens.vocabulary import Ground, What
from organisations.vocabulary import Role
from tests.conftest import NANCY

URL = "/citizens/"
REASON = "Aktuel behandling"
UNKNOWN = "010190-1234"


def test_a_practice_finds_its_own_patient_and_needs_no_new_relation(nancy, gp):
    found = actions.look_up_citizen(gp, NANCY, REASON)

    assert found == nancy
    assert CareRelation.objects.filter(organisation=gp.organisation).count() == 1


def test_another_practice_may_look_up_and_sees_the_patient_for_thirty_days(nancy, stranger):
    with time_machine.travel(date(2026, 11, 23), tick=False):
        actions.look_up_citizen(stranger, NANCY, REASON)
        relation = CareRelation.objects.get(organisation=stranger.organisation)

        assert (relation.ground, relation.valid_to) == (Ground.LOOKED_UP, date(2026, 12, 23))
        assert Citizen.objects.visible_to(stranger).get() == nancy


def test_looking_up_again_gives_thirty_days_anew(nancy, stranger):
    with time_machine.travel(date(2026, 11, 23), tick=False):
        actions.look_up_citizen(stranger, NANCY, REASON)
    with time_machine.travel(date(2026, 12, 3), tick=False):
        actions.look_up_citizen(stranger, NANCY, REASON)

    relation = CareRelation.objects.get(organisation=stranger.organisation)
    assert relation.valid_to - relation.valid_from == timedelta(days=40)


def test_the_look_up_is_logged_with_who_and_why(nancy, stranger):
    actions.look_up_citizen(stranger, NANCY, REASON)

    line = AccessLog.objects.get(organisation=stranger.organisation)
    assert (line.what, line.citizen, line.membership, line.user, line.reason) == (
        What.LOOKUP,
        nancy,
        stranger,
        stranger.user,
        REASON,
    )


def test_looking_for_nobody_is_logged_without_the_number(gp):
    assert actions.look_up_citizen(gp, UNKNOWN, REASON) is None

    line = AccessLog.objects.get()
    assert line.citizen is None
    assert "1234" not in str([getattr(line, field.attname) for field in line._meta.fields])


@pytest.mark.parametrize("seat", ["physio", "municipal", "planner", "editor"])
def test_only_general_practice_looks_up_freely(nancy, cast, seat):
    with pytest.raises(actions.LookUpRefused, match="Kun almen praksis"):
        actions.look_up_citizen(cast[seat], NANCY, REASON)

    assert not AccessLog.objects.filter(what=What.LOOKUP).exists()


def test_a_practice_planner_does_not_look_up(nancy, gp, member_of):
    planner = member_of(gp.organisation, Role.PLANNER)

    with pytest.raises(actions.LookUpRefused, match="Kun klinikere og sekretærer"):
        actions.look_up_citizen(planner, NANCY, REASON)


def test_for_a_claim_any_unit_finds_the_citizen_but_gets_no_relation(nancy, physio):
    found = actions.look_up_citizen(physio, NANCY, "Afhentning", for_claim=True)

    assert found == nancy
    assert not Citizen.objects.visible_to(physio).exists()
    assert AccessLog.objects.filter(citizen=nancy, organisation=physio.organisation).count() == 1


def test_a_planner_cannot_look_up_for_a_claim(nancy, planner):
    with pytest.raises(actions.LookUpRefused, match="Kun klinikere, sekretærer og visitatorer"):
        actions.look_up_citizen(planner, NANCY, "", for_claim=True)


def test_an_objection_stops_the_look_up_and_the_attempt_is_logged(nancy, gp, stranger):
    actions.record_opposition(gp, nancy, on=date(2026, 1, 1))

    with pytest.raises(actions.LookUpRefused, match="frabedt sig opslag"):
        actions.look_up_citizen(stranger, NANCY, REASON)

    assert AccessLog.objects.filter(organisation=stranger.organisation, citizen=nancy).exists()
    assert not CareRelation.objects.filter(organisation=stranger.organisation).exists()


def test_an_objection_does_not_stop_the_own_gp(nancy, gp):
    actions.record_opposition(gp, nancy, on=date(2026, 1, 1))

    assert actions.look_up_citizen(gp, NANCY, REASON) == nancy


def test_a_number_that_cannot_be_reaches_no_table(gp):
    with pytest.raises(CprError):
        actions.look_up_citizen(gp, "310248-9996", REASON)

    assert not AccessLog.objects.exists()


# The page ----------------------------------------------------------------------------------------


def test_the_page_shows_who_was_found_with_the_number_masked(client_for, nancy, gp):
    page = client_for(gp).post(URL, {"cpr": NANCY}).content.decode()

    assert "Nancy Ann Berggren" in page
    assert "251248-" in page
    assert "9996" not in page


def test_the_page_leads_on_where_the_settings_say(client_for, nancy, gp, settings):
    settings.CITIZEN_PAGE = "citizens:reveal_cpr"  # any page that takes the citizen's id

    response = client_for(gp).post(URL, {"cpr": NANCY})

    assert response.url == f"/citizens/{nancy.pk}/cpr/"


def test_the_page_offers_to_register_an_unknown_patient(client_for, gp):
    page = client_for(gp).post(URL, {"cpr": UNKNOWN}).content.decode()

    assert "Registrér patient" in page
    assert 'value="010190-1234"' in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("251248-999", "har kun 9 tegn. Skriv alle 10 cifre"),
        ("310248-9996", "ikke en dato"),
        ("", "Skriv CPR-nummeret"),
    ],
)
def test_the_page_says_what_to_do_about_a_wrong_number(client_for, gp, typed, sentence):
    response = client_for(gp).post(URL, {"cpr": typed})

    html = response.content.decode()
    assert response.status_code == 200
    assert sentence in html
    assert 'aria-invalid="true"' in html
    assert "<title>Fejl:" in html


def test_the_page_tells_others_why_they_may_not_look_up(client_for, physio, nancy):
    client = client_for(physio)

    shown, posted = client.get(URL), client.post(URL, {"cpr": NANCY})

    for response in (shown, posted):
        html = response.content.decode()
        assert "Kun almen praksis kan slå patienter op" in html
        assert "Berggren" not in html


def test_looking_up_costs_a_fixed_number_of_queries(
    client_for, nancy, gp, django_assert_num_queries
):
    client = client_for(gp)
    client.get(URL)

    # session, user, memberships; citizen; the log's line; is there a relation
    with django_assert_num_queries(6):
        client.post(URL, {"cpr": NANCY})
