"""What is written down later than it happened keeps its place among the referral's events."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from referrals import actions
from referrals.actions import Inputs, TransitionRefused, perform
from referrals.clocks import DENMARK
from referrals.models import Event

pytestmark = pytest.mark.django_db

SENT_AT = datetime(2026, 11, 16, 9, 0, tzinfo=DENMARK)
NOW = datetime(2026, 11, 19, 10, 0, tzinfo=DENMARK)
ACCEPT = Inputs(waiting_list=True)


@pytest.fixture
def waiting(draft, send_to, municipal, reasons):
    """Sent on Monday; now it is Thursday."""
    with time_machine.travel(SENT_AT, tick=False):
        sent = send_to(draft, municipal)
    with time_machine.travel(NOW, tick=False):
        yield sent


def test_it_counts_from_when_it_happened_and_says_when_it_was_written(waiting, municipal):
    yesterday = NOW - timedelta(days=1)

    accepted = perform("accept", waiting, actor=municipal, inputs=ACCEPT, happened_at=yesterday)

    event = accepted.events.get(action="accept")
    assert (event.happened_at, event.recorded_at) == (yesterday, NOW)
    assert accepted.accepted_at == yesterday
    assert accepted.due_on == (yesterday + timedelta(days=21)).date()


def test_the_future_is_refused(waiting, municipal):
    with pytest.raises(TransitionRefused, match="i fremtiden"):
        perform(
            "accept",
            waiting,
            actor=municipal,
            inputs=ACCEPT,
            happened_at=NOW + timedelta(minutes=1),
        )


def test_before_what_happened_last_is_refused_with_what_that_was(waiting, municipal):
    with pytest.raises(TransitionRefused) as refused:
        perform(
            "accept",
            waiting,
            actor=municipal,
            inputs=ACCEPT,
            happened_at=SENT_AT - timedelta(minutes=1),
        )

    assert refused.value.field == "happened_at"
    assert "Send henvisning 16.11.2026 kl. 09.00" in refused.value.message
    assert not waiting.events.filter(action="accept").exists()


def test_a_moment_without_a_zone_is_a_mistake_of_the_program(waiting, municipal):
    with pytest.raises(ValueError, match="time zone"):
        perform(
            "accept",
            waiting,
            actor=municipal,
            inputs=ACCEPT,
            happened_at=NOW.replace(tzinfo=None),
        )


def test_a_servers_clock_that_is_behind_puts_nothing_out_of_order(waiting, municipal, gp):
    perform("ask", waiting, actor=municipal, inputs=Inputs(text="Røntgen?"))

    with time_machine.travel(NOW - timedelta(seconds=40), tick=False):
        perform("answer", waiting, actor=gp, inputs=Inputs(text="Ja."))

    actions_in_order = Event.objects.filter(referral=waiting).values_list("action", flat=True)
    assert list(actions_in_order) == ["send", "ask", "answer"]


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, True), (1, True)])
def test_a_first_appointment_does_not_lie_in_the_past(waiting, municipal, days, allowed):
    inputs = Inputs(on=timezone.localdate() + timedelta(days=days))
    if allowed:
        assert perform("accept", waiting, actor=municipal, inputs=inputs).first_date == inputs.on
        return
    with pytest.raises(TransitionRefused, match="før i dag"):
        perform("accept", waiting, actor=municipal, inputs=inputs)


@pytest.mark.parametrize(
    ("action", "date", "sentence"),
    [
        ("start", "2026-11-20", "i dag eller tidligere"),
        ("start", "2026-11-15", "før henvisningen blev sendt"),
        ("finish", "2026-11-20", "i fremtiden"),
        ("finish", "2026-11-17", "før den begyndte"),
    ],
)
def test_a_treatment_begins_after_it_was_asked_for_and_ends_after_it_began(
    waiting, municipal, action, date, sentence
):
    perform("accept", waiting, actor=municipal, inputs=ACCEPT)
    on = datetime.fromisoformat(date).date()
    if action == "finish":
        begun = datetime(2026, 11, 18).date()  # noqa: DTZ001
        perform("start", waiting, actor=municipal, inputs=Inputs(on=begun))

    with pytest.raises(TransitionRefused, match=sentence):
        perform(action, waiting, actor=municipal, inputs=Inputs(on=on, end_kind="as_planned"))


def test_a_planned_session_is_not_held_before_its_day(treated, municipal):
    tomorrow = timezone.localdate() + timedelta(days=1)
    session = actions.record_session(
        treated, actor=municipal, held_on=tomorrow, kind="individual", state="planned"
    )

    with pytest.raises(TransitionRefused, match="kun være planlagt"):
        actions.set_session_state(session, actor=municipal, state="met")

    with time_machine.travel(datetime.now(UTC) + timedelta(days=1)):
        assert actions.set_session_state(session, actor=municipal, state="met").state == "met"


def test_the_day_is_told_when_it_was_not_today(waiting, municipal, member_of):
    """Whoever reads "kl. 10.12" takes it for today."""
    perform("accept", waiting, actor=municipal, inputs=ACCEPT)
    colleague = member_of(municipal.organisation, "triager")

    with pytest.raises(TransitionRefused, match=r": Acceptér kl\. 10\.00\."):
        perform("accept", waiting, actor=colleague, inputs=ACCEPT)
    with (
        time_machine.travel(NOW + timedelta(days=1), tick=False),
        pytest.raises(TransitionRefused, match=r": Acceptér 19\.11\.2026 kl\. 10\.00\."),
    ):
        perform("accept", waiting, actor=colleague, inputs=ACCEPT)


def test_who_did_what_is_told_to_nobody_but_the_sides(waiting, municipal, stranger, gp):
    perform("accept", waiting, actor=municipal, inputs=ACCEPT)

    for actor in (stranger, gp):
        with pytest.raises(TransitionRefused) as refused:
            perform("start", waiting, actor=actor, inputs=Inputs(on=timezone.localdate()))
        assert refused.value.message == "Kun modtager kan gøre dette: start forløb."
