"""One row of a worklist, ready to draw: whose it is, how long it has waited, what it is about."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citizens.models import whole_years
from organisations.models import Membership
from pathways.conditions.facts import NONE, FactType
from pathways.conditions.wording import lower_first
from pathways.definition import Definition
from pathways.models import Version
from referrals.clocks import Clocks, read_clocks, working_days_between
from referrals.language import language
from referrals.models import Referral
from referrals.row_sources import Around, around
from referrals.states import Side, Status
from referrals.worklists import Worklist

# What a triager reads first, in this order; the rest is on the referral itself.
OCCASION = ("side", "episode", "special_circumstances", "risk_factors", "requested")
OCCASION_AT_MOST = 2
# Stands in an address for the id that comes in its place.
_ANY = uuid.UUID(int=0)
WAITING = frozenset({Status.SENT, Status.INFORMATION_REQUESTED, Status.ACCEPTED})
CLOCKED = WAITING | {Status.IN_TREATMENT, Status.PAUSED, Status.TREATMENT_ENDED}


@dataclass(frozen=True)
class Due:
    """The date of a row: as people read it, how far off it is, and whether it has passed."""

    day: str
    note: str
    late: bool


@dataclass(frozen=True)
class Row:
    """One referral in a list. `clock` None where no waiting is counted."""

    referral: Referral
    url: str
    around: Around
    name: str
    age: str
    pick: str
    title: str
    occasion: str
    answered: bool
    unread: bool
    clock: Clocks | None
    due: Due | None


def rows_for(
    referrals: Sequence[Referral], *, actor: Membership, worklist: Worklist, today: date
) -> list[Row]:
    """The rows of one page; one query, however many rows."""
    found = around(
        [referral.pk for referral in referrals],
        organisation_id=actor.organisation_id,
        keys=OCCASION,
    )
    pages, told, choose = _pages(), _("%(age)s år"), _("Vælg %(name)s")
    told_in, here = language(), worklist.side is Side.RECEIVER
    definitions: dict[int, Definition] = {}
    rows = []
    for referral in referrals:
        its = found[referral.pk]
        if referral.version_id not in definitions:
            definitions[referral.version_id] = _definition(referral.version_id, its)
        definition = definitions[referral.version_id]
        name = f"{its.given_name} {its.family_name}".strip()
        sent = referral.status == Status.SENT
        rows.append(
            Row(
                referral=referral,
                url=_url(referral, worklist, pages),
                around=its,
                name=name,
                age=told % {"age": whole_years(its.birth_date, today)},
                pick=choose % {"name": name},
                title=definition.short_title.in_(told_in),
                occasion=occasion_of(definition, its.facts),
                answered=sent and referral.answered_at is not None,
                # Who has answered has read it, whether or not on its page.
                unread=here and sent and not its.opened,
                clock=clocks_of(referral, today) if referral.status in CLOCKED else None,
                due=due_of(referral, today),
            )
        )
    return rows


def _url(referral: Referral, worklist: Worklist, pages: Mapping[bool, str]) -> str:
    """Where a row leads: a draft to the page where it is written."""
    draft = referral.status == Status.DRAFT
    page = pages[draft].replace(str(_ANY), str(referral.pk))
    return page if draft else f"{page}?list={worklist.key}"


def _pages() -> Mapping[bool, str]:
    """The address of a draft's and of another's page, for any id; looked up once for all rows."""
    return {
        draft: reverse(name, args=[_ANY])
        for draft, name in ((True, "referrals:edit"), (False, "referrals:detail"))
    }


def _definition(version_id: int, its: Around) -> Definition:
    """The definition a referral is written by: a published one, which the process keeps parsed."""
    version = Version(
        pk=version_id, content_hash=its.version_hash, published_at=its.version_published_at
    )
    return version.parsed


def clocks_of(referral: Referral, today: date) -> Clocks:
    """The referral's clocks from the dates its events left on it."""
    asked_on = _day(referral.asked_at)
    return read_clocks(
        sent_on=_day(referral.sent_at),
        received_on=_day(referral.received_at),
        held_days=referral.held_days,
        asked_on=asked_on,
        stopped_on=referral.started_on,
        due_on=referral.due_on,
        today=today,
    )


def due_of(referral: Referral, today: date) -> Due | None:
    """The row's date: the promise, the first session, or when it was closed."""
    if referral.status in {Status.IN_TREATMENT, Status.PAUSED} and referral.started_on:
        weeks = (today - referral.started_on).days // 7
        return Due(_short(referral.started_on, today), _("uge %(n)s") % {"n": weeks}, late=False)
    if referral.status == Status.ACCEPTED and referral.on_waiting_list:
        return Due(_("Venteliste"), "", late=False)
    if referral.closed_at:
        return Due(_short(timezone.localtime(referral.closed_at).date(), today), "", late=False)
    if referral.due_on is None:
        return None
    return promise(referral.due_on, today, moved_by=_moved_by(referral))


def promise(due_on: date, today: date, *, moved_by: int = 0) -> Due:
    """A promised date and the working days to it (UX §6: hverdage for promised dates)."""
    return _promise(due_on, today, moved_by, language())


@lru_cache(maxsize=2048)
def _promise(due_on: date, today: date, moved_by: int, _language: str) -> Due:
    """The rows of a list share a few dates; each is told once a day and language."""
    day = _short(due_on, today)
    if due_on < today:
        n = max(working_days_between(due_on, today), 1)
        note = ngettext("overskredet %(n)s hverdag", "overskredet %(n)s hverdage", n) % {"n": n}
        return Due(day, note, late=True)
    if due_on == today:
        return Due(day, _("i dag"), late=False)
    if moved_by:
        note = ngettext("flyttet %(n)s dag af hold", "flyttet %(n)s dage af hold", moved_by)
        return Due(day, note % {"n": moved_by}, late=False)
    n = working_days_between(today, due_on)
    if due_on == today + timedelta(days=1):
        return Due(day, _("i morgen"), late=False)
    note = ngettext("om %(n)s hverdag", "om %(n)s hverdage", n) % {"n": n}
    return Due(day, note, late=False)


def occasion_of(definition: Definition, facts: Mapping[str, object]) -> str:
    """What the referral is about in a few words: "Højre knæ · hjemmepleje"."""
    words: list[str] = []
    for key in OCCASION:
        fact, value = definition.vocabulary.get(key), facts.get(key)
        if fact is None or value is None or fact.type not in {FactType.CHOICE, FactType.SET}:
            continue
        options = value if isinstance(value, list) else [value]
        words += [
            fact.options[option].in_(language())
            for option in map(str, options)
            if option != NONE and option in fact.options
        ]
    shown = words[:OCCASION_AT_MOST]
    return " · ".join(shown[:1] + [lower_first(word) for word in shown[1:]])


def _moved_by(referral: Referral) -> int:
    answered = referral.status == Status.SENT and referral.answered_at is not None
    return referral.held_days if answered else 0


def _short(day: date, today: date) -> str:
    return date_format(day, "d.m." if day.year == today.year else "d.m.Y")


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None
