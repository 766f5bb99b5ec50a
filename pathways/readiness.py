"""What stands in the way of a version's review and publication, and what is to be looked at."""

from django.utils import timezone

from pathways.models import Version
from pathways.surroundings import surroundings
from pathways.verification import Finding, verify


def findings_of(version: Version) -> tuple[Finding, ...]:
    """All findings of the version's document as things are today; errors first. Proves: seconds."""
    return verify(version.definition, surroundings(version.pathway.key, timezone.localdate()))
