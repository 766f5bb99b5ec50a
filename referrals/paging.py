"""A list a page at a time, by the place of its last row: the last page costs as the first."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from referrals.models import Referral
from referrals.models.referral import ReferralQuerySet

PAGE_SIZE = 20


@dataclass(frozen=True)
class Cursor:
    """The place of a row in a list: its date (None comes last) and its id."""

    due_on: date | None
    pk: uuid.UUID

    @classmethod
    def of(cls, referral: Referral) -> "Cursor":
        """The place of a referral."""
        return cls(referral.due_on, referral.pk)

    def __str__(self) -> str:
        return f"{self.due_on.isoformat() if self.due_on else ''}~{self.pk}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """The place written in an address; None when it is none, which is the first page."""
        due, _tilde, pk = text.partition("~")
        try:
            return cls(date.fromisoformat(due) if due else None, uuid.UUID(pk))
        except ValueError:
            return None

    def beyond(self) -> Q:
        """Rows after this place."""
        if self.due_on is None:
            return Q(due_on__isnull=True, pk__gt=self.pk)
        return (
            Q(due_on__gt=self.due_on)
            | Q(due_on=self.due_on, pk__gt=self.pk)
            | Q(due_on__isnull=True)
        )

    def before(self) -> Q:
        """Rows before this place."""
        if self.due_on is None:
            return Q(due_on__isnull=False) | Q(due_on__isnull=True, pk__lt=self.pk)
        return Q(due_on__lt=self.due_on) | Q(due_on=self.due_on, pk__lt=self.pk)


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the places from which there is more on either side."""

    rows: tuple[Referral, ...]
    next: Cursor | None
    previous: Cursor | None


def page_of(
    rows: ReferralQuerySet,
    *,
    after: Cursor | None = None,
    before: Cursor | None = None,
    size: int = PAGE_SIZE,
) -> Page:
    """One page by its last row (`after`) or, going back, by the row that follows it (`before`).

    The order is the promised date, those without one last, then the id; one query.
    """
    if before is not None:
        found = list(
            rows.filter(before.before()).order_by(F("due_on").desc(nulls_first=True), "-pk")[
                : size + 1
            ]
        )
        more, shown = len(found) > size, found[:size][::-1]
        return Page(
            tuple(shown),
            Cursor.of(shown[-1]) if shown else None,
            Cursor.of(shown[0]) if more else None,
        )
    wanted = rows.filter(after.beyond()) if after is not None else rows
    found = list(wanted.order_by(F("due_on").asc(nulls_last=True), "pk")[: size + 1])
    more, shown = len(found) > size, found[:size]
    return Page(
        tuple(shown),
        Cursor.of(shown[-1]) if more else None,
        Cursor.of(shown[0]) if after is not None and shown else None,
    )
