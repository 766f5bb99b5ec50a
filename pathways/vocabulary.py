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
    DISCARDED = "discarded", _("Kasseret")


IMMUTABLE_STATES = frozenset(
    {VersionState.PUBLISHED, VersionState.SUPERSEDED, VersionState.RETIRED}
)


class PathwayEventKind(TextChoices):
    """What can be done to a pathway, a version or an adoption."""

    LOADED = "loaded", _("Indlæst")
    DRAFT_STARTED = "draft_started", _("Kladde begyndt")
    DRAFT_CHANGED = "draft_changed", _("Kladde ændret")
    DRAFT_DISCARDED = "draft_discarded", _("Kladde kasseret")
    IMPORTED = "imported", _("Importeret")
    SENT_FOR_REVIEW = "sent_for_review", _("Sendt til gennemsyn")
    COMMENTED = "commented", _("Kommenteret")
    COMMENT_RESOLVED = "comment_resolved", _("Kommentar afsluttet")
    TAKEN_BACK = "taken_back", _("Taget tilbage til kladde")
    APPROVED = "approved", _("Godkendt")
    PUBLISHED = "published", _("Udgivet")
    SUPERSEDED = "superseded", _("Afløst")
    RETIRED = "retired", _("Udgået")
    ASSESSED = "assessed", _("Årlig vurdering")
    JOINED = "joined", _("Kommune tilsluttet")
    WITHDRAWN = "withdrawn", _("Kommune udtrådt")
    REPLAYED = "replayed", _("Prøvet på tidligere henvisninger")


class AssessmentConclusion(TextChoices):
    """What the yearly assessment came to."""

    KEEP = "keep", _("Fortsætter uændret")
    ADJUST = "adjust", _("Skal justeres")
    REVISE = "revise", _("Skal revideres helt")


class ReplayState(TextChoices):
    """How far a replay is."""

    QUEUED = "queued", _("Venter")
    RUNNING = "running", _("Kører")
    DONE = "done", _("Færdig")
    CANCELLED = "cancelled", _("Annulleret")
    FAILED = "failed", _("Mislykkedes")
