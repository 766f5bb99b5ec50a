"""Two versions side by side: each difference as a sentence, and what is proved of the routing."""

import copy

import pytest
from django.urls import reverse

from pathways.comparing import ChangeKind, compare
from tests.pathways import small
from tests.pathways.lives import drafted, retitled
from tests.pathways.replays import only_home_care


@pytest.fixture
def old():
    return small.data()


@pytest.fixture
def new(old):
    return copy.deepcopy(old)


def told(old, new):
    return [change for section in compare(old, new) for change in section.changes]


def test_the_same_has_no_difference(old, new):
    assert compare(old, new) == ()


def test_a_condition_is_told_as_what_it_asked_and_asks(old, new):
    new["rules"][1]["when"] = {"fact": "circumstances", "has_any": ["home_care"]}

    [section] = compare(old, new)
    [change] = section.changes
    assert section.key == "rules"
    assert change.kind is ChangeKind.CHANGED
    assert "K1" in change.where
    assert change.before == "Borgeren har hjemmepleje eller hjemmesygepleje"
    assert change.after == "Borgeren har hjemmepleje"
    assert change.clause == "Knæprogrammet §3, kriterium 1"
    assert not change.local


def test_a_local_rule_is_marked_so(old, new):
    new["rules"][2]["when"] = {"fact": "group", "at_least": 4}

    [change] = told(old, new)
    assert change.local


def test_a_row_that_is_added_or_removed_is_told_whole(old, new):
    gone = new["rules"].pop(1)
    new["rules"].append(gone | {"key": "K9", "text": "Ny regel."})

    changes = {change.kind: change for change in told(old, new)}
    assert set(changes) == {ChangeKind.ADDED, ChangeKind.REMOVED}
    assert "K1" in changes[ChangeKind.REMOVED].where
    assert changes[ChangeKind.REMOVED].after == ""
    assert "Borgeren har hjemmepleje eller hjemmesygepleje" in changes[ChangeKind.ADDED].after


def test_rows_in_another_order_are_one_difference(old, new):
    new["rules"].reverse()

    assert [change.kind for change in told(old, new)] == [ChangeKind.MOVED]


def test_a_half_written_document_is_compared_too(old):
    assert told(old, {"rules": [{"key": {}}], "phrases": "?", "unheard_of": 1})


def test_no_difference_reads_as_data(old, new):
    new["rank"].reverse()
    new["default"] = "general_practice"
    new["phrases"][2]["facts"][0]["options"].pop(0)
    new["patient_group"]["ages"] = {"at_least": 50}
    new["title"]["da"] = "Et andet navn"

    for change in told(old, new):
        for said in (change.where, change.before, change.after):
            assert not set("{}[]") & set(said), said


# The page ---------------------------------------------------------------------------------------


def url(old, new):
    return reverse("pathways:compare", args=["knee-osteoarthritis", old, new])


def test_a_change_of_words_is_proved_to_move_nobody(client_for, editor, knee):
    draft = drafted(knee, editor, retitled)

    html = client_for(editor).get(url(1, draft.number)).content.decode()

    assert "1 sted er ændret." in html
    assert "Ændringen flytter ingen: det er bevist" in html


def test_a_change_that_moves_someone_shows_a_citizen(client_for, editor, knee):
    draft = drafted(knee, editor, only_home_care)

    html = client_for(editor).get(url(1, draft.number)).content.decode()

    assert "fra Kommunalt træningstilbud til Praktiserende fysioterapeut" in html
    assert "En borger, der får et andet råd" in html
    assert "Hjemmesygepleje" in html


def test_drafts_are_for_editors(client_for, editor, gp, knee):
    draft = drafted(knee, editor, retitled)
    reader = client_for(gp)

    assert reader.get(url(1, draft.number)).status_code == 404
    assert reader.get(url(1, 1)).status_code == 200
    assert str(draft.number) not in [
        version.number for version in reader.get(url(1, 1)).context["versions"]
    ]


def test_the_pickers_lead_to_the_two_versions(client_for, editor, knee):
    draft = drafted(knee, editor, retitled)
    browser = client_for(editor)
    pick = reverse("pathways:compare_pick", args=["knee-osteoarthritis"])

    assert browser.get(pick).url == url(1, draft.number)
    assert browser.get(f"{pick}?old={draft.number}&new=1").url == url(draft.number, 1)
    assert browser.get(f"{pick}?old=99&new=x").url == url(1, draft.number)
    assert browser.get(url(1, 99)).status_code == 404


def test_the_page_asks_little_of_the_database(
    client_for, editor, knee, django_assert_max_num_queries
):
    draft = drafted(knee, editor, only_home_care)
    browser = client_for(editor)
    with django_assert_max_num_queries(8):
        browser.get(url(1, draft.number))
