"""Every test of this folder can have a referral in any state, today or over some weeks."""

from tests.referrals.at_the_form import *  # noqa: F403
from tests.referrals.over_time import *  # noqa: F403
from tests.referrals.reached import *  # noqa: F403
