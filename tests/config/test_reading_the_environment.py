"""A missing or wrong environment variable is told in a sentence that says what to do."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.mark.parametrize(
    ("written", "read"),
    [("1", True), ("yes", True), ("TRUE", True), ("0", False), ("off", False), ("", False)],
)
def test_a_clear_yes_or_no_is_read(monkeypatch, written, read):
    monkeypatch.setenv("DEBUG", written)

    assert env.boolean("DEBUG", default=not read) is read


def test_anything_else_is_refused(monkeypatch):
    monkeypatch.setenv("DEBUG", "maybe")

    with pytest.raises(ImproperlyConfigured, match="DEBUG is 'maybe'; write 1 for yes or 0 for no"):
        env.boolean("DEBUG", default=False)


def test_what_has_no_default_must_be_set(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        env.text("SECRET_KEY")


def test_set_but_empty_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " , ")

    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS is not set"):
        env.words("ALLOWED_HOSTS")


def test_words_are_parted_by_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example,")

    assert env.words("ALLOWED_HOSTS") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [("many", "write a whole number"), ("0", "has to be at least 1")],
)
def test_a_number_out_of_bounds_is_refused(monkeypatch, written, sentence):
    monkeypatch.setenv("TASK_TIME_LIMIT", written)

    with pytest.raises(ImproperlyConfigured, match=sentence):
        env.integer("TASK_TIME_LIMIT", 270, minimum=1)


def test_a_database_address_is_taken_apart(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://sam%40:p%2Fw@db:5433/samspor?sslmode=require")

    assert env.database("DATABASE_URL") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "samspor",
        "USER": "sam@",
        "PASSWORD": "p/w",
        "HOST": "db",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_with_a_space_in_its_path_is_found(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@/app?host=/a%20b/run")

    assert env.database("DATABASE_URL")["HOST"] == "/a b/run"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [("sqlite:///x", "runs on PostgreSQL"), ("postgresql://db", "names no database")],
)
def test_another_kind_of_database_is_refused(monkeypatch, written, sentence):
    monkeypatch.setenv("DATABASE_URL", written)

    with pytest.raises(ImproperlyConfigured, match=sentence):
        env.database("DATABASE_URL")


def test_another_kind_of_broker_is_refused(monkeypatch):
    monkeypatch.setenv("REDIS_URL", "amqp://broker")

    with pytest.raises(ImproperlyConfigured, match="has to start with redis://"):
        env.redis("REDIS_URL")
