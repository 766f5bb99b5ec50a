"""The page shows what the answers suggest and why, and works without a script."""

import pytest
from django.urls import reverse

from citizens.models import AccessLog
from citizens.vocabulary import What
from organisations.vocabulary import Role
from stratification.actions import Decision, assess
from stratification.models import Assessment


@pytest.fixture
def page(course) -> str:
    return reverse("stratification:assess", args=[course.pk])


def body(response) -> str:
    return response.content.decode()


def test_the_page_asks_for_every_code_of_the_programme(client_for, gp, page, terms):
    shown = body(client_for(gp).get(page))

    for code in terms.codes.values():
        assert f"<b>{code.code}</b> {code.da}" in shown
    assert "Intet forslag endnu" in shown
    assert "Der mangler 14 svar" in shown


def test_posting_to_suggest_shows_the_group_and_its_reasons_and_saves_nothing(
    client_for, gp, page, answers
):
    shown = body(client_for(gp).post(page, answers(d450="3") | {"do": "suggest"}))

    assert "Forslag: gruppe 2" in shown
    assert "d450 Gå er 3" in shown
    assert "Gruppe 1, hvis d450 Gå går fra 3 til 2." in shown
    assert not Assessment.objects.exists()


def test_with_a_script_only_the_suggestion_comes_back_and_the_words_beside_the_answers(
    client_for, gp, page, answers
):
    response = client_for(gp).post(
        page, answers(d450="3") | {"do": "suggest"}, headers={"HX-Request": "true"}
    )

    shown = body(response)
    assert shown.lstrip().startswith('<section class="ss-sugg" id="suggestion"')
    assert "<html" not in shown
    assert 'id="word-d450" hx-swap-oob="true">svær</span>' in shown
    assert 'class="ss-word high" id="word-d450"' in shown
    assert "Forslaget er nu gruppe 2" in shown
    assert "HX-Request" in response["Vary"]


def test_the_suggestion_is_announced_only_when_it_changes(client_for, gp, page, answers):
    posted = answers(d450="3") | {"do": "suggest", "followed": "2", "group": "2"}

    shown = body(client_for(gp).post(page, posted, headers={"HX-Request": "true"}))

    assert "Forslaget er nu" not in shown


def test_the_choice_follows_the_suggestion_until_the_clinician_chooses(
    client_for, gp, page, answers
):
    client = client_for(gp)

    followed = answers(d450="3") | {"do": "suggest", "followed": "1", "group": "1"}
    chosen = answers(d450="3") | {"do": "suggest", "followed": "1", "group": "4"}

    assert 'name="group" value="2" checked' in body(client.post(page, followed))
    assert 'name="group" value="4" checked' in body(client.post(page, chosen))


def test_saving_leads_back_to_the_page_and_says_so(client_for, gp, course, page, answers):
    client = client_for(gp)

    response = client.post(page, answers(d450="3", group="2"), follow=True)

    assert response.redirect_chain == [(page, 302)]
    assert "Gruppe 2 er gemt." in body(response)
    made = Assessment.objects.get()
    assert (made.group, made.made_by, made.course) == (2, gp, course)


def test_saving_leads_on_to_the_page_one_came_from(client_for, gp, page, answers):
    posted = answers(d450="3", group="2", next="/citizens/")

    assert client_for(gp).post(page, posted).url == "/citizens/"


def test_an_address_elsewhere_is_not_followed(client_for, gp, page, answers):
    posted = answers(d450="3", group="2", next="https://example.org/")

    assert client_for(gp).post(page, posted).url == page


def test_a_facilitator_is_posted_with_its_tick(client_for, gp, page, answers):
    client_for(gp).post(page, answers(e115="3", e150="1", e150_helps="on", group="1"))

    made = Assessment.objects.get()
    assert made.qualifiers["e150"] == "+1"
    assert made.group == made.suggested_group == 1


def test_another_group_without_a_reason_is_told_and_the_answers_stay(client_for, gp, page, answers):
    response = client_for(gp).post(page, answers(d450="3", group="4"))

    shown = body(response)
    assert response.status_code == 200
    assert "Begrund, hvorfor du vælger en anden gruppe end forslaget (gruppe 2)." in shown
    assert 'id="d450_3" name="d450" value="3" checked' in shown
    assert 'name="group" value="4" checked' in shown
    assert "<title>Fejl:" in shown
    assert not Assessment.objects.exists()


def test_an_answer_off_the_scale_is_refused(client_for, gp, page, answers):
    shown = body(client_for(gp).post(page, answers(d450="7", group="1")))

    assert "Vælg et af svarene på skalaen." in shown
    assert not Assessment.objects.exists()


def test_earlier_answers_are_carried_over_to_be_confirmed(client_for, gp, course, page, judged):
    assess(gp, course, judged(d450=3, e310="+2"), Decision(2))

    shown = body(client_for(gp).get(page))

    assert "Svarene er ført over" in shown
    assert 'id="d450_3" name="d450" value="3" checked' in shown
    assert 'name="e310_helps" checked' in shown
    assert "Forslag: gruppe 2" in shown


def test_history_is_a_step_chart_and_a_table(client_for, gp, course, page, judged):
    assess(gp, course, judged(), Decision(1))
    assess(gp, course, judged(d450=3), Decision(4, "Pensionssag"))

    shown = body(client_for(gp).get(page))

    assert "Grupper over tid" in shown
    assert shown.count('role="img"') == 2
    assert "Begrundelse: Pensionssag" in shown
    assert "valgt anderledes end forslaget" in shown


def test_reading_is_logged(client_for, gp, course, page):
    client_for(gp).get(page)

    line = AccessLog.objects.filter(what=What.ASSESSMENT).get()
    assert (line.citizen, line.membership, line.object_id) == (course.citizen, gp, course.pk)


def test_a_secretary_reads_and_is_told_who_assesses(client_for, gp, page, member_of, answers):
    secretary = client_for(member_of(gp.organisation, Role.SECRETARY))

    assert "Kun en kliniker kan vurdere borgeren" in body(secretary.get(page))
    assert "Gem vurderingen" not in body(secretary.get(page))
    refused = secretary.post(page, answers(group="1"))
    assert "Kun en kliniker kan vurdere borgeren" in body(refused)
    assert not Assessment.objects.exists()


def test_a_stranger_finds_no_page(client_for, stranger, page, answers):
    client = client_for(stranger)

    assert client.get(page).status_code == 404
    assert client.post(page, answers(group="1")).status_code == 404
    assert not Assessment.objects.exists()


def test_english_readers_get_english_words(client_for, gp, page, answers):
    client = client_for(gp)
    client.cookies["django_language"] = "en"

    shown = body(client.post(page, answers(d450="3") | {"do": "suggest"}))

    assert "d450 Walking is 3" in shown
    assert "Specific professional competence" in shown


def test_the_number_of_queries_does_not_grow_with_history(
    client_for, gp, course, page, judged, django_assert_max_num_queries
):
    client = client_for(gp)
    assess(gp, course, judged(), Decision(1))
    client.get(page)
    with django_assert_max_num_queries(12) as few:
        client.get(page)
    for level in (1, 2, 3, 4):
        assess(gp, course, judged(d450=level), Decision(2, "Skøn"))

    with django_assert_max_num_queries(12) as many:
        client.get(page)

    assert len(many.captured_queries) == len(few.captured_queries)
