"""A version's life (PATHWAYS §10): who may do what with it now, and if not, why. No ORM.

draft → in review → approved → published → superseded / retired; a draft may be discarded, and one
under review or approved may be taken back to be written on.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organisations.vocabulary import Role
from pathways.vocabulary import VersionState

EDITORS = frozenset({Role.PATHWAY_EDITOR})


class Step(StrEnum):
    """What can be done with a version."""

    EDIT = "edit"
    DISCARD = "discard"
    SEND_FOR_REVIEW = "send_for_review"
    COMMENT = "comment"
    TAKE_BACK = "take_back"
    APPROVE = "approve"
    PUBLISH = "publish"
    RETIRE = "retire"


@dataclass(frozen=True)
class Turn:
    """One row of the table: from which states, to which (None: stays), and what it is called."""

    step: Step
    from_states: frozenset[str]
    to_state: str | None
    label: str | Promise


_S = VersionState

STEPS: dict[Step, Turn] = {
    turn.step: turn
    for turn in (
        Turn(Step.EDIT, frozenset({_S.DRAFT}), None, gettext_lazy("Redigér")),
        Turn(Step.DISCARD, frozenset({_S.DRAFT}), _S.DISCARDED, gettext_lazy("Kassér kladden")),
        Turn(
            Step.SEND_FOR_REVIEW,
            frozenset({_S.DRAFT}),
            _S.IN_REVIEW,
            gettext_lazy("Send til gennemsyn"),
        ),
        Turn(Step.COMMENT, frozenset({_S.DRAFT, _S.IN_REVIEW}), None, gettext_lazy("Kommentér")),
        Turn(
            Step.TAKE_BACK,
            frozenset({_S.IN_REVIEW, _S.APPROVED}),
            _S.DRAFT,
            gettext_lazy("Tag tilbage til kladde"),
        ),
        Turn(Step.APPROVE, frozenset({_S.IN_REVIEW}), _S.APPROVED, gettext_lazy("Godkend")),
        Turn(Step.PUBLISH, frozenset({_S.APPROVED}), _S.PUBLISHED, gettext_lazy("Udgiv")),
        Turn(
            Step.RETIRE,
            frozenset({_S.PUBLISHED, _S.SUPERSEDED}),
            _S.RETIRED,
            gettext_lazy("Lad udgå"),
        ),
    )
}


@dataclass(frozen=True)
class Standing:
    """Where a version stands, as far as a decision needs it.

    `wrote`: whether the reader is its author or has changed it. `errors`: how many findings block;
    None where they have not been counted, which blocks nothing. `open_comments`: not yet resolved.
    """

    state: str
    wrote: bool
    errors: int | None = None
    open_comments: int = 0


def to_mend(count: int) -> str:
    """That so many errors keep a programme from review; empty when none do."""
    if not count:
        return ""
    return ngettext(
        "Programmet har %(count)s fejl, der skal rettes først.",
        "Programmet har %(count)s fejl, der skal rettes først.",
        count,
    ) % {"count": count}


def why_not(step: Step, standing: Standing, roles: Collection[str]) -> str:
    """Why the step can't be taken now; empty when it can."""
    if not EDITORS & set(roles):
        return _("Kun programredaktører kan ændre og godkende programmer.")
    if standing.state not in STEPS[step].from_states:
        return _wrong_state(step, standing.state)
    if step in (Step.APPROVE, Step.PUBLISH) and standing.wrote:
        return _(
            "Du har selv skrevet i kladden. En anden programredaktør skal godkende og udgive den."
        )
    if step in (Step.SEND_FOR_REVIEW, Step.APPROVE, Step.PUBLISH) and standing.errors:
        return to_mend(standing.errors)
    if step is Step.APPROVE and standing.open_comments:
        return ngettext(
            "%(count)s kommentar skal afsluttes først.",
            "%(count)s kommentarer skal afsluttes først.",
            standing.open_comments,
        ) % {"count": standing.open_comments}
    return ""


def _wrong_state(step: Step, state: str) -> str:
    if state in (_S.PUBLISHED, _S.SUPERSEDED, _S.RETIRED):
        if step is Step.PUBLISH:
            return _("Versionen er allerede udgivet. Lav en ny kladde for at ændre programmet.")
        if step in (Step.EDIT, Step.DISCARD, Step.TAKE_BACK):
            return _("En udgivet version kan ikke ændres. Lav en ny kladde ud fra den.")
    if step is Step.EDIT and state == _S.IN_REVIEW:
        return _("Kladden er til gennemsyn. Tag den tilbage for at skrive videre.")
    if step is Step.EDIT and state == _S.APPROVED:
        return _(
            "Versionen er godkendt. Tag den tilbage for at skrive videre. Den godkendes så igen."
        )
    if step is Step.PUBLISH:
        return _("Versionen skal godkendes af en anden programredaktør, før den kan udgives.")
    if step is Step.APPROVE:
        return _("Kun en kladde, der er sendt til gennemsyn, kan godkendes.")
    return _("Det kan ikke gøres med en version, der er »%(state)s«.") % {
        "state": VersionState(state).label
    }
