"""The referral form as a browser meets it: its doors, and reading and posting it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from referrals import actions
from referrals.models import Referral
from tests.browsing import PageForm, Values, read_form

PHYSIOTHERAPIST = "kind:private_physiotherapist"


def door(name: str, referral: Referral) -> str:
    """The address of one of the form's doors."""
    return reverse(f"referrals:{name}", args=[referral.pk])


def htmx(client: Client, url: str, values: Values) -> Any:
    """Post as htmx does while one writes."""
    return client.post(url, values, headers={"HX-Request": "true"})


@pytest.fixture
def empty(gp, nancy, knee) -> Referral:
    """A draft of Nancy's knee in which nothing is answered."""
    return actions.create_draft(actor=gp, citizen=nancy, version=knee)


@pytest.fixture
def doctor(client_for, gp) -> Client:
    """Anne Holm's browser."""
    return client_for(gp)


@pytest.fixture
def form_of(doctor) -> Callable[[Referral], PageForm]:
    """The form of a draft as the doctor's browser reads it off the page."""

    def read(referral: Referral) -> PageForm:
        page = doctor.get(door("edit", referral))
        assert page.status_code == 200
        return read_form(page.content, "henvisning")

    return read
