"""`make run` keeps its processes up, and leaves none behind."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SUPERVISE = [sys.executable, str(ROOT / "scripts" / "supervise.py")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(met: Callable[[], bool], seconds: float = 40) -> bool:
    end = time.monotonic() + seconds
    while not met() and time.monotonic() < end:
        time.sleep(0.1)
    return met()


class Run:
    """One supervisor with a place of its own, using the tests' services."""

    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port = var, port
        self.environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "SAMSPOR_VAR": str(var),
            "PORT": str(port),
            "HOST": "127.0.0.1",
            "WORKERS": "1",
        }
        self.log = var / "log"

    def start(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                SUPERVISE, env=self.environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )

    def refused(self) -> str:
        done = subprocess.run(
            SUPERVISE, env=self.environment, capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode == 1
        return done.stderr

    def serves(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def groups(self) -> list[int]:
        try:
            return json.loads((self.var / "run" / "groups.json").read_text())
        except (OSError, ValueError):
            return []

    def alive(self, groups: list[int]) -> set[str]:
        found = set()
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                state, _, group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            except (OSError, ValueError):
                continue
            if int(group) in groups and state != "Z":
                found.add(entry.name)
        return found


@pytest.fixture
def run() -> Iterator[Run]:
    var = ROOT / "var" / "test" / f"supervise-{os.getpid()}"
    var.mkdir(parents=True)
    # The services are the test run's own: these scripts find them already up.
    for service in ("pg", "redis"):
        (var / service).symlink_to(ROOT / "var" / "test" / service)
    found = Run(var, free_port())
    yield found
    for group in found.groups():
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            continue
    shutil.rmtree(var)


def test_a_process_that_dies_is_started_again_and_all_stop_when_told(run):
    supervisor = run.start()
    assert eventually(run.serves), run.log.read_text()
    first = run.groups()
    assert len(first) == 3

    os.kill(first[0], signal.SIGKILL)

    assert eventually(lambda: len(set(run.groups()) - set(first)) == 1)
    assert eventually(run.serves)
    assert eventually(lambda: run.alive(first[:1]) == set())
    groups = run.groups()
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(timeout=30) == 0
    assert run.alive(groups) == set()
    assert "web ended by SIGKILL; starting it again" in run.log.read_text()


def test_a_killed_run_leaves_nothing_that_stops_the_next(run):
    supervisor = run.start()
    assert eventually(run.serves), run.log.read_text()
    groups = run.groups()

    # All at once, so that none can see another end: what is left is the web server's own child.
    for pid in (supervisor.pid, *groups):
        os.kill(pid, signal.SIGKILL)
    supervisor.wait(timeout=10)
    again = run.start()

    assert eventually(lambda: set(run.groups()).isdisjoint(groups) and run.serves()), (
        run.log.read_text()
    )
    assert run.alive(groups) == set()
    again.send_signal(signal.SIGINT)
    assert again.wait(timeout=30) == 0


def test_a_second_run_of_the_same_checkout_is_told_of_the_first(run):
    supervisor = run.start()
    assert eventually(run.serves), run.log.read_text()

    assert f"already running from here: process {supervisor.pid}, " in run.refused()
    supervisor.send_signal(signal.SIGTERM)
    supervisor.wait(timeout=30)


def test_a_port_in_use_is_told_with_what_to_do(run):
    with socket.socket() as other:
        other.bind(("127.0.0.1", run.port))
        other.listen()

        told = run.refused()

    assert f"Port {run.port} is in use by another program." in told
    assert f"PORT={run.port + 1} make run" in told


def test_a_port_that_is_no_number_is_told(run):
    run.environment["PORT"] = "80a"

    assert run.refused().strip() == "PORT is '80a'; write a number from 1 to 65535."
