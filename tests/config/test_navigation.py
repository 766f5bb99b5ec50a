"""The header leads each role to its own rooms, and marks the one the reader stands in."""

import pytest
from django.urls import reverse

from config import navigation
from organisations.vocabulary import OrganisationKind, Role


def labels(kind: str, *roles: str) -> list[str]:
    return [str(room.label) for room in navigation.rooms(kind, roles)]


def test_a_doctor_in_general_practice_begins_at_the_worklist():
    assert labels(OrganisationKind.GENERAL_PRACTICE, Role.CLINICIAN)[0] == "Min arbejdsliste"


@pytest.mark.parametrize(
    "kind", [OrganisationKind.PHYSIOTHERAPY_CLINIC, OrganisationKind.MUNICIPAL_UNIT]
)
def test_a_receiver_begins_at_the_inbox(kind):
    assert labels(kind, Role.TRIAGER)[:2] == ["Indbakke", "Behandlinger"]


def test_a_planner_has_no_room_with_patients():
    found = labels(OrganisationKind.MUNICIPAL_ADMINISTRATION, Role.PLANNER)

    assert found == ["Overblik", "Programmer"]


@pytest.mark.parametrize("role", [Role.PATHWAY_EDITOR, Role.AUDITOR])
def test_everyone_with_a_role_reaches_the_pathways(role):
    assert labels(OrganisationKind.REGION_ADMINISTRATION, role) == ["Programmer"]


def test_two_roles_get_each_room_once():
    found = labels(OrganisationKind.MUNICIPAL_UNIT, Role.TRIAGER, Role.PLANNER)

    assert found == ["Indbakke", "Behandlinger", "Programmer", "Overblik"]


@pytest.mark.parametrize("room", navigation.EVERY_ROOM, ids=lambda room: room.url_name)
def test_every_room_has_an_address(room):
    assert reverse(room.url_name).startswith("/")


def test_the_room_itself_is_the_current_page():
    doors = navigation.entries([navigation.PATHWAYS], reverse("pathways:list"))

    assert [door.current for door in doors] == ["page"]


def test_further_into_a_room_its_door_is_still_marked():
    inside = reverse("pathways:list") + "knee-osteoarthritis/"

    assert [door.current for door in navigation.entries([navigation.PATHWAYS], inside)] == ["true"]


def test_at_most_one_door_is_current_the_one_deepest_in():
    rooms = [navigation.INBOX, navigation.TREATMENTS, navigation.PATHWAYS]
    doors = navigation.entries(rooms, reverse("referrals:treatments"))

    assert [door.label for door in doors if door.current] == ["Behandlinger"]
