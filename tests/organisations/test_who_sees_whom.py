"""One sees one's own organisation's members; a miss is answered as if nothing were there."""

import uuid

import pytest
from django.http import Http404

from organisations.access import visible_or_404
from organisations.models import Membership, User
from organisations.vocabulary import Role


def test_members_see_the_memberships_and_users_of_their_organisation(gp, physio, member_of):
    secretary = member_of(gp.organisation, Role.SECRETARY)

    assert set(Membership.objects.visible_to(gp)) == {gp, secretary}
    assert set(User.objects.visible_to(secretary)) == {gp.user, secretary.user}
    assert physio.user not in User.objects.visible_to(gp)


def test_a_superuser_sees_no_more_than_the_membership_gives(gp, physio):
    gp.user.is_superuser = True
    gp.user.save()

    assert physio not in Membership.objects.visible_to(gp)


def test_what_one_may_not_see_is_not_found(gp, physio):
    with pytest.raises(Http404):
        visible_or_404(Membership.objects, gp, pk=physio.pk)

    assert visible_or_404(Membership.objects, gp, pk=gp.pk) == gp


@pytest.mark.parametrize("wrong", ["not-a-uuid", "", uuid.uuid4()])
def test_a_malformed_id_is_not_found_like_any_other(nancy, gp, wrong):
    with pytest.raises(Http404):
        visible_or_404(type(nancy).objects, gp, pk=wrong)


def test_roles_are_asked_for_by_name(municipal):
    assert municipal.has_role(Role.TRIAGER)
    assert municipal.has_role(Role.PLANNER, Role.CLINICIAN)
    assert not municipal.has_role(Role.PLANNER)


def test_changes_to_a_membership_are_kept_for_investigation(gp):
    gp.roles = [Role.CLINICIAN, Role.AUDITOR]
    gp.save()

    assert [h.roles for h in gp.history.all()] == [
        [Role.CLINICIAN, Role.AUDITOR],
        [Role.CLINICIAN],
    ]
