"""Whatever is posted is answered with a sentence or left out, never with a fault of ours."""

import pytest
from django.urls import reverse

from referrals.forms.acting import MOST_WRITTEN
from referrals.forms.typed import typed
from referrals.models import DraftChoice, EpicrisisDraft, Message

NUL = "\x00"


def test_a_message_keeps_its_words_and_loses_the_sign_no_text_can_hold(sent, municipal, client_for):
    answer = client_for(municipal).post(
        reverse("referrals:message", args=[sent.pk]), {"text": f"Kan hun{NUL} komme tirsdag?"}
    )
    assert answer.status_code == 302
    assert Message.objects.get(referral=sent).text == "Kan hun komme tirsdag?"


@pytest.mark.parametrize("kind", ["message", "ask"])
def test_a_message_longer_than_the_field_is_refused_and_given_back(
    sent, municipal, client_for, kind
):
    text = "x" * (MOST_WRITTEN + 1)
    answer = client_for(municipal).post(
        reverse("referrals:message", args=[sent.pk]), {"text": text, "kind": kind}
    )
    assert answer.status_code == 422
    assert f"Teksten er på {MOST_WRITTEN + 1} tegn; højst {MOST_WRITTEN} er tilladt." in (
        answer.content.decode()
    )
    assert text in answer.content.decode()
    assert not Message.objects.filter(referral=sent).exists()


def test_a_line_break_counts_as_one_sign_as_in_the_browser():
    assert typed({"text": "a\r\n" * 3}, "text", 5) == "a\na\na"


@pytest.mark.parametrize(
    "name",
    ["receiver", "shown_also", "override_receiver", "override_reason", "override_text"],
)
def test_a_choice_beside_the_answers_is_kept_without_it(draft, gp, client_for, name):
    answer = client_for(gp).post(
        reverse("referrals:answer", args=[draft.pk]), {"shown_receiver": "", name: f"x{NUL}y"}
    )
    assert answer.status_code == 302
    kept = DraftChoice.objects.get(referral=draft).as_values()
    assert "xy" in str(kept)


def test_an_epicrisis_being_written_is_kept_without_it(started, municipal, client_for):
    answer = client_for(municipal).post(
        reverse("referrals:epicrisis", args=[started.pk]), {"plan": f"Egen{NUL} træning"}
    )
    assert answer.status_code == 422
    assert "Egen træning" in str(EpicrisisDraft.objects.get(referral=started).content)


@pytest.mark.parametrize("where", ["search", "filter"])
def test_a_worklist_is_shown_all_the_same(sent, municipal, client_for, where):
    client, url = client_for(municipal), reverse("referrals:worklist", args=["new"])
    if where == "search":
        answer = client.post(url, {"q": f"Nan{NUL}cy"})
    else:
        answer = client.get(url, {"pathway": NUL})
    assert answer.status_code == 200


def test_a_page_of_words_pasted_in_the_search_is_cut_to_what_the_field_takes(
    sent, municipal, client_for
):
    answer = client_for(municipal).post(
        reverse("referrals:worklist", args=["new"]), {"q": "a " * 50_000}
    )
    assert answer.status_code == 200
    assert len(answer.context["sought"]) <= 80


def test_a_number_too_long_to_be_one_is_no_group(started, municipal, client_for):
    answer = client_for(municipal).post(
        reverse("stratification:assess", args=[started.course_id]),
        {"do": "suggest", "group": "9" * 5000, "followed": "9" * 5000},
    )
    assert answer.status_code == 200


def test_a_year_mistyped_in_an_appointment_is_told(sent, municipal, client_for):
    answer = client_for(municipal).post(
        reverse("referrals:act", args=[sent.pk, "accept"]), {"when": "date", "on": "02.12.2126"}
    )
    assert answer.status_code == 422
    assert "Datoen ligger mere end to år fremme. Kontrollér årstallet." in answer.content.decode()


def test_a_year_mistyped_in_a_planned_session_is_told(started, municipal, client_for):
    answer = client_for(municipal).post(
        reverse("referrals:add_session", args=[started.pk]),
        {"held_on": "31.12.9999", "kind": "individual", "state": "planned"},
    )
    assert answer.status_code == 422
    assert "Datoen ligger mere end to år fremme." in answer.content.decode()
    assert not started.treatment.sessions.exists()
