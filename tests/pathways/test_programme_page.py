"""The programme's page begins with its figure; each stop has an address."""

import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from pathways.swimlane.planning import plan


@pytest.fixture
def detail(knee):
    return reverse("pathways:detail", args=["knee-osteoarthritis"])


@pytest.fixture
def reader(client_for, gp):
    return client_for(gp)


def test_every_stop_is_a_link_in_figure_list_and_table(reader, detail, knee):
    page = reader.get(detail).content.decode()

    for stop in plan(knee.parsed).all_stops:
        address = f'href="{detail}?stop={stop.key}#stop-{stop.key}" data-stop'
        assert page.count(address) >= 3, stop.key


def test_every_way_is_drawn_once(reader, detail, knee):
    page = reader.get(detail).content.decode()

    assert page.count('<path class="rt') == len(plan(knee.parsed).ways)


def test_the_figure_has_neither_style_nor_script(reader, detail):
    figure = reader.get(detail).content.decode().split('id="forloebet"')[1].split("ss-actions")[0]

    assert "style=" not in figure
    assert "<script" not in figure
    assert not re.search(r'\d,\d+"', figure), "a number was written the Danish way"


def test_the_asked_stop_is_open_with_its_sources(reader, detail):
    page = reader.get(detail, {"stop": "municipal_train"}).content.decode()
    stop = page.split('id="stop-municipal_train"')[1].split("</section>")[0]

    assert "Samarbejder med hjemmepleje" in stop
    assert "Knæprogrammet §6" in stop
    assert '<span class="ss-tag">K1</span>' in stop
    assert page.count('aria-current="true"') >= 3


def test_a_stop_that_is_not_there_is_told_and_the_first_is_open(reader, detail):
    page = reader.get(detail, {"stop": '<b>"gone'}).content.decode()

    assert escape('Stoppet »<b>"gone« findes ikke i denne version.') in page
    assert 'id="stop-work_up"' in page


def test_htmx_gets_the_figure_alone(reader, detail):
    part = reader.get(detail, {"stop": "training"}, headers={"HX-Request": "true"})

    assert part.content.decode().lstrip().startswith('<div id="forloebet">')
    assert "data-focus-after" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_the_address_can_be_shared_with_a_version(reader, knee):
    address = reverse("pathways:version", args=["knee-osteoarthritis", knee.number])

    page = reader.get(address, {"stop": "training"}).content.decode()

    assert f'href="{address}?stop=work_up#stop-work_up"' in page


def test_an_english_reader_gets_the_figure_in_english(reader, detail):
    reader.cookies["django_language"] = "en"

    page = reader.get(detail).content.decode()

    assert "Municipal training" in page
    assert "Kommunal træning" not in page


@pytest.mark.parametrize("stop", ["", "training", "gone"])
def test_opening_a_stop_costs_no_more_queries(reader, detail, django_assert_max_num_queries, stop):
    reader.get(detail)

    with django_assert_max_num_queries(8):
        reader.get(detail, {"stop": stop})
    with django_assert_max_num_queries(4):
        reader.get(detail, {"stop": stop}, headers={"HX-Request": "true"})
