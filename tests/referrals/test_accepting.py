"""A receiver accepts with a date or a waiting list; of two at once the second is told."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from referrals.actions import Inputs, TransitionRefused, perform
from referrals.clocks import START_WITHIN_DAYS
from referrals.models import Event
from referrals.states import Status


def next_week():
    return timezone.localdate() + timedelta(days=7)


def test_with_a_date_the_date_is_the_promise(sent, municipal):
    accepted = perform("accept", sent, actor=municipal, inputs=Inputs(on=next_week()))

    assert (accepted.status, accepted.first_date) == (Status.ACCEPTED, next_week())
    assert (accepted.due_on, accepted.on_waiting_list) == (next_week(), False)


def test_on_the_waiting_list_the_promise_is_the_local_standard(sent, municipal):
    accepted = perform("accept", sent, actor=municipal, inputs=Inputs(waiting_list=True))

    assert (accepted.on_waiting_list, accepted.first_date) == (True, None)
    assert accepted.due_on == timezone.localdate() + timedelta(days=START_WITHIN_DAYS)


def test_it_needs_one_of_them(sent, municipal):
    with pytest.raises(TransitionRefused) as refused:
        perform("accept", sent, actor=municipal)

    assert refused.value.field == "on"


def test_it_closes_a_question_that_stands_open(asked, municipal):
    accepted = perform("accept", asked, actor=municipal, inputs=Inputs(waiting_list=True))

    assert (accepted.asked_at, accepted.status_before_question) == (None, "")


def test_a_second_click_by_the_same_person_changes_nothing(sent, municipal):
    perform("accept", sent, actor=municipal, inputs=Inputs(on=next_week()))
    again = perform("accept", sent, actor=municipal, inputs=Inputs(on=next_week()))

    assert again.first_date == next_week()
    assert Event.objects.filter(referral=sent, action="accept").count() == 1


def test_a_second_answer_that_says_something_else_is_no_second_click(sent, municipal):
    perform("accept", sent, actor=municipal, inputs=Inputs(on=next_week()))

    with pytest.raises(TransitionRefused, match="med et andet indhold"):
        perform("accept", sent, actor=municipal, inputs=Inputs(waiting_list=True))


def test_a_colleague_who_comes_second_is_told_who_came_first(sent, municipal, member_of):
    colleague = member_of(municipal.organisation, "triager")
    perform("accept", sent, actor=municipal, inputs=Inputs(on=next_week()))

    with pytest.raises(TransitionRefused, match=r"Karen Bæk, .*: Acceptér kl\. \d\d\.\d\d\."):
        perform("accept", sent, actor=colleague, inputs=Inputs(on=next_week()))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_in_the_same_moment_one_is_told(sent, municipal, member_of):
    colleague = member_of(municipal.organisation, "triager")
    together = threading.Barrier(2)
    outcomes = []

    def accept(actor):
        together.wait(timeout=10)
        try:
            perform("accept", sent, actor=actor, inputs=Inputs(on=next_week()))
        except TransitionRefused as refused:
            outcomes.append(refused.message)
        else:
            outcomes.append("accepted")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[each]) for each in (municipal, colleague)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert sorted(each == "accepted" for each in outcomes) == [False, True]
    assert Event.objects.filter(referral=sent, action="accept").count() == 1


def test_the_page_tells_who_came_first_draws_the_buttons_anew_and_keeps_what_was_typed(
    sent, municipal, member_of, client_for
):
    colleague = member_of(municipal.organisation, "triager")
    perform("accept", sent, actor=municipal, inputs=Inputs(on=next_week()))

    page = client_for(colleague).post(
        reverse("referrals:act", args=[sent.pk, "decline"]),
        {"reason_code": "no_capacity", "text": "Vi har ikke plads før jul."},
        headers={"HX-Request": "true"},
    )

    told = page.content.decode()
    assert "Karen Bæk" in told
    assert "Siden er opdateret." in told
    assert "Vi har ikke plads før jul." in told
    assert 'hx-swap-oob="true"' in told
    assert reverse("referrals:act", args=[sent.pk, "start"]) in told


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"when": "date", "on": ""}, "Angiv dato for første tid, eller vælg venteliste."),
        ({"when": "date", "on": "i morgen"}, "Skriv datoen som dag.måned.år"),
        ({"when": "date", "on": "01.01.2020"}, "Første tid kan ikke ligge før i dag."),
    ],
)
def test_the_page_says_what_to_do_about_a_wrong_date(sent, municipal, client_for, data, sentence):
    page = client_for(municipal).post(reverse("referrals:act", args=[sent.pk, "accept"]), data)

    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_the_page_accepts_a_date_as_danes_write_it(sent, municipal, client_for):
    client_for(municipal).post(
        reverse("referrals:act", args=[sent.pk, "accept"]),
        {"when": "date", "on": f"{next_week():%d.%m.%Y}"},
    )

    sent.refresh_from_db()
    assert sent.first_date == next_week()


def test_htmx_is_sent_on_to_the_referral(sent, municipal, client_for):
    page = client_for(municipal).post(
        reverse("referrals:act", args=[sent.pk, "accept"]),
        {"when": "waiting_list"},
        headers={"HX-Request": "true"},
    )

    assert (page.status_code, page["HX-Redirect"]) == (
        204,
        reverse("referrals:detail", args=[sent.pk]),
    )
