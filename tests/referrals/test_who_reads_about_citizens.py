"""Inside an organisation only those who work with citizens read about them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from citizens.models import Citizen
from courses.models import Course
from organisations.vocabulary import Role
from referrals import worklists
from referrals.models import Answer, Referral
from stratification.models import Assessment

CARE = (Role.CLINICIAN, Role.TRIAGER, Role.SECRETARY)
MODELS = (Citizen, Course, Referral, Answer, Assessment)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("side", ["gp", "municipal"])
def test_a_role_at_the_citizen_reads_and_no_other(request, sent, member_of, client_for, side, role):
    reader = member_of(request.getfixturevalue(side).organisation, role)

    seen = [model.objects.visible_to(reader).exists() for model in (Citizen, Course, Referral)]
    page = client_for(reader).get(reverse("referrals:detail", args=[sent.pk]))

    assert seen == [role in CARE] * 3
    assert page.status_code == (200 if role in CARE else 404)
    assert any(worklists.counts(reader, timezone.localdate()).values()) == (role in CARE)


def test_who_has_a_role_at_the_citizen_beside_another_reads(sent, municipal, member_of):
    both = member_of(municipal.organisation, Role.AUDITOR, Role.CLINICIAN)

    assert Referral.objects.visible_to(both).get() == sent


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_all_other_roles_together_see_no_row(sent, municipal, member_of, model):
    others = [role for role in Role if role not in CARE]

    assert not model.objects.visible_to(member_of(municipal.organisation, *others)).exists()
