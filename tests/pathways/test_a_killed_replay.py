"""A worker killed in the middle of a replay loses nothing; one that is stopped writes nothing."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from pathways.actions import cancel_replay, request_replay
from pathways.models import Replay
from pathways.tasks import sweep_replays
from pathways.vocabulary import ReplayState
from tests.pathways.lives import drafted
from tests.pathways.replays import FACTS, NURSED, acted_on, citizens, only_home_care

PATIENCE = 90  # seconds; the machine may be busy

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def replay(editor, gp, knee, hillerod) -> Replay:
    those = [NURSED] * 6 + [FACTS] * 6
    for citizen, facts in zip(citizens(gp, hillerod, len(those)), those, strict=True):
        acted_on(gp, knee, citizen, facts)
    return request_replay(actor=editor, draft=drafted(knee, editor, only_home_care))


@contextmanager
def ledger_held() -> Iterator[None]:
    """Nobody can read the ledger meanwhile: a worker stands still in the middle of its work."""
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE pathways_advice IN ACCESS EXCLUSIVE MODE")
        yield
    finally:
        other.rollback()
        other.close()


def wait_for(replay: Replay, state: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        replay.refresh_from_db()
        if replay.state == state:
            return
        time.sleep(0.2)
    pytest.fail(f"still {replay.state}, not {state}: {replay.problem}")


def kill(worker: subprocess.Popen[bytes]) -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def test_another_worker_finishes_what_a_killed_one_began(replay, start_worker):
    with ledger_held():
        first = start_worker("indicators")
        wait_for(replay, ReplayState.RUNNING)
        kill(first)
    # Time passes, and nothing is heard.
    Replay.objects.filter(pk=replay.pk).update(heard_at="2026-01-01T00:00:00Z")
    assert sweep_replays() == 1

    start_worker("indicators")
    wait_for(replay, ReplayState.DONE)

    assert replay.attempts == 2
    assert (replay.result["total"], replay.result["moved"]) == (12, 6)


def test_a_worker_whose_replay_is_stopped_keeps_no_result(
    editor,
    replay,
    start_worker,
):
    with ledger_held():
        worker = start_worker("indicators")
        wait_for(replay, ReplayState.RUNNING)
        cancel_replay(actor=editor, replay=replay)
    time.sleep(3)

    replay.refresh_from_db()
    assert (replay.state, replay.result) == (ReplayState.CANCELLED, None)
    assert worker.poll() is None  # it goes on with other work
