"""The table of states says who may do what, when, and why not (ARCHITECTURE §4)."""

import pytest

from referrals import states
from referrals.states import Action, Side, Situation, Status

CLINICIAN = frozenset({"clinician"})
TRIAGER = frozenset({"triager"})
SECRETARY = frozenset({"secretary"})
PLANNER = frozenset({"planner"})


def situation(status, side, roles=CLINICIAN, **more):
    return Situation(status=status, sides=frozenset({side}), roles=roles, **more)


# action, side, roles, from, to: the rows of ARCHITECTURE §4, written out once more by hand.
ROWS = [
    ("send", "referrer", CLINICIAN, "draft", "sent"),
    ("withdraw", "referrer", SECRETARY, "sent", "withdrawn"),
    ("withdraw", "referrer", SECRETARY, "information_requested", "withdrawn"),
    ("withdraw", "referrer", SECRETARY, "accepted", "withdrawn"),
    ("ask", "receiver", SECRETARY, "sent", "information_requested"),
    ("ask", "receiver", SECRETARY, "accepted", "information_requested"),
    ("accept", "receiver", TRIAGER, "sent", "accepted"),
    ("accept", "receiver", CLINICIAN, "information_requested", "accepted"),
    ("decline", "receiver", TRIAGER, "sent", "returned"),
    ("decline", "receiver", CLINICIAN, "information_requested", "returned"),
    ("redirect", "referrer", CLINICIAN, "returned", "sent"),
    ("forward", "receiver", TRIAGER, "sent", "sent"),
    ("forward", "receiver", TRIAGER, "accepted", "sent"),
    ("forward", "receiver", CLINICIAN, "information_requested", "sent"),
    ("start", "receiver", SECRETARY, "accepted", "in_treatment"),
    ("pause", "receiver", SECRETARY, "in_treatment", "paused"),
    ("resume", "receiver", SECRETARY, "paused", "in_treatment"),
    ("finish", "receiver", SECRETARY, "in_treatment", "treatment_ended"),
    ("finish", "receiver", SECRETARY, "paused", "treatment_ended"),
    ("complete", "receiver", CLINICIAN, "treatment_ended", "completed"),
    ("end_unstarted", "receiver", SECRETARY, "accepted", "ended"),
    ("acknowledge", "referrer", CLINICIAN, "completed", "closed"),
    ("acknowledge", "referrer", CLINICIAN, "ended", "closed"),
    ("acknowledge", "referrer", CLINICIAN, "returned", "closed"),
]


@pytest.mark.parametrize(
    ("action", "side", "roles", "source", "target"), ROWS, ids=[f"{r[0]}-{r[3]}" for r in ROWS]
)
def test_the_agreed_transitions_are_allowed_and_lead_where_agreed(
    action, side, roles, source, target
):
    possibility = states.check(Action(action), situation(Status(source), Side(side), roles))

    assert possibility.allowed, possibility.reason
    assert states.target_of(Action(action), before_question=Status.SENT) == target


def test_nothing_else_is_allowed():
    agreed = {(row[0], row[1], row[3]) for row in ROWS}
    agreed |= {("answer", "referrer", "information_requested")}
    everyone = CLINICIAN | TRIAGER | SECRETARY
    for action in Action:
        for side in (Side.REFERRER, Side.RECEIVER):
            for status in Status:
                allowed = states.check(action, situation(status, side, everyone)).allowed
                assert allowed == ((action.value, side.value, status.value) in agreed)


@pytest.mark.parametrize("before", [Status.SENT, Status.ACCEPTED])
def test_an_answer_leads_back_to_where_the_question_was_asked(before):
    assert states.target_of(Action.ANSWER, before_question=before) == before


@pytest.mark.parametrize("action", list(Action))
def test_a_refusal_always_says_why(action):
    for side in Side:
        for status in Status:
            possibility = states.check(action, situation(status, side))
            assert possibility.allowed or possibility.reason.endswith(".")


@pytest.mark.parametrize(
    ("action", "roles"),
    [
        ("send", SECRETARY),
        ("complete", TRIAGER),
        ("complete", SECRETARY),
        ("acknowledge", SECRETARY),
        ("accept", SECRETARY),
        ("decline", SECRETARY),
        ("forward", SECRETARY),
        ("start", PLANNER),
        ("withdraw", PLANNER),
    ],
)
def test_a_role_that_may_not_is_told_so_wherever_the_referral_is(action, roles):
    row = states.TRANSITIONS[Action(action)]
    for status in row.sources:
        possibility = states.check(Action(action), situation(status, row.side, roles))
        assert not possibility.allowed
        assert not possibility.mine


def test_withdrawing_a_started_referral_is_refused_with_the_sentence_that_says_who_can_end_it():
    started = situation(Status.IN_TREATMENT, Side.REFERRER, started=True)

    possibility = states.check(Action.WITHDRAW, started)

    assert possibility.reason == "Forløbet er startet. Kun modtager kan afslutte det nu."


def test_an_open_referral_is_claimed_before_anything_else_is_done_with_it():
    opened = Situation(
        Status.SENT, frozenset({Side.SERVICE, Side.RECEIVER}), CLINICIAN, open_for_claim=True
    )

    assert states.check(Action.CLAIM, opened).allowed
    assert not states.check(Action.ACCEPT, opened).allowed


def test_a_claimed_referral_can_not_be_claimed_again():
    claimed = Situation(Status.SENT, frozenset({Side.SERVICE}), CLINICIAN, open_for_claim=False)

    assert "allerede hentet" in states.check(Action.CLAIM, claimed).reason


def test_every_status_can_be_reached_and_only_final_ones_are_dead_ends():
    reached = {Status.DRAFT}
    while True:
        more = {
            states.target_of(row.action, before_question=before)
            for row in states.TRANSITIONS.values()
            for before in (Status.SENT, Status.ACCEPTED)
            if row.sources & reached
        } | reached
        if more == reached:
            break
        reached = more
    left = {source for row in states.TRANSITIONS.values() for source in row.sources}

    assert reached == set(Status)
    assert set(Status) - left == states.FINAL


def test_every_status_says_whose_turn_it_is():
    assert set(states.TURN) == set(Status)
    assert {status for status, side in states.TURN.items() if side is None} == states.FINAL
