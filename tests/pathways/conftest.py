"""The knee definition, as the tests of referrals load it."""

from tests.referrals.conftest import knee  # noqa: F401  (a fixture: naming it is using it)
