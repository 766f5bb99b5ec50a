"""The dates kept on a referral are what its events say, whatever happens to it."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organisations.models import Membership, Service
from referrals import clocks, worklists
from referrals.actions import Inputs, TransitionRefused, perform
from referrals.models import Event, Referral
from referrals.states import FINAL, TRANSITIONS, Action, check

STEPS = st.lists(
    st.tuples(
        st.integers(0, 11),  # which of the possible actions
        st.integers(0, 9),  # days since the step before
        st.booleans(),
    ),
    min_size=1,
    max_size=14,
)


def inputs_for(action: Action, other: bool, services: list[Service]) -> Inputs:
    """Something an action accepts; `other` chooses between two ways where there are two."""
    today = timezone.localdate()
    match action:
        case Action.ACCEPT:
            return Inputs(on=None if other else today + timedelta(days=5), waiting_list=other)
        case Action.DECLINE:
            return Inputs(reason_code="no_capacity")
        case Action.END_UNSTARTED:
            return Inputs(reason_code="declined_offer")
        case Action.START:
            return Inputs(on=today)
        case Action.FINISH:
            return Inputs(on=today, end_kind="as_planned")
        case Action.FORWARD | Action.REDIRECT if other:
            return Inputs(
                free_choice=True, destination="private_physiotherapist", text="Passer bedre der."
            )
        case Action.FORWARD | Action.REDIRECT:
            return Inputs(service=services[0], text="Passer bedre der.")
        case Action.CLAIM:
            return Inputs(service=services[1])
        case _:
            return Inputs(text="Ja.", reason_code="patient_wish" if other else "")


def possible(referral: Referral, people: list[Membership]) -> list[tuple[Action, Membership]]:
    """Every action somebody can take now, and who."""
    return [
        (action, actor)
        for action in TRANSITIONS
        for actor in people
        if action is not Action.COMPLETE
        and check(action, referral.situation_for(actor, claiming=action is Action.CLAIM)).allowed
    ]


def told_by(events: list[Event]) -> dict[str, Any]:
    """The columns as the events alone give them."""
    dates = ("asked_at", "answered_at", "accepted_at", "first_date", "started_on", "closed_at")
    told: dict[str, Any] = dict.fromkeys((*dates, "treatment_ended_on"))
    told |= {"on_waiting_list": False, "sent_at": None, "received_at": None}
    for event in events:
        action, on = Action(event.action), event.data.get("on")
        if action in {Action.SEND, Action.REDIRECT, Action.FORWARD}:
            told["sent_at"] = told["sent_at"] or event.happened_at
            told["received_at"] = event.happened_at
            told |= {"asked_at": None, "answered_at": None, "accepted_at": None}
            told |= {"first_date": None, "on_waiting_list": False}
        if action is Action.CLAIM:
            told["received_at"] = event.happened_at
        if action is Action.ASK:
            told |= {"asked_at": event.happened_at, "answered_at": None}
        else:
            told["asked_at"] = None
        if action is Action.ANSWER:
            told["answered_at"] = event.happened_at
        if action is Action.ACCEPT:
            told["accepted_at"] = event.happened_at
            told["first_date"] = date.fromisoformat(on) if on else None
            told["on_waiting_list"] = bool(event.data.get("waiting_list")) and not on
        if action is Action.START:
            told["started_on"] = date.fromisoformat(on)
        if action is Action.FINISH:
            told["treatment_ended_on"] = date.fromisoformat(on)
        told["closed_at"] = event.happened_at if event.to_status in FINAL else None
    return told


@pytest.fixture
def world(sent, gp, municipal, physio, service_of):
    return sent, [gp, municipal, physio], [service_of(municipal), service_of(physio)]


@given(steps=STEPS)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_after_any_history_they_agree(world, steps):
    sent, people, services = world
    with transaction.atomic():
        now = timezone.now() + timedelta(minutes=1)
        for chosen, days, other in steps:
            now += timedelta(days=days, minutes=1)
            referral = Referral.objects.get(pk=sent.pk)
            ways = possible(referral, people)
            if not ways:
                break
            action, actor = ways[chosen % len(ways)]
            inputs = inputs_for(action, other, services)
            with time_machine.travel(now, tick=False), suppress(TransitionRefused):
                perform(action, referral, actor=actor, inputs=inputs)
        referral = Referral.objects.get(pk=sent.pk)
        events = list(referral.events.order_by("happened_at", "pk"))
        told = told_by(events)

        assert {name: getattr(referral, name) for name in told} == told
        assert referral.status == events[-1].to_status
        assert referral.held_days == clocks.held_between(moments(events))
        assert referral.status_before_question == asked_from(events)
        assert counts_hold(people[:2])
        transaction.set_rollback(True)


def moments(events: list[Event]) -> list[clocks.Moment]:
    return [
        clocks.Moment(event.action, timezone.localtime(event.happened_at), event.to_status)
        for event in events
    ]


def asked_from(events: list[Event]) -> str:
    return events[-1].from_status if events[-1].action == Action.ASK else ""


def counts_hold(people: list[Membership]) -> bool:
    """Every list of every side counts what it lists, also when promised dates have passed."""
    day = timezone.localdate() + timedelta(days=10)
    for actor in people:
        numbers = worklists.counts(actor, day)
        listed = {key: each.rows(actor, day).count() for key, each in worklists.WORKLISTS.items()}
        assert numbers == listed
    return True


def test_a_question_open_across_midnight_is_one_day_on_hold():
    asked = datetime(2026, 11, 18, 23, 50, tzinfo=timezone.get_default_timezone())

    held = clocks.held_between(
        [
            clocks.Moment("ask", asked, "information_requested"),
            clocks.Moment("answer", asked + timedelta(minutes=20), "sent"),
        ]
    )

    assert held == 1
