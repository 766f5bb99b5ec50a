"""The editor's pages: who is let in, what is stored, what two writers are told."""

import copy
import json
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from pathways.actions import (
    PathwayRefused,
    approve,
    comment,
    publish,
    save_draft,
    send_for_review,
    start_draft,
)
from pathways.examples import run_example
from pathways.models import PathwayEvent, Version
from pathways.readiness import findings_of
from pathways.vocabulary import PathwayEventKind, VersionState
from tests.browsing import read_form
from tests.pathways import lives
from tests.pathways.lives import retitled

pytestmark = pytest.mark.django_db

FORM = "kladde-form"


@pytest.fixture
def draft(editor, knee) -> Version:
    return start_draft(actor=editor, based_on=knee)


def url(draft: Version, section: str, item: str = "") -> str:
    address = reverse("pathways:edit", args=[draft.pathway.key, draft.number, section])
    return f"{address}?item={item}" if item else address


def now(draft: Version) -> Version:
    return Version.objects.get(pk=draft.pk)


@pytest.fixture
def writer(client_for, editor):
    return client_for(editor)


def form_at(client, draft, section, item=""):
    response = client.get(url(draft, section, item))
    assert response.status_code == 200
    return read_form(response.content, FORM)


SECTIONS = (
    *("programme", "patient-group", "phrases", "facts", "rules", "phases", "activities"),
    *("recommendations", "coordinator", "indicators", "examples", "follow-up", "sources"),
)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_page_shows_and_an_untouched_form_changes_nothing(section, writer, draft):
    form = form_at(writer, draft, section)

    writer.post(url(draft, section), form.values)

    assert now(draft).revision == 0


@pytest.mark.parametrize(
    "name", ["edit_overview", "edit_history", "edit_import", "edit_undo", "edit"]
)
def test_others_than_editors_find_nothing(name, client_for, planner, gp, draft):
    arguments = [draft.pathway.key, draft.number, *(["rules"] if name == "edit" else [])]
    address = reverse(f"pathways:{name}", args=arguments)

    for actor in (planner, gp):
        assert client_for(actor).get(address).status_code in (404, 405)
        assert client_for(actor).post(address).status_code in (404, 405)
    assert now(draft).revision == 0


def test_a_page_that_does_not_exist_is_not_found(writer, draft):
    assert writer.get(url(draft, "nothing")).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_character_that_cannot_be_kept_is_told_of_and_nothing_stored(writer, draft, headers):
    form = form_at(writer, draft, "rules", "rules[0]")

    response = writer.post(
        url(draft, "rules"), form.with_(**{"text.da": "a\0b"}), headers=headers, follow=True
    )

    said = response.headers["HX-Trigger"] if headers else response.content.decode()
    assert "nul-tegnet" in said
    assert now(draft).revision == 0


def test_groups_inside_groups_end_where_a_file_could_not_hold_them(editor, draft):
    document = copy.deepcopy(draft.definition)
    for _ in range(40):
        document["rules"][0]["when"] = {"any": [document["rules"][0]["when"]]}

    with pytest.raises(PathwayRefused, match="indlejret i mere end 40 lag"):
        save_draft(actor=editor, draft=draft, document=document, revision=0)

    assert now(draft).revision == 0


NO_PAGE_WRITES = ("9" * 5000, "9" * 30, "-1", "²", "\0", "")


@pytest.mark.parametrize("value", NO_PAGE_WRITES)
@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("edit_undo", "revision"),
        ("edit_import", "revision"),
        ("life_say", "resolve"),
        ("new_draft", "based_on"),
    ],
)
def test_a_number_that_no_page_writes_breaks_nothing(writer, draft, name, field, value):
    arguments = [draft.pathway.key, draft.number]
    address = reverse(f"pathways:{name}", args=arguments[: 1 if name == "new_draft" else 2])

    assert writer.post(address, {field: value}).status_code in (302, 404, 422)
    assert now(draft).revision == 0


@pytest.mark.parametrize("value", NO_PAGE_WRITES)
def test_a_row_that_no_page_names_breaks_nothing(writer, draft, value):
    at = url(draft, "rules", "rules[0]") + "&" + urlencode({"at": "rules[0].when", "row": value})
    form = form_at(writer, draft, "rules", "rules[0]")

    assert writer.get(at).status_code == 200
    pressed = form.values | {"do": [f"remove when:{value}"], "held": [".a" * 5000]}
    assert writer.post(url(draft, "rules"), pressed).status_code in (200, 302, 409)


def test_a_published_version_leads_to_its_life(writer, knee):
    assert writer.get(url(knee, "rules")).url == reverse(
        "pathways:life", args=[knee.pathway.key, knee.number]
    )
    assert writer.post(url(knee, "rules"), {"revision": "0"}).status_code == 302
    assert now(knee).definition == knee.definition


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_tab_from_before_the_publication_is_told_that_nothing_is_stored(
    writer, knee, editor, reviewer, headers
):
    draft = lives.drafted(knee, editor)
    form = form_at(writer, draft, "rules", "rules[0]")
    sent = send_for_review(actor=editor, version=draft)
    today = timezone.localdate()
    approved = approve(actor=reviewer, version=sent, committee="Udvalget", approved_on=today)
    publish(actor=reviewer, version=approved, valid_from=today)

    response = writer.post(
        url(draft, "rules"), form.with_(**{"text.da": "Nyt."}), headers=headers, follow=True
    )

    said = response.headers["HX-Trigger"] if headers else response.content.decode()
    assert "En udgivet version kan ikke" in said
    assert now(draft).definition == approved.definition


def test_a_change_is_stored_with_its_place(writer, draft):
    form = form_at(writer, draft, "rules", "rules[0]")

    response = writer.post(url(draft, "rules"), form.with_(**{"text.da": "Ny sætning."}))

    assert response.status_code == 302
    assert now(draft).definition["rules"][0]["text"]["da"] == "Ny sætning."
    event = PathwayEvent.objects.get(kind=PathwayEventKind.DRAFT_CHANGED)
    assert event.data["places"] == ["rules[0].text.da"]


def test_htmx_stores_and_says_when(writer, draft):
    form = form_at(writer, draft, "programme")

    response = writer.post(
        url(draft, "programme"), form.with_(**{"title.da": "Knæ"}), headers={"HX-Request": "true"}
    )

    assert response.status_code == 200
    assert "at" in json.loads(response["HX-Trigger"])["samspor:stored"]
    assert b'name="revision" value="1"' in response.content
    assert now(draft).definition["title"]["da"] == "Knæ"


def test_a_button_adds_a_row_and_keeps_what_was_typed(writer, draft):
    form = form_at(writer, draft, "rules", "rules[0]")

    response = writer.post(
        url(draft, "rules"),
        form.with_(**{"text.da": "Ny sætning."}) | {"do": ["row when:"]},
        follow=True,
    )

    rule = now(draft).definition["rules"][0]
    assert rule["text"]["da"] == "Ny sætning."
    assert rule["when"]["all"][-1] == {"fact": ""}
    assert b"data-focus-first" in response.content
    assert "Kan ikke læses endnu" in response.content.decode()


def test_a_button_that_only_has_the_focus_does_nothing(writer, draft):
    form = form_at(writer, draft, "rules", "rules[0]")

    writer.post(
        url(draft, "rules"),
        form.values | {"do": ["remove /rules[0]"]},
        headers={"HX-Request": "true"},
    )

    assert now(draft).revision == 0


def test_a_ninth_phrase_is_refused_with_a_sentence(writer, draft):
    form = form_at(writer, draft, "phrases")
    assert len(draft.definition["phrases"]) == 8

    response = writer.post(
        url(draft, "phrases"), form.values | {"do": ["add /phrases"]}, follow=True
    )

    said = response.content.decode()
    assert "9 fraser; højst 8 er tilladt" in said
    assert "8/8" in said
    assert "Tilføj frase" not in said
    assert now(draft).revision == 0


def test_two_who_change_different_fields_are_laid_together(writer, draft, reviewer):
    form = form_at(writer, draft, "rules", "rules[0]")
    document = json.loads(json.dumps(draft.definition))
    retitled(document)
    save_draft(actor=reviewer, draft=draft, document=document, revision=0)

    response = writer.post(
        url(draft, "rules"), form.with_(**{"text.da": "Min sætning."}), follow=True
    )

    after = now(draft).definition
    assert after["rules"][0]["text"]["da"] == "Min sætning."
    assert after["premise"] == document["premise"]
    said = response.content.decode()
    assert "Lise Krogh har også ændret kladden: Forudsætning" in said


@pytest.fixture
def collided(writer, draft, reviewer):
    """Lise has changed the text of the first rule; Peter sends another text and another note."""
    form = form_at(writer, draft, "rules", "rules[0]")
    document = json.loads(json.dumps(draft.definition))
    document["rules"][0]["text"]["da"] = "Lises sætning."
    save_draft(actor=reviewer, draft=draft, document=document, revision=0)
    mine = form.with_(**{"text.da": "Peters sætning.", "note.da": "Peters note."})
    return writer.post(url(draft, "rules"), mine)


def test_the_second_is_told_and_loses_nothing(collided, draft):
    said = collided.content.decode()

    assert collided.status_code == 409
    assert "Lise Krogh ændrede kladden kl." in said
    assert "Reglen i én sætning" in said
    assert "Lises sætning." in said
    form = read_form(collided.content, FORM)
    assert form.values["text.da"] == ["Peters sætning."]  # what was typed stays typed
    rule = now(draft).definition["rules"][0]
    assert rule["text"]["da"] == "Lises sætning."
    assert rule["note"]["da"] == "Peters note."  # what does not collide is stored


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", "Peters sætning."), ("theirs", "Lises sætning."), ("", "Lises")]
)
def test_the_writer_chooses_between_the_two(choice, kept, collided, writer, draft):
    form = read_form(collided.content, FORM)
    values = dict(form.values)
    if choice:
        values["take:rules[0].text.da"] = [choice]

    writer.post(url(draft, "rules"), values)

    assert now(draft).definition["rules"][0]["text"]["da"].startswith(kept)


def test_without_a_choice_what_was_typed_waits_and_is_asked_for_again(collided, writer, draft):
    form = read_form(collided.content, FORM)

    again = writer.post(url(draft, "rules"), form.values)

    assert again.status_code == 409
    assert read_form(again.content, FORM).values["text.da"] == ["Peters sætning."]
    assert "Lises sætning." in again.content.decode()


def test_with_htmx_a_choice_draws_the_form_anew_without_the_question(collided, writer, draft):
    form = read_form(collided.content, FORM)
    chosen = {**form.values, "take:rules[0].text.da": ["theirs"]}

    response = writer.post(url(draft, "rules"), chosen, headers={"HX-Request": "true"})

    assert response["HX-Retarget"] == "#kladde-form"
    after = read_form(response.content, FORM)
    assert after.values["text.da"] == ["Lises sætning."]
    assert "held" not in after.values


def test_with_htmx_the_form_is_drawn_anew_with_the_choice(writer, draft, reviewer):
    form = form_at(writer, draft, "rules", "rules[0]")
    document = json.loads(json.dumps(draft.definition))
    document["rules"][0]["text"]["da"] = "Lises sætning."
    save_draft(actor=reviewer, draft=draft, document=document, revision=0)

    response = writer.post(
        url(draft, "rules"), form.with_(**{"text.da": "Min."}), headers={"HX-Request": "true"}
    )

    assert response["HX-Retarget"] == "#kladde-form"
    assert read_form(response.content, FORM).values["held"] == ["rules[0].text.da"]


def test_my_row_is_found_where_others_moved_it(writer, draft, reviewer):
    form = form_at(writer, draft, "rules", "rules[0]")
    document = json.loads(json.dumps(draft.definition))
    document["rules"] = [document["rules"][1], document["rules"][0], *document["rules"][2:]]
    save_draft(actor=reviewer, draft=draft, document=document, revision=0)

    response = writer.post(url(draft, "rules"), form.with_(**{"text.da": "Min sætning."}))

    assert now(draft).definition["rules"][1]["text"]["da"] == "Min sætning."
    assert "rules%5B1%5D" in response.url


def test_undo_takes_back_the_latest_change(writer, draft):
    form = form_at(writer, draft, "programme")
    writer.post(url(draft, "programme"), form.with_(**{"title.da": "Knæ"}))
    undo = reverse("pathways:edit_undo", args=[draft.pathway.key, draft.number])

    response = writer.post(undo, {"next": url(draft, "programme")}, follow=True)

    assert now(draft).definition == draft.definition
    assert "Den seneste ændring er fortrudt." in response.content.decode()
    again = writer.post(undo, {"next": "https://elsewhere.example/"})
    assert again.url == reverse("pathways:edit_overview", args=[draft.pathway.key, draft.number])


def test_the_history_names_each_change_and_goes_back_to_any(writer, draft):
    for title in ("Et", "To"):
        form = form_at(writer, draft, "programme")
        writer.post(url(draft, "programme"), form.with_(**{"title.da": title}))
    history = reverse("pathways:edit_history", args=[draft.pathway.key, draft.number])

    said = writer.get(history).content.decode()
    writer.post(
        reverse("pathways:edit_undo", args=[draft.pathway.key, draft.number]), {"revision": "1"}
    )

    assert said.count("Programmets titel") == 2
    assert "Kladde begyndt" in said
    assert now(draft).definition["title"]["da"] == "Et"


def test_a_draft_under_review_is_read_and_not_written(writer, draft):
    Version.objects.filter(pk=draft.pk).update(state=VersionState.IN_REVIEW)

    said = writer.get(url(draft, "rules")).content.decode()
    response = writer.post(
        url(draft, "rules"),
        {"revision": "0", "item": "rules[0]", "text.da": "Nej"},
        headers={"HX-Request": "true"},
    )

    assert "Kladden er til gennemsyn. Tag den tilbage for at skrive videre." in said
    assert response.status_code == 409
    assert "Tag den tilbage" in json.loads(response["HX-Trigger"])["samspor:refused"]["why"]
    assert now(draft).revision == 0


def test_findings_stand_beside_their_field_and_in_the_panel(writer, draft):
    form = form_at(writer, draft, "rules", "rules[0]")
    writer.post(url(draft, "rules"), form.with_(**{"text.da": ""}))

    page = writer.get(url(draft, "rules", "rules[0]")).content.decode()
    panel = writer.get(
        reverse("pathways:edit_findings", args=[draft.pathway.key, draft.number, "rules"]),
        {"item": "rules[0]"},
    ).content.decode()

    for said in (page, panel):
        beside = said.partition('id="f-rules-0-text-fund"')[2].partition("</div>")[0]
        assert "Skriv teksten på dansk." in beside
        assert "1 fejl" in said
        assert 'href="#f-rules-0-text' in said


def test_a_new_draft_is_begun_from_the_programmes_page(writer, knee):
    page = writer.get(reverse("pathways:detail", args=[knee.pathway.key])).content.decode()
    response = writer.post(reverse("pathways:new_draft", args=[knee.pathway.key]), follow=True)

    draft = Version.objects.get(state=VersionState.DRAFT)
    assert "Ny kladde" in page
    assert (draft.based_on, draft.definition) == (knee, knee.definition)
    assert f"indholdet af version {knee.number}" in response.content.decode()
    again = writer.get(reverse("pathways:detail", args=[knee.pathway.key])).content.decode()
    assert f"Redigér kladde {draft.number}" in again


def test_others_see_no_drafts_on_the_programmes_page(client_for, gp, knee, draft):
    page = client_for(gp).get(reverse("pathways:detail", args=[knee.pathway.key]))

    assert "kladde" not in page.content.decode().lower()
    assert (
        client_for(gp).post(reverse("pathways:new_draft", args=[knee.pathway.key])).status_code
        == 404
    )


def imported(client, draft, content: bytes):
    file = BytesIO(content)
    file.name = "program.yaml"
    address = reverse("pathways:edit_import", args=[draft.pathway.key, draft.number])
    return client.post(address, {"file": file, "revision": "0"})


def exported(client, draft, name: str) -> bytes:
    return client.get(reverse(f"pathways:{name}", args=[draft.pathway.key, draft.number])).content


@pytest.mark.parametrize("name", ["document", "document_json"])
def test_what_is_exported_is_imported_to_the_same(name, writer, draft):
    content = exported(writer, draft, name)
    changed = content.replace("Knæartrose – træning".encode(), b"Anden titel")

    assert imported(writer, draft, content).status_code == 302
    assert now(draft).definition == draft.definition
    assert imported(writer, draft, changed).status_code == 302
    assert now(draft).definition["title"]["da"].startswith("Anden titel")
    assert PathwayEvent.objects.filter(kind=PathwayEventKind.IMPORTED).exists()


def broken(document: dict, how: str) -> bytes:
    match how:
        case "unknown fact":
            document["rules"][0]["when"] = {"fact": "shoe_size", "at_least": 40}
        case "wrong type":
            document["rules"][0]["when"] = {"fact": "age", "at_least": "gammel"}
        case "circular":
            first, second = document["phrases"][1], document["phrases"][2]
            for one, other in ((first, second), (second, first)):
                fact = other["facts"][0]["key"]
                one["visible_when"] = {"fact": fact, "known": True}
        case "another pathway":
            document["key"] = "copd"
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"key: knee\n  title: [", "Linje 2"),
        (b'{\n "key": 1,,\n}', "Linje 2: Teksten er ikke gyldig JSON her."),
        (b'{"key": ' + b"1" * 5000 + b"}", "Teksten har et tal med for mange cifre."),
        (b"", "Filen er tom"),
        (b"key: \xff\xfe", "ikke gemt som UTF-8"),
        (b"x" * 10_000_000, "Filen fylder 9,5 MB; højst 2 MB er tilladt."),
        ("unknown fact", "Oplysningen »shoe_size« findes ikke"),
        ("wrong type", "Alder: skal være et tal"),
        ("circular", "venter på hinanden"),
        ("another pathway", "Filen er programmet »copd«"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:8].decode("latin-1"),
)
def test_a_file_that_cannot_be_used_is_refused_whole(content, said, writer, draft):
    if isinstance(content, str):
        content = broken(json.loads(json.dumps(draft.definition)), content)

    response = imported(writer, draft, content)

    assert response.status_code == 422
    page = response.content.decode()
    assert said in page
    if "Linje" in said or "findes ikke" in said:
        assert "Linje " in page
    assert now(draft).revision == 0


def test_the_schema_is_for_everyone(client):
    response = client.get("/pathways/schema.json")

    assert response.status_code == 200
    assert response.json()["$schema"].endswith("2020-12/schema")


def test_the_doctors_form_can_be_tried(writer, draft):
    address = reverse("referrals:try_form", args=[draft.pathway.key, draft.number])
    page = writer.get(address)
    form = read_form(page.content, "proev")

    response = writer.post(address, form.with_(special_circumstances=["home_care"]))

    assert "Foreløbigt råd" in page.content.decode()
    assert "Kommunalt træningstilbud" in response.content.decode()


def test_a_page_asks_as_little_of_a_long_draft_as_of_a_short_one(
    writer, draft, django_assert_max_num_queries
):
    writer.get(url(draft, "activities"))  # proves it once; then the findings are kept

    for section in ("activities", "rules", "examples"):
        with django_assert_max_num_queries(12):
            writer.get(url(draft, section))


def shadowed(document: dict) -> None:
    """A rule that another always beats: the checks find a citizen who proves it."""
    strong = next(rule for rule in document["rules"] if rule["key"] == "K2")
    document["rules"].append({**strong, "key": "Z9", "to": ["general_practice"]})


def test_the_citizen_of_a_finding_becomes_an_example_that_passes(writer, draft, editor):
    document = json.loads(json.dumps(draft.definition))
    shadowed(document)
    save_draft(actor=editor, draft=draft, document=document, revision=0)
    found = next(one for one in findings_of(now(draft)) if one.example and one.is_error)
    page = writer.get(reverse("pathways:edit_overview", args=[draft.pathway.key, draft.number]))

    response = writer.post(
        reverse("pathways:edit_example", args=[draft.pathway.key, draft.number]),
        {"where": found.where, "kind": found.kind.value},
        follow=True,
    )

    assert "Gør borgeren til eksempel" in page.content.decode()
    assert "Borgeren er et eksempel nu" in response.content.decode()
    after = now(draft)
    assert after.definition["examples"][-1]["facts"] == dict(found.example)
    assert run_example(after.parsed, after.parsed.examples[-1]).differences == ()


def test_a_finding_that_is_gone_gives_no_example(writer, draft):
    address = reverse("pathways:edit_example", args=[draft.pathway.key, draft.number])

    said = writer.post(address, {"where": "rules[0]", "kind": "shadowed"}, follow=True)

    assert "kan ikke bruges som eksempel" in said.content.decode()
    assert now(draft).revision == 0


def test_a_comment_stands_on_the_page_it_is_about(writer, draft, reviewer):
    comment(actor=reviewer, version=draft, text="Hvorfor ikke gruppe 4?", where="rules[0].when")

    said = writer.get(url(draft, "rules", "rules[0]")).content.decode()
    elsewhere = writer.get(url(draft, "rules", "rules[1]")).content.decode()

    assert "Lise Krogh har kommenteret" in said
    assert "Hvorfor ikke gruppe 4?" in said
    assert "Hvorfor ikke gruppe 4?" not in elsewhere
