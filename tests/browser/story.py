"""Somebody at a browser window, who does with a page what hands can do, and counts it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from organisations.demo import DEMO_DOMAIN
from tests.browser.screens import WIDTHS

_PICTURES = count(1)


@dataclass
class Person:
    """One person at one window. `done` counts presses, and things typed, since it was set to 0.

    `faults`: what is wrong with the page as it stands, at the width it has.
    """

    page: Page
    faults: Callable[[], list[str]]
    done: int = 0

    def log_in(self, account: str) -> Person:
        """Come in by the front door: "gp" is the demonstration's account, else an address."""
        self.page.goto("/login/")
        self.write("E-mail", account if "@" in account else f"{account}{DEMO_DOMAIN}")
        self.page.get_by_label("Adgangskode").fill(settings.DEMO_PASSWORD)
        self.press("Log på")
        self.page.wait_for_url(lambda url: "/login/" not in url)
        self.done = 0
        return self

    def press(self, name: str, *, inside: Locator | None = None) -> None:
        """Press the first button, link or fold whose name begins so."""
        place, begins = inside or self.page, re.compile(f"^{re.escape(name)}")
        fold = place.locator("summary", has_text=begins)
        button = place.get_by_role("button", name=begins)
        button.or_(place.get_by_role("link", name=begins)).or_(fold).first.click()
        self.done += 1

    def write(self, label: str, text: str, *, inside: Locator | None = None) -> None:
        """Type into the first field whose label begins so."""
        begins = re.compile(f"^{re.escape(label)}")
        (inside or self.page).get_by_role("textbox", name=begins).first.fill(text)
        self.done += 1

    def pick(self, group: str, *options: str) -> None:
        """Press one or more choices in the group that is called so."""
        for option in options:
            self.group(group).get_by_text(option, exact=True).click()
            self.done += 1

    def find_code(self, label: str, query: str, code: str) -> None:
        """Search a code in the field that is called so, and press the one found."""
        self.page.get_by_role("combobox", name=label).press_sequentially(query)
        self.page.get_by_role("option", name=code).click()
        self.done += 2

    def choose(self, label: str, option: str) -> None:
        """Choose the first option that says so in the list that is called so."""
        field = self.page.get_by_role("combobox", name=label, exact=True)
        value = field.locator("option", has_text=option).first.get_attribute("value")
        field.select_option(value)
        self.done += 1

    def group(self, name: str) -> Locator:
        """The choices that are called so."""
        return self.page.get_by_role("group", name=name)

    def begin_referral(self, cpr: str) -> None:
        """From the start page to the form, the pathway being the one chosen there."""
        self.write("Patient", cpr)
        self.press("Ny henvisning")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Ny henvisning")

    @property
    def advice(self) -> Locator:
        """The sheet of advice beside the form."""
        return self.page.get_by_role("complementary", name="Råd om modtager")

    @property
    def advised(self) -> Locator:
        """The receiver advised."""
        return self.advice.locator(".dest")

    def all_is_stored(self) -> None:
        """The page says that whatever was last answered is stored."""
        status = self.page.locator("[data-autosave-status]")
        expect(status).to_have_attribute("data-state", "saved")

    def look(self, name: str) -> None:
        """See the page in both widths, and find no fault. STORY_SHOTS=folder keeps pictures."""
        page = self.page
        shots = os.environ.get("STORY_SHOTS")
        number = next(_PICTURES)
        for width in reversed(WIDTHS.values()):
            page.set_viewport_size({"width": width, "height": 900})
            if shots:
                picture = Path(shots) / f"{number:02}-{name}-{width}.png"
                page.screenshot(path=picture, full_page=True, caret="initial")
            faults = "\n".join(self.faults())
            assert not faults, f"{name} at {width} px: {faults}"
