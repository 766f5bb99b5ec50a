"""One logs in with e-mail and password, and is told in a sentence when it does not work."""

from datetime import timedelta

import pytest
from axes.models import AccessFailureLog
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.sessions.models import Session
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from config.settings import base
from organisations.demo import OPEN_FOR_CLAIM
from organisations.models import User

LOGIN = "/login/"
WRONG = "E-mail og adgangskode passer ikke sammen"


@pytest.fixture
def answers(gp) -> dict[str, str]:
    return {"email": gp.user.email, "password": settings.DEMO_PASSWORD}


def test_the_right_password_leads_to_the_page_one_came_for(client, answers):
    response = client.post(LOGIN, answers | {"next": "/citizens/"})

    assert response.status_code == 302
    assert response.url == "/citizens/"


def test_the_case_of_the_e_mail_does_not_matter(client, answers):
    response = client.post(LOGIN, answers | {"email": answers["email"].upper()})

    assert response.url == "/"


def test_logging_in_gives_the_session_a_new_key(client, answers, gp):
    client.get(LOGIN)
    session = client.session
    session["planted"] = True
    session.save()
    fixed_beforehand = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = fixed_beforehand

    client.post(LOGIN, answers)

    assert client.session.session_key != fixed_beforehand
    assert not Session.objects.filter(session_key=fixed_beforehand).exists()


@pytest.mark.parametrize(
    "changed",
    [{"password": "forkert"}, {"email": "ingen@samspor.example"}],
    ids=["wrong password", "unknown e-mail"],
)
def test_what_is_wrong_is_not_revealed(client, answers, changed):
    response = client.post(LOGIN, answers | changed)

    assert response.status_code == 200
    assert WRONG in response.content.decode()


def test_someone_who_has_left_does_not_come_in(client, answers, gp):
    User.objects.filter(pk=gp.user_id).update(is_active=False)

    response = client.post(LOGIN, answers)

    assert WRONG in response.content.decode()


@pytest.mark.parametrize(
    ("email", "sentence"),
    [("", "Skriv din e-mail"), ("anne", "Skriv hele e-mailadressen")],
    ids=["blank", "half"],
)
def test_the_form_says_what_to_write(client, db, email, sentence):
    response = client.post(LOGIN, {"email": email, "password": "x"})

    assert sentence in response.content.decode()


def test_after_five_wrong_passwords_the_door_closes_with_a_sentence(client, answers):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = client.post(LOGIN, answers | {"password": "forkert"})

    right_but_late = client.post(LOGIN, answers)

    assert response.status_code == 429
    assert right_but_late.status_code == 429
    assert "15 minutter" in right_but_late.content.decode()


def test_other_spellings_of_the_e_mail_count_as_one(client, answers):
    for number in range(settings.AXES_FAILURE_LIMIT):
        spelling = answers["email"].upper() if number % 2 else answers["email"]
        response = client.post(LOGIN, {"email": spelling, "password": "forkert"})

    assert response.status_code == 429


def test_another_account_is_not_locked_by_it(client, answers, physio):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post(LOGIN, answers | {"password": "forkert"})

    response = client.post(LOGIN, answers | {"email": physio.user.email})

    assert response.status_code == 302


def guess(client, answers, number: int, **changes):
    """A wrong password from an address of its own."""
    sent = answers | {"password": "forkert"} | changes
    return client.post(LOGIN, sent, REMOTE_ADDR=f"203.0.113.{number}")


def test_guesses_from_many_addresses_close_the_account_to_unknown_ones(client, answers):
    for number in range(settings.ACCOUNT_FAILURES_AN_HOUR):
        assert guess(client, answers, number).status_code == 200

    refused = client.post(LOGIN, answers, REMOTE_ADDR="203.0.113.200")

    assert refused.status_code == 429
    assert "kun bruges, hvor den har været brugt før" in refused.content.decode()


def test_a_doctor_is_not_locked_out_of_the_clinic_by_guesses_elsewhere(client, answers):
    clinic = {"REMOTE_ADDR": "198.51.100.7"}
    client.post(LOGIN, answers, **clinic)
    client.post("/logout/")
    for number in range(settings.ACCOUNT_FAILURES_AN_HOUR + 5):
        guess(client, answers, number)

    assert client.post(LOGIN, answers, **clinic).status_code == 302


def test_a_known_address_has_no_more_than_the_five_guesses_of_any_other(client, answers):
    clinic = {"REMOTE_ADDR": "198.51.100.7"}
    client.post(LOGIN, answers, **clinic)
    client.post("/logout/")
    for number in range(settings.ACCOUNT_FAILURES_AN_HOUR):
        guess(client, answers, number)

    for _ in range(settings.AXES_FAILURE_LIMIT):
        response = client.post(LOGIN, answers | {"password": "forkert"}, **clinic)

    assert response.status_code == 429
    assert client.post(LOGIN, answers, **clinic).status_code == 429


def test_what_is_refused_unheard_is_not_counted_and_the_hour_ends(client, answers):
    for number in range(settings.ACCOUNT_FAILURES_AN_HOUR + 30):
        guess(client, answers, number)
    wrong = AccessFailureLog.objects.filter(username=answers["email"])
    assert wrong.count() == settings.ACCOUNT_FAILURES_AN_HOUR

    wrong.update(attempt_time=timezone.now() - timedelta(minutes=61))

    assert client.post(LOGIN, answers, REMOTE_ADDR="203.0.113.200").status_code == 302


def test_an_account_that_does_not_exist_is_closed_alike(client, answers):
    nobody = {"email": "ingen@samspor.example"}
    answered = [
        guess(client, answers, number, **nobody).status_code
        for number in range(settings.ACCOUNT_FAILURES_AN_HOUR + 1)
    ]

    assert answered == [200] * settings.ACCOUNT_FAILURES_AN_HOUR + [429]


def test_the_next_page_is_never_on_another_site(client, answers):
    response = client.post(LOGIN, answers | {"next": "//elsewhere.example/"})

    assert response.url == "/"


def test_someone_logged_in_is_not_asked_again(client_for, gp):
    response = client_for(gp).get(f"{LOGIN}?next=/citizens/")

    assert response.url == "/citizens/"


def test_logging_out_ends_the_session_on_the_server(client_for, gp):
    client = client_for(gp)
    key = client.session.session_key

    response = client.post("/logout/")

    assert response.url == LOGIN
    assert not Session.objects.filter(session_key=key).exists()
    assert client.get("/citizens/").status_code == 302


def test_a_link_cannot_log_one_out(client_for, gp):
    assert client_for(gp).get("/logout/").status_code == 405


def test_a_visitor_is_sent_to_log_in_and_back(client, db):
    response = client.get("/citizens/?a=1")

    assert response.url == "/login/?next=%2Fcitizens%2F%3Fa%3D1"


def test_after_too_long_without_a_click_the_page_says_why(client_for, gp):
    client = client_for(gp)
    Session.objects.all().delete()  # what the server does with one that has run out

    response = client.get("/citizens/", follow=True)

    assert response.redirect_chain == [("/login/?next=%2Fcitizens%2F&idle=1", 302)]
    assert "ikke været brugt i 30 minutter" in response.content.decode()


def test_a_part_of_a_page_is_told_to_load_the_log_in_page_whole(client, db):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/citizens/?a=1"}

    response = client.post("/citizens/", headers=headers)

    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == "/login/?next=%2Fcitizens%2F%3Fa%3D1"


def test_the_way_back_after_a_lost_write_is_the_start_page(client, db):
    assert client.post("/citizens/").url == "/login/?next=%2F"


def test_the_demonstration_offers_its_accounts(client, cast):
    page = client.get(LOGIN).content.decode()

    assert all(membership.user.email in page for membership in cast.values())
    assert settings.DEMO_PASSWORD in page
    assert OPEN_FOR_CLAIM in page


@override_settings(DEMO_MODE=False)
def test_outside_the_demonstration_no_account_is_shown(client, cast):
    page = client.get(LOGIN).content.decode()

    assert cast["gp"].user.email not in page
    assert settings.DEMO_PASSWORD not in page
    assert OPEN_FOR_CLAIM not in page


def test_passwords_are_kept_as_argon2():
    with override_settings(PASSWORD_HASHERS=base.PASSWORD_HASHERS):
        assert identify_hasher(make_password("hemmeligt")).algorithm == "argon2"


def test_the_language_is_danish_until_chosen_otherwise(client, db):
    danish = client.get(LOGIN, headers={"Accept-Language": "en"})
    chosen = client.post(reverse("set_language"), {"language": "en", "next": LOGIN})
    english = client.get(LOGIN)

    assert danish.headers["Content-Language"] == "da"
    assert chosen.url == LOGIN
    assert english.headers["Content-Language"] == "en"
