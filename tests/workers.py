"""A real Celery worker on the test's own database, broker and files."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection


@pytest.fixture
def start_worker() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts one: `start_worker()` for letters, `start_worker("indicators", "charts")`.

    `hands_on_after`: seconds until it takes what another had and did not finish. The test's tables
    must be seen by others: use it with `transaction=True`.
    """
    running: list[subprocess.Popen[bytes]] = []
    run, process = str(settings.CACHES["default"]["KEY_PREFIX"]).removeprefix("test-").split("-", 1)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": _url_of(connection.settings_dict),
        "PYTEST_XDIST_TESTRUNUID": run,
        "PYTEST_XDIST_WORKER": process,
    }
    options = ["-c", "2", "-l", "ERROR", "--without-gossip", "--without-mingle"]

    def start(*queues: str, hands_on_after: int = 300) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "config", "worker"]
        worker = subprocess.Popen(
            [*command, "-Q", ",".join(queues or ["letters"]), *options],
            cwd=settings.BASE_DIR,
            env=environment | {"TASK_VISIBILITY_TIMEOUT": str(hands_on_after)},
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
