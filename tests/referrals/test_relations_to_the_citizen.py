"""Because of a referral an organisation sees the citizen, for as long as something is going on."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from citizens.models import CareRelation, Citizen
from courses.models import Course
from organisations.models import Membership, Service
from organisations.vocabulary import Role
from referrals import actions
from referrals.actions import Chosen, Inputs, claim_by_cpr, perform
from referrals.models import ReadingRight, Referral
from tests.referrals.reached import ANSWERS

pytestmark = pytest.mark.django_db

WAITING = Inputs(waiting_list=True)
WISH = {"override_reason": "patient_wish", "override_text": "Patientens ønske"}


@pytest.fixture
def sees(nancy):
    """Whether a member sees Nancy and her course."""

    def look(actor: Membership) -> bool:
        citizen = Citizen.objects.visible_to(actor).filter(pk=nancy.pk).exists()
        assert citizen == Course.objects.visible_to(actor).filter(citizen=nancy).exists()
        return citizen

    return look


@pytest.fixture
def later(sees):
    """The same on the day after."""

    def look(actor: Membership) -> bool:
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            return sees(actor)

    return look


@pytest.fixture
def forwarded(sent, municipal, physio, service_of) -> Referral:
    to = Inputs(service=service_of(physio), reason_code="nearer")
    return perform("forward", sent, actor=municipal, inputs=to)


@pytest.fixture
def send_another(gp, nancy, knee):
    """One more referral of the same citizen."""

    def send(service: Service) -> Referral:
        draft = actions.create_draft(actor=gp, citizen=nancy, version=knee)
        actions.save_answers(draft, actor=gp, values=ANSWERS)
        return actions.send(draft, actor=gp, chosen=Chosen(service), **WISH)

    return send


# Receivers ---------------------------------------------------------------------------------------


def test_it_begins_when_the_referral_is_sent(draft, send_to, municipal, sees):
    assert not sees(municipal)
    send_to(draft, municipal)
    assert sees(municipal)


@pytest.mark.parametrize("way", ["withdraw", "acknowledge"])
def test_it_ends_when_the_referral_is_over(sent, gp, municipal, later, way):
    if way == "acknowledge":
        perform("decline", sent, actor=municipal, inputs=Inputs(reason_code="no_capacity"))
        assert later(municipal)
    perform(way, sent, actor=gp, inputs=Inputs(text="Rask") if way == "withdraw" else None)

    assert not later(municipal)
    assert Referral.objects.visible_to(municipal).get() == sent  # what one was sent, one keeps


def test_a_claimed_one_likewise(open_referral, gp, nancy, physio, sees, later):
    assert not sees(physio)
    claim_by_cpr(actor=physio, cpr=nancy.full_cpr)
    assert sees(physio)

    perform("withdraw", open_referral, actor=gp, inputs=Inputs(text="Rask"))

    assert not later(physio)


def test_it_lasts_while_another_referral_is_open_there(sent, gp, municipal, send_another, later):
    other = send_another(sent.service)

    perform("withdraw", sent, actor=gp, inputs=Inputs(text="Dobbelt"))
    assert later(municipal)
    perform("withdraw", other, actor=gp, inputs=Inputs(text="Rask"))

    assert not later(municipal)


def test_a_referral_of_the_same_day_takes_up_what_had_ended(
    sent, gp, municipal, send_another, later
):
    perform("withdraw", sent, actor=gp, inputs=Inputs(text="Fejl"))
    send_another(sent.service)

    assert later(municipal)
    received = CareRelation.objects.filter(organisation=municipal.organisation)
    assert received.get().valid_to is None


def test_sending_a_returned_one_elsewhere_ends_it(sent, gp, municipal, physio, service_of, later):
    perform("decline", sent, actor=municipal, inputs=Inputs(reason_code="no_capacity"))
    sent = actions.send(
        sent,
        actor=gp,
        chosen=Chosen(free_choice_of="private_physiotherapist"),
        **WISH,
    )

    assert not later(municipal)
    assert not Referral.objects.visible_to(municipal).exists()


def test_sending_it_again_to_the_same_keeps_it(sent, gp, municipal, later):
    perform("decline", sent, actor=municipal, inputs=Inputs(reason_code="no_capacity"))
    actions.send(sent, actor=gp, chosen=Chosen(sent.service))

    assert later(municipal)


# Forwarded ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "inputs"),
    [
        ("accept", WAITING),
        ("decline", Inputs(reason_code="no_capacity")),
        ("ask", Inputs(text="Røntgen?")),
    ],
)
def test_a_former_receiver_sees_the_citizen_until_the_new_one_has_answered(
    forwarded, municipal, physio, later, client_for, action, inputs
):
    assert later(municipal)
    assert client_for(municipal).get(f"/referrals/{forwarded.pk}/").status_code == 200

    perform(action, forwarded, actor=physio, inputs=inputs)

    assert not later(municipal)
    assert later(physio)
    assert client_for(municipal).get(f"/referrals/{forwarded.pk}/").status_code == 404


def test_withdrawing_a_forwarded_one_ends_everyones(forwarded, gp, municipal, physio, later):
    perform("withdraw", forwarded, actor=gp, inputs=Inputs(text="Rask"))

    assert not later(municipal)
    assert not later(physio)
    assert not Referral.objects.visible_to(municipal).exists()


def test_forwarded_twice_both_read_until_the_third_answers(
    forwarded, municipal, physio, organisation, member_of, later
):
    centre = member_of(organisation("health_centre"), Role.TRIAGER)
    prevention = Service.objects.get(performer=centre.organisation)
    perform(
        "forward", forwarded, actor=physio, inputs=Inputs(service=prevention, reason_code="nearer")
    )
    assert later(municipal)
    assert later(physio)

    perform("accept", forwarded, actor=centre, inputs=WAITING)

    assert [later(one) for one in (municipal, physio, centre)] == [False, False, True]


def test_forwarded_back_the_first_is_receiver_again_and_the_other_a_former_one(
    forwarded, municipal, physio, service_of, later
):
    back = Inputs(service=service_of(municipal), reason_code="fits_better", text="Kan ikke køre")
    perform("forward", forwarded, actor=physio, inputs=back)

    perform("accept", forwarded, actor=municipal, inputs=WAITING)

    assert [later(municipal), later(physio)] == [True, False]
    assert not ReadingRight.objects.filter(ended_at=None).exists()


def test_a_former_receiver_with_a_referral_of_its_own_sees_on(
    forwarded, municipal, physio, send_another, service_of, later
):
    send_another(service_of(municipal))

    perform("accept", forwarded, actor=physio, inputs=WAITING)

    assert later(municipal)


def test_a_former_receiver_whose_own_referral_ends_reads_on(
    forwarded, gp, municipal, send_another, service_of, later
):
    other = send_another(service_of(municipal))

    perform("withdraw", other, actor=gp, inputs=Inputs(text="Dobbelt"))

    assert later(municipal)


def test_forwarded_to_free_choice_the_former_receiver_reads_until_the_clinic_answers(
    sent, nancy, municipal, physio, later
):
    to = Inputs(free_choice=True, destination="private_physiotherapist", reason_code="citizen_wish")
    perform("forward", sent, actor=municipal, inputs=to)
    assert later(municipal)

    (claimed,) = claim_by_cpr(actor=physio, cpr=nancy.full_cpr)
    assert Referral.objects.visible_to(municipal).exists()
    perform("accept", claimed, actor=physio, inputs=WAITING)

    assert not Referral.objects.visible_to(municipal).exists()
    assert [later(municipal), later(physio)] == [False, True]


def test_forwarding_a_question_closes_it_and_begins_the_count_anew(
    asked, municipal, physio, service_of
):
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        to = Inputs(service=service_of(physio), reason_code="nearer")
        forwarded = perform("forward", asked, actor=municipal, inputs=to)

    assert (forwarded.asked_at, forwarded.held_days, forwarded.status_before_question) == (
        None,
        0,
        "",
    )


# Senders -----------------------------------------------------------------------------------------


def test_a_sender_that_is_not_the_own_doctor_sees_while_something_is_open(
    stranger, nancy, knee, municipal, service_of, reasons, later
):
    draft = actions.create_draft(actor=stranger, citizen=nancy, version=knee)
    actions.save_answers(draft, actor=stranger, values=ANSWERS)
    sent = actions.send(draft, actor=stranger, chosen=Chosen(service_of(municipal)))
    assert later(stranger)

    perform("withdraw", sent, actor=stranger, inputs=Inputs(text="Flyttet"))

    assert not later(stranger)
    assert Referral.objects.visible_to(stranger).get() == sent


def test_the_own_doctor_goes_on_seeing(sent, gp, later):
    perform("withdraw", sent, actor=gp, inputs=Inputs(text="Rask"))

    assert later(gp)


# Who may -----------------------------------------------------------------------------------------


def test_a_referral_is_forwarded_to_another(sent, municipal):
    same = Inputs(service=sent.service, reason_code="nearer")

    with pytest.raises(actions.TransitionRefused, match="allerede hos jer"):
        perform("forward", sent, actor=municipal, inputs=same)


@pytest.mark.parametrize(
    "inputs",
    [
        lambda: Inputs(service=Service.objects.get(name="Lægerne ved Søen")),
        lambda: Inputs(service=Service.objects.get(name="Ortopædkirurgi, Sygehus Sønderjylland")),
        lambda: Inputs(free_choice=True, destination="general_practice"),
        lambda: Inputs(free_choice=True, destination="hospital_orthopaedics"),
        lambda: Inputs(free_choice=True, destination="nowhere"),
    ],
    ids=["own doctor", "another region", "no referral", "no free choice", "no destination"],
)
def test_only_to_what_the_citizen_is_offered(sent, municipal, reasons, inputs):
    given = inputs()
    with pytest.raises(actions.TransitionRefused, match="tilbydes ikke borgeren") as refused:
        perform(
            "forward",
            sent,
            actor=municipal,
            inputs=Inputs(
                service=given.service,
                free_choice=given.free_choice,
                destination=given.destination,
                reason_code="nearer",
            ),
        )

    assert refused.value.field == "receiver"


def test_not_to_a_service_that_has_closed(sent, municipal, physio, service_of):
    Service.objects.filter(performer=physio.organisation).update(
        valid_to=timezone.localdate() - timedelta(days=1)
    )

    with pytest.raises(actions.TransitionRefused, match="tilbydes ikke borgeren"):
        perform(
            "forward",
            sent,
            actor=municipal,
            inputs=Inputs(service=service_of(physio), reason_code="nearer"),
        )


def test_a_closed_service_claims_nothing(open_referral, nancy, physio, service_of):
    closed = service_of(physio)
    Service.objects.filter(pk=closed.pk).update(valid_to=timezone.localdate() - timedelta(days=1))

    with pytest.raises(actions.TransitionRefused, match="ingen åben henvisning"):
        claim_by_cpr(actor=physio, cpr=nancy.full_cpr)
    with pytest.raises(actions.TransitionRefused, match="udbyder ikke"):
        perform("claim", open_referral, actor=physio, inputs=Inputs(service=closed))


@pytest.mark.parametrize(
    ("action", "code", "sentence"),
    [
        ("withdraw", "because", "findes ikke på listen"),
        ("withdraw", "no_capacity", "findes ikke på listen"),
        ("withdraw", "other_plan", "kræver en kommentar"),
        ("forward", "fits_better", "kræver en kommentar"),
    ],
)
def test_a_reason_is_one_of_the_list_also_where_one_may_write_instead(
    sent, gp, municipal, physio, service_of, action, code, sentence
):
    actor = gp if action == "withdraw" else municipal
    inputs = Inputs(reason_code=code, service=service_of(physio))

    with pytest.raises(actions.TransitionRefused, match=sentence):
        perform(action, sent, actor=actor, inputs=inputs)
