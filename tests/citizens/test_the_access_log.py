"""Who read what about whom is written once, and cannot be changed or removed."""

import uuid

import pytest

from citizens import actions
from citizens.models import AccessLog
from citizens.vocabulary import What
from organisations.vocabulary import Role
from tests.refusals import refused


@pytest.fixture
def line(gp, nancy) -> AccessLog:
    return actions.record_access(gp, nancy, What.EPICRISIS, uuid.uuid4(), reason="Læst")


def test_a_line_cannot_be_changed(line):
    with refused("written once"):
        AccessLog.objects.filter(pk=line.pk).update(reason="Noget andet")


def test_a_line_cannot_be_removed(line):
    with refused("written once"):
        line.delete()


def test_reading_a_list_is_one_insert_with_a_line_per_citizen(
    gp, nancy, max_, django_assert_num_queries
):
    with django_assert_num_queries(1):
        written = actions.record_access_many(gp, [nancy, max_.pk, nancy], What.LIST)

    assert written == 2
    lines = AccessLog.objects.filter(what=What.LIST)
    assert {line.citizen_id for line in lines} == {nancy.pk, max_.pk}
    assert len({line.at for line in lines}) == 1


def test_an_empty_list_writes_nothing(gp, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert actions.record_access_many(gp, [], What.LIST) == 0


def test_an_auditor_sees_what_the_own_organisation_has_read(line, gp, physio, member_of, nancy):
    auditor = member_of(gp.organisation, Role.AUDITOR)
    elsewhere = member_of(physio.organisation, Role.AUDITOR)

    assert line in AccessLog.objects.visible_to(auditor)
    assert not AccessLog.objects.visible_to(elsewhere).exists()


def test_nobody_else_sees_the_log(line, gp, planner, stranger):
    assert not any(
        AccessLog.objects.visible_to(actor).exists() for actor in (gp, planner, stranger, None)
    )


@pytest.mark.parametrize("what", [What.LIST, What.REVEAL_CPR, What.REFERRAL])
def test_only_a_look_up_may_name_nobody(gp, what):
    with refused("access_log_names_the_citizen"):
        AccessLog.objects.create(
            user=gp.user, membership=gp, organisation=gp.organisation, what=what
        )


def test_what_was_read_is_one_of_the_known_words(gp, nancy):
    with refused("access_log_what_is_known"):
        actions.record_access(gp, nancy, "gossip")
