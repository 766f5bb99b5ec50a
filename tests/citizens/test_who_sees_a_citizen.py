"""An organisation sees a citizen only while it has a relation to the citizen, on a named ground."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from citizens import actions
from citizens.models import CareRelation, Citizen, Consent, Opposition
from citizens.vocabulary import ConsentPurpose, Ground
from organisations.vocabulary import Role

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(TODAY, tick=False):
        yield


def sees(actor, citizen) -> bool:
    return Citizen.objects.visible_to(actor).filter(pk=citizen.pk).exists()


def test_the_own_gp_sees_and_nobody_else_does(nancy, gp, physio, municipal, planner, stranger):
    assert sees(gp, nancy)
    assert not any(sees(actor, nancy) for actor in (physio, municipal, planner, stranger))


@pytest.mark.parametrize("ground", Ground.values)
def test_every_ground_lets_the_organisation_see(nancy, physio, ground):
    actions.ensure_care_relation(nancy, physio.organisation, ground, TODAY)

    assert sees(physio, nancy)


def test_several_grounds_show_the_citizen_once(nancy, physio):
    for ground in Ground.values:
        actions.ensure_care_relation(nancy, physio.organisation, ground, TODAY)

    assert Citizen.objects.visible_to(physio).count() == 1


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), True),
        (date(2026, 12, 1), True),
        (date(2026, 12, 2), False),
    ],
    ids=["day before", "first day", "last day", "day after"],
)
def test_a_relation_holds_from_its_first_day_to_its_last(nancy, physio, day, expected):
    actions.ensure_care_relation(
        nancy, physio.organisation, Ground.CLAIMED, TODAY, until=date(2026, 12, 1)
    )

    with time_machine.travel(day):
        assert sees(physio, nancy) is expected


def test_asking_again_keeps_the_one_relation_and_makes_it_last_longer(nancy, physio):
    until = date(2026, 12, 1)
    ask = [nancy, physio.organisation, Ground.LOOKED_UP]
    first = actions.ensure_care_relation(*ask, TODAY, until=until)
    shorter = actions.ensure_care_relation(*ask, TODAY, until=until - timedelta(days=5))
    longer = actions.ensure_care_relation(*ask, TODAY, until=until + timedelta(days=5))
    for_good = actions.ensure_care_relation(*ask, TODAY)

    assert {first.pk} == {shorter.pk, longer.pk, for_good.pk}
    assert (shorter.valid_to, longer.valid_to, for_good.valid_to) == (
        date(2026, 12, 1),
        date(2026, 12, 6),
        None,
    )


def test_one_that_has_ended_is_followed_by_a_new_one(nancy, physio):
    actions.ensure_care_relation(nancy, physio.organisation, Ground.CLAIMED, date(2026, 1, 1))
    actions.end_care_relation(nancy, physio.organisation, Ground.CLAIMED, date(2026, 2, 1))
    actions.ensure_care_relation(nancy, physio.organisation, Ground.CLAIMED, TODAY)

    assert CareRelation.objects.filter(ground=Ground.CLAIMED).count() == 2
    assert sees(physio, nancy)


def test_ending_one_ground_leaves_the_others(nancy, physio):
    actions.ensure_care_relation(nancy, physio.organisation, Ground.CLAIMED, date(2026, 1, 1))
    actions.ensure_care_relation(nancy, physio.organisation, Ground.SHARED_PLAN, date(2026, 1, 1))
    yesterday = TODAY - timedelta(days=1)

    ended = actions.end_care_relation(nancy, physio.organisation, Ground.CLAIMED, yesterday)

    assert ended == 1
    assert sees(physio, nancy)
    assert actions.end_care_relation(nancy, physio.organisation, Ground.CLAIMED, yesterday) == 0


def test_a_new_own_gp_takes_over_from_the_day(nancy, gp, stranger):
    with time_machine.travel(TODAY + timedelta(days=10)):
        moved = actions.change_own_gp(nancy, stranger.organisation, timezone.localdate())

        assert moved.own_gp == stranger.organisation
        assert sees(stranger, nancy)
        assert not sees(gp, nancy)


def test_moving_on_the_day_one_was_registered_leaves_no_trace_of_a_relation(nancy, gp, stranger):
    actions.change_own_gp(nancy, stranger.organisation, TODAY)

    assert not sees(gp, nancy)
    assert not CareRelation.objects.filter(organisation=gp.organisation).exists()


def test_the_same_own_gp_again_changes_nothing(nancy, gp):
    before = list(CareRelation.objects.values())

    actions.change_own_gp(nancy, gp.organisation, TODAY)

    assert list(CareRelation.objects.values()) == before


def test_an_objection_hides_what_was_looked_up_but_not_ones_own_patient(nancy, gp, physio):
    actions.ensure_care_relation(nancy, physio.organisation, Ground.LOOKED_UP, TODAY)
    actions.record_opposition(gp, nancy, on=TODAY)

    assert not sees(physio, nancy)
    assert sees(gp, nancy)


def test_an_objection_does_not_take_a_referral_from_its_receiver(nancy, gp, physio):
    actions.ensure_care_relation(nancy, physio.organisation, Ground.REFERRAL_RECEIVED, TODAY)
    actions.record_opposition(gp, nancy, on=TODAY, organisation=physio.organisation)

    assert sees(physio, nancy)


def test_an_objection_to_one_organisation_leaves_the_others(nancy, gp, physio, municipal):
    for actor in (physio, municipal):
        actions.ensure_care_relation(nancy, actor.organisation, Ground.SHARED_PLAN, TODAY)
    actions.record_opposition(gp, nancy, on=TODAY, organisation=physio.organisation)

    assert not sees(physio, nancy)
    assert sees(municipal, nancy)


def test_relations_consents_and_objections_follow_the_citizen(nancy, gp, physio, stranger):
    actions.record_opposition(gp, nancy, on=TODAY, organisation=physio.organisation)
    consent = actions.record_consent(
        gp, nancy, ConsentPurpose.AUDIT, on=TODAY, organisation=gp.organisation
    )

    assert Opposition.objects.visible_to(gp).count() == 1
    assert Consent.objects.visible_to(gp).get() == consent
    assert CareRelation.objects.visible_to(gp).count() == 1
    for model in (Opposition, Consent, CareRelation):
        assert not model.objects.visible_to(stranger).exists()


def test_the_same_consent_is_given_once(nancy, gp):
    given = [
        actions.record_consent(
            gp, nancy, ConsentPurpose.AUDIT, on=TODAY, organisation=gp.organisation
        )
        for _ in range(2)
    ]

    assert given[0] == given[1]


def test_a_list_of_visible_citizens_is_one_query(
    nancy, max_, gp, member_of, django_assert_num_queries
):
    secretary = member_of(gp.organisation, Role.SECRETARY)

    with django_assert_num_queries(1):
        seen = list(Citizen.objects.visible_to(secretary).select_related("municipality"))

    assert seen == [max_, nancy]
