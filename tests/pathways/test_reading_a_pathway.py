"""A pathway can be read as a page, whole, by everyone who may log in."""

from datetime import date

import pytest
import yaml
from django.urls import reverse

from organisations.models import Municipality
from pathways.definition import Definition
from pathways.models import Adoption


@pytest.fixture
def detail(knee):
    return reverse("pathways:detail", args=["knee-osteoarthritis"])


def test_the_list_says_whether_the_readers_municipality_has_joined(client_for, gp, stranger, knee):
    address = reverse("pathways:list")

    assert "Hillerød er tilsluttet" in client_for(gp).get(address).content.decode()
    assert "er ikke tilsluttet" in client_for(stranger).get(address).content.decode()


def test_the_page_shows_every_rule_as_a_sentence_with_its_source(client_for, editor, detail, knee):
    page = client_for(editor).get(detail).content.decode()

    for compiled in knee.parsed.compiled_rules:
        assert compiled.sentence.da in page
        assert compiled.source.da in page


def test_the_page_shows_phrases_recommendations_actors_and_indicators(
    client_for,
    editor,
    detail,
    knee,
):
    page = client_for(editor).get(detail).content.decode()

    for part in (*knee.parsed.phrases, *knee.parsed.indicators):
        assert part.title.da in page
    for recommendation in knee.parsed.recommendations:
        assert recommendation.text.da in page
    for activity in knee.parsed.activities:
        assert activity.title.da in page


def test_the_page_is_in_english_for_who_reads_english(client_for, editor, detail, knee):
    client = client_for(editor)
    client.cookies["django_language"] = "en"

    page = client.get(detail).content.decode()

    assert knee.parsed.title.en in page


def test_the_document_that_is_fetched_is_the_one_in_force(client_for, editor, knee):
    response = client_for(editor).get(
        reverse("pathways:document", args=["knee-osteoarthritis", knee.number])
    )

    assert Definition.from_data(yaml.safe_load(response.content)) == knee.parsed


def test_a_pathway_that_is_not_there_is_not_found(client_for, editor, db):
    client = client_for(editor)

    assert client.get(reverse("pathways:detail", args=["gone"])).status_code == 404
    assert client.get(reverse("pathways:version", args=["gone", 3])).status_code == 404


def test_reading_costs_the_same_however_many_municipalities_have_joined(
    client_for,
    editor,
    detail,
    knee,
    django_assert_max_num_queries,
):
    client = client_for(editor)
    client.get(detail)
    Adoption.objects.bulk_create(
        Adoption(pathway=knee.pathway, municipality=municipality, valid_from=date(2024, 1, 1))
        for municipality in Municipality.objects.exclude(code="0219")
    )

    with django_assert_max_num_queries(8):
        client.get(detail)
