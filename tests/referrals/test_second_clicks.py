"""The same person's second click succeeds and writes no second event; other words are not lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from organisations.models import Service
from organisations.vocabulary import Role
from referrals import actions
from referrals.actions import Chosen, Inputs, TransitionRefused, claim_by_cpr, perform
from referrals.models import Epicrisis, Event, Letter, Message, Referral
from referrals.states import TRANSITIONS, Action, Status
from tests.referrals.reached import EPICRISIS

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
def ways(gp, municipal, physio, service_of, nancy):
    """By action: who does it and how; given the referral."""
    training, clinic = Chosen(service=service_of(municipal)), service_of(physio)

    def doing(action, actor, inputs=None):
        return lambda referral: perform(
            action, referral, actor=actor, inputs=inputs() if inputs else None
        )

    return {
        Action.SEND: lambda referral: actions.send(referral, actor=gp, chosen=training),
        Action.REDIRECT: lambda referral: actions.send(referral, actor=gp, chosen=training),
        Action.CLAIM: lambda referral: claim_by_cpr(actor=physio, cpr=nancy.full_cpr)[0],
        Action.WITHDRAW: doing("withdraw", gp, lambda: Inputs(reason_code="recovered")),
        Action.ASK: doing("ask", municipal, lambda: Inputs(text="Røntgen?")),
        Action.ANSWER: doing("answer", gp, lambda: Inputs(text="Ja, i maj.")),
        Action.ACCEPT: doing(
            "accept", municipal, lambda: Inputs(on=TODAY() + timedelta(days=7), text="Velkommen")
        ),
        Action.DECLINE: doing("decline", municipal, lambda: Inputs(reason_code="no_capacity")),
        Action.FORWARD: doing(
            "forward", municipal, lambda: Inputs(service=clinic, reason_code="nearer")
        ),
        Action.START: doing("start", municipal, lambda: Inputs(on=TODAY())),
        Action.PAUSE: doing("pause", municipal, lambda: Inputs(reason_code="illness")),
        Action.RESUME: doing("resume", municipal, lambda: Inputs(text="Rask igen.")),
        Action.FINISH: doing(
            "finish",
            municipal,
            lambda: Inputs(on=TODAY(), end_kind="early", reason_code="moved", text="Til Fyn."),
        ),
        Action.COMPLETE: lambda referral: (
            actions.sign_epicrisis(referral, actor=municipal, content=EPICRISIS).referral
        ),
        Action.END_UNSTARTED: doing(
            "end_unstarted", municipal, lambda: Inputs(reason_code="declined_offer")
        ),
        Action.ACKNOWLEDGE: doing("acknowledge", gp),
    }


# What has been done before the action can be, by the same people.
BEFORE = {
    Action.SEND: (),
    Action.WITHDRAW: ("send",),
    Action.ASK: ("send",),
    Action.ANSWER: ("send", "ask"),
    Action.ACCEPT: ("send",),
    Action.DECLINE: ("send",),
    Action.REDIRECT: ("send", "decline"),
    Action.FORWARD: ("send",),
    Action.START: ("send", "accept"),
    Action.PAUSE: ("send", "accept", "start"),
    Action.RESUME: ("send", "accept", "start", "pause"),
    Action.FINISH: ("send", "accept", "start"),
    Action.COMPLETE: ("send", "accept", "start", "finish"),
    Action.END_UNSTARTED: ("send", "accept"),
    Action.ACKNOWLEDGE: ("send", "accept", "start", "finish", "complete"),
}


def done(referral) -> list[str]:
    return list(Event.objects.filter(referral=referral).values_list("action", flat=True))


@pytest.mark.parametrize("action", list(BEFORE))
def test_it_succeeds_and_nothing_is_written(action, ways, draft, reasons):
    for step in BEFORE[action]:
        ways[Action(step)](draft)
    first = ways[action](draft)
    said = Message.objects.count()
    kept = Referral.objects.filter(pk=draft.pk).values().get()

    second = ways[action](draft)

    assert second.status == Referral.objects.get(pk=first.pk).status
    assert done(draft) == [*BEFORE[action], action]
    assert Referral.objects.filter(pk=draft.pk).values().get() == kept
    assert Message.objects.count() == said


def test_claiming_again_gives_the_same_referral(ways, open_referral):
    first = ways[Action.CLAIM](open_referral)

    second = ways[Action.CLAIM](open_referral)

    assert second == first
    assert done(open_referral) == ["send", "claim"]


def test_every_action_is_tried_here():
    assert set(BEFORE) | {Action.CLAIM} == set(TRANSITIONS)


def test_what_a_colleague_has_claimed_is_told(ways, open_referral, physio, member_of):
    ways[Action.CLAIM](open_referral)
    colleague = member_of(physio.organisation, Role.SECRETARY)

    with pytest.raises(TransitionRefused, match=r"Jonas Friis.*Hent henvisning"):
        claim_by_cpr(actor=colleague, cpr=open_referral.citizen.full_cpr)


# Doing the same once more is no second click ------------------------------------------------------


def test_a_new_question_after_the_answer_is_asked(ways, draft, reasons):
    """Also in the same words: the first answer may not have told."""
    for step in ("send", "ask", "answer", "ask", "answer", "ask"):
        ways[Action(step)](draft)

    assert done(draft) == ["send", "ask", "answer", "ask", "answer", "ask"]
    assert Message.objects.filter(referral=draft).count() == 5
    draft.refresh_from_db()
    assert draft.status == Status.INFORMATION_REQUESTED


def test_a_course_rests_and_goes_on_as_often_as_it_must(ways, draft, reasons):
    steps = ["send", "accept", "start", "pause", "resume", "pause", "resume", "pause"]
    for step in steps:
        ways[Action(step)](draft)

    assert done(draft) == steps


def test_what_is_returned_twice_is_sent_again_twice(ways, draft, reasons):
    steps = ["send", "decline", "redirect", "decline", "redirect"]
    for step in steps:
        ways[Action(step)](draft)

    assert done(draft) == steps


def test_what_is_forwarded_back_is_forwarded_on(
    ways, draft, municipal, physio, service_of, reasons
):
    for step in ("send", "forward"):
        ways[Action(step)](draft)
    back = Inputs(service=service_of(municipal), reason_code="nearer")
    perform("forward", draft, actor=physio, inputs=back)

    ways[Action.FORWARD](draft)

    assert done(draft) == ["send", "forward", "forward", "forward"]
    draft.refresh_from_db()
    assert draft.receiver == physio.organisation


# Other words are no second click ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "action", "first", "other"),
    [
        (("send",), "ask", Inputs(text="Røntgen?"), {"text": "MR?"}),
        (("send", "ask"), "answer", Inputs(text="Ja."), {"text": "Nej."}),
        (("send",), "accept", Inputs(waiting_list=True), {"text": "Ring først."}),
        (("send",), "decline", Inputs(reason_code="no_capacity"), {"text": "Prøv til maj."}),
        (
            ("send", "accept", "start"),
            "finish",
            Inputs(end_kind="as_planned"),
            {"end_kind": "early", "reason_code": "moved"},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_words_are_refused_and_not_lost_in_silence(
    ways, draft, gp, municipal, reasons, before, action, first, other
):
    for step in before:
        ways[Action(step)](draft)
    actor = gp if action == "answer" else municipal
    if action == "finish":
        first = replace(first, on=TODAY())
    perform(action, draft, actor=actor, inputs=first)

    with pytest.raises(TransitionRefused, match=r"Det har du gjort kl. .* andet indhold"):
        perform(action, draft, actor=actor, inputs=replace(first, **other))


def test_another_date_is_refused(ways, draft, municipal, reasons):
    for step in ("send", "accept"):
        ways[Action(step)](draft)
    tomorrow = TODAY() + timedelta(days=1)

    with pytest.raises(TransitionRefused):
        perform("accept", draft, actor=municipal, inputs=Inputs(on=tomorrow, text="Velkommen"))

    draft.refresh_from_db()
    assert draft.first_date == TODAY() + timedelta(days=7)


def test_another_receiver_is_refused(ways, draft, gp, municipal, reasons):
    for step in ("send", "forward"):
        ways[Action(step)](draft)
    elsewhere = Service.objects.get(name="Sundhedscenter Hillerød")

    with pytest.raises(TransitionRefused):
        perform(
            "forward",
            draft,
            actor=municipal,
            inputs=Inputs(service=elsewhere, reason_code="nearer"),
        )


def test_sending_to_another_receiver_is_refused(ways, draft, gp):
    ways[Action.SEND](draft)

    with pytest.raises(TransitionRefused, match="allerede sendt"):
        actions.send(draft, actor=gp, chosen=Chosen(free_choice_of="private_physiotherapist"))


def test_a_reason_for_a_treatment_that_went_as_planned_is_left_out(ways, draft, municipal, reasons):
    for step in ("send", "accept", "start"):
        ways[Action(step)](draft)
    finish = Inputs(on=TODAY(), end_kind="as_planned", reason_code="moved")

    for _click in range(2):
        perform("finish", draft, actor=municipal, inputs=finish)

    assert draft.treatment.end_reason == ""
    assert draft.events.get(action="finish").reason_code == ""


# Epicrises ----------------------------------------------------------------------------------------


def test_signing_other_words_is_refused(completed, municipal):
    changed = {**EPICRISIS, "decision": "Henvis til operation."}

    with pytest.raises(TransitionRefused, match="allerede underskrevet"):
        actions.sign_epicrisis(completed, actor=municipal, content=changed)

    assert Epicrisis.objects.get().content["decision"] == EPICRISIS["decision"]


def test_a_correction_clicked_twice_is_one_version(completed, municipal):
    changed = {**EPICRISIS, "decision": "Kontrol om et år."}

    versions = {
        actions.correct_epicrisis(
            completed, actor=municipal, content=changed, reason="Frist manglede"
        )
        for _click in range(2)
    }

    assert len(versions) == 1
    assert Epicrisis.objects.count() == Letter.objects.count() == 2


def test_the_same_correction_by_another_is_a_version_of_its_own(completed, municipal, member_of):
    for actor in (municipal, member_of(municipal.organisation, Role.CLINICIAN)):
        actions.correct_epicrisis(completed, actor=actor, content=EPICRISIS, reason="Genlæst")

    assert list(Epicrisis.objects.values_list("version_number", flat=True)) == [1, 2, 3]
    assert Letter.objects.count() == 3


def test_completing_takes_a_signed_epicrisis(finished, municipal):
    with pytest.raises(TransitionRefused, match="underskrives først"):
        perform("complete", finished, actor=municipal)

    finished.refresh_from_db()
    assert finished.status == Status.TREATMENT_ENDED
