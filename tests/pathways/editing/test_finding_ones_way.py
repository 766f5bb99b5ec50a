"""What the editor's pages call things, so that a writer finds the right one."""

import copy

import pytest
from django.urls import reverse

from pathways.actions import PathwayRefused, request_replay, save_draft, start_draft
from pathways.editing.fact_table import fact_rows
from pathways.editing.sections import place_words
from tests.pathways import small
from tests.pathways.lives import drafted

pytestmark = pytest.mark.django_db


def page(client, draft, section, item=""):
    address = reverse("pathways:edit", args=[draft.pathway.key, draft.number, section])
    return client.get(address, {"item": item} if item else {}).content.decode()


def test_activities_stand_under_who_does_them(client_for, editor, knee):
    draft = start_draft(actor=editor, based_on=knee)

    shown = page(client_for(editor), draft, "activities")

    below = shown.split("<h3>Kommunalt træningstilbud</h3>")[1].split("<h3>")[0]
    theirs = [
        number
        for number, one in enumerate(draft.definition["activities"])
        if one["actor"] == "municipal_training"
    ]
    assert len(theirs) > 1
    assert [number for number in range(40) if f"item=activities%5B{number}%5D" in below] == theirs


def test_a_fact_names_its_readers_part_by_part(knee):
    asked = next(
        row for row in fact_rows(knee.definition) if row.fact.key == "special_circumstances"
    )

    assert asked.readers[0].startswith("Regler: K1, K2, K3")
    assert len({line.split(":")[0] for line in asked.readers}) == len(asked.readers)


def test_a_fact_of_the_course_is_not_said_to_be_known_of_everyone(db):
    document = small.data()
    document["rules"][0]["when"] = {
        "all": [{"fact": key} for key in ("age", "joined", "progress", "group")]
    }

    told = {row.fact.key: str(row.origin) for row in fact_rows(document)}

    assert told["age"] == "Kendt om alle borgere"
    assert told["joined"] == "Kendt fra kommunens tilslutning"
    assert told["progress"] == "Kendt fra forløbet"
    assert told["group"] == "Kendt fra stratificeringen"


def test_what_is_outside_the_programme_is_named_by_its_words(db):
    document = {"patient_group": {"outside": [{"da": "Akut indlæggelse"}]}}

    said = place_words(("patient_group", "outside", 0), document)

    assert said == "Patientgruppe › Akut indlæggelse"


def test_a_row_without_a_fact_is_told_to_be_filled_in(client_for, editor, knee):
    draft = start_draft(actor=editor, based_on=knee)
    document = copy.deepcopy(draft.definition)
    document["rules"][2]["when"] = {"all": [document["rules"][2]["when"], {"fact": ""}]}
    save_draft(actor=editor, draft=draft, document=document, revision=0)

    shown = page(client_for(editor), draft, "rules", "rules[2]")

    assert "Vælg en oplysning, eller slet rækken." in shown
    assert "»« findes ikke" not in shown


def test_a_replay_of_a_draft_with_errors_names_the_field_as_the_form_does(editor, knee):
    draft = drafted(knee, editor, lambda data: data["activities"][0].update(from_week=-1))

    with pytest.raises(PathwayRefused) as refused:
        request_replay(actor=editor, draft=draft)

    assert "from_week" not in refused.value.message
    assert "› Fra uge: »Fra uge« skal være mindst 0." in refused.value.message


def test_a_title_as_long_as_a_page_is_shortened_where_it_is_named():
    document = {"activities": [{"title": {"da": "Meget lang " * 60}}]}

    said = place_words(("activities", 0, "from_week"), document)

    assert said.startswith("Aktiviteter › Meget lang ")
    assert said.endswith(" … › Fra uge")
    assert len(said) < 120


def test_the_overview_leads_on(client_for, editor, knee):
    draft = start_draft(actor=editor, based_on=knee)
    client = client_for(editor)
    overview = client.get(reverse("pathways:edit_overview", args=[draft.pathway.key, draft.number]))

    for name in ("replay", "life"):
        address = reverse(f"pathways:{name}", args=[draft.pathway.key, draft.number])
        assert f'href="{address}"' in overview.content.decode()
        assert client.get(address).status_code == 200
