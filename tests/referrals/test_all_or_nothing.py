"""When one of several can't be sent nothing is, and the draft is as it was (see test_sending)."""

from dataclasses import replace

import pytest

from citizens.models import CareRelation
from organisations.models import Service
from pathways.advice import Warning_
from pathways.models import Advice
from pathways.texts import text
from referrals import actions
from referrals.actions import Chosen, Inputs, SendErrors, TransitionRefused, perform, sending
from referrals.models import Event, Referral
from referrals.states import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def training(municipal, service_of) -> Chosen:
    return Chosen(service=service_of(municipal))


@pytest.fixture
def prevention(cast) -> Chosen:
    return Chosen(service=Service.objects.get(name="Sundhedscenter Hillerød"))


@pytest.fixture
def breaks(monkeypatch):
    """Sending the second referral fails after the first has been sent."""

    def fail(*args, **kwargs):
        raise RuntimeError("the second one")

    monkeypatch.setattr(sending, "_send_along", fail)


def test_a_failure_in_the_second_leaves_nothing_of_the_first(
    draft, gp, training, prevention, breaks
):
    before = Referral.objects.filter(pk=draft.pk).values().get()
    relations = CareRelation.objects.count()

    with pytest.raises(RuntimeError, match="the second one"):
        actions.send(draft, actor=gp, chosen=training, also=[prevention])

    assert Referral.objects.values().get() == before
    assert not Event.objects.exists()
    assert not Advice.objects.exists()
    assert CareRelation.objects.count() == relations


def test_the_same_draft_is_sent_when_the_failure_is_mended(
    draft, gp, training, prevention, breaks, monkeypatch
):
    """What failed has left nothing in the writer's hands either."""
    with pytest.raises(RuntimeError):
        actions.send(draft, actor=gp, chosen=training, also=[prevention])
    monkeypatch.undo()

    sent = actions.send(draft, actor=gp, chosen=training, also=[prevention])

    assert sent.status == Status.SENT
    assert sent.advice == Advice.objects.get()
    assert Referral.objects.exclude(number="").count() == 2


def test_a_refused_sending_leaves_no_advice_that_is_not_kept(draft, gp, training):
    with pytest.raises(SendErrors):
        actions.send(draft, actor=gp, chosen=None)

    shown = actions.advise(draft, actor=gp).advice

    assert Advice.objects.get() == shown


def test_a_kind_of_offer_is_sent_to_once(draft, gp, training, prevention):
    also = [training, prevention, prevention]

    sent = actions.send(draft, actor=gp, chosen=training, also=also)

    assert [one.destination for one in sent.accompanied_by.all()] == ["municipal_prevention"]


def test_following_the_patient_oneself_is_not_sent_along(draft, gp, training):
    own_doctor = Chosen(free_choice_of="general_practice")

    with pytest.raises(SendErrors) as refused:
        actions.send(draft, actor=gp, chosen=training, also=[own_doctor])

    assert "Der sendes ingen henvisning" in refused.value.by_field["receiver"]
    assert Referral.objects.get().status == Status.DRAFT


def test_what_is_an_emergency_is_not_sent(draft, gp, training, monkeypatch):
    """The rule that blocks is the definition's; here any emergency not ruled out."""
    advised = sending.advise

    def with_emergency(*args, **kwargs):
        found = advised(*args, **kwargs)
        blocking = (Warning_("R1", text("Ring 1813 nu.", "Call 1813 now.")),)
        return replace(
            found, routing=replace(found.routing, blocks_sending=True, blocking=blocking)
        )

    monkeypatch.setattr(sending, "advise", with_emergency)

    with pytest.raises(SendErrors, match="Ring 1813 nu"):
        actions.send(draft, actor=gp, chosen=training, override_reason="patient_wish")

    assert Referral.objects.get().status == Status.DRAFT


def test_the_emergency_department_is_no_receiver(draft, gp):
    department = Service.objects.get(kind="emergency")

    with pytest.raises(SendErrors) as refused:
        actions.send(draft, actor=gp, chosen=Chosen(department), override_reason="transport")

    assert "tilbydes ikke patienten" in refused.value.by_field["receiver"]


# Sending a returned one again ---------------------------------------------------------------------


@pytest.fixture
def returned(sent, municipal) -> Referral:
    return perform("decline", sent, actor=municipal, inputs=Inputs(reason_code="no_capacity"))


def test_only_the_sender_sends_it_again(returned, municipal, stranger, training):
    for actor in (municipal, stranger):
        with pytest.raises(TransitionRefused, match="Kun henviser"):
            actions.send(returned, actor=actor, chosen=training)


def test_what_the_first_receiver_had_promised_and_on_whose_desk_it_lay_is_gone(
    accepted, gp, municipal, prevention
):
    """Accepted with an appointment, asked about, and returned after all."""
    Referral.objects.filter(pk=accepted.pk).update(assigned_to=municipal)
    perform("ask", accepted, actor=municipal, inputs=Inputs(text="Røntgen?"))
    perform("decline", accepted, actor=municipal, inputs=Inputs(reason_code="no_capacity"))

    again = actions.send(
        accepted, actor=gp, chosen=prevention, override_reason="patient_wish", override_text="Ja"
    )

    gone = (again.accepted_at, again.first_date, again.assigned_to, again.asked_at)
    assert gone == (None, None, None, None)
    assert again.receiver == prevention.service.performer


def test_a_second_click_on_sending_again_succeeds(returned, gp, training):
    first = actions.send(returned, actor=gp, chosen=training)

    assert actions.send(returned, actor=gp, chosen=training) == first
    assert actions.send(returned, actor=gp, chosen=None) == first
    assert list(first.events.values_list("action", flat=True)) == ["send", "decline", "redirect"]


def test_once_something_has_happened_it_is_no_second_click(sent, gp, municipal, training):
    perform("ask", sent, actor=municipal, inputs=Inputs(text="Røntgen?"))

    with pytest.raises(TransitionRefused, match=r"Karen Bæk.*Spørg henviser.*allerede sendt"):
        actions.send(sent, actor=gp, chosen=training)
