"""An action costs a handful of queries, however much has happened before."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import Service
from referrals import actions
from referrals.actions import Chosen, Inputs, claim_by_cpr, perform
from referrals.models import Event
from tests.referrals.reached import EPICRISIS

pytestmark = pytest.mark.django_db


class Spent(CaptureQueriesContext):
    """The statements sent, without those that open and close a transaction."""

    def __init__(self) -> None:
        super().__init__(connection)

    @property
    def statements(self) -> list[str]:
        return [
            query["sql"]
            for query in self.captured_queries
            if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))
        ]


@pytest.fixture
def cost():
    def measure(act) -> int:
        with Spent() as spent:
            act()
        return len(spent.statements)

    return measure


def test_what_a_receiver_and_a_referrer_do(sent, gp, municipal, cost):
    today = timezone.localdate()
    steps = [
        ("ask", municipal, Inputs(text="Røntgen?"), 6),
        ("answer", gp, Inputs(text="Ja."), 6),
        ("accept", municipal, Inputs(on=today + timedelta(days=3)), 5),
        ("start", municipal, Inputs(on=today), 5),
        ("pause", municipal, Inputs(reason_code="illness"), 5),
        ("resume", municipal, Inputs(text="Rask."), 4),
        ("finish", municipal, Inputs(on=today, end_kind="as_planned"), 6),
    ]
    for action, actor, inputs, at_most in steps:
        spent = cost(lambda a=action, by=actor, i=inputs: perform(a, sent, actor=by, inputs=i))
        assert spent <= at_most, action


def test_ending_the_relations_at_the_end(completed, gp, cost):
    assert cost(lambda: perform("acknowledge", completed, actor=gp)) <= 12


def test_forwarding_and_answering_then(sent, municipal, physio, service_of, cost):
    to = Inputs(service=service_of(physio), reason_code="nearer")

    assert cost(lambda: perform("forward", sent, actor=municipal, inputs=to)) <= 15
    assert (
        cost(lambda: perform("accept", sent, actor=physio, inputs=Inputs(waiting_list=True))) <= 13
    )


def test_claiming(open_referral, nancy, physio, cost):
    assert cost(lambda: claim_by_cpr(actor=physio, cpr=nancy.full_cpr)) <= 16


def test_sending_and_each_destination_along_with_it(draft, gp, municipal, service_of, cost):
    also = [Chosen(service=Service.objects.get(name="Sundhedscenter Hillerød"))]

    spent = cost(
        lambda: actions.send(draft, actor=gp, chosen=Chosen(service_of(municipal)), also=also)
    )

    assert spent <= 50


def test_signing(finished, municipal, cost):
    assert cost(lambda: actions.sign_epicrisis(finished, actor=municipal, content=EPICRISIS)) <= 18


def test_a_long_history_costs_no_more(sent, gp, municipal, cost):
    def ask_and_answer() -> None:
        perform("ask", sent, actor=municipal, inputs=Inputs(text="Røntgen?"))
        perform("answer", sent, actor=gp, inputs=Inputs(text="Ja."))

    first = cost(ask_and_answer)
    for _round in range(5):
        ask_and_answer()

    assert Event.objects.filter(referral=sent).count() == 13
    assert cost(ask_and_answer) == first
