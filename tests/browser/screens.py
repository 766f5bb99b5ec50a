"""What every page must stand: two widths, and no trouble in the browser's own log."""

from playwright.sync_api import ConsoleMessage, Page, Response

# In CSS pixels.
WIDTHS = {"desk": 1280, "phone": 360}

REFUSED_FORM = 422


def listen(page: Page, troubles: list[str], *, to_answers: bool = True) -> None:
    """Write down failing scripts, what the content policy stopped, and answers above 399.

    A refused form (422) is an answer like others. `to_answers=False` for a test that has the
    server fail.
    """

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            troubles.append(f"{page.url}: {message.text}")

    def answered(response: Response) -> None:
        if response.status >= 400 and response.status != REFUSED_FORM:
            troubles.append(f"{page.url}: {response.status} from {response.url}")

    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    page.on("console", heard)
    if to_answers:
        page.on("response", answered)
