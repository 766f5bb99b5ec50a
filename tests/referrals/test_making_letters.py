"""Every signed epicrisis becomes exactly one letter, also when a worker dies or fails."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from referrals import letter_pdf, tasks
from referrals.models import Letter, LetterState


@pytest.fixture
def letter(completed) -> Letter:
    return completed.epicrises.get().letter


def make(letter: Letter) -> Letter:
    tasks.make_letter.apply(args=[letter.pk])
    letter.refresh_from_db()
    return letter


def stored(letter: Letter) -> bytes:
    with default_storage.open(letter.file.name) as file:
        return file.read()


def files() -> list[str]:
    return default_storage.listdir("letters")[1] if default_storage.exists("letters") else []


def test_a_made_letter_is_one_file_with_its_sum_on_the_row(letter):
    make(letter)

    assert letter.state == LetterState.READY
    content = stored(letter)
    assert content.startswith(b"%PDF-")
    assert letter.sha256 == hashlib.sha256(content).hexdigest()
    assert letter.file.name == f"letters/{letter.epicrisis_id}.pdf"


def test_a_second_message_makes_nothing(letter):
    made_at = make(letter).made_at

    make(letter)

    assert (letter.made_at, letter.attempts) == (made_at, 1)
    assert files().count(f"{letter.epicrisis_id}.pdf") == 1


def test_a_letter_somebody_is_making_is_left_to_them(letter):
    tasks.claim(letter.pk)

    make(letter)

    assert (letter.state, letter.attempts) == (LetterState.MAKING, 1)


def test_a_claim_not_heard_of_is_taken_over_and_the_late_first_maker_writes_nothing(letter):
    first = tasks.claim(letter.pk)
    Letter.objects.filter(pk=letter.pk).update(
        claimed_at=timezone.now() - tasks.STALE_AFTER - timedelta(seconds=1)
    )
    make(letter)

    state = tasks.finish(letter.pk, first, b"%PDF- by the late one")

    letter.refresh_from_db()
    assert state == LetterState.READY
    assert stored(letter) != b"%PDF- by the late one"


def test_a_failure_stands_on_the_row_without_what_it_was_about(letter, monkeypatch):
    def fail(epicrisis):
        raise ValueError(epicrisis.referral.citizen.identifier)

    monkeypatch.setattr(letter_pdf, "render_letter", fail)

    make(letter)

    assert (letter.state, letter.error) == (LetterState.FAILED, "ValueError")


def test_a_failed_letter_is_tried_again_and_made(letter, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(letter_pdf, "render_letter", lambda epicrisis: 1 / 0)
        make(letter)
    Letter.objects.filter(pk=letter.pk).update(
        claimed_at=timezone.now() - tasks.retry_after(1) - timedelta(seconds=1)
    )
    announced = []
    monkeypatch.setattr(tasks.make_letter, "delay", announced.append)

    tasks.sweep_letters()
    make(letter)

    assert announced == [letter.pk]
    assert letter.state == LetterState.READY


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 15), (2, 30), (3, 60), (9, 3600), (40, 3600)]
)
def test_each_retry_waits_twice_as_long_up_to_an_hour(attempts, seconds):
    assert tasks.retry_after(attempts) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("state", "claimed", "created", "is_announced"),
    [
        (LetterState.WAITING, None, timedelta(seconds=5), False),
        (LetterState.WAITING, None, timedelta(seconds=25), True),
        (LetterState.WAITING, timedelta(minutes=1), timedelta(hours=1), False),
        (LetterState.WAITING, timedelta(minutes=6), timedelta(hours=1), True),
        (LetterState.MAKING, timedelta(seconds=60), timedelta(hours=1), False),
        (LetterState.MAKING, timedelta(seconds=95), timedelta(hours=1), True),
        (LetterState.FAILED, timedelta(seconds=16), timedelta(hours=1), True),
        (LetterState.FAILED, timedelta(seconds=5), timedelta(hours=1), False),
    ],
)
def test_the_sweep_announces_what_nobody_is_making(
    letter, monkeypatch, state, claimed, created, is_announced
):
    now = timezone.now()
    Letter.objects.filter(pk=letter.pk).update(
        state=state,
        claimed_at=now - claimed if claimed else None,
        created_at=now - created,
        attempts=1 if claimed else 0,
    )
    announced = []
    monkeypatch.setattr(tasks.make_letter, "delay", announced.append)

    tasks.sweep_letters()

    assert announced == ([letter.pk] if is_announced else [])


def test_the_sweep_does_not_announce_the_same_letter_at_every_round(letter, monkeypatch):
    Letter.objects.filter(pk=letter.pk).update(created_at=timezone.now() - timedelta(hours=1))
    announced = []
    monkeypatch.setattr(tasks.make_letter, "delay", announced.append)

    tasks.sweep_letters()
    tasks.sweep_letters()

    assert announced == [letter.pk]


def test_the_letter_is_announced_when_the_signature_is_committed(
    finished, municipal, monkeypatch, django_capture_on_commit_callbacks
):
    from referrals import actions
    from tests.referrals.reached import EPICRISIS

    announced = []
    monkeypatch.setattr(tasks.make_letter, "delay", announced.append)

    with django_capture_on_commit_callbacks(execute=True):
        epicrisis = actions.sign_epicrisis(finished, actor=municipal, content=EPICRISIS)

    assert announced == [epicrisis.letter.pk]
