"""The admin is for staff, and holds nothing about a citizen."""

import pytest
from django.contrib import admin
from django.urls import reverse

from organisations.models import User
from tests.conftest import NANCY

ABOUT_CITIZENS = {"citizens", "courses", "stratification"}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def changelist(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.fixture
def staff(db) -> User:
    """Someone who may enter the admin and belongs to no organisation."""
    return User.objects.create_superuser("staff@samspor.example", "x" * 20, full_name="Ida Krag")


@pytest.mark.parametrize("seat", ["gp", "municipal", "planner", "editor", "stranger"])
def test_to_others_it_is_not_there(seat, cast, client_for):
    client = client_for(cast[seat])

    addresses = [reverse("admin:index"), reverse("admin:login"), *map(changelist, MODELS)]

    assert {client.get(address).status_code for address in addresses} == {404}


def test_a_visitor_is_sent_to_the_one_log_in_page(client, db):
    response = client.get(changelist(MODELS[0]), follow=True)

    assert response.redirect_chain[-1][0].startswith("/login/?next=%2Fadmin%2F")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_staff_reads_every_list(model, staff, client, cast):
    client.force_login(staff)

    assert client.get(changelist(model)).status_code == 200


def test_nothing_about_a_citizen_is_registered():
    assert not {model._meta.app_label for model in MODELS} & ABOUT_CITIZENS


def test_the_ledger_is_listed_without_the_citizen(staff, client, nancy):
    client.force_login(staff)

    page = client.get(reverse("admin:pathways_advice_changelist")).content.decode()

    assert nancy.family_name not in page
    assert NANCY[:6] not in page
