"""When the checkpoints of a course fall: weeks since first contact. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from pathways.definition_parts.care import Checkpoint


def checkpoint_dates(checkpoints: Iterable[Checkpoint], first_contact: date) -> dict[str, date]:
    """Due day by key. The first contact itself (week 0) is no control still to come."""
    return {
        one.key: first_contact + timedelta(weeks=one.week) for one in checkpoints if one.week > 0
    }
