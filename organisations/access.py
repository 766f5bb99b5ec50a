"""Who may see which rows. The only module that answers that question.

Every model that belongs to someone has a manager made from `ScopedQuerySet` and a classmethod
`visible_q(actor) -> Q`. Pages and machine doors start at `Model.objects.visible_to(request.actor)`;
what is not there is answered 404, so that its existence is not revealed. Nobody sees everything:
there is no bypass for superusers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.http import Http404
from django.utils import timezone

if TYPE_CHECKING:
    from organisations.models import Membership

Row = TypeVar("Row", bound=models.Model)


class ScopedQuerySet(models.QuerySet[Row]):
    """A queryset that can keep only the rows one acting membership may see."""

    def visible_to(self, actor: Membership | None) -> Self:
        """Rows `actor` may see today; none for nobody, and none once the membership has lapsed.

        The model's `visible_q` must not join to many rows (use `pk__in` or `Exists`), so that no
        row appears twice and the result can be counted, sliced and updated.
        """
        if actor is None or not actor.is_valid_on(timezone.localdate()):
            return self.none()
        return self.filter(self.model.visible_q(actor))  # type: ignore[attr-defined]


def visible_or_404(
    rows: models.Manager[Row] | ScopedQuerySet[Row], actor: Membership | None, **lookup: Any
) -> Row:
    """The one visible row that matches `lookup`; Http404 when there is none.

    A malformed id is a miss like any other: it too must not tell whether something exists.
    """
    visible: models.QuerySet[Row] = rows.visible_to(actor)  # type: ignore[union-attr]
    try:
        return visible.get(**lookup)
    except (ObjectDoesNotExist, ValidationError, ValueError) as miss:
        raise Http404 from miss
