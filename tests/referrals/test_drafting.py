"""A draft is stored answer by answer, advised on as it stands, and thrown away without a trace."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from organisations.vocabulary import Role
from pathways.models import Advice
from referrals import actions
from referrals.actions import TransitionRefused
from referrals.models import Answer, DraftChoice, Referral
from referrals.states import Status
from tests.referrals.reached import ANSWERS

pytestmark = pytest.mark.django_db


def test_a_referral_begun_twice_is_the_same_draft(gp, nancy, knee, empty):
    assert actions.create_draft(actor=gp, citizen=nancy, version=knee) == empty


def test_good_answers_are_saved_also_when_others_are_bad(gp, empty):
    wrong = actions.save_answers(
        empty, actor=gp, values={"side": "left", "bmi": 300, "xray": "purple"}
    )

    assert set(wrong) == {"bmi", "xray"}
    assert empty.facts() == {"side": "left"}


def test_an_answer_taken_back_is_unknown_again(gp, empty):
    actions.save_answers(empty, actor=gp, values={"side": "left"})

    actions.save_answers(empty, actor=gp, values={"side": None})

    assert empty.facts() == {}


@pytest.mark.parametrize("key", ["age", "group", "joined", "sessions_per_week", "nonsense"])
def test_only_what_a_phrase_asks_for_can_be_answered(gp, empty, key):
    assert key in actions.save_answers(empty, actor=gp, values={key: 1})
    assert empty.facts() == {}


def test_an_answer_goes_when_its_question_does(gp, empty):
    actions.save_answers(empty, actor=gp, values={"requested": ["other"]})
    actions.save_answers(empty, actor=gp, values={"requested_other": "Skinne til knæet"})

    actions.save_answers(empty, actor=gp, values={"requested": ["advice"]})

    assert empty.facts() == {"requested": ["advice"]}


def test_a_stranger_cannot_answer(stranger, empty):
    with pytest.raises(TransitionRefused):
        actions.save_answers(empty, actor=stranger, values={"side": "left"})


def test_a_sent_referral_cannot_be_changed(gp, sent):
    with pytest.raises(TransitionRefused, match="er sendt"):
        actions.save_answers(sent, actor=gp, values={"side": "left"})
    with pytest.raises(TransitionRefused, match="er sendt"):
        actions.save_choice(sent, actor=gp, receiver="kind:chiropractor")
    with pytest.raises(TransitionRefused, match="er sendt"):
        actions.confirm_answers(sent, actor=gp)


def test_a_returned_referral_can_be_mended(gp, municipal, sent):
    returned = actions.perform(
        "decline",
        sent,
        actor=municipal,
        inputs=actions.Inputs(reason_code="missing_information", text="Røntgen mangler"),
    )

    assert actions.save_answers(returned, actor=gp, values={"xray": "severe"}) == {}
    assert returned.facts()["xray"] == "severe"


# What is copied ---------------------------------------------------------------------------------


@pytest.fixture
def second(gp, nancy, knee, sent) -> Referral:
    """A new draft in a course with a sent referral."""
    return actions.create_draft(actor=gp, citizen=nancy, version=knee)


def test_what_the_definition_lets_be_copied_comes_from_the_latest_referral(second, sent, knee):
    copied = {
        fact.key
        for phrase in knee.parsed.phrases
        if phrase.prefill == "latest_referral"
        for fact in phrase.facts
    }

    assert "anamnesis" in copied
    assert second.facts() == {key: ANSWERS[key] for key in copied if key in ANSWERS}
    assert {answer.copied_from for answer in second.answers.all()} == {sent}
    assert not second.answers.filter(confirmed=True).exists()


def test_one_confirmation_confirms_all_that_was_copied(gp, second):
    actions.confirm_answers(second, actor=gp)

    assert not second.answers.filter(confirmed=False).exists()


def test_changing_a_copied_answer_confirms_it_and_forgets_where_it_came_from(gp, second):
    actions.save_answers(second, actor=gp, values={"anamnesis": "Nu også om natten."})

    answer = second.answers.get(key="anamnesis")
    assert answer.confirmed
    assert answer.copied_from is None


# Advice -----------------------------------------------------------------------------------------


def test_the_same_advice_is_kept_once(gp, draft):
    first = actions.advise(draft, actor=gp)
    again = actions.advise(Referral.objects.get(pk=draft.pk), actor=gp)

    assert again.advice == first.advice
    assert Advice.objects.count() == 1


def test_another_answer_is_other_advice_and_says_what_was_shown_before(gp, draft):
    first = actions.advise(draft, actor=gp)
    actions.save_answers(draft, actor=gp, values={"special_circumstances": ["none"]})

    second = actions.advise(draft, actor=gp)

    assert first.routing.destination == "municipal_training"
    assert second.routing.destination == "private_physiotherapist"
    assert second.before["destination"] == "municipal_training"
    assert Advice.objects.count() == 2


def test_free_text_that_no_rule_reads_is_not_copied_into_the_ledger(gp, draft):
    advised = actions.advise(draft, actor=gp)
    actions.save_answers(draft, actor=gp, values={"anamnesis": "Noget helt andet."})
    again = actions.advise(draft, actor=gp)

    assert "anamnesis" not in advised.advice.facts
    assert advised.facts["anamnesis"] == ANSWERS["anamnesis"]
    assert again.advice == advised.advice


def test_advice_of_another_day_is_kept_apart(gp, draft):
    today = timezone.localdate()
    actions.advise(draft, actor=gp, on=today)
    actions.advise(draft, actor=gp, on=today + timedelta(days=1))

    assert list(Advice.objects.order_by("on").values_list("on", flat=True)) == [
        today,
        today + timedelta(days=1),
    ]


# Throwing away ----------------------------------------------------------------------------------


def test_a_discarded_draft_leaves_the_course_and_the_advice(gp, draft):
    advised = actions.advise(draft, actor=gp)
    actions.save_choice(draft, actor=gp, reason="transport")
    course = draft.course

    actions.discard_draft(draft, actor=gp)

    assert not Referral.objects.filter(course=course).exists()
    assert not Answer.objects.exists()
    assert not DraftChoice.objects.exists()
    assert Advice.objects.filter(pk=advised.advice.pk).exists()
    course.refresh_from_db()


def test_a_sent_referral_is_not_discarded(gp, sent):
    with pytest.raises(TransitionRefused, match="trækkes tilbage"):
        actions.discard_draft(sent, actor=gp)


def test_a_stranger_discards_nothing(stranger, draft):
    with pytest.raises(TransitionRefused):
        actions.discard_draft(draft, actor=stranger)


def test_following_without_a_referral_keeps_the_choice_and_no_draft(gp, draft):
    actions.save_choice(draft, actor=gp, reason="patient_wish", text="Vil prøve selv først")

    actions.follow_without_referral(draft, actor=gp)

    advice = Advice.objects.get()
    assert advice.chosen_destination == "general_practice"
    assert advice.override_text == "Vil prøve selv først"
    assert not Referral.objects.exists()


def test_only_a_clinician_decides_to_follow_without_a_referral(gp, draft, member_of):
    secretary = member_of(gp.organisation, Role.SECRETARY)

    with pytest.raises(TransitionRefused, match="kliniker"):
        actions.follow_without_referral(draft, actor=secretary)

    assert Referral.objects.get(pk=draft.pk).status == Status.DRAFT


def test_a_definition_in_a_newer_version_does_not_change_a_running_course(gp, nancy, knee, sent):
    newer = knee.pathway.versions.create(
        number=knee.number + 1,
        definition=knee.definition,
        content_hash="another",
        state="published",
        valid_from=date(2026, 1, 1),
        published_at=timezone.now(),
    )

    draft = actions.create_draft(actor=gp, citizen=nancy, version=newer)

    assert draft.version == knee
