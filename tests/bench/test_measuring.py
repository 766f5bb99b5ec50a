"""The measuring: what is asked is answered and counted, and the bare view is nowhere else."""

import threading
import uuid
from collections import Counter
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import Resolver404, resolve

from bench.load import Connection, as_bytes, measure
from bench.run import Page, Size, tell


class Answers(BaseHTTPRequestHandler):
    """Answers `/n` with n letters, POST with 302, and keeps its connections open."""

    protocol_version = "HTTP/1.1"
    asked: Counter[str] = Counter()

    def do_GET(self) -> None:
        Answers.asked[self.path] += 1
        body = b"x" * int(self.path[1:])
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        form = self.rfile.read(length).decode()
        Answers.asked[f"{form} {self.headers['X-CSRFToken']} {self.headers['Cookie']}"] += 1
        self.send_response(302)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def server():
    Answers.asked = Counter()
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running.server_address
        running.shutdown()
        thread.join()


def get(path: str) -> bytes:
    return as_bytes({"method": "GET", "path": path}, "127.0.0.1", "a=b")


def test_one_connection_reads_every_answer_whole_however_long(server):
    with closing(Connection(*server)) as connection:
        statuses = [connection.ask(get(path)) for path in ("/0", "/200000", "/1", "/70000")]

    assert statuses == ["200"] * 4
    assert connection.rest == b""


def test_every_answer_is_counted_and_timed(server):
    measured, took = measure(*server, [get("/10")], connections=3, seconds=0.3, once=False)

    assert measured.statuses == {"200": Answers.asked["/10"]}
    assert len(measured.seconds) == Answers.asked["/10"] > 3
    assert all(0 < seconds <= took for seconds in measured.seconds)


def test_what_may_be_asked_once_is_asked_once(server):
    requests = [
        as_bytes({"method": "POST", "path": "/", "form": f"n={n}", "csrf": "t"}, "h", "c=d")
        for n in range(9)
    ]

    measured, _took = measure(*server, requests, connections=2, seconds=30, once=True)

    assert measured.statuses == {"302": 9}
    assert Answers.asked == {f"n={n} t c=d": 1 for n in range(9)}


def test_a_share_is_of_the_same_rounds_bare_view():
    """A round in which the machine was busy is busy for both, and changes no share."""
    size = Size(1000, {}, plan={"pages": {"bare view": {}, "inbox": {}}, "referrals": 1000})
    size.plan["seeded_in"] = 0
    size.pages["bare view"] = Page([400, 100, 800], [0.002] * 40)
    size.pages["inbox"] = Page([100, 25, 200], [0.008] * 40)
    parts = {"letter_seconds": 0.1, "letter_share": 0.97}
    rates = {"advice_a_second": 1, "conditions_a_second": 1}

    told = tell([size], parts | rates)

    assert "| inbox | 1000 | 100 | 0.25 | 8.0 | 8.0 |" in told
    assert "97.0%" in told


def test_the_bare_view_is_not_among_samspors_addresses():
    with pytest.raises(Resolver404):
        resolve(f"/bench/{uuid.uuid4()}/")
