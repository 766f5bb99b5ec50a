"""Debian's Chromium, driven by Playwright, against the running server; nothing is downloaded."""

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock, current_thread, main_thread
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from organisations.models import Membership
from tests.browser.screens import WIDTHS, listen
from tests.browser.story import Person

# Playwright runs an event loop in this thread, where Django would otherwise refuse the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PATIENCE = 10_000  # ms; the machine may be busy
expect.set_options(timeout=PATIENCE)

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server_without_data() -> Iterator[LiveServer]:
    """For pages that ask the database nothing: no table to empty after each test."""
    server = LiveServer("localhost")
    yield server
    server.stop()


class UnderWay:
    """How many requests the server's threads are answering; a test's own client is not counted."""

    def __init__(self) -> None:
        self.requests = 0
        self.lock = Lock()
        request_started.connect(self.begun)
        request_finished.connect(self.ended)

    def begun(self, **_: object) -> None:
        self._count(1)

    def ended(self, **_: object) -> None:
        self._count(-1)

    def _count(self, change: int) -> None:
        if current_thread() is not main_thread():
            with self.lock:
                self.requests += change


under_way = UnderWay()


@pytest.fixture
def server(live_server: LiveServer) -> Iterator[LiveServer]:
    """The running server. A module whose pages need no data says `server_without_data` instead.

    The windows are closed by the time this ends, but an answer may still be on its way, or a
    worker at work; the tables are emptied only when nobody reads them, as the two would wait for
    each other.
    """
    yield live_server
    deadline = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
                " AND state <> 'idle'"
            )
            if under_way.requests == 0 and cursor.fetchone()[0] == 0:
                break
            time.sleep(0.05)


@pytest.fixture
def open_window(chromium: Browser, server: LiveServer) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browser windows of their own: `open_window()`, `open_window(script=False)`.

    No cookies, Danish, relative addresses lead to the server.
    """
    windows: list[BrowserContext] = []

    def open_one(*, script: bool = True) -> BrowserContext:
        context = chromium.new_context(
            base_url=server.url,
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            viewport={"width": WIDTHS["desk"], "height": 900},
            permissions=["clipboard-read", "clipboard-write"],
            java_script_enabled=script,
        )
        context.set_default_timeout(PATIENCE)
        windows.append(context)
        return context

    yield open_one
    for context in windows:
        context.close()


@pytest.fixture
def window(open_window: Callable[..., BrowserContext]) -> BrowserContext:
    """A fresh browser window."""
    return open_window()


@pytest.fixture
def troubles() -> list[str]:
    """What the browsers' logs complain of."""
    return []


@pytest.fixture
def page(window: BrowserContext, troubles: list[str]) -> Iterator[Page]:
    """A page that must come through the test without troubles."""
    page = window.new_page()
    listen(page, troubles, to_answers=False)
    yield page
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def logged_in(
    window: BrowserContext, client_for: Callable[[Membership], Any], server: LiveServer
) -> Callable[..., None]:
    """Lets the window be the actor's: `logged_in(gp)`; or another: `logged_in(gp, other)`."""

    def enter(actor: Membership, other: BrowserContext | None = None) -> None:
        cookie = client_for(actor).cookies["sessionid"].value
        (other or window).add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])

    return enter


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What axe finds against WCAG 2.1 A and AA on the page as it stands, one line for each."""

    def find(page: Page) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text())
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],"
            " resultTypes: ['violations'], preload: false}).then(result => result.violations)"
        )
        return [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in found
            for node in violation["nodes"]
        ]

    return find


@pytest.fixture
def too_wide() -> Callable[[Page], list[str]]:
    """What makes the page scroll sideways; regions that scroll by themselves are left out."""

    def find(page: Page) -> list[str]:
        return page.evaluate(
            """() => [...document.querySelectorAll("body *")].filter(element => {
                 const box = element.getBoundingClientRect();
                 return box.width > 0 && box.right > window.innerWidth + 1
                   && !element.closest("[role=region][tabindex], .scroll-x, .sr-only, [hidden]");
               }).map(element => element.outerHTML.slice(0, 120))"""
        )

    return find


def lay_under(glass: Page, page: Page) -> None:
    """Show in a window with script what another without it shows, down to <noscript>."""
    drawn = re.sub(r"<script.*?</script>", "", page.content(), flags=re.DOTALL)
    drawn = re.sub(r"<(/?)noscript", r"<\1div", drawn)
    glass.set_viewport_size(page.viewport_size)
    glass.route(page.url, lambda route: route.fulfill(body=drawn, content_type="text/html"))
    glass.goto(page.url)
    glass.unroute(page.url)


@pytest.fixture
def sit_down(
    open_window: Callable[..., BrowserContext],
    troubles: list[str],
    axe: Callable[[Page], list[str]],
    too_wide: Callable[[Page], list[str]],
) -> Iterator[Callable[..., Person]]:
    """Somebody new at a window of their own: `sit_down()`, `sit_down(script=False)`."""

    def new(*, script: bool = True) -> Person:
        window = open_window(script=script)
        page = window.new_page()
        listen(page, troubles)
        if script:
            return Person(page, faults=lambda: axe(page) + too_wide(page))
        glass = open_window().new_page()  # axe itself is a script

        def faults() -> list[str]:
            lay_under(glass, page)
            return axe(glass) + too_wide(glass)

        return Person(page, faults)

    yield new
    assert not troubles, "\n".join(troubles)
