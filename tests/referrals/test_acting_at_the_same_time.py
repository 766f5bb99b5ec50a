"""Of two who act on a referral at the same moment one does, and the other is told who did."""

from functools import partial

import pytest
from django.utils import timezone

from citizens.actions import register_citizen
from organisations.models import Membership, Service
from organisations.vocabulary import Role
from referrals import actions
from referrals.actions import Chosen, Inputs, TransitionRefused, claim_by_cpr, perform
from referrals.models import Epicrisis, Letter, Referral
from referrals.states import Status
from tests.referrals.at_once import at_once, meanwhile
from tests.referrals.reached import ANSWERS, EPICRISIS

pytestmark = pytest.mark.django_db(transaction=True)

# Points at which the first of two has come a part of the way.
HOLDS_THE_REFERRAL = "referrals.actions.transitions.last_event"
HAS_CHECKED = "referrals.actions.sending.record_choice"
HAS_SENT_THE_FIRST = "referrals.actions.sending._send_along"
WRITES_THE_EVENT = "referrals.actions.transitions.event_data"
SIGNS = "referrals.actions.epicrisis.record_of"

PATIENTS_WISH = {"override_reason": "patient_wish", "override_text": "Patientens ønske"}


@pytest.fixture
def colleague(municipal, member_of) -> Membership:
    """Another triager and clinician at the municipality's training unit."""
    return member_of(municipal.organisation, Role.TRIAGER, Role.CLINICIAN, name="Lone Riis")


@pytest.fixture
def training(municipal, service_of) -> Chosen:
    return Chosen(service=service_of(municipal))


@pytest.fixture
def prevention(cast) -> Chosen:
    return Chosen(service=Service.objects.get(name="Sundhedscenter Hillerød"))


def actions_of(referral) -> list[str]:
    return list(referral.events.values_list("action", flat=True))


def told(refused, first) -> bool:
    """Whether the refusal says who did what, where and when."""
    event = first.events.order_by("-pk")[0]
    who = f"{event.membership.user.full_name}, {event.organisation}: "
    what = f"{event.get_action_display()} kl. {timezone.localtime(event.recorded_at):%H.%M}. "
    return isinstance(refused, TransitionRefused) and refused.message.startswith(who + what)


def test_of_two_who_accept_one_does_and_the_other_is_told(sent, municipal, colleague):
    accept = partial(perform, "accept", sent, inputs=Inputs(waiting_list=True))

    with meanwhile(HOLDS_THE_REFERRAL, partial(accept, actor=colleague)) as other:
        accept(actor=municipal)

    assert told(other[0], sent)
    assert actions_of(sent) == ["send", "accept"]


def test_whoever_accepts_what_a_colleague_forwards_is_told(sent, municipal, colleague, prevention):
    accept = partial(perform, "accept", sent, inputs=Inputs(waiting_list=True))

    with meanwhile(HOLDS_THE_REFERRAL, partial(accept, actor=colleague)) as other:
        perform(
            "forward",
            sent,
            actor=municipal,
            inputs=Inputs(service=prevention.service, reason_code="nearer"),
        )

    assert told(other[0], sent)


def test_of_two_clinics_that_claim_one_has_it_and_the_other_is_told(
    open_referral, nancy, physio, organisation, member_of
):
    other_clinic = member_of(organisation("other_clinic"), Role.CLINICIAN, name="Ida Bro")

    with meanwhile(
        WRITES_THE_EVENT, partial(claim_by_cpr, actor=other_clinic, cpr=nancy.full_cpr)
    ) as other:
        (claimed,) = claim_by_cpr(actor=physio, cpr=nancy.full_cpr)

    assert told(other[0], claimed)
    assert "allerede hentet" in other[0].message
    assert actions_of(open_referral) == ["send", "claim"]


def test_a_double_click_in_two_requests_writes_one_event(sent, municipal):
    accept = partial(perform, "accept", sent, actor=municipal, inputs=Inputs(waiting_list=True))

    results = at_once(accept, accept)

    assert [one.status for one in results] == [Status.ACCEPTED, Status.ACCEPTED]
    assert actions_of(sent) == ["send", "accept"]


def test_a_double_click_on_claim_in_two_requests_claims_once(open_referral, nancy, physio):
    claim = partial(claim_by_cpr, actor=physio, cpr=nancy.full_cpr)

    with meanwhile(WRITES_THE_EVENT, claim) as other:
        first = claim()

    assert other == [first]
    assert actions_of(open_referral) == ["send", "claim"]


def test_sending_twice_at_once_sends_one_set(draft, gp, training, prevention):
    send = partial(actions.send, draft, actor=gp, chosen=training, also=[prevention])

    with meanwhile(HAS_CHECKED, send) as other:
        sent = send()

    assert other == [sent]
    assert Referral.objects.count() == 2
    assert actions_of(draft) == ["send"]


def test_of_two_doctors_who_send_one_does_and_the_other_is_told(draft, gp, training, member_of):
    other_doctor = member_of(gp.organisation, Role.CLINICIAN)
    send = partial(actions.send, draft, chosen=training)

    with meanwhile(HAS_CHECKED, partial(send, actor=other_doctor)) as other:
        sent = send(actor=gp)

    assert told(other[0], sent)


def test_a_draft_can_not_be_thrown_away_while_it_is_sent(draft, gp, training):
    discard = partial(actions.discard_draft, draft, actor=gp)

    with meanwhile(HAS_CHECKED, discard) as other:
        actions.send(draft, actor=gp, chosen=training)

    assert isinstance(other[0], TransitionRefused)
    assert Referral.objects.get().status == Status.SENT


def test_a_draft_thrown_away_can_not_be_sent(draft, gp, training):
    actions.discard_draft(draft, actor=gp)

    with pytest.raises(TransitionRefused, match="slettet"):
        actions.send(draft, actor=gp, chosen=training)


@pytest.mark.parametrize(
    "change",
    [
        lambda draft, gp: actions.save_answers(draft, actor=gp, values={"anamnesis": None}),
        lambda draft, gp: actions.save_choice(draft, actor=gp, reason="transport"),
        lambda draft, gp: actions.confirm_answers(draft, actor=gp),
    ],
    ids=["answers", "choice", "confirmation"],
)
def test_nothing_changes_between_the_check_and_the_sending(draft, gp, training, change):
    with meanwhile(HAS_CHECKED, partial(change, draft, gp)) as other:
        sent = actions.send(draft, actor=gp, chosen=training)

    assert isinstance(other[0], TransitionRefused)
    assert "anamnesis" in sent.facts()


def test_of_two_clinicians_who_sign_one_signs_one_epicrisis_with_one_letter(
    finished, municipal, colleague
):
    sign = partial(actions.sign_epicrisis, finished, content=EPICRISIS)

    with meanwhile(SIGNS, partial(sign, actor=colleague)) as other:
        signed = sign(actor=municipal)

    assert told(other[0], finished)
    assert Epicrisis.objects.get() == signed
    assert Letter.objects.get().epicrisis == signed


# Waiting for each other -----------------------------------------------------------------------


def test_sending_to_the_same_two_receivers_in_opposite_order(
    draft, gp, stranger, hillerod, knee, training, prevention
):
    """One practice sends to training with prevention along, another the other way round."""
    citizen = register_citizen(
        stranger,
        cpr_text="010862-9996",
        given_name="May June",
        family_name="Moberg",
        municipality=hillerod,
        own_gp=stranger.organisation,
    )
    elsewhere = actions.create_draft(actor=stranger, citizen=citizen, version=knee)
    actions.save_answers(elsewhere, actor=stranger, values=ANSWERS)
    opposite = partial(
        actions.send,
        elsewhere,
        actor=stranger,
        chosen=prevention,
        also=[training],
        **PATIENTS_WISH,
    )

    with meanwhile(HAS_SENT_THE_FIRST, opposite) as other:
        sent = actions.send(draft, actor=gp, chosen=training, also=[prevention])

    assert [sent.status, other[0].status] == [Status.SENT, Status.SENT]


def test_claiming_two_of_which_the_sender_withdraws_one(open_referral, gp, nancy, knee, physio):
    """The clinic has claimed the first and wants the second, which is being withdrawn."""
    second = actions.create_draft(actor=gp, citizen=nancy, version=knee)
    actions.save_answers(second, actor=gp, values=ANSWERS)
    free_choice = Chosen(free_choice_of="private_physiotherapist")
    second = actions.send(second, actor=gp, chosen=free_choice, **PATIENTS_WISH)
    withdraw = partial(perform, "withdraw", second, actor=gp, inputs=Inputs(text="Rask"))

    with meanwhile(WRITES_THE_EVENT, withdraw) as other:
        claimed = claim_by_cpr(actor=physio, cpr=nancy.full_cpr)

    assert len(claimed) == 2
    assert other[0].status == Status.WITHDRAWN


def test_clicking_send_again_while_the_receiver_forwards(sent, gp, municipal, training, prevention):
    forward = partial(
        perform,
        "forward",
        sent,
        actor=municipal,
        inputs=Inputs(service=prevention.service, reason_code="nearer"),
    )

    again = partial(actions.send, sent, actor=gp, chosen=training)

    with meanwhile(HOLDS_THE_REFERRAL, again) as other:
        forwarded = forward()

    assert forwarded.receiver == prevention.service.performer
    assert told(other[0], sent)


def test_beginning_a_draft_that_copies_from_what_is_being_forwarded(
    sent, gp, municipal, nancy, knee, prevention
):
    """The draft holds the citizen and points to the referral; forwarding does the opposite."""
    forward = partial(
        perform,
        "forward",
        sent,
        actor=municipal,
        inputs=Inputs(service=prevention.service, reason_code="nearer"),
    )

    with meanwhile("referrals.actions.drafting._copy_answers", forward) as other:
        copy = actions.create_draft(actor=gp, citizen=nancy, version=knee)

    assert other[0].receiver == prevention.service.performer
    assert copy.answers.filter(copied_from=sent).exists()


def test_two_organisations_that_act_on_each_others_referrals(sent, gp, municipal, knee):
    """Each refers to the other; both ask and answer at the same moment, again and again."""
    practice = Service.objects.get(performer=gp.organisation)
    back = Referral.objects.create(
        course=sent.course,
        version=knee,
        sender=municipal.organisation,
        created_by=municipal,
        receiver=gp.organisation,
        service=practice,
        destination=practice.kind,
        status=Status.SENT,
        number="H-26-999999",
        sent_at=timezone.now(),
        received_at=timezone.now(),
    )

    for _again in range(5):
        results = at_once(
            partial(perform, "ask", sent, actor=municipal, inputs=Inputs(text="Røntgen?")),
            partial(perform, "ask", back, actor=gp, inputs=Inputs(text="Plan?")),
        )
        results += at_once(
            partial(perform, "answer", sent, actor=gp, inputs=Inputs(text="Ja.")),
            partial(perform, "answer", back, actor=municipal, inputs=Inputs(text="Følger.")),
        )
        assert not [one for one in results if isinstance(one, Exception)], results
