"""Words of a version's life (programme governance, PATHWAYS §10)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionState(TextChoices):
    """Where a version is on its way from draft to retired."""

    DRAFT = "draft", _("Kladde")
    IN_REVIEW = "in_review", _("Til gennemsyn")
    APPROVED = "approved", _("Godkendt")
    PUBLISHED = "published", _("Udgivet")
    SUPERSEDED = "superseded", _("Afløst")
    RETIRED = "retired", _("Udgået")


IMMUTABLE_STATES = frozenset(
    {VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.RETIRED}
)
