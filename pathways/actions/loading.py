"""Loading the shipped definitions."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from pathways.actions.events import record_event
from pathways.definition import Definition, content_hash
from pathways.models import Pathway, Version
from pathways.vocabulary import PathwayEventKind, VersionState


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
    record_event(PathwayEventKind.LOADED, pathway=pathway, version=version, by=None)
    return version, True
