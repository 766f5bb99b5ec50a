"""Every write to what was agreed: loading definitions and keeping the ledger of advice."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from citizens.models import Citizen
from organisations.models import Membership
from pathways.definition import Definition, content_hash
from pathways.models import Advice, Pathway, Version
from pathways.routing import Routing
from pathways.vocabulary import VersionState


@transaction.atomic
def load_definition(text: str, *, valid_from: date | None = None) -> tuple[Version, bool]:
    """Load a shipped definition (YAML) as a published version. Returns (version, is new).

    Safe to repeat: a document whose content is already a version changes nothing; changed
    content becomes the next version and supersedes the one before, which holds until the new
    one does when that begins later than today. Raises DefinitionError with every problem and
    its place, and writes nothing then.
    """
    definition = Definition.from_yaml(text)
    pathway, _created = Pathway.objects.update_or_create(
        key=definition.key,
        defaults={"title_da": definition.title.da, "title_en": definition.title.en},
    )
    Pathway.objects.select_for_update().get(pk=pathway.pk)
    digest = content_hash(definition)
    same = pathway.versions.filter(content_hash=digest).first()
    if same is not None:
        return same, False
    now = timezone.now()
    latest = pathway.versions.order_by("-number").first()
    governance = definition.governance
    holds_from = valid_from or governance.valid_from or timezone.localdate()
    if holds_from <= timezone.localdate():
        pathway.versions.filter(state=VersionState.PUBLISHED).update(state=VersionState.SUPERSEDED)
    version = Version.objects.create(
        pathway=pathway,
        number=latest.number + 1 if latest else 1,
        definition=definition.to_data(),
        content_hash=digest,
        state=VersionState.PUBLISHED,
        valid_from=holds_from,
        committee=governance.committee,
        approved_on=governance.approved_on,
        published_at=now,
    )
    return version, True


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
