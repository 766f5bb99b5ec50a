"""Keep Samspor's processes up on one machine: web server, Celery worker, Celery beat.

usage: scripts/with-services python scripts/supervise.py [--check-port]

A process that ends is started again, sooner if it had lived long. Ctrl-C or SIGTERM stops all.
If this process is killed outright, the kernel stops its children; what survives even that is
found by its written process group and stopped at the next start. PORT (8000) and HOST (127.0.0.1)
say where pages are served; WORKERS (2) how many tasks run at once.
"""

import contextlib
import ctypes
import errno
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("SAMSPOR_VAR", ROOT / "var"))
PR_SET_PDEATHSIG = 1

LONGEST_PAUSE = 30.0  # seconds between two starts of a process that keeps ending
LIVED_LONG = 60.0  # seconds after which a process counts as having worked
GRACE = 10.0  # seconds a process has to end in; a task it did not finish is done again later

DEMO_LOGINS = {
    "gp": "praktiserende læge",
    "physio": "fysioterapeut",
    "municipal": "kommunal visitator",
    "planner": "planlægger",
    "editor": "redaktør af forløbsprogrammer",
    "stranger": "en anden kommune, som intet må se",
}


def say(text: str) -> None:
    print(text, flush=True)


@dataclass
class Child:
    """One process to keep up, and when it may be started next."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    pause: float = 0.0
    start_at: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us; we stop the children in our own order
            preexec_fn=die_with_parent,
        )
        self.started_at = time.monotonic()

    def look_after(self, now: float) -> None:
        """Start it if it is time to, and note when it has ended."""
        if self.process is None:
            if now >= self.start_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        end_group(self.process.pid)  # its own children would hold the port, or a task
        lived = now - self.started_at
        self.pause = 0.5 if lived > LIVED_LONG else min(LONGEST_PAUSE, max(0.5, self.pause * 2))
        self.start_at = now + self.pause
        self.process = None
        say(f"{self.name} ended {how(code)}; starting it again in {self.pause:g} s")


def how(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"


def die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def children(host: str, port: int) -> list[Child]:
    """Return what runs, in the order it is started."""
    if os.environ.get("DEBUG") == "1":
        web = [sys.executable, "manage.py", "runserver", "--nostatic", f"{host}:{port}"]
    else:
        web = ["granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
        web += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
        web += ["--respawn-failed-workers", "config.wsgi:application"]
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "config"]
    worker = [*celery, "worker", "--queues", "default,letters,charts,indicators"]
    worker += ["--concurrency", os.environ.get("WORKERS", "2"), "--loglevel", "WARNING"]
    worker += ["--without-gossip", "--without-mingle", "--hostname", f"samspor-{port}@%h"]
    beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""]
    beat += ["--schedule", str(VAR / "celery" / "beat-schedule")]
    return [
        Child("web", web, {"DATABASE_POOL": os.environ.get("DATABASE_POOL", "6")}),
        # The worker warns of running as root because of pickled messages; we accept JSON only.
        Child("worker", worker, {"PYTHONWARNINGS": "ignore:You're running the worker"}),
        Child("beat", beat),
    ]


def check_port(host: str, port: int) -> None:
    """Leave with a sentence if something else already listens there.

    Waits a little first: a process just killed lets go of its port only with its last thread.
    """
    wait_until(lambda: why_not_listen(host, port).errno != errno.EADDRINUSE, 2.0)
    why_not = why_not_listen(host, port)
    if why_not.errno == errno.EADDRINUSE:
        sys.exit(
            f"Port {port} is in use by another program. Stop that program, "
            f"or choose another port: PORT={port + 1} make run"
        )
    if why_not.errno == errno.EACCES:
        sys.exit(f"Port {port} needs root. Choose one above 1023: PORT=8000 make run")
    if why_not.errno:
        sys.exit(f"Cannot listen on {host} port {port}: {why_not.strerror}. Set HOST and PORT.")


def why_not_listen(host: str, port: int) -> OSError:
    """Return the error listening there would meet; one without a number if none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return OSError()


def only_one(lock_path: Path) -> object:
    """Return a held lock, or leave with a sentence if Samspor already runs from this checkout."""
    lock_path.parent.mkdir(parents=True, exist_ok=True)
    lock = lock_path.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        sys.exit(f"Samspor is already running from here: {lock.read().strip()}. Stop it first.")
    return lock


def write_lock(lock: object, text: str) -> None:
    lock.seek(0)  # type: ignore[attr-defined]
    lock.truncate()  # type: ignore[attr-defined]
    lock.write(text)  # type: ignore[attr-defined]
    lock.flush()  # type: ignore[attr-defined]


def end_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def write_groups(path: Path, running: list[Child]) -> None:
    path.write_text(json.dumps([child.process.pid for child in running if child.process]))


def stop_left_over(path: Path) -> None:
    """Stop what an earlier, killed run left behind.

    A process id may belong to somebody else by now, so only what also works in this checkout.
    """
    try:
        groups = set(json.loads(path.read_text()))
    except (OSError, ValueError):
        return
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            group = int((entry / "stat").read_text().rpartition(")")[2].split()[2])
            if group in groups and (entry / "cwd").resolve() == ROOT:
                say(f"stopping process {entry.name}, left over from a run that was killed")
                os.kill(int(entry.name), signal.SIGKILL)
    path.unlink()


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.05)
    return done()


def serves(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def keep_services_up() -> None:
    """Start PostgreSQL and Redis again if one has died; does nothing when both answer."""
    for script in ("pg.sh", "redis.sh"):
        subprocess.run(
            [str(ROOT / "scripts" / script), "start"],
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            check=False,
        )


def stop(running: list[Child]) -> None:
    """Ask all to end, then wait, then insist."""
    alive = [child.process for child in running if child.process and child.process.poll() is None]
    for process in alive:
        process.terminate()
    wait_until(lambda: all(process.poll() is not None for process in alive), GRACE)
    for process in alive:
        end_group(process.pid)
        process.wait()


def greet(host: str, port: int) -> None:
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104
    say(f"\n  Samspor is ready:  http://{shown}:{port}\n")
    password = os.environ.get("DEMO_PASSWORD", "samspor-demo")
    say(f"  Demo logins, all with the password {password}:")
    for name, who in DEMO_LOGINS.items():
        say(f"    {name + '@demo.samspor.example':34} {who}")
    say("\n  Stop with Ctrl-C.\n")


def main() -> int:
    host = os.environ.get("HOST") or "127.0.0.1"
    port_text = os.environ.get("PORT") or "8000"
    if not port_text.isdigit() or not 0 < int(port_text) < 65536:
        sys.exit(f"PORT is {port_text!r}; write a number from 1 to 65535.")
    port = int(port_text)

    lock = only_one(VAR / "run" / "lock")
    groups = VAR / "run" / "groups.json"
    stop_left_over(groups)
    check_port(host, port)
    if "--check-port" in sys.argv:
        return 0
    write_lock(lock, f"process {os.getpid()}, http://localhost:{port}")
    (VAR / "celery").mkdir(exist_ok=True)

    stopping: list[int] = []

    def on_signal(number: int, _: FrameType | None) -> None:
        stopping.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, on_signal)

    running = children(host, port)
    greeted = False
    services_seen = time.monotonic()
    try:
        while not stopping:
            now = time.monotonic()
            before = [child.process for child in running]
            for child in running:
                child.look_after(now)
            if [child.process for child in running] != before:
                write_groups(groups, running)
            if not greeted and serves(host, port):
                greeted = True
                greet(host, port)
            if now - services_seen > 5:
                keep_services_up()
                services_seen = now
            time.sleep(0.2)
        say("stopping …")
    finally:
        stop(running)
        groups.unlink(missing_ok=True)
        write_lock(lock, "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
