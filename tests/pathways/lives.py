"""Versions brought through their life by the real actions."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from organisations.models import Membership
from pathways.actions import approve, publish, save_draft, send_for_review, start_draft
from pathways.models import Version

Change = Callable[[dict[str, Any]], None]


def retitled(document: dict[str, Any]) -> None:
    """The smallest change that moves nobody."""
    document["premise"]["da"] += " (Justeret.)"


def drafted(version: Version, writer: Membership, change: Change = retitled) -> Version:
    """A draft of the version, changed."""
    draft = start_draft(actor=writer, based_on=version)
    document = copy.deepcopy(draft.definition)
    change(document)
    return save_draft(actor=writer, draft=draft, document=document, revision=draft.revision)


def reviewed(version: Version, writer: Membership, change: Change = retitled) -> Version:
    """A draft under review."""
    return send_for_review(actor=writer, version=drafted(version, writer, change))


def approved(
    version: Version, writer: Membership, colleague: Membership, change: Change = retitled
) -> Version:
    """A draft that a colleague has approved for the committee."""
    return approve(
        actor=colleague,
        version=reviewed(version, writer, change),
        committee="Sundhedskoordinationsudvalget",
        approved_on=timezone.localdate(),
    )


def published(
    version: Version,
    writer: Membership,
    colleague: Membership,
    change: Change = retitled,
    valid_from: date | None = None,
) -> Version:
    """The next version, in force from today or from the date given."""
    return publish(
        actor=colleague,
        version=approved(version, writer, colleague, change),
        valid_from=valid_from or timezone.localdate(),
    )
