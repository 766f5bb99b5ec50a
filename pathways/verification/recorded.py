"""Which facts the work itself gives, and by which events: what indicators can count on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

RECORDED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "sessions_per_week": frozenset({"treatment_ended"}),
        "weeks_trained": frozenset({"treatment_ended"}),
        "education_given": frozenset({"treatment_ended"}),
        "pain_change": frozenset({"treatment_ended"}),
        "goals_reached": frozenset({"treatment_ended"}),
        "chosen_destination": frozenset({"referral_sent"}),
        "referred_to": frozenset({"referral_sent"}),
        "mri_ordered": frozenset({"mri_ordered"}),
        "sick_listed_week_8": frozenset({"checkpoint_held"}),
    }
)
"""By the key of an event fact, the events that can give it."""
