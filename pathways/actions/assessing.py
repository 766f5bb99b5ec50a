"""The yearly assessment of the need for adjustment (lbp-sj §6.1)."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Membership
from pathways.actions.naming import must_name_nobody
from pathways.actions.refusals import PathwayRefused
from pathways.events import record_event
from pathways.life import EDITORS
from pathways.models import Pathway, YearlyAssessment
from pathways.vocabulary import AssessmentConclusion, PathwayEventKind


def assess_year(
    *, actor: Membership, pathway: Pathway, conclusion: str, text: str = ""
) -> YearlyAssessment:
    """Keep this year's assessment; one a year. Raises PathwayRefused."""
    if not EDITORS & set(actor.roles):
        raise PathwayRefused(_("Kun programredaktører kan gemme den årlige vurdering."))
    if conclusion not in AssessmentConclusion.values:
        raise PathwayRefused(_("Vælg, hvad vurderingen førte til."), "conclusion")
    if conclusion != AssessmentConclusion.KEEP and not text.strip():
        raise PathwayRefused(_("Skriv, hvad der skal ændres."), "text")
    must_name_nobody(text, "text")
    year = timezone.localdate().year
    try:
        with transaction.atomic():
            made = YearlyAssessment.objects.create(
                pathway=pathway,
                year=year,
                conclusion=conclusion,
                text=text.strip(),
                by=actor.user,
            )
            record_event(
                PathwayEventKind.ASSESSED,
                pathway=pathway,
                by=actor,
                note=text.strip(),
                data={"year": year, "conclusion": conclusion},
            )
    except IntegrityError as taken:
        raise PathwayRefused(
            _("Vurderingen for %(year)s er allerede gemt.") % {"year": year}
        ) from taken
    return made
