"""Keeping the ledger of advice: what was shown, and what was chosen."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from citizens.models import Citizen
from organisations.models import Membership
from pathways.models import Advice, Version
from pathways.routing import Routing


def record_advice(
    *,
    actor: Membership,
    version: Version,
    facts: Mapping[str, Any],
    available: Mapping[str, Any],
    on: date,
    routing: Routing,
    citizen: Citizen | None = None,
) -> Advice:
    """Keep one piece of advice in the ledger, as it was shown."""
    return Advice.objects.create(
        version=version,
        organisation=actor.organisation,
        membership=actor,
        citizen=citizen,
        facts=dict(facts),
        available=dict(available),
        on=on,
        result=routing.to_data(),
        destination=routing.destination,
        provisional=routing.provisional,
    )


def record_choice(
    advice: Advice, *, chosen: str, override_reason: str = "", override_text: str = ""
) -> Advice:
    """Keep what the doctor and the patient chose, and why when it was not the advice."""
    advice.chosen_destination = chosen
    advice.override_reason = override_reason
    advice.override_text = override_text
    advice.save(update_fields=["chosen_destination", "override_reason", "override_text"])
    return advice
