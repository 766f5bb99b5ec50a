"""The group a citizen was in when the referral was sent; a later one does not change it."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import OuterRef, Subquery

from referrals.models import Referral
from stratification.models import Assessment

GROUP_FACTS = frozenset({"group"})


def groups_when_sent(ids: Sequence[UUID]) -> Iterator[tuple[UUID, int]]:
    """By referral the group of the latest assessment at its sending, where there was one."""
    then = Assessment.objects.filter(
        course=OuterRef("course"), made_at__lte=OuterRef("sent_at")
    ).order_by("-made_at", "-pk")
    rows = (
        Referral.objects.filter(pk__in=ids)
        .annotate(group=Subquery(then.values("group")[:1]))
        .filter(group__isnull=False)
        .values_list("pk", "group")
        .order_by()
    )
    yield from rows.iterator()
