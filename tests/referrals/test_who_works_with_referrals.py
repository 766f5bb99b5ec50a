"""Members who are there for something else than the citizens write nothing, on either side."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from organisations.models import Membership
from organisations.vocabulary import Role
from referrals import actions
from referrals.actions import TransitionRefused
from referrals.models import Answer, Attachment, EpicrisisDraft, Goal, Referral, Session
from tests.referrals.over_time import people  # noqa: F401  (a fixture)

pytestmark = pytest.mark.django_db

OTHERS = [Role.PLANNER, Role.PATHWAY_EDITOR, Role.AUDITOR, Role.ORGANISATION_ADMINISTRATOR]


@pytest.fixture
def writer(gp, member_of) -> Membership:
    """Somebody at the practice with every role but those of the staff."""
    return member_of(gp.organisation, *OTHERS)


@pytest.fixture
def recorder(municipal, member_of) -> Membership:
    """The same at the training unit."""
    return member_of(municipal.organisation, *OTHERS)


def test_no_draft_is_begun(writer, people, knee):  # noqa: F811
    with pytest.raises(TransitionRefused, match="Din rolle"):
        actions.create_draft(actor=writer, citizen=people[0], version=knee)

    assert not Referral.objects.exists()


def test_who_is_not_there_for_citizens_is_not_told_that_there_is_one(
    writer, nancy, knee, client_for
):
    answer = client_for(writer).post(
        "/referrals/new/", {"citizen": str(nancy.pk), "pathway": knee.pathway.key}
    )

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "write",
    [
        lambda draft, by: actions.save_answers(draft, actor=by, values={"side": "left"}),
        lambda draft, by: actions.save_choice(draft, actor=by, reason="transport"),
        lambda draft, by: actions.confirm_answers(draft, actor=by),
        lambda draft, by: actions.discard_draft(draft, actor=by),
        lambda draft, by: actions.attach(
            draft, actor=by, file=SimpleUploadedFile("a.pdf", b"%PDF-1.7 ")
        ),
    ],
    ids=["answers", "choice", "confirmation", "discarding", "file"],
)
def test_nothing_is_written_in_a_draft(writer, draft, write):
    assert not actions.writable_by(draft, writer)
    with pytest.raises(TransitionRefused):
        write(draft, writer)

    assert Answer.objects.get(referral=draft, key="side").value == "right"
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "write",
    [
        lambda one, by: actions.record_session(
            one, actor=by, held_on=timezone.localdate(), kind="individual"
        ),
        lambda one, by: actions.set_plan(one, actor=by, plan="Ny plan"),
        lambda one, by: actions.set_goal(one, actor=by, text="Nyt mål"),
        lambda one, by: actions.record_measurement(
            one,
            actor=by,
            instrument="nrs_pain",
            value=Decimal(3),
            measured_on=timezone.localdate(),
        ),
        lambda one, by: actions.save_epicrisis_draft(one, actor=by, content={"reason": "Knæ"}),
    ],
    ids=["session", "plan", "goal", "measurement", "epicrisis"],
)
def test_nothing_is_recorded_in_a_treatment(recorder, started, write):
    with pytest.raises(TransitionRefused, match="Din rolle"):
        write(started, recorder)

    assert not Session.objects.exists()
    assert not Goal.objects.exists()
    assert not EpicrisisDraft.objects.exists()


def test_a_secretary_writes_and_records(gp, municipal, member_of, draft, started):
    secretary = member_of(municipal.organisation, Role.SECRETARY)

    assert actions.set_plan(started, actor=secretary, plan="Plan").plan == "Plan"


def test_nobody_reads_by_copying_what_they_can_not_read(stranger, sent, nancy, knee):
    """Another practice writes in the same course: it sees no referral there, and copies none."""
    draft = actions.create_draft(actor=stranger, citizen=nancy, version=knee)

    assert draft.course == sent.course
    assert not draft.answers.exists()
