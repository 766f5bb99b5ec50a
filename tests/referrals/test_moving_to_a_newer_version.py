"""A draft says its version is old and can move; what is under way stays where it began."""

from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.models import Course, CourseEvent, CourseEventKind
from pathways.actions import retire
from pathways.models import Version
from pathways.tasks import supersede_versions
from referrals.actions import (
    TransitionRefused,
    move_to_newer_version,
    newer_version,
    save_answers,
)
from referrals.models import Referral
from tests.pathways import lives

pytestmark = pytest.mark.django_db


def without_bmi(document):
    """The fourth phrase is gone, and all that reads it."""
    document["phrases"] = [one for one in document["phrases"] if one["key"] != "bmi"]
    document["rules"] = [one for one in document["rules"] if "bmi" not in str(one["when"])]
    document.pop("figure", None)
    gone = {"KRAM"}
    kept = {one["key"] for one in document["rules"]}
    document["examples"] = [
        one
        for one in document["examples"]
        if "bmi" not in one.get("facts", {})
        and not (gone & set(one.get("reasons", ())))
        and set(one.get("reasons", ())) <= kept | {"default"}
        and not one.get("also")
    ]


@pytest.fixture
def second(knee, editor, reviewer) -> Version:
    return lives.published(knee, editor, reviewer)


def test_a_draft_by_the_version_in_force_has_nowhere_to_move(draft, knee):
    assert newer_version(draft) is None


def test_a_draft_is_told_of_the_version_that_took_over(draft, second):
    assert newer_version(draft) == second


def test_moved_it_follows_the_new_version_with_its_answers(draft, gp, second):
    save_answers(draft, actor=gp, values={"bmi": 31.5, "anamnesis": "Ondt i tre år"})

    move_to_newer_version(draft, actor=gp)

    moved = Referral.objects.get(pk=draft.pk)
    assert (moved.version, moved.course.version) == (second, second)
    assert moved.facts()["bmi"] == 31.5
    event = CourseEvent.objects.get(kind=CourseEventKind.VERSION_MOVED)
    assert event.data == {"from": 1, "to": 2}


def test_what_the_new_version_does_not_ask_is_named_before_and_gone_after(
    draft, gp, knee, editor, reviewer, client_for
):
    save_answers(draft, actor=gp, values={"bmi": 31.5, "anamnesis": "Ondt i tre år"})
    lives.published(knee, editor, reviewer, change=without_bmi)
    client = client_for(gp)

    page = client.get(reverse("referrals:edit", args=[draft.pk])).content.decode()
    client.post(reverse("referrals:move", args=[draft.pk]), {})

    assert "Kladden følger version 1; version 2 gælder fra" in page
    assert "på samme måde: BMI." in page
    assert "Hvad er ændret i fraser og regler?" in page
    assert "/pathways/knee-osteoarthritis/compare/1/2/" in page
    facts = Referral.objects.get(pk=draft.pk).facts()
    assert "bmi" not in facts
    assert facts["anamnesis"] == "Ondt i tre år"


def test_a_second_click_is_told_that_it_is_done(draft, gp, second):
    move_to_newer_version(draft, actor=gp)

    with pytest.raises(TransitionRefused, match="allerede skrevet efter"):
        move_to_newer_version(Referral.objects.get(pk=draft.pk), actor=gp)


def test_what_is_sent_stays_by_the_version_it_was_made_under(sent, gp, knee, editor, reviewer):
    lives.published(knee, editor, reviewer)

    assert newer_version(sent) is None
    with pytest.raises(TransitionRefused):
        move_to_newer_version(sent, actor=gp)
    assert Referral.objects.get(pk=sent.pk).version == knee
    assert Course.objects.get(pk=sent.course_id).version == knee


@pytest.mark.slow
@given(changes=st.lists(st.sampled_from(["premise", "number", "bmi"]), min_size=1, max_size=3))
@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_publication_changes_what_runs(treated, knee, editor, reviewer, changes):
    before = _all_of(treated)
    version = Version.objects.in_force(treated.created_at.date()).get(pathway=knee.pathway)
    for number, change in enumerate(changes):
        version = lives.published(version, editor, reviewer, change=_change(change, number))

    assert _all_of(Referral.objects.get(pk=treated.pk)) == before


def test_no_publication_and_no_retirement_writes_outside_the_pathways(
    treated, draft, gp, knee, editor, reviewer
):
    before = _rows_elsewhere()
    first = lives.published(knee, editor, reviewer)
    later = lives.published(
        first, editor, reviewer, without_bmi, timezone.localdate() + timedelta(days=3)
    )
    retire(actor=reviewer, version=first, reason="Afløst")
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        supersede_versions()
        retire(actor=reviewer, version=later, reason="Udgår")

    assert _rows_elsewhere() == before
    assert {name for name, rows in before.items() if rows} >= {"Referral", "Course", "CourseEvent"}
    assert Referral.objects.get(pk=treated.pk).version.parsed == knee.parsed


def _rows_elsewhere() -> dict[str, list[dict]]:
    """Every row of every table of ours that is not about the agreements themselves."""
    return {
        model.__name__: list(model._base_manager.order_by("pk").values())
        for label in django_settings.OUR_APPS
        if label != "pathways"
        for model in apps.get_app_config(label).get_models()
    }


def _change(name, number):
    def apply(document):
        if name == "bmi":
            without_bmi(document)
        document["number"] = document.get("number", 0) + number + 1
        document["premise"]["da"] += f" {name} {number}"

    return apply


def _all_of(referral: Referral) -> tuple:
    definition = referral.version.parsed
    return (
        referral.version_id,
        referral.course.version_id,
        referral.status,
        referral.facts(),
        definition.to_data(),
        list(referral.events.order_by("pk").values_list("action", "happened_at")),
    )
