"""The rows of a worklist, drawn."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from organisations.vocabulary import DestinationKind
from referrals.rows import Row
from referrals.skeletons import Skeleton
from referrals.states import Status
from referrals.templatetags.figures import clock_figure, group_figure

register = template.Library()


@register.simple_tag
def worklist_rows(rows: Iterable[Row], promise: object, from_receiver: bool) -> SafeString:
    """Each row by `_worklist_row.html`. `promise`: what the date of a row is."""
    skeleton, date_is = Skeleton("referrals/_worklist_row.html"), str(promise)
    drawn = [
        skeleton.filled(
            {**_words(row), **(_sent_by(row) if from_receiver else _sent_to(row)), "date": date_is},
            {
                "from_receiver": from_receiver,
                "unread": row.unread,
                "answered": row.answered,
                "paused": row.referral.status == Status.PAUSED,
                "late": row.due is not None and row.due.late,
            },
        )
        for row in rows
    ]
    return mark_safe("".join(drawn))  # noqa: S308  (each was drawn by a template)


def _words(row: Row) -> dict[str, str]:
    its = row.around
    return {
        "url": row.url,
        "name": row.name,
        "age": row.age,
        "birthday": its.identifier[:6],
        "group": group_figure(its.group) if its.group else "",
        "title": row.title,
        "occasion": row.occasion,
        "written_by": its.written_by,
        "clock": clock_figure(row.clock) if row.clock else "",
        "due_day": row.due.day if row.due else "",
        "due_note": row.due.note if row.due else "",
    }


def _sent_by(row: Row) -> dict[str, str]:
    """Who it came from; the receiver also picks rows and puts them on somebody's desk."""
    return {
        "pk": str(row.referral.pk),
        "pick": row.pick,
        "sender": row.around.sender,
        "assigned_to": row.around.assigned_to,
    }


def _sent_to(row: Row) -> dict[str, str]:
    destination = row.referral.destination
    return {
        "receiver": row.around.receiver,
        "destination": str(DestinationKind(destination).label) if destination else "",
    }
