"""A practice registers a patient Samspor does not know, and from then on sees the patient."""

import pytest

from citizens import actions
from citizens.models import AccessLog, CareRelation, Citizen
from citizens.vocabulary import Ground, IdentifierKind, Sex, What
from tests.conftest import NANCY

URL = "/citizens/new/"


@pytest.fixture
def answers() -> dict[str, str]:
    return {
        "cpr": NANCY,
        "given_name": "Nancy Ann",
        "family_name": "Berggren",
        "municipality": "0219",
        "own_gp": "ours",
    }


def test_our_own_patient_is_ours_from_now_on(client_for, gp, answers):
    response = client_for(gp).post(URL, answers)

    citizen = Citizen.objects.visible_to(gp).get()
    assert response.status_code == 200
    assert (citizen.identifier, citizen.identifier_kind) == ("2512489996", IdentifierKind.CPR)
    assert (citizen.birth_date.isoformat(), citizen.sex) == ("1948-12-25", Sex.FEMALE)
    assert citizen.own_gp == gp.organisation
    assert CareRelation.objects.get().ground == Ground.OWN_GP


def test_the_registration_is_logged(client_for, gp, answers):
    client_for(gp).post(URL, answers)

    assert AccessLog.objects.get().what == What.REGISTER


def test_a_patient_of_another_practice_is_seen_by_both(client_for, gp, stranger, answers):
    number = stranger.organisation.ydernummer.lstrip("0")

    client_for(gp).post(URL, answers | {"own_gp": "other", "ydernummer": number})

    assert Citizen.objects.visible_to(stranger).get().own_gp == stranger.organisation
    relation = CareRelation.objects.get(organisation=gp.organisation)
    assert relation.ground == Ground.LOOKED_UP
    assert relation.valid_to is not None


def test_the_own_gp_may_be_unknown(client_for, gp, answers):
    client_for(gp).post(URL, answers | {"own_gp": "unknown"})

    assert Citizen.objects.visible_to(gp).get().own_gp is None


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"cpr": "1"}, "har kun 1 tegn"),
        ({"given_name": ""}, "Skriv patientens fornavn."),
        ({"family_name": ""}, "Skriv patientens efternavn."),
        ({"municipality": ""}, "Vælg den kommune, patienten bor i."),
        ({"postcode": "34"}, "Postnummeret har fire cifre."),
        ({"own_gp": "other"}, "Skriv praksissens ydernummer"),
        ({"own_gp": "other", "ydernummer": "000001"}, "Ingen praksis har det ydernummer"),
    ],
)
def test_the_form_says_what_to_mend_and_registers_nobody(
    client_for, gp, answers, changed, sentence
):
    response = client_for(gp).post(URL, answers | changed)

    assert sentence in response.content.decode()
    assert not Citizen.objects.exists()


def test_someone_known_is_looked_up_instead(client_for, nancy, stranger, answers):
    response = client_for(stranger).post(URL, answers | {"own_gp": "unknown"})

    assert "allerede registreret. Slå patienten op" in response.content.decode()
    assert not Citizen.objects.visible_to(stranger).exists()


def test_only_general_practice_registers(client_for, physio, answers):
    page = client_for(physio).post(URL, answers)

    assert "Kun almen praksis" in page.content.decode()
    assert not Citizen.objects.exists()
    with pytest.raises(actions.LookUpRefused):
        actions.register_citizen(
            physio,
            cpr_text=NANCY,
            given_name="N",
            family_name="B",
            municipality=physio.organisation.municipality,
        )


def test_a_protected_address_is_kept_and_shown_nowhere(client_for, gp, answers):
    address = {"street": "Hemmelig Sti 7", "postcode": "3400", "city": "Hillerød"}

    page = client_for(gp).post(URL, answers | address | {"protected": "on"}).content.decode()

    citizen = Citizen.objects.visible_to(gp).get()
    assert citizen.street == "Hemmelig Sti 7"
    assert citizen.shown_address == ""
    assert "Hemmelig Sti" not in page
    assert "Navne- og adressebeskyttet" in page


def test_an_open_address_is_shown_in_one_line(nancy):
    assert nancy.shown_address == "Testgade 1, 3400 Hillerød"
