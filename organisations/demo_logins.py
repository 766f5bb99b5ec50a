"""The demonstration's accounts, for the log-in page in demo mode and for nowhere else."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from organisations.demo import DEMO_DOMAIN
from organisations.models import Membership
from organisations.periods import valid_on_q


@dataclass(frozen=True)
class DemoLogin:
    """One account a visitor may use: who, for whom, and with which e-mail."""

    email: str
    name_and_title: str
    organisation: str


def demo_logins() -> list[DemoLogin]:
    """The accounts of the demonstration in the order they were made; none outside demo mode."""
    if not settings.DEMO_MODE:
        return []
    memberships = (
        Membership.objects.filter(
            valid_on_q(timezone.localdate()),
            user__email__endswith=DEMO_DOMAIN,
            user__is_active=True,
        )
        .select_related("user", "organisation")
        .order_by("id")
    )
    return [
        DemoLogin(m.user.email, m.user.name_and_title, m.organisation.name_and_place)
        for m in memberships
    ]
