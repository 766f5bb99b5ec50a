"""Advice given through the form comes out the same when the ledger asks it again."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from pathways.ledger import rerun
from pathways.models import Advice

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(doctor, form_of, draft):
    """A referral written in steps, each with its advice, and sent."""
    for changes in (
        {"bmi": "31,2"},
        {"special_circumstances": ["none"]},
        {"special_circumstances": ["low_self_care", "vulnerable"]},
        {"requested": ["surgery_assessment", "weight_loss"]},
        {"requested": ["advice"]},
    ):
        form = form_of(draft)
        doctor.post(form.action, form.with_(**changes))
    form = form_of(draft)
    doctor.post(form.address_of("Send henvisning"), form.values)
    return Advice.objects.count()


def test_every_advice_of_the_form_is_reproduced_exactly(given):
    asked = list(rerun())

    assert len(asked) == given > 3
    assert [one for one in asked if one.differs] == []


def test_advice_that_is_not_as_it_was_shown_is_found(given):
    advice = Advice.objects.latest("at")
    with connection.cursor() as cursor:  # past the ledger's own trigger
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE pathways_advice DISABLE TRIGGER advice_is_a_ledger")
    Advice.objects.filter(pk=advice.pk).update(result=advice.result | {"destination": "emergency"})

    [wrong] = [one for one in rerun() if one.differs]
    assert (wrong.advice, wrong.differs) == (advice.pk, ("destination",))
    out = StringIO()
    with pytest.raises(CommandError, match="kom anderledes ud"):
        call_command("rerun_ledger", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["differ"], said["differences"][0]["advice"]) == (1, str(advice.pk))


def test_a_sample_asks_no_more_than_it_was_told_to(given):
    out = StringIO()
    call_command("rerun_ledger", "--sample", "2", stdout=out)

    assert json.loads(out.getvalue()) == {"asked": 2, "differ": 0, "differences": []}
