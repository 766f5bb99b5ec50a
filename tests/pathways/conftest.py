"""Random tests run without a deadline: the machine may be busy with other things."""

from hypothesis import settings

from tests.referrals.conftest import knee  # noqa: F401  (a fixture: naming it is using it)

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
