"""The page of a replay: who finds it, what it asks, what it shows, and what it leaves out."""

import pytest
from django.urls import reverse

from pathways.models import Replay
from pathways.tasks import run_replay
from pathways.vocabulary import ReplayState
from tests.pathways.lives import drafted, retitled
from tests.pathways.replays import FACTS, NURSED, acted_on, citizens, only_home_care


@pytest.fixture
def draft(editor, gp, knee, hillerod):
    those = [NURSED] * 6 + [FACTS] * 9
    for citizen, facts in zip(citizens(gp, hillerod, len(those)), those, strict=True):
        acted_on(gp, knee, citizen, facts)
    return drafted(knee, editor, only_home_care)


@pytest.fixture
def url(draft):
    return reverse("pathways:replay", args=["knee-osteoarthritis", draft.number])


@pytest.fixture
def page(client_for, editor, url):
    """The editor's page as it reads now."""
    return lambda query="": client_for(editor).get(url + query)


def test_an_editor_asks_for_a_replay_sees_it_run_and_reads_what_came_out(
    client_for, editor, url, page, draft
):
    assert "Kladden er ikke afprøvet endnu" in page().content.decode()

    response = client_for(editor).post(url, {"first": "", "last": ""})

    assert response.status_code == 302
    assert "Venter på at begynde" in page().content.decode()
    replay = Replay.objects.get()
    run_replay(str(replay.pk))
    html = page().content.decode()
    assert "6 af 15 henvisninger (40,0 %)" in html
    assert "K1 gælder ikke længere: borgeren har ikke hjemmepleje" in html
    assert "kontrol: den gældende version genskaber 15 af 15 råd" in html
    assert html.count('<th scope="row">P-') == 6
    assert "style=" not in html.partition("<main")[2]


def test_the_page_asks_the_same_of_the_database_however_many_cases(
    client_for, editor, url, draft, django_assert_max_num_queries
):
    browser = client_for(editor)
    browser.post(url, {})
    run_replay(str(Replay.objects.get().pk))

    with django_assert_max_num_queries(8):
        browser.get(url)


def test_a_period_that_makes_no_sense_is_told_at_the_field(client_for, editor, url):
    response = client_for(editor).post(url, {"first": "2.11.2026", "last": "1.11.2026"})

    assert response.status_code == 422
    assert "Perioden slutter, før den begynder" in response.content.decode()
    assert not Replay.objects.exists()


def test_a_period_that_ends_in_the_future_is_told_at_the_field(client_for, editor, url):
    response = client_for(editor).post(url, {"first": "1.1.2026", "last": "31.12.9999"})

    assert response.status_code == 422
    assert "Perioden kan ikke slutte i fremtiden" in response.content.decode()


def test_progress_is_told_and_the_page_loaded_anew_when_it_is_over(client_for, editor, url):
    browser = client_for(editor)
    browser.post(url, {})
    replay = Replay.objects.get()
    Replay.objects.update(state=ReplayState.RUNNING, done=5, total=15)
    progress = f"{url}{replay.pk}/"

    under_way = browser.get(progress, headers={"HX-Request": "true"})
    assert "5 af 15 henvisninger" in under_way.content.decode()
    run_state = {"state": ReplayState.CANCELLED}
    Replay.objects.update(**run_state)
    over = browser.get(progress, headers={"HX-Request": "true"})
    assert over.headers["HX-Refresh"] == "true"
    assert browser.get(progress).status_code == 302


def test_an_editor_stops_a_replay(client_for, editor, url, page):
    browser = client_for(editor)
    browser.post(url, {})
    replay = Replay.objects.get()

    browser.post(f"{url}{replay.pk}/stop/")

    replay.refresh_from_db()
    assert replay.state == ReplayState.CANCELLED
    assert "blev stoppet, før den var færdig" in page().content.decode()


def test_a_result_of_what_the_draft_was_before_says_so(client_for, editor, url, page, draft):
    client_for(editor).post(url, {})
    run_replay(str(Replay.objects.get().pk))

    type(draft).objects.filter(pk=draft.pk).update(content_hash="0" * 64)

    assert "Kladden er ændret, siden den blev afprøvet" in page().content.decode()


@pytest.mark.parametrize("who", ["gp", "planner", "municipal"])
def test_nobody_else_finds_it(who, request, client_for, url):
    browser = client_for(request.getfixturevalue(who))

    assert browser.get(url).status_code == 404
    assert browser.post(url, {}).status_code == 404


def test_a_replay_of_another_version_is_not_found(client_for, editor, knee, draft, url):
    browser = client_for(editor)
    browser.post(url, {})
    other = drafted(knee, editor, retitled)
    elsewhere = reverse("pathways:replay", args=["knee-osteoarthritis", other.number])

    assert browser.get(f"{elsewhere}{Replay.objects.get().pk}/").status_code == 404
