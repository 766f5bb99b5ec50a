"""Asks a server for pages over kept-alive connections, and says how long each answer took.

Reads what to ask as JSON from standard input and writes the times as JSON; run as a process of its
own, so that asking takes as little as possible from the one that answers. Only the standard
library, and sockets instead of a client library, for the same reason.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count

BUFFER = 65536


@dataclass
class Measured:
    """What came of it: seconds of each answer, and how many answers had which status."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


class Connection:
    """One kept-alive connection that sends ready-made requests."""

    def __init__(self, host: str, port: int) -> None:
        self.socket = socket.create_connection((host, port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def ask(self, request: bytes) -> str:
        """Send one request and read its whole answer; returns the status."""
        self.socket.sendall(request)
        data = self.rest
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head = data[:end].decode("latin-1").lower()
        body = data[end + 4 :]
        status = head[9:12]
        marker = "\r\ncontent-length:"
        if marker in head:
            length = int(head.partition(marker)[2].partition("\r\n")[0])
            while len(body) < length:
                body += self._more()
            self.rest = body[length:]
        elif "transfer-encoding: chunked" in head:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
            self.rest = b""
        return status

    def close(self) -> None:
        """Let the server have its thread back."""
        self.socket.close()

    def _more(self) -> bytes:
        data = self.socket.recv(BUFFER)
        if not data:
            raise ConnectionError("the server closed the connection")
        return data


def as_bytes(request: dict[str, str], host: str, cookies: str) -> bytes:
    """One request, ready to be sent. `form`: its body, for a POST."""
    form = request.get("form", "").encode()
    lines = [
        f"{request['method']} {request['path']} HTTP/1.1",
        f"Host: {host}",
        f"Cookie: {cookies}",
        "Accept: text/html",
    ]
    if form:
        lines += [
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(form)}",
            f"X-CSRFToken: {request['csrf']}",
        ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + form


def measure(
    host: str, port: int, requests: list[bytes], *, connections: int, seconds: float, once: bool
) -> tuple[Measured, float]:
    """Ask in turn over `connections` for `seconds`; `once`: stop when each has been asked once."""
    measured = Measured()
    number = count()
    lock = threading.Lock()
    end = time.perf_counter() + seconds

    def work() -> None:
        mine = Measured()
        with closing(Connection(host, port)) as connection:
            while (now := time.perf_counter()) < end:
                turn = next(number)
                if once and turn >= len(requests):
                    break
                status = connection.ask(requests[turn % len(requests)])
                mine.seconds.append(time.perf_counter() - now)
                mine.statuses[status] += 1
        with lock:
            measured.seconds += mine.seconds
            measured.statuses += mine.statuses

    began = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return measured, time.perf_counter() - began


def main() -> None:
    """One measurement."""
    order = json.load(sys.stdin)
    host = f"{order['host']}:{order['port']}"
    requests = [as_bytes(request, host, order["cookies"]) for request in order["requests"]]
    measured, took = measure(
        order["host"],
        order["port"],
        requests,
        connections=order["connections"],
        seconds=order["seconds"],
        once=order["once"],
    )
    json.dump(
        {"seconds": measured.seconds, "statuses": measured.statuses, "took": took}, sys.stdout
    )


if __name__ == "__main__":
    main()
