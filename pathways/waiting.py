"""What waits for a pathway editor: drafts to review, own drafts, yearly assessments due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Membership
from pathways.models import Pathway, Version
from pathways.vocabulary import VersionState

UNPUBLISHED = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED)


@dataclass(frozen=True)
class Waiting:
    """One thing to do: what, about which pathway, where, and whether it is the reader's turn."""

    label: str
    about: str
    note: str
    url: str
    is_turn: bool


def waiting_for(editor: Membership) -> list[Waiting]:
    """All that waits, what is the editor's turn first. A fixed number of queries."""
    versions = (
        Version.objects.filter(state__in=UNPUBLISHED)
        .select_related("pathway", "author")
        .defer("definition")
        .order_by("pathway__title_da", "number")
    )
    found = [*(_of(version, editor) for version in versions), *_assessments()]
    return sorted(found, key=lambda one: not one.is_turn)


def _of(version: Version, editor: Membership) -> Waiting:
    own = version.author_id == editor.user_id
    label = {
        VersionState.DRAFT: _("Din kladde") if own else _("Kladde"),
        VersionState.IN_REVIEW: _("Til gennemsyn hos en kollega") if own else _("Til gennemsyn"),
        VersionState.APPROVED: _("Godkendt, venter på udgivelse"),
    }[VersionState(version.state)]
    return Waiting(
        label=label,
        about=version.pathway.title,
        note=_("version %(number)s, %(who)s")
        % {
            "number": version.number,
            "who": version.author.full_name if version.author else _("leveret med Samspor"),
        },
        url=reverse(
            "pathways:edit_overview" if version.state == VersionState.DRAFT else "pathways:life",
            args=[version.pathway.key, version.number],
        ),
        is_turn=own if version.state == VersionState.DRAFT else not own,
    )


def _assessments() -> Iterable[Waiting]:
    """Pathways in force whose yearly assessment has not been made (lbp-sj §6.1)."""
    today = timezone.localdate()
    in_force = Version.objects.in_force(today).values("pathway_id")
    due = Pathway.objects.filter(pk__in=in_force).exclude(assessments__year=today.year)
    for pathway in due:
        yield Waiting(
            label=_("Årlig vurdering mangler"),
            about=pathway.title,
            note=str(today.year),
            url=reverse("pathways:assessment", args=[pathway.key]),
            is_turn=True,
        )
