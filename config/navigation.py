"""Which rooms the header leads to, by organisation and role, and who is acting."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.vocabulary import OrganisationKind, Role


@dataclass(frozen=True)
class Room:
    """A room with a door in the header."""

    label: str | Promise
    url_name: str


@dataclass(frozen=True)
class Entry:
    """One door as it is drawn: `current` is "page" in the room itself, "true" further in."""

    label: str
    url: str
    current: str


MY_WORKLIST = Room(_("Min arbejdsliste"), "referrals:start")
REFERRALS = Room(_("Henvisninger"), "referrals:worklists")
INBOX = Room(_("Indbakke"), "referrals:worklists")
TREATMENTS = Room(_("Behandlinger"), "referrals:treatments")
PATHWAYS = Room(_("Programmer"), "pathways:list")
OVERVIEW = Room(_("Overblik"), "monitoring:dashboard")

EVERY_ROOM = (MY_WORKLIST, REFERRALS, INBOX, TREATMENTS, PATHWAYS, OVERVIEW)

_REFERRER = (MY_WORKLIST, REFERRALS, PATHWAYS, OVERVIEW)
_RECEIVER = (INBOX, TREATMENTS, PATHWAYS, OVERVIEW)
_BY_ROLE: dict[str, tuple[Room, ...]] = {
    Role.PLANNER: (OVERVIEW, PATHWAYS),
    Role.PATHWAY_EDITOR: (PATHWAYS,),
    Role.AUDITOR: (PATHWAYS,),
    Role.ORGANISATION_ADMINISTRATOR: (PATHWAYS,),
}
_AT_THE_PATIENT = (Role.CLINICIAN, Role.TRIAGER, Role.SECRETARY)


def rooms(organisation_kind: str, roles: Iterable[str]) -> tuple[Room, ...]:
    """The rooms of a member with `roles`, each once: those at the patient first."""
    held = set(roles)
    found: list[Room] = []
    if held.intersection(_AT_THE_PATIENT):
        at_gp = organisation_kind == OrganisationKind.GENERAL_PRACTICE
        found.extend(_REFERRER if at_gp else _RECEIVER)
    for role, more in _BY_ROLE.items():
        if role in held:
            found.extend(more)
    return tuple(dict.fromkeys(found))


def entries(of: Iterable[Room], path: str) -> list[Entry]:
    """The rooms as doors, seen from `path`: at most one is current, the one deepest in."""
    doors = []
    for room in of:
        with suppress(NoReverseMatch):  # rooms are built one by one
            doors.append((str(room.label), reverse(room.url_name)))
    here = max((url for _label, url in doors if path.startswith(url)), key=len, default="")
    return [
        Entry(label, url, ("page" if path == url else "true") if url == here else "")
        for label, url in doors
    ]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every template: the doors, the acting membership and the user's other memberships."""
    actor = getattr(request, "actor", None)
    doors = rooms(actor.organisation.kind, actor.roles) if actor is not None else ()
    return {
        "navigation": entries(doors, request.path),
        "actor": actor,
        "other_memberships": getattr(request, "other_memberships", []),
    }
