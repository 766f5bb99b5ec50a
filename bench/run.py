"""Measure, in one run: pages at several sizes against a bare view, letters against bare ones.

usage: scripts/with-services python -m bench.run      (what `make bench` does)

BENCH_SIZES=1000,100000  referrals in the databases    BENCH_ROUNDS=5  BENCH_SECONDS=3
BENCH_CONNECTIONS=4      BENCH_THREADS=4 (of the server's one process)

Each size has a database and a server of its own, and every round asks all of them in turn, so that
a machine that is busy for a while is so for all. Ratios are taken within a round; told is the
median of the rounds.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench import definitions

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("SAMSPOR_VAR", ROOT / "var" / "bench"))
HOST = "127.0.0.1"
BARE = "bare view"
SCANS = 10  # in so many plain scans of its rows a replay in which one in twenty moves is done
LISTED = 20  # rows of an inbox page, each a line in the access log

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "1000,100000").split(",")]
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
CONNECTIONS = int(os.environ.get("BENCH_CONNECTIONS", "4"))
THREADS = int(os.environ.get("BENCH_THREADS", "4"))


def say(text: str) -> None:
    print(text, flush=True)


@dataclass
class Page:
    """The measurements of one page at one size."""

    rates: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    answers: int = 0


@dataclass
class Size:
    """One database with its server, what to ask of it, and what came of it."""

    referrals: int
    environment: dict[str, str]
    plan: dict[str, Any] = field(default_factory=dict)
    port: int = 0
    server: subprocess.Popen[bytes] | None = None
    pages: dict[str, Page] = field(default_factory=lambda: defaultdict(Page))
    before: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def manage(self, *arguments: str) -> str:
        """Run manage.py on this database; returns what it printed."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
        )
        return done.stdout

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = probe.getsockname()[1]
        command = ["granian", "--interface", "wsgi", "--host", HOST, "--port", str(self.port)]
        command += ["--workers", "1", "--blocking-threads", str(THREADS), "--no-ws"]
        command += ["--log-level", "warning", "config.wsgi:application"]
        self.server = subprocess.Popen(command, env=self.environment, cwd=ROOT)
        end = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > end or self.server.poll() is not None:
                sys.exit("The server did not start.")
            time.sleep(0.1)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def stop(self) -> None:
        """Stop the server."""
        if self.server is not None:
            self.server.terminate()
            self.server.wait(20)

    def measure(self, name: str, seconds: float, *, keep: bool = True) -> float:
        """Ask for one page for a while; returns answers per second."""
        page = self.plan["pages"][name]
        order = {
            "host": HOST,
            "port": self.port,
            "cookies": page["cookies"],
            "requests": page["requests"],
            "connections": CONNECTIONS,
            "seconds": seconds,
            "once": page["once"],
        }
        done = subprocess.run(
            [sys.executable, "-m", "bench.load"],
            input=json.dumps(order),
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            check=True,
        )
        result = json.loads(done.stdout)
        answers = len(result["seconds"])
        if page["once"]:
            del page["requests"][:answers]
        wrong = {k: n for k, n in result["statuses"].items() if k != page["status"]}
        if wrong or not answers:
            self.problems.append(f"{name}: {answers} answers, of them {wrong}")
        kept = self.pages[name]
        kept.answers += answers
        rate = answers / result["took"]
        if keep:
            kept.rates.append(rate)
            kept.seconds += result["seconds"]
        return rate

    def check(self) -> None:
        """Were all readings logged, and are the counts still right?"""
        now = json.loads(self.manage("bench_check"))
        answers = Counter({name: page.answers for name, page in self.pages.items()})
        listed = LISTED * (answers["inbox, first page"] + answers["inbox, middle page"])
        for what, expected in (
            ("list", listed),
            ("referral", answers["detail"] + answers["form"]),
        ):
            found = now["read"].get(what, 0) - self.before["read"].get(what, 0)
            if found != expected:
                self.problems.append(f"{found} readings ({what}) logged of {expected}")
        if now["referrals"] - self.before["referrals"] != answers["create"]:
            self.problems.append("not every new referral was made")
        if not now["counts_right"]:
            self.problems.append("the worklists' counts are wrong")


def environment_for(referrals: int) -> dict[str, str]:
    """Production's environment, with a database of its own, made if it is not there."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    name = f"bench_{referrals}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if there.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"')
    url = urlunsplit(parts._replace(path=f"/{name}"))
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DEMO_")}
    return kept | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "SECRET_KEY": SECRET_KEY,
        "ALLOWED_HOSTS": HOST,
        "LOG_LEVEL": "WARNING",
        "SAMSPOR_VAR": str(VAR),
        "DATABASE_POOL": str(THREADS + 2),
    }


SECRET_KEY = secrets.token_urlsafe(64)


def main() -> None:
    """Prepare, measure, check and tell."""
    sizes = [Size(referrals, environment_for(referrals)) for referrals in SIZES]
    for size in sizes:
        say(f"Preparing {size.referrals} referrals …")
        file = VAR / f"plan-{size.referrals}.json"
        size.manage("bench_prepare", str(size.referrals), str(file))
        size.plan = json.loads(file.read_text(encoding="utf-8"))
    sizes[0].manage("collectstatic", "--noinput", "--verbosity", "0")
    try:
        for size in sizes:
            size.before = json.loads(size.manage("bench_check"))
            size.start()
        names = list(sizes[0].plan["pages"])
        for name in names:  # warm up
            for size in sizes:
                size.measure(name, 1.0, keep=False)
        for number in range(ROUNDS):
            say(f"Round {number + 1} of {ROUNDS} …")
            for name in names:
                for size in sizes:
                    size.measure(name, SECONDS)
        for size in sizes:
            size.check()
    finally:
        for size in sizes:
            size.stop()
    say("Letters and advice …")
    parts = json.loads(sizes[0].manage("bench_parts"))
    say("Replay …")
    replay = json.loads(sizes[-1].manage("bench_replay"))
    told = f"{tell(sizes, parts)}\n{replayed(replay)}"
    say(told)  # the definitions take long: what is measured is told meanwhile
    (VAR / "result.md").write_text(told, encoding="utf-8")
    say("Definitions …")
    of_definitions, enough = definitions.told()
    say(of_definitions)
    (VAR / "result.md").write_text(f"{told}\n{of_definitions}", encoding="utf-8")
    within = replay["changed_bare_scans"] <= SCANS
    if any(size.problems for size in sizes) or not (enough and within):
        sys.exit(1)


def replayed(figures: dict[str, Any]) -> str:
    """The replay of all referrals beside plain scans of the same rows."""
    seconds = {name: figures[f"{name}_seconds"] for name in ("bare", "read", "same", "changed")}
    return (
        f"Replay of {figures['referrals']} referrals ({figures['seeded']} seeded, the rest copied):"
        f" unchanged {figures['same_bare_scans']:.1f} scans that only ask what each document is;"
        f" with {figures['moved']} moved {figures['changed_bare_scans']:.1f} (limit {SCANS})."
        f" In scans that look at every value {figures['same_read_scans']:.1f} and"
        f" {figures['changed_read_scans']:.1f}. Seconds: scans {seconds['bare']:.3f} and"
        f" {seconds['read']:.3f}, replays {seconds['same']:.3f} and {seconds['changed']:.3f}.\n"
    )


def tell(sizes: list[Size], parts: dict[str, float]) -> str:
    """The figures as a table people can read."""
    lines = [
        "",
        f"{CONNECTIONS} connections, one server process with {THREADS} threads, "
        f"{ROUNDS} rounds of {SECONDS:g} s. Share: of the bare view's rate in the same round.",
        "",
        "| page | referrals | per second | share of bare | p50 ms | p95 ms |",
        "|---|---|---|---|---|---|",
    ]
    for name in sizes[0].plan["pages"]:
        for size in sizes:
            page, bare = size.pages[name], size.pages[BARE]
            pairs = zip(page.rates, bare.rates, strict=True)
            share = statistics.median(rate / base for rate, base in pairs)
            slow = statistics.quantiles(page.seconds, n=20)[-1]
            lines.append(
                f"| {name} | {size.referrals} | {statistics.median(page.rates):.0f} "
                f"| {share:.2f} | {statistics.median(page.seconds) * 1000:.1f} "
                f"| {slow * 1000:.1f} |"
            )
    small, large = sizes[0], sizes[-1]
    lines += ["", f"Rate at {large.referrals} of that at {small.referrals}, in the same round:"]
    for name in small.plan["pages"]:
        pairs = zip(large.pages[name].rates, small.pages[name].rates, strict=True)
        lines.append(f"- {name}: {statistics.median(b / a for b, a in pairs):.2f}")
    lines += [
        "",
        f"Letters through the task: {1 / parts['letter_seconds']:.2f} per second, "
        f"{parts['letter_share']:.1%} of bare typesetting of the same pages.",
        f"Advice: {parts['advice_a_second']:.0f} per second; conditions read: "
        f"{parts['conditions_a_second']:.0f} per second.",
        "",
    ]
    for size in sizes:
        seeded = size.plan["seeded_in"]
        if seeded:
            lines.append(f"Seeding {size.referrals} referrals took {seeded:.0f} s.")
        state = "; ".join(size.problems) or "every reading was logged, and the counts are right"
        lines.append(f"At {size.referrals}: {state}.")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
