"""Advice that was acted on, in any number, and drafts to try on it."""

import copy
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from citizens.actions import register_citizen
from citizens.models import Citizen
from organisations.models import Membership, Municipality
from pathways.actions import record_advice, record_choice
from pathways.availability import availability
from pathways.definition import Definition
from pathways.models import Advice, Version
from pathways.replaying.counting import Ledger
from pathways.replaying.running import Asked
from pathways.routing import route

# Within the latest year, whenever the tests are run.
ON = timezone.localdate() - timedelta(days=26)

FACTS: dict[str, Any] = {
    "age": 70,
    "sex": "female",
    "group": 1,
    "joined": True,
    "requested": ["supervised_training"],
    "tried_so_far": ["none"],
    "special_circumstances": ["none"],
}
NURSED = FACTS | {"special_circumstances": ["home_nursing"]}
CARED = FACTS | {"special_circumstances": ["home_care"]}


def citizens(actor: Membership, municipality: Municipality, number: int) -> list[Citizen]:
    """So many citizens of a municipality."""
    first = Citizen.objects.count()
    return [
        register_citizen(
            actor,
            cpr_text=f"{61 + place % 28:02d}0{1 + place // 28 % 9}50-{1000 + place:04d}",
            given_name="Test",
            family_name="Borger",
            municipality=municipality,
            own_gp=actor.organisation,
        )
        for place in range(first, first + number)
    ]


def acted_on(
    actor: Membership,
    version: Version,
    citizen: Citizen,
    facts: Mapping[str, Any],
    *,
    chosen: str = "",
    reason: str = "",
    on: date = ON,
) -> Advice:
    """Advice as the form gives and keeps it, and the choice it led to (the advice itself)."""
    offers = availability(version, citizen.municipality, on)
    routing = route(version.parsed, dict(facts), offers.by_destination)
    advice = record_advice(
        actor=actor,
        version=version,
        facts=facts,
        available=offers.to_data(),
        on=on,
        routing=routing,
        citizen=citizen,
    )
    return record_choice(advice, chosen=chosen or routing.destination, override_reason=reason)


def changed(version: Version, *changes: Callable[[dict[str, Any]], None]) -> Definition:
    """The version's definition with something changed."""
    return Definition.from_data(document(version, *changes))


def document(version: Version, *changes: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    data: dict[str, Any] = copy.deepcopy(version.definition)
    for change in changes:
        change(data)
    return data


def rule(data: dict[str, Any], key: str) -> dict[str, Any]:
    return next(one for one in data["rules"] if one["key"] == key)


def only_home_care(data: dict[str, Any]) -> None:
    """K1 no longer holds for those with home nursing alone."""
    rule(data, "K1")["when"]["has_any"] = ["home_care"]


def asked(version: Version, new: Definition) -> Asked:
    """The draft over everything advised under the version."""
    ledger = Ledger.of([version.pk], date(2020, 1, 1), date(2030, 1, 1))
    return Asked(version.parsed, new, version.pk, ledger, (version.parsed,))
