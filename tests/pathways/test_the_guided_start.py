"""An editor is led step by step to a draft; what is answered is kept, right or wrong."""

from typing import Any

import pytest
from django.urls import reverse

from organisations.models import Membership
from pathways.actions import PathwayRefused, begin_programme, keep_answers
from pathways.models import Pathway, PathwayEvent, ProgrammeStart, Version
from pathways.starting.steps import STEPS
from pathways.vocabulary import PathwayEventKind, VersionState
from tests import shipped
from tests.browsing import read_form
from tests.pathways.copd import ANSWERS


@pytest.fixture
def chronic(db) -> Version:
    return shipped.load("chronic-disease")


@pytest.fixture
def start(editor: Membership, chronic) -> ProgrammeStart:
    return begin_programme(actor=editor)


def address(start: ProgrammeStart, step: str) -> str:
    return reverse("pathways:new_step", args=[start.pk, step])


def answer(client, start: ProgrammeStart, step: str, **fields: Any):
    """Fill a step in as a browser does: what stands there, and what is answered."""
    page = client.get(address(start, step))
    values = read_form(page.content, "trin").with_(**fields)
    return client.post(address(start, step), values)


def answer_all(client, start: ProgrammeStart) -> None:
    for step in STEPS:
        assert answer(client, start, step.key, **ANSWERS[step.key]).status_code == 302, step.key


def test_a_copd_programme_becomes_a_draft_without_errors(client_for, editor, start):
    client = client_for(editor)
    answer_all(client, start)

    page = client.post(reverse("pathways:new_summary", args=[start.pk]), follow=True)

    draft = Version.objects.get(pathway__key="copd")
    assert (draft.state, draft.number, draft.author) == (VersionState.DRAFT, 1, editor.user)
    assert "Ingen fejl" in page.content.decode()
    assert reverse("pathways:edit", args=["copd", 1, "rules"]).removesuffix("rules/") in (
        page.content.decode()
    )
    assert PathwayEvent.objects.get(version=draft).kind == PathwayEventKind.DRAFT_STARTED
    programme = draft.parsed
    assert programme.patient_group.codes == {"icd10": ("J44",), "icpc2": ("R95",)}
    assert [one.grade for one in programme.recommendations[-2:]] == ["A", "A"]
    assert not next(
        one for one in programme.modules if one.key == "children_and_young_people"
    ).considered


def test_a_programme_not_yet_published_is_found_by_its_editors_alone(client_for, editor, gp, start):
    answer_all(client_for(editor), start)
    client_for(editor).post(reverse("pathways:new_summary", args=[start.pk]))
    page = reverse("pathways:detail", args=["copd"])
    inbox = reverse("referrals:worklist", args=["unanswered"])

    assert "KOL – forløbsprogram" in client_for(editor).get(page).content.decode()
    assert client_for(gp).get(page).status_code == 404
    assert "pathway=chronic-disease" in client_for(gp).get(inbox).content.decode()
    assert "pathway=copd" not in client_for(gp).get(inbox).content.decode()


def test_the_same_start_makes_one_draft(client_for, editor, start):
    client = client_for(editor)
    answer_all(client, start)
    for _ in range(2):
        client.post(reverse("pathways:new_summary", args=[start.pk]))

    assert Version.objects.filter(pathway__key="copd").count() == 1
    assert client.get(address(start, "group")).status_code == 302


def test_a_step_that_is_wrong_is_kept_and_says_what_to_do(client_for, editor, start):
    client = client_for(editor)

    page = answer(client, start, "group", description="Voksne med KOL", icd10="KOL", at_least="18")

    assert page.status_code == 422
    assert "<title>Fejl: I. Patientgruppe – Samspor</title>" in page.content.decode()
    assert (
        "»KOL« er ikke en kode i ICD-10 eller et område. Skriv fx J44, I20-I25."
        in page.content.decode()
    )
    again = client.get(address(start, "group")).content.decode()
    assert 'value="KOL"' in again
    assert "Voksne med KOL" in again


@pytest.mark.parametrize(
    ("step", "fields", "sentence"),
    [
        ("programme", {"title_da": ""}, "Giv programmet en titel."),
        ("programme", {"key": "chronic-disease"}, "er optaget. Vælg en anden nøgle."),
        ("programme", {"key": "new"}, "er optaget. Vælg en anden nøgle."),
        ("programme", {"key": "kol program"}, "Nøglen begynder med et bogstav"),
        ("programme", {"key": "Å"}, "Nøglen begynder med et bogstav"),
        ("criteria", {"large_group_text": " "}, "Skal udfyldes, også når svaret er nej."),
        ("group", {"icd10": "", "icpc2": ""}, "Skriv mindst én kode"),
        ("group", {"icd10": "J44-J40"}, "slutter, før det begynder"),
        ("group", {"icpc2": "R9"}, "er ikke en kode i ICPC-2"),
        ("group", {"at_least": "60", "at_most": "18"}, "Den højeste alder er lavere"),
        ("group", {"at_least": "-1"}, "0"),
        ("efforts", {"recommendations": None, "own": ""}, "Vælg et princip"),
        ("efforts", {"guideline_title": ""}, "Skriv retningslinjens titel."),
        ("efforts", {"guideline_url": "http://x"}, "Linket skal begynde med https://."),
        ("organisation", {"receivers": None}, "Vælg mindst én modtager ud over standarden."),
        ("organisation", {"phases": ["detection"]}, "Vælg mindst to faser."),
        (
            "organisation",
            {"receivers": ["municipal_training"], "coordinator": "hospital_specialist"},
            "Tovholderen skal være blandt modtagerne.",
        ),
        ("implementation", {"responsible_1": ""}, "Skriv, hvem der er ansvarlig."),
        ("implementation", {"start_2": ""}, "Vælg det kvartal, den begynder."),
        ("follow-up", {"indicators": None}, "Vælg mindst én indikator."),
        ("modules", {"coordination_text": ""}, "Skal udfyldes, også når svaret er nej."),
    ],
)
def test_what_is_missing_or_wrong_is_told(client_for, editor, start, step, fields, sentence):
    page = answer(client_for(editor), start, step, **{**ANSWERS[step], **fields})

    assert page.status_code == 422
    assert sentence in page.content.decode().replace("&quot;", '"')


def test_seven_indicators_are_too_many(client_for, editor, start, knee):
    client = client_for(editor)
    offered = read_form(client.get(address(start, "follow-up")).content, "trin").options

    page = answer(client, start, "follow-up", indicators=offered["indicators"][:7])

    assert "Der er valgt 7 indikatorer; højst 6 er tilladt. Fjern 1." in page.content.decode()


def test_all_rows_left_blank_is_no_plan(client_for, editor, start):
    blank = {f"activity_{number}": "" for number in range(1, 9)}

    page = answer(client_for(editor), start, "implementation", **blank)

    assert "Skriv mindst én aktivitet i planen." in page.content.decode()


def test_an_age_is_asked_in_a_field_of_few_digits(client_for, editor, start):
    page = client_for(editor).get(address(start, "group")).content.decode()

    assert page.count('class="form-input w-num"') == 2


def test_one_may_leave_and_go_on_another_day(client_for, editor, start):
    client = client_for(editor)

    left = client.post(address(start, "programme"), {"title_da": "KOL", "leave": "1"})

    assert left.url == reverse("pathways:new")
    assert "KOL" in client.get(left.url).content.decode()
    assert 'value="KOL"' in client.get(address(start, "programme")).content.decode()


def test_without_all_steps_there_is_no_draft_and_what_is_missing_is_named(
    client_for, editor, start
):
    client = client_for(editor)
    answer(client, start, "programme", **ANSWERS["programme"])

    page = client.post(reverse("pathways:new_summary", args=[start.pk]))

    assert page.status_code == 422
    assert page.content.decode().count("ikke besvaret") == len(STEPS) - 1
    assert not Pathway.objects.filter(key="copd").exists()


def test_a_key_taken_meanwhile_is_told_at_the_summary(client_for, editor, start):
    client = client_for(editor)
    answer_all(client, start)
    Pathway.objects.create(key="copd", title_da="KOL", title_en="COPD")

    page = client.post(reverse("pathways:new_summary", args=[start.pk]))

    assert page.status_code == 422
    assert "1 ting skal rettes" in page.content.decode()


def test_what_was_begun_can_be_put_away(client_for, editor, start):
    client_for(editor).post(reverse("pathways:new_summary", args=[start.pk]), {"drop": "1"})

    assert not ProgrammeStart.objects.exists()


def test_it_is_for_editors_and_each_sees_only_the_own(client_for, editor, reviewer, gp, start):
    pages = [
        reverse("pathways:new"),
        reverse("pathways:new_summary", args=[start.pk]),
        address(start, "group"),
    ]

    assert [client_for(gp).get(page).status_code for page in pages] == [404, 404, 404]
    assert [client_for(reviewer).get(page).status_code for page in pages] == [200, 404, 404]
    with pytest.raises(PathwayRefused, match="Kun programredaktører"):
        begin_programme(actor=gp)


def test_more_than_can_be_meant_is_not_kept(editor, start):
    with pytest.raises(PathwayRefused, match="skrevet for meget"):
        keep_answers(actor=editor, start=start, step="group", answers={"outside": ["x" * 60_001]})


def test_a_character_that_cannot_be_kept_is_refused_with_a_sentence(client_for, editor, start):
    sent = {"title_da": "a\0b"}

    response = client_for(editor).post(address(start, "programme"), sent, follow=True)

    assert "nul-tegnet" in response.content.decode()
    assert not ProgrammeStart.objects.get(pk=start.pk).answers


def test_a_step_takes_the_same_number_of_queries_however_much_is_answered(
    client_for, editor, start, django_assert_max_num_queries
):
    client = client_for(editor)
    with django_assert_max_num_queries(20) as before:
        client.get(address(start, "group"))
    answer_all(client, start)
    with django_assert_max_num_queries(20) as later:
        client.get(address(start, "group"))

    assert len(later.captured_queries) == len(before.captured_queries)


def test_the_editors_list_leads_to_it(client_for, editor, gp, chronic):
    here = reverse("pathways:new")

    assert here in client_for(editor).get(reverse("pathways:list")).content.decode()
    assert here not in client_for(gp).get(reverse("pathways:list")).content.decode()
