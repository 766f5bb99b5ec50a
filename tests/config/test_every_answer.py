"""Every answer is private, and lets the browser run nothing but our own files."""

import pytest
from django.db import OperationalError

from config import health


@pytest.fixture
def log_in_page(client, db):
    return client.get("/login/")


def test_the_policy_allows_our_own_files_and_nothing_else(log_in_page):
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in log_in_page.headers["Content-Security-Policy"].split(";")
    )

    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Content-Language", "da"),
    ],
)
def test_the_other_headers(log_in_page, header, value):
    assert value in log_in_page.headers[header]


def test_the_browsers_own_language_is_not_asked(client, db):
    page = client.get("/login/", headers={"Accept-Language": "en-GB,en;q=0.9"})

    assert page.headers["Content-Language"] == "da"


def test_the_chosen_language_is_kept(client, db):
    client.post("/language/", {"language": "en", "next": "/login/"})

    assert client.get("/login/").headers["Content-Language"] == "en"


def test_a_persons_own_language_is_used(client_for, gp):
    gp.user.language = "en"
    gp.user.save()

    page = client_for(gp).get("/acting/")

    assert page.headers["Content-Language"] == "en"


def test_a_language_nobody_knows_is_danish(client, db, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"

    assert client.get("/login/").headers["Content-Language"] == "da"


class TestHealth:
    def test_a_probe_is_answered_whatever_name_it_asks_by(self, client):
        answer = client.get("/healthz", headers={"Host": "10.1.2.3:8000"})

        assert (answer.status_code, answer.content) == (200, b"ok\n")

    def test_ready_means_the_database_answers(self, client, db):
        answer = client.get("/readyz")

        assert (answer.status_code, answer.json()) == (200, {"database": "ok", "redis": "ok"})

    def test_not_ready_without_the_database(self, client, monkeypatch):
        def down() -> None:
            raise OperationalError("gone")

        monkeypatch.setattr(health, "_ask_database", down)

        answer = client.get("/readyz")

        assert (answer.status_code, answer.json()["database"]) == (503, "OperationalError")

    def test_still_ready_without_redis(self, client, db, settings):
        settings.CACHES = {
            "default": {**settings.CACHES["default"], "LOCATION": "unix:///missing.sock"}
        }

        answer = client.get("/readyz")

        assert (answer.status_code, answer.json()["redis"]) == (200, "ConnectionError")


class TestClientAddress:
    """Only what our own proxies wrote is believed."""

    @pytest.mark.parametrize(
        ("proxies", "forwarded", "address"),
        [
            (0, "6.6.6.6", "127.0.0.1"),
            (1, "6.6.6.6, 10.0.0.7", "10.0.0.7"),
            (2, "6.6.6.6, 10.0.0.7, 10.0.0.1", "10.0.0.7"),
            (2, "10.0.0.7", "127.0.0.1"),
            (1, "", "127.0.0.1"),
        ],
    )
    def test_the_address(self, rf, settings, proxies, forwarded, address):
        from config.lockout import client_address

        settings.TRUSTED_PROXIES = proxies
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}

        assert client_address(rf.get("/", headers=headers)) == address
