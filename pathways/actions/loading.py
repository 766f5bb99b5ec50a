"""Loading the shipped definitions."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from pathways.definition import Definition, content_hash
from pathways.events import record_event
from pathways.models import Pathway, Version
from pathways.superseding import mark_superseded
from pathways.vocabulary import PathwayEventKind, VersionState


@transaction.atomic
def load_definition(text: str, *, valid_from: date | None = None) -> tuple[Version, bool]:
    """Load a shipped definition (YAML) as a published version. Returns (version, is new).

    Safe to repeat: a document whose content is already a version changes nothing; changed
    content becomes the next version and supersedes the one before, which holds until the new
    one does when that begins later than today. Where a version written here holds, the shipped one
    becomes a draft instead: what a committee agreed is not replaced by an upgrade. Raises
    DefinitionError with every problem and its place, and writes nothing then.
    """
    definition = Definition.from_yaml(text)
    pathway, _created = Pathway.objects.get_or_create(
        key=definition.key,
        defaults={"title_da": definition.title.da, "title_en": definition.title.en},
    )
    Pathway.objects.select_for_update().get(pk=pathway.pk)
    digest = content_hash(definition)
    same = pathway.versions.filter(content_hash=digest, author__isnull=True).first()
    if same is not None:
        return same, False
    latest = pathway.versions.order_by("-number").first()
    version = Version(
        pathway=pathway,
        number=latest.number + 1 if latest else 1,
        definition=definition.to_data(),
        content_hash=digest,
    )
    if pathway.versions.filter(state=VersionState.PUBLISHED, author__isnull=False).exists():
        version.save()
    else:
        _publish(version, definition, valid_from)
    record_event(PathwayEventKind.LOADED, pathway=pathway, version=version, by=None)
    return version, True


def _publish(version: Version, definition: Definition, valid_from: date | None) -> None:
    governance, pathway = definition.governance, version.pathway
    today = timezone.localdate()
    version.state = VersionState.PUBLISHED
    version.valid_from = valid_from or governance.valid_from or today
    version.committee = governance.committee
    version.approved_on = governance.approved_on
    version.published_at = timezone.now()
    if version.valid_from <= today:
        mark_superseded(pathway.versions.filter(state=VersionState.PUBLISHED), by=version)
    version.save()
    Pathway.objects.filter(pk=pathway.pk).update(
        title_da=definition.title.da, title_en=definition.title.en
    )
