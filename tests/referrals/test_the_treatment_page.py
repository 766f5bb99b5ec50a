"""The treatment page records the work, and the course page shows the whole story."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from referrals import actions
from referrals.actions import Inputs, perform
from referrals.forms.treating import DecimalField
from referrals.models import SessionState
from referrals.views.treatment import marks_of
from tests.referrals.over_time import days_ago


def page_of(client, referral):
    return client.get(reverse("referrals:treatment", args=[referral.pk]))


def test_it_shows_sessions_measurements_goals_and_plan(seven_weeks, municipal, client_for):
    page = page_of(client_for(municipal), seven_weeks)

    told = page.content.decode()
    assert "9 gennemført · 1 afbud eller udeblevet · 3 planlagt" in told
    assert "Knæartrose, uge 7" in told
    assert "Linje: Smerte, NRS: 7 i uge 0, 5 i uge 2, 4 i uge 4, 3 i uge 6." in told
    assert [row.reached for row in page.context["goals"]] == [True, True, False]
    assert "Egen træning to gange om ugen." in told


def test_the_strip_of_sessions_says_what_became_of_each(seven_weeks):
    sessions = list(seven_weeks.treatment.sessions.all())

    marks = marks_of(sessions, timezone.localdate())

    assert [mark.css for mark in marks] == [
        *["met"] * 3,
        "off",
        *["met"] * 6,
        "today",
        "plan",
        "plan",
    ]
    assert marks[3].told == "Session 4, afbud, individuel"


def test_weeks_with_two_sessions_are_counted_of_the_weeks_begun(seven_weeks, municipal, client_for):
    page = page_of(client_for(municipal), seven_weeks)

    assert page.context["twice"] == (2, 8)


@pytest.mark.parametrize(
    ("door", "data", "told"),
    [
        ("add_session", {"held_on": "{today}", "kind": "group", "state": "met"}, "Sessionen er"),
        (
            "add_measurement",
            {"instrument": "nrs_pain", "value": "2,5", "measured_on": "{today}"},
            "Målingen er gemt.",
        ),
        ("add_goal", {"text": "Gå på trapper", "start": "1", "target": "10"}, "Målet er gemt."),
        ("write_plan", {"plan": "Styrketræning."}, "Planen er gemt."),
    ],
)
def test_each_door_records_and_says_so(started, municipal, client_for, door, data, told):
    today = f"{timezone.localdate():%d.%m.%Y}"
    posted = {key: value.format(today=today) for key, value in data.items()}

    page = client_for(municipal).post(
        reverse(f"referrals:{door}", args=[started.pk]), posted, follow=True
    )

    assert page.status_code == 200
    assert told in page.content.decode()


@pytest.mark.parametrize(
    ("door", "data", "sentence"),
    [
        (
            "add_session",
            {"held_on": "01.01.2020", "kind": "group", "state": "met"},
            "Sessionen kan ikke ligge før forløbet startede",
        ),
        (
            "add_session",
            {"held_on": "01.01.2090", "kind": "group", "state": "met"},
            "En session i fremtiden kan kun være planlagt.",
        ),
        ("add_session", {"held_on": "", "kind": "group", "state": "met"}, "Angiv datoen."),
        (
            "add_measurement",
            {"instrument": "nrs_pain", "value": "11", "measured_on": "{today}"},
            "går fra 0 til 10",
        ),
        (
            "add_measurement",
            {"instrument": "nrs_pain", "value": "ondt", "measured_on": "{today}"},
            "»ondt« er ikke et tal.",
        ),
        (
            "add_measurement",
            {"instrument": "nrs_pain", "value": "", "measured_on": "{today}"},
            "Skriv tallet.",
        ),
        ("add_goal", {"text": ""}, "Skriv målet."),
        (
            "add_goal",
            {"text": "Mindre ondt", "instrument": "nrs_pain", "target": "40"},
            "går fra 0 til 10",
        ),
    ],
)
def test_each_door_says_what_to_mend_and_keeps_what_was_typed(
    started, municipal, client_for, door, data, sentence
):
    today = f"{timezone.localdate():%d.%m.%Y}"
    posted = {key: value.format(today=today) for key, value in data.items()}

    page = client_for(municipal).post(reverse(f"referrals:{door}", args=[started.pk]), posted)

    told = page.content.decode()
    assert page.status_code == 422
    assert sentence in told
    assert all(value in told for value in posted.values())


def test_a_planned_session_is_marked_from_the_page(seven_weeks, municipal, client_for):
    planned = seven_weeks.treatment.sessions.get(held_on=timezone.localdate())

    client_for(municipal).post(
        reverse("referrals:session_state", args=[seven_weeks.pk, planned.pk]), {"state": "met"}
    )

    planned.refresh_from_db()
    assert planned.state == SessionState.MET


def test_a_session_of_another_treatment_is_not_found(
    seven_weeks, started, municipal, physio, client_for
):
    session = seven_weeks.treatment.sessions.first()

    page = client_for(physio).post(
        reverse("referrals:session_state", args=[seven_weeks.pk, session.pk]), {"state": "met"}
    )

    assert page.status_code == 404


def test_a_goal_on_an_instrument_stands_where_the_last_score_does(
    seven_weeks, municipal, client_for
):
    actions.record_measurement(
        seven_weeks,
        actor=municipal,
        instrument="nrs_pain",
        value=2,
        measured_on=timezone.localdate(),
    )

    row = page_of(client_for(municipal), seven_weeks).context["goals"][0]

    assert (row.now, row.unit, row.measured) == ("2", "Smerte, NRS", True)


def test_where_the_goals_stand_is_written_in_the_table(seven_weeks, municipal, client_for):
    goal = seven_weeks.treatment.goals.get(text="Vægt")

    client_for(municipal).post(
        reverse("referrals:goals_now", args=[seven_weeks.pk]), {f"now-{goal.pk}": "83,5"}
    )

    goal.refresh_from_db()
    assert float(goal.now) == 83.5


@pytest.mark.parametrize("language", ["da", "en"])
def test_saving_the_goals_as_they_stand_changes_none_of_them(
    seven_weeks, municipal, client_for, language
):
    """A goal of thousands of metres is shown with its thousands parted, and typed as shown."""
    goal = actions.set_goal(
        seven_weeks, actor=municipal, text="Gå uden pause", unit="meter", now=1700, target=2500
    )
    client = client_for(municipal)
    client.cookies["django_language"] = language
    page = page_of(client, seven_weeks).content.decode()
    field = re.search(rf'name="now-{goal.pk}" value="([^"]*)"', page)

    client.post(reverse("referrals:goals_now", args=[seven_weeks.pk]), {f"now-{goal.pk}": field[1]})

    goal.refresh_from_db()
    assert goal.now == 1700


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("da", "1.700", "1700"),
        ("da", "12.500,5", "12500.5"),
        ("da", "2.5", "2.5"),
        ("da", "0.125", "0.12"),
        ("en", "1,700", "1700"),
        ("en", "2,5", "2.5"),
    ],
)
def test_a_number_is_read_as_its_language_writes_thousands(language, typed, number):
    with override(language):
        assert DecimalField().clean(typed) == Decimal(number)


def test_when_the_epicrisis_is_sent_nothing_more_is_recorded(completed, municipal, client_for):
    page = client_for(municipal).post(
        reverse("referrals:write_plan", args=[completed.pk]), {"plan": "For sent."}
    )

    assert page.status_code == 422
    assert "til epikrisen er sendt" in page.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_treatment(
    started, municipal, client_for, django_assert_max_num_queries
):
    client = client_for(municipal)
    page_of(client, started)
    with django_assert_max_num_queries(45) as few:
        page_of(client, started)
    today = timezone.localdate()
    for n in range(10):
        actions.record_session(started, actor=municipal, held_on=today, kind="individual")
        actions.record_measurement(
            started, actor=municipal, instrument="nrs_pain", value=n, measured_on=today
        )
        actions.set_goal(started, actor=municipal, text=f"Mål {n}")

    with django_assert_max_num_queries(45) as many:
        page_of(client, started)

    assert len(many) == len(few)


@pytest.mark.parametrize("who", ["gp", "stranger"])
def test_others_than_the_receiver_find_no_such_page(request, started, client_for, who):
    assert page_of(client_for(request.getfixturevalue(who)), started).status_code == 404


def test_before_the_first_session_there_is_none(accepted, municipal, client_for):
    assert page_of(client_for(municipal), accepted).status_code == 404


# The course ----------------------------------------------------------------------------------


def test_the_course_tells_the_whole_story_to_each_who_has_part_in_it(
    seven_weeks, municipal, gp, client_for
):
    for actor in (gp, municipal):
        page = client_for(actor).get(reverse("referrals:course", args=[seven_weeks.course_id]))

        assert [each["referral"] for each in page.context["referrals"]] == [seven_weeks]
        assert [event.title for event in page.context["events"]] == [
            "Forløb startet",
            "Accepteret:",
            "Sendt",
            "Forløb oprettet:",
        ]


def test_what_is_told_late_says_when_it_happened(refer, nancy, municipal, client_for):
    referral = refer(nancy, municipal, days=9)
    with days_ago(8):
        perform("accept", referral, actor=municipal, inputs=Inputs(waiting_list=True))
    held = timezone.localdate() - timedelta(days=3)
    perform("start", referral, actor=municipal, inputs=Inputs(on=held))

    page = client_for(municipal).get(reverse("referrals:course", args=[referral.course_id]))

    first = page.context["events"][0]
    assert (first.title, first.happened_at) == ("Forløb startet", held)
    assert f"registreret {timezone.localdate():%d.%m.}" in page.content.decode()


def test_a_stranger_finds_no_such_course(sent, stranger, client_for):
    page = client_for(stranger).get(reverse("referrals:course", args=[sent.course_id]))

    assert page.status_code == 404
