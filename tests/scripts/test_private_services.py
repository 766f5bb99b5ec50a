"""A command gets a database and a broker of its own, and the last to leave stops them."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SERVICES = ("pg.sh", "redis.sh")


@pytest.fixture
def place() -> Iterator[dict[str, str]]:
    """The environment of a place nobody uses. Below var/, where PostgreSQL's user may go."""
    var = ROOT / "var" / "test" / f"services-{os.getpid()}"
    environment = {**os.environ, "SAMSPOR_VAR": str(var), "SAMSPOR_DISPOSABLE": "1"}
    yield environment
    for script in SERVICES:
        subprocess.run([ROOT / "scripts" / script, "stop"], env=environment, check=True)
    shutil.rmtree(var)


def with_services(place: dict[str, str], *command: str) -> tuple[int, str]:
    done = subprocess.run(
        [ROOT / "scripts" / "with-services", *command],
        env=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout


def up(place: dict[str, str]) -> list[bool]:
    return [
        subprocess.run(
            [ROOT / "scripts" / script, "status"], env=place, stdout=subprocess.DEVNULL, check=False
        ).returncode
        == 0
        for script in SERVICES
    ]


def sql(place: dict[str, str], query: str) -> str:
    return subprocess.run(
        [ROOT / "scripts" / "pg.sh", "psql", "-tAc", query],
        env=place,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def wait_for(seconds: float, met) -> bool:
    end = time.monotonic() + seconds
    while not met() and time.monotonic() < end:
        time.sleep(0.1)
    return met()


def test_they_are_up_for_the_command_and_gone_after_it(place):
    code, told = with_services(
        place, "sh", "-c", 'psql "$DATABASE_URL" -tAc "SELECT 40 + 2"; echo "$REDIS_URL"; exit 7'
    )

    assert code == 7
    assert told.split()[0] == "42"
    assert told.split()[1].startswith("unix:///")
    assert up(place) == [False, False]


def test_the_last_to_leave_stops_them(place):
    stays = subprocess.Popen([ROOT / "scripts" / "with-services", "sleep", "60"], env=place)
    assert wait_for(60, lambda: up(place) == [True, True])

    with_services(place, "true")

    assert up(place) == [True, True]
    stays.send_signal(signal.SIGTERM)
    assert stays.wait(timeout=30) == 128 + signal.SIGTERM
    assert up(place) == [False, False]


def test_what_a_person_started_is_not_stopped(place):
    for script in SERVICES:
        subprocess.run([ROOT / "scripts" / script, "start"], env=place, check=True)

    with_services(place, "true")

    assert up(place) == [True, True]


def test_rows_survive_a_server_that_was_killed(place):
    with_services(place, "true")
    for script in SERVICES:
        subprocess.run([ROOT / "scripts" / script, "start"], env=place, check=True)
    sql(place, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)")
    sql(place, "CHECKPOINT")
    pids = Path(place["SAMSPOR_VAR"]) / "pg" / "data" / "postmaster.pid"
    os.kill(int(pids.read_text().split()[0]), signal.SIGKILL)

    subprocess.run([ROOT / "scripts" / "pg.sh", "start"], env=place, check=True)

    assert sql(place, "SELECT n FROM kept") == "1"


def test_danish_sorting_is_at_hand(place):
    for script in SERVICES:
        subprocess.run([ROOT / "scripts" / script, "start"], env=place, check=True)

    names = "VALUES ('Åse'), ('Anne'), ('Østergaard'), ('Ærø'), ('Zoe')"
    query = f"SELECT string_agg(n, ' ' ORDER BY n COLLATE \"da-DK-x-icu\") FROM ({names}) AS t (n)"  # noqa: S608

    assert sql(place, query) == "Anne Zoe Ærø Østergaard Åse"


def test_a_command_that_does_not_exist_is_told(place):
    told = "no-such-program: No such file or directory\n"

    assert with_services(place, "no-such-program") == (127, told)
