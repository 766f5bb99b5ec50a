"""Who is asked to do what, and did they: referral, treatment and epicrisis."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    verbose_name = "Henvisninger"
