"""A form that stores itself says whether it did, tries again, and never loses what was typed."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

SAVE = "**/styleguide/save/"


@pytest.fixture
def server(server_without_data):
    return server_without_data


@pytest.fixture
def made_trouble(page: Page, troubles: list[str]) -> Iterator[None]:
    """For tests in which something fails on purpose: the browser complained, and rightly."""
    yield
    assert troubles
    troubles.clear()


@pytest.fixture
def form(page: Page) -> Page:
    page.goto(reverse("pages:styleguide"))
    return page


def status(page: Page):
    return page.locator("#autosave-form [data-autosave-status]")


def send_button(page: Page):
    return page.locator("#autosave-form [data-autosave-send]")


def write(page: Page, text: str) -> None:
    page.locator("#sg-note").fill(text)
    page.locator("#sg-note").blur()


def refuse_first(page: Page, answer: dict) -> None:
    """The first attempt to store is answered with `answer`; the next ones reach the server."""
    refused = []

    def handle(route: Route) -> None:
        if refused:
            route.continue_()
        else:
            refused.append(route)
            route.fulfill(**answer)

    page.route(SAVE, handle)


def test_leaving_a_field_stores_it(form):
    write(form, "Går med stok")

    expect(status(form)).to_contain_text("Gemt kl.")
    expect(status(form)).to_have_attribute("data-state", "saved")
    expect(form.locator("#autosave-answer")).to_have_text("Modtaget: Går med stok")


def test_a_slow_answer_is_announced_and_the_old_content_stays(form):
    held: list[Route] = []
    form.route(SAVE, lambda route: held.append(route))
    write(form, "Går med stok")

    expect(status(form)).to_have_text("Gemmer …")
    answer = form.locator("#autosave-answer")
    expect(answer).to_have_attribute("aria-busy", "true")
    expect(answer).to_contain_text("Opdaterer råd …")
    expect(answer).to_contain_text("Intet gemt endnu.")

    held[0].continue_()
    expect(answer).to_have_text("Modtaget: Går med stok")
    expect(answer).not_to_have_attribute("aria-busy", "true")


@pytest.mark.usefixtures("made_trouble")
def test_a_failure_is_said_keeps_the_text_and_is_tried_again(form):
    refuse_first(form, {"status": 503})
    write(form, "Går med stok")

    expect(status(form)).to_have_text("Ikke gemt. Vi prøver igen.")
    expect(send_button(form)).to_have_attribute("aria-disabled", "true")
    expect(form.locator("#sg-note")).to_have_value("Går med stok")

    expect(status(form)).to_contain_text("Gemt kl.")
    expect(send_button(form)).not_to_have_attribute("aria-disabled", "true")


@pytest.mark.usefixtures("made_trouble")
def test_without_connection_the_text_stays_and_is_stored_when_it_is_back(form, window):
    window.set_offline(True)
    write(form, "Går med stok")
    expect(status(form)).to_have_text("Ikke gemt. Vi prøver igen.")

    window.set_offline(False)

    expect(status(form)).to_contain_text("Gemt kl.")
    expect(form.locator("#autosave-answer")).to_have_text("Modtaget: Går med stok")


def test_a_session_that_ended_does_not_take_what_was_typed(form):
    login = reverse("login")
    refuse_first(form, {"status": 204, "headers": {"HX-Redirect": f"{login}?next=/"}})
    write(form, "Går med stok")

    notice = form.locator("#notice")
    expect(notice).to_contain_text("Du er blevet logget af.")
    expect(notice.get_by_role("link")).to_have_attribute("href", login)
    expect(form.locator("#sg-note")).to_have_value("Går med stok")
    assert form.url.endswith(reverse("pages:styleguide"))

    expect(status(form)).to_contain_text("Gemt kl.")


@pytest.mark.usefixtures("made_trouble")
def test_after_a_new_login_elsewhere_the_form_takes_the_new_token(form, window):
    write(form, "et")
    expect(status(form)).to_contain_text("Gemt kl.")
    window.clear_cookies()  # as after a login in another window: the page's token is stale
    write(form, "to")

    expect(status(form)).to_have_text("Ikke gemt. Vi prøver igen.")
    expect(form.locator("#autosave-answer")).to_have_text("Modtaget: to")
