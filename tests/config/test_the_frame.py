"""Every page says who acts and for whom, works without script, and brings no inline code."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import override_settings
from django.urls import reverse

WORDS = ("pages:help", "pages:privacy", "pages:accessibility", "pages:shortcuts")


class Page(HTMLParser):
    """What the tests ask of a page: its tags in order, with attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def page(client, name: str) -> Page:
    response = client.get(reverse(name))
    assert response.status_code == 200
    return Page(response.content.decode())


def test_the_header_says_who_acts_and_for_which_organisation(gp, client_for):
    html = client_for(gp).get(reverse("pages:help")).content.decode()

    assert gp.user.name_and_title in html
    assert gp.organisation.name_and_place in html


def test_logging_out_is_a_form_that_posts(gp, client_for):
    forms = page(client_for(gp), "pages:help").all("form")

    assert {"method": "post", "action": reverse("logout")} in forms


def test_a_visitor_reads_the_pages_of_words_without_a_header_of_rooms(client, db):
    for name in WORDS:
        html = client.get(reverse(name)).content.decode()
        assert 'class="app-nav"' not in html
        assert "<h1>" in html


def test_the_other_organisation_is_offered_only_to_those_who_have_one(
    gp, organisation, client_for, member_of
):
    switch = f'href="{reverse("acting_membership")}?next='
    assert switch not in client_for(gp).get(reverse("pages:help")).content.decode()

    other = member_of(organisation("orthopaedics"))
    other.user = gp.user
    other.save()

    assert switch in client_for(gp).get(reverse("pages:help")).content.decode()


@pytest.mark.parametrize("name", [*WORDS, "pages:styleguide"])
def test_no_page_has_code_or_style_inline(gp, client_for, name):
    found = page(client_for(gp), name)

    assert [attrs for attrs in found.all("script") if not attrs.get("src")] == []
    assert found.all("style") == []
    handlers = [
        key for _tag, attrs in found.tags for key in attrs if key.startswith("on") or key == "style"
    ]
    assert handlers == []
    assert not re.search(r"data:[a-z]+/", str(found.tags))


@pytest.mark.parametrize("name", [*WORDS, "pages:styleguide"])
def test_ids_are_unique_and_names_point_at_something(gp, client_for, name):
    found = page(client_for(gp), name)
    ids = [attrs["id"] for _tag, attrs in found.tags if attrs.get("id")]
    assert sorted(ids) == sorted(set(ids))

    for _tag, attrs in found.tags:
        for key in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            named = set((attrs.get(key) or "").split())
            assert named <= set(ids), f"{key}={attrs.get(key)!r} points nowhere"
    fragments = {(attrs.get("href") or "")[1:] for attrs in found.all("a") if _inside(attrs)}
    assert fragments <= set(ids) | {""}


def _inside(attrs: dict[str, str | None]) -> bool:
    return (attrs.get("href") or "").startswith("#")


def test_english_is_one_press_away_and_leads_back_to_the_page(gp, client_for):
    client = client_for(gp)
    answer = client.post(reverse("set_language"), {"language": "en", "next": reverse("pages:help")})

    assert answer.headers["Location"] == reverse("pages:help")
    assert '<html lang="en">' in client.get(reverse("pages:help")).content.decode()


def test_the_style_guide_is_not_in_production(client, db):
    with override_settings(DEMO_MODE=False):
        assert client.get(reverse("pages:styleguide")).status_code == 404
        assert client.get(reverse("pages:styleguide_codes")).status_code == 404


@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]
)
def test_an_error_page_needs_nothing(template):
    html = render_to_string(template)

    assert "<h1>" in html
    assert "Gå til forsiden" in html


def test_a_missing_page_is_answered_in_the_frame(gp, client_for):
    response = client_for(gp).get("/there-is-no-such-page/")

    assert response.status_code == 404
    assert "Siden findes ikke" in response.content.decode()


def test_the_browser_keeps_no_copy_of_pages_for_the_back_button(gp, client_for):
    html = client_for(gp).get(reverse("pages:help")).content.decode()

    assert '"historyCacheSize": 0' in html
    assert '"allowEval": false' in html


def test_every_icon_used_is_in_the_sprite():
    templates = settings.BASE_DIR / "templates"
    sprite = (templates / "_sprite.html").read_text()
    drawn = set(re.findall(r'<symbol id="icon-([a-z-]+)"', sprite))
    used: dict[str, str] = {}
    for file in templates.rglob("*.html"):
        text = file.read_text()
        for name in re.findall(r'_icon\.html" with name="([a-z-]+)"', text):
            used[name] = str(file.relative_to(templates))
        if file.name != "_icon.html":
            assert 'use href="#' not in text, f"{file.name}: icons are drawn by _icon.html"

    assert {name: where for name, where in used.items() if name not in drawn} == {}
