"""A page about a citizen starts with the same four facts; the whole number is shown on request."""

from datetime import date

import pytest
from django.template.loader import render_to_string

from citizens.models import AccessLog
from citizens.vocabulary import What
from tests.conftest import NANCY

HTMX = {"HX-Request": "true"}


@pytest.fixture
def address(nancy) -> str:
    return f"/citizens/{nancy.pk}/cpr/"


def strip(citizen, **context) -> str:
    return render_to_string("citizens/_strip.html", {"citizen": citizen} | context)


def test_the_strip_shows_name_age_municipality_and_a_masked_number(nancy):
    html = strip(nancy)

    assert "Nancy Ann Berggren" in html
    assert f"{nancy.age} år" in html
    assert "Hillerød" in html
    assert "251248-" in html
    assert "9996" not in html


@pytest.mark.parametrize(
    ("joined", "badge"), [(True, ">Tilsluttet<"), (False, ">Ikke tilsluttet<")]
)
def test_the_strip_says_whether_the_municipality_has_joined(nancy, joined, badge):
    assert badge in strip(nancy, joined=joined)
    assert "ilsluttet" not in strip(nancy, joined=None)


def test_the_strip_names_the_coordinator(nancy):
    assert "Egen læge, Anne Holm" in strip(nancy, coordinator="Egen læge, Anne Holm")


def test_the_strip_marks_a_protected_citizen(nancy):
    nancy.protected = True

    assert "Navne- og adressebeskyttet" in strip(nancy)


def test_htmx_gets_the_whole_number_in_place_of_the_masked_one(client_for, gp, nancy, address):
    html = client_for(gp).post(address, headers=HTMX).content.decode()

    assert html.strip().startswith('<div id="citizen-cpr">')
    assert NANCY in html
    assert "<html" not in html


def test_without_script_the_number_is_shown_on_a_page_that_leads_back(
    client_for, gp, nancy, address
):
    html = client_for(gp).post(address, {"next": "/citizens/?x=1"}).content.decode()

    assert NANCY in html
    assert 'href="/citizens/?x=1"' in html
    assert "9996" not in html.split("</title>")[0]


def test_showing_it_is_logged(client_for, gp, nancy, address):
    client_for(gp).post(address, headers=HTMX)

    line = AccessLog.objects.get(what=What.REVEAL_CPR)
    assert (line.citizen, line.membership) == (nancy, gp)


def test_a_stranger_is_told_nothing_and_nothing_is_logged(client_for, stranger, nancy, address):
    response = client_for(stranger).post(address, headers=HTMX)

    assert response.status_code == 404
    assert not AccessLog.objects.filter(what=What.REVEAL_CPR).exists()


def test_a_link_cannot_show_the_number(client_for, gp, nancy, address):
    assert client_for(gp).get(address).status_code == 405


@pytest.mark.parametrize(
    ("on", "age"),
    [
        (date(2026, 12, 24), 77),
        (date(2026, 12, 25), 78),
        (date(1948, 12, 25), 0),
    ],
    ids=["day before birthday", "birthday", "born"],
)
def test_age_is_whole_years(nancy, on, age):
    assert nancy.age_on(on) == age


def test_someone_born_on_a_leap_day_turns_a_year_older_on_the_first_of_march(nancy):
    nancy.birth_date = date(2000, 2, 29)

    assert (nancy.age_on(date(2026, 2, 28)), nancy.age_on(date(2026, 3, 1))) == (25, 26)
