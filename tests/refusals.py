"""How a test says that the database must refuse a write."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """The write inside is refused by the constraint of this name (or a part of it)."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        yield
