"""Workers killed in the middle of making letters lose none and double none."""

import hashlib
import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from referrals import actions, tasks
from referrals.models import Epicrisis, Letter, LetterState
from tests.referrals.reached import EPICRISIS

LETTERS = 6
PATIENCE = 60  # seconds; the machine may be busy


def states() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


def wait_until(done: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < until, states()
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_letters_whose_worker_is_killed_are_each_made_once(
    finished,
    municipal,
    start_worker,
    monkeypatch,
):
    actions.sign_epicrisis(finished, actor=municipal, content=EPICRISIS)
    for number in range(2, LETTERS + 1):
        actions.correct_epicrisis(
            finished, actor=municipal, content=EPICRISIS, reason=f"Rettelse {number}"
        )
    worker = start_worker()
    wait_until(lambda: LetterState.READY in states() and LetterState.MAKING in states())

    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    interrupted = states()
    start_worker(hands_on_after=5)
    # What the clock does every half minute, for a message that went down with its worker.
    monkeypatch.setattr(tasks, "STALE_AFTER", timedelta(seconds=10))
    wait_until(lambda: tasks.sweep_letters() == 0 and set(states()) == {LetterState.READY})

    assert LetterState.MAKING in interrupted
    names = {f"{pk}.pdf" for pk in Epicrisis.objects.values_list("pk", flat=True)}
    kept = {Path(name).name for name in default_storage.listdir("letters")[1]}
    assert len(names) == LETTERS
    assert names <= kept
    assert not {name for name in kept - names if name.endswith(".part")}
    for letter in Letter.objects.all():
        with default_storage.open(letter.file.name) as file:
            assert hashlib.sha256(file.read()).hexdigest() == letter.sha256
    assert sum(Letter.objects.values_list("attempts", flat=True)) > LETTERS
    assert tasks.sweep_letters() == 0
