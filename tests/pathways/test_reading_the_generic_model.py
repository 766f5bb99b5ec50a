"""The page of a programme says who coordinates, why there is one, and what was considered."""

import pytest
from django.urls import reverse

from pathways.generic_model import CRITERIA, MODULES
from pathways.models import Version
from tests import shipped
from tests.pathways.test_chronic_disease import CHRONIC


@pytest.fixture
def chronic(db) -> Version:
    return shipped.load("chronic-disease")


def page_of(client, version: Version) -> str:
    response = client.get(reverse("pathways:detail", args=[version.pathway.key]))
    assert response.status_code == 200
    return response.content.decode()


def test_case_coordination_is_told_with_for_whom_tasks_and_forms(client_for, editor, chronic):
    page = page_of(client_for(editor), chronic)
    part = CHRONIC.case_coordination

    for said in (part.text, *part.criteria, *part.tasks, *(form.text for form in part.forms)):
        assert said.da in page
    for move in CHRONIC.coordinator.moves:
        assert move.when.da in page


def test_criteria_and_modules_stand_with_their_names_and_answers(client_for, editor, chronic):
    page = page_of(client_for(editor), chronic)

    for asked in (*CRITERIA, *MODULES):
        assert asked.title.da in page
    for answer in (*CHRONIC.criteria, *CHRONIC.modules):
        assert answer.text.da in page
    assert page.count(">ikke opfyldt<") == 1


def test_the_answers_use_the_keys_the_model_asks_for():
    assert [one.key for one in CHRONIC.criteria] == [one.key for one in CRITERIA]
    assert [one.key for one in CHRONIC.modules] == [one.key for one in MODULES]


def test_a_programme_without_case_coordination_does_not_name_it(client_for, editor, knee):
    assert "Forløbskoordinering</h3>" not in page_of(client_for(editor), knee)


def test_the_model_as_it_stands_is_for_every_disease_and_age(client_for, editor, chronic):
    assert "Alle diagnoser og alle aldre" in page_of(client_for(editor), chronic)


def test_the_doctor_is_offered_the_diseases_own_programme_first(client_for, gp, chronic, knee):
    page = client_for(gp).get(reverse("referrals:start")).content.decode()

    assert 0 < page.index('value="knee-osteoarthritis"') < page.index('value="chronic-disease"')
