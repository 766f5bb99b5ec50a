"""The citizen's strip of a page about one course: the same four facts on each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from citizens.models import Citizen
from courses.models import Course


def strip_of(course: Course, citizen: Citizen, *, joined: bool | None) -> dict[str, Any]:
    """What `citizens/_strip.html` needs; `joined` is None where no programme is in question."""
    period = course.coordinator
    name = period.organisation.name if period else ""
    if period and period.organisation_id == citizen.own_gp_id:
        name = _("Egen læge, %(name)s") % {"name": name}
    return {"citizen": citizen, "joined": joined, "coordinator": name}
