"""Loading the shipped reason codes; safe to repeat."""

from datetime import date

from django.db import transaction

from referrals.models import ReasonCode
from referrals.reason_codes import REASONS

SINCE = date(2020, 1, 1)


@transaction.atomic
def load_reason_codes() -> int:
    """Add the shipped reasons that are not there; what an administrator has changed stays.

    Returns how many were added.
    """
    known = set(ReasonCode.objects.values_list("action", "key"))
    added = ReasonCode.objects.bulk_create(
        ReasonCode(
            action=reason.action,
            key=reason.key,
            label_da=reason.label_da,
            label_en=reason.label_en,
            comment_required=reason.comment,
            effect=reason.effect,
            order=order,
            valid_from=SINCE,
        )
        for order, reason in enumerate(REASONS)
        if (reason.action, reason.key) not in known
    )
    return len(added)
