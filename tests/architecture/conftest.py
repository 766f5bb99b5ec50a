"""The states of a referral, which `objects.py` puts into addresses."""

from tests.referrals.conftest import (  # noqa: F401  (fixtures: naming them here is using them)
    accepted,
    completed,
    draft,
    finished,
    knee,
    open_referral,
    reasons,
    send_to,
    sent,
    service_of,
    started,
    treated,
)
