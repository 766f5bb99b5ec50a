"""Workers killed in the middle of making letters lose none and double none."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from referrals import actions, tasks
from referrals.models import Epicrisis, Letter, LetterState
from tests.referrals.reached import EPICRISIS

LETTERS = 12
CHILDREN = 2
PATIENCE = 60  # seconds; the machine may be busy


@pytest.fixture
def start_worker() -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a real Celery worker on this test's own database, broker and files."""
    running = []
    run, process = str(settings.CACHES["default"]["KEY_PREFIX"]).removeprefix("test-").split("-", 1)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": _url_of(connection.settings_dict),
        "PYTEST_XDIST_TESTRUNUID": run,
        "PYTEST_XDIST_WORKER": process,
    }
    options = ["--without-gossip", "--without-mingle"]
    command = [
        "-m",
        "celery",
        "-A",
        "config",
        "worker",
        "-Q",
        "letters",
        "-c",
        str(CHILDREN),
        "-l",
        "ERROR",
    ]

    def start() -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(
            [sys.executable, *command, *options],
            cwd=settings.BASE_DIR,
            env=environment,
            start_new_session=True,
        )
        running.append(worker)
        return worker

    yield start
    for worker in running:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def _url_of(database: dict[str, Any]) -> str:
    where = urlencode({"host": database["HOST"], "port": database["PORT"]})
    return f"postgresql://{database['USER']}@/{database['NAME']}?{where}"


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
    finished, municipal, start_worker, monkeypatch
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
    start_worker()
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
