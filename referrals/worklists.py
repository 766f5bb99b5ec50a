"""The worklists: named lists of referrals as data, and their counts.

Inbox, start page and header counts read this one table. A list and its count come from the
same conditions: the count sums `WorklistCount`, kept by the database, over the very statuses
and dates the list filters by.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import OuterRef, Q, Subquery
from django.db.models.lookups import In
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citizens.models import AT_THE_CITIZEN
from organisations.models import Membership
from organisations.vocabulary import OrganisationKind
from referrals.models import Referral
from referrals.models.referral import ReferralQuerySet
from referrals.states import FINAL, Side, Status
from stratification.models import Assessment

HIGH_GROUPS = (3, 4)

S = Status
ACT = _("Kræver handling")
WATCH = _("Holder øje med")
MINE = _("Mine")
PAST = _("Afsluttede")

DUE = _("Frist")
TODAY = "today"
PASSED = "passed"


@dataclass(frozen=True)
class Worklist:
    """One named list of an organisation's referrals, seen from one side.

    due: only rows whose date is today or passed (TODAY), or passed (PASSED).
    answered: only rows whose question has been answered. mine: only rows assigned to the
    reader. hot: its count calls for action and is drawn in red. promise: what the date of
    its rows is. empty: why it is good, or what it means, that nothing is there.
    """

    key: str
    label: str | Promise
    side: Side
    statuses: tuple[Status, ...]
    heading: str | Promise
    empty: str | Promise
    promise: str | Promise = DUE
    due: str = ""
    answered: bool = False
    mine: bool = False
    hot: bool = False

    def condition(self, actor: Membership, today: date) -> Q:
        """What a referral of the list meets, beside being the organisation's on this side."""
        found = Q(status__in=self.statuses) & self._due(today)
        if self.answered:
            found &= Q(answered_at__isnull=False)
        if self.mine:
            found &= Q(assigned_to=actor)
        return found

    def counts(self, kept: "Kept", today: date) -> bool:
        """Whether the list counts what is kept under these: the same condition."""
        if kept.side != self.side or kept.status not in self.statuses:
            return False
        if self.answered and not kept.answered:
            return False
        if not self.due:
            return True
        latest = today if self.due == TODAY else today - timedelta(days=1)
        return kept.due_on is not None and kept.due_on <= latest

    def _due(self, today: date) -> Q:
        if self.due == TODAY:
            return Q(due_on__lte=today)
        return Q(due_on__lt=today) if self.due == PASSED else Q()

    def rows(self, actor: Membership, today: date) -> ReferralQuerySet:
        """The list's referrals that the actor may see."""
        visible = Referral.objects.visible_to(actor).filter(self.condition(actor, today))
        if self.side is Side.RECEIVER:
            return visible.received_by(actor.organisation_id)
        return visible.sent_by(actor.organisation_id)


_RECEIVER = (
    Worklist(
        "new",
        _("Nye at visitere"),
        Side.RECEIVER,
        (S.SENT,),
        ACT,
        _("Alt er visiteret. Nye henvisninger kommer her, så snart de er sendt til jer."),
        promise=_("Lovet svar"),
        hot=True,
    ),
    Worklist(
        "answered",
        _("Svar fra henviser"),
        Side.RECEIVER,
        (S.SENT,),
        ACT,
        _("Her kommer en henvisning, når henviser har svaret på jeres spørgsmål."),
        promise=_("Lovet svar"),
        answered=True,
    ),
    Worklist(
        "due",
        _("Frist i dag eller overskredet"),
        Side.RECEIVER,
        (S.SENT, S.TREATMENT_ENDED),
        ACT,
        _("I er foran: intet svar og ingen epikrise har frist i dag eller tidligere."),
        due=TODAY,
        hot=True,
    ),
    Worklist(
        "awaiting-start",
        _("Venter på første tid"),
        Side.RECEIVER,
        (S.ACCEPTED,),
        ACT,
        _("Alle, I har accepteret, er begyndt."),
        promise=_("Første tid"),
    ),
    Worklist(
        "on-hold",
        _("På hold hos henviser"),
        Side.RECEIVER,
        (S.INFORMATION_REQUESTED,),
        WATCH,
        _("I venter ikke på svar fra nogen henviser."),
        promise=_("Svar ventes"),
    ),
    Worklist(
        "in-course",
        _("I forløb"),
        Side.RECEIVER,
        (S.IN_TREATMENT, S.PAUSED),
        WATCH,
        _("Her står de forløb, I har startet og ikke afsluttet."),
        promise=_("Startet"),
    ),
    Worklist(
        "epicrisis-missing",
        _("Epikrise mangler"),
        Side.RECEIVER,
        (S.TREATMENT_ENDED,),
        WATCH,
        _(
            "Alle afsluttede forløb har en epikrise. Her kommer et forløb, når behandlingen er "
            "afsluttet, og det bliver her, til epikrisen er sendt; det skal ske inden 14 dage."
        ),
        promise=_("Epikrise senest"),
    ),
    Worklist(
        "mine",
        _("Tildelt mig"),
        Side.RECEIVER,
        tuple(s for s in Status if s not in FINAL | {S.DRAFT, S.COMPLETED, S.RETURNED, S.ENDED}),
        MINE,
        _("Vælg rækker i en liste, og tildel dem til dig selv; så samles de her."),
        mine=True,
    ),
    Worklist(
        "finished",
        _("Afsluttede og returnerede"),
        Side.RECEIVER,
        (S.COMPLETED, S.RETURNED, S.ENDED, S.CLOSED, S.WITHDRAWN),
        PAST,
        _("Ingen henvisning er afsluttet endnu."),
        promise=_("Læses senest"),
    ),
)

_REFERRER = (
    Worklist(
        "questions",
        _("Spørgsmål til mig"),
        Side.REFERRER,
        (S.INFORMATION_REQUESTED,),
        ACT,
        _("Ingen modtager venter på svar fra jer."),
        promise=_("Svar senest"),
        hot=True,
    ),
    Worklist(
        "returned",
        _("Returnerede"),
        Side.REFERRER,
        (S.RETURNED,),
        ACT,
        _("Alle modtagere har taget imod det, I har sendt."),
        promise=_("Læses senest"),
        hot=True,
    ),
    Worklist(
        "epicrises",
        _("Epikriser at læse"),
        Side.REFERRER,
        (S.COMPLETED,),
        ACT,
        _("Alt, der er kommet tilbage, er læst."),
        promise=_("Læses senest"),
        hot=True,
    ),
    Worklist(
        "ended-unstarted",
        _("Afsluttet uden forløb"),
        Side.REFERRER,
        (S.ENDED,),
        ACT,
        _("Alle accepterede henvisninger er blevet til forløb eller venter på første tid."),
        promise=_("Læses senest"),
    ),
    Worklist(
        "drafts",
        _("Kladder"),
        Side.REFERRER,
        (S.DRAFT,),
        ACT,
        _("Intet er påbegyndt uden at være sendt."),
    ),
    Worklist(
        "unanswered",
        _("Sendt, ikke besvaret"),
        Side.REFERRER,
        (S.SENT,),
        WATCH,
        _("Alt, I har sendt, er besvaret."),
        promise=_("Lovet svar"),
    ),
    Worklist(
        "accepted",
        _("Accepteret, venter på første tid"),
        Side.REFERRER,
        (S.ACCEPTED,),
        WATCH,
        _("Alle accepterede er begyndt."),
        promise=_("Første tid"),
    ),
    Worklist(
        "under-treatment",
        _("I forløb"),
        Side.REFERRER,
        (S.IN_TREATMENT, S.PAUSED),
        WATCH,
        _("Ingen er i forløb hos andre lige nu."),
        promise=_("Startet"),
    ),
    Worklist(
        "epicrisis-late",
        _("Epikrise over frist"),
        Side.REFERRER,
        (S.TREATMENT_ENDED,),
        WATCH,
        _("Ingen epikrise er forsinket: hver er kommet inden 14 dage."),
        promise=_("Epikrise senest"),
        due=PASSED,
    ),
    Worklist(
        "closed",
        pgettext_lazy("arbejdsliste", "Lukkede"),
        Side.REFERRER,
        (S.CLOSED, S.WITHDRAWN),
        PAST,
        _("Ingen henvisning er lukket endnu."),
        promise=_("Lukket"),
    ),
)
WORKLISTS: Mapping[str, Worklist] = {each.key: each for each in (*_RECEIVER, *_REFERRER)}


def own_side(actor: Membership) -> Side:
    """The side an organisation mostly stands on: general practice refers, others receive."""
    at_gp = actor.organisation.kind == OrganisationKind.GENERAL_PRACTICE
    return Side.REFERRER if at_gp else Side.RECEIVER


def default_list(actor: Membership) -> Worklist:
    """The list a reader lands on."""
    return WORKLISTS["questions" if own_side(actor) is Side.REFERRER else "new"]


class Kept(NamedTuple):
    """How many an organisation has in one state, from one side. `mine`: how many are the reader's.

    What the database keeps (`WorklistCount`), and beside it the states of what is assigned to the
    reader, which is few enough to be counted.
    """

    mine: bool
    side: str
    status: str
    answered: bool
    due_on: date | None
    n: int


def counts(actor: Membership, today: date) -> dict[str, int]:
    """How many stand in each list, by key; one query, however many referrals there are.

    The kept counts are a row per state and open date, so they are summed here: cheaper than
    asking the database for a sum per list.
    """
    numbers = dict.fromkeys(WORKLISTS, 0)
    if not (actor.is_valid_on(timezone.localdate()) and actor.has_role(*AT_THE_CITIZEN)):
        return numbers
    with connection.cursor() as cursor:
        cursor.execute(
            _COUNTS, [actor.organisation_id, actor.pk, actor.organisation_id, Status.DRAFT.value]
        )
        for row in map(Kept._make, cursor.fetchall()):
            for each in _BY_STATUS[row.side, row.status]:
                if each.mine == row.mine and each.counts(row, today):
                    numbers[each.key] += row.n
    return numbers


# Written out, as it stands behind every list and the start page (see also row_sources.py).
_COUNTS = """
SELECT false, side, status, answered, due_on, count
  FROM referrals_worklistcount WHERE organisation_id = %s AND count <> 0
UNION ALL
SELECT true, 'receiver', status, false, NULL, count(*)
  FROM referrals_referral WHERE assigned_to_id = %s AND receiver_id = %s AND status <> %s
 GROUP BY status
"""
_BY_STATUS: Mapping[tuple[str, str], tuple[Worklist, ...]] = {
    (side.value, status.value): tuple(
        each for each in WORKLISTS.values() if each.side is side and status in each.statuses
    )
    for side in Side
    for status in Status
}


def shown_lists(actor: Membership, numbers: Mapping[str, int]) -> tuple[Worklist, ...]:
    """The lists of the organisation's own side, and of the other one when anything is there."""
    own = own_side(actor)
    busy = {WORKLISTS[key].side for key, n in numbers.items() if n}
    sides = [own, *(side for side in (Side.RECEIVER, Side.REFERRER) if side in busy - {own})]
    return tuple(each for side in sides for each in WORKLISTS.values() if each.side is side)


def searched(rows: ReferralQuerySet, words: Iterable[str]) -> ReferralQuerySet:
    """Rows whose citizen's name, referrer or sending organisation holds every word."""
    for word in words:
        rows = rows.filter(
            Q(course__citizen__given_name__icontains=word)
            | Q(course__citizen__family_name__icontains=word)
            | Q(created_by__user__full_name__icontains=word)
            | Q(sender__name__icontains=word)
        )
    return rows


def filtered(
    rows: ReferralQuerySet, *, pathway: str = "", high_group: bool = False, unassigned: bool = False
) -> ReferralQuerySet:
    """Rows of one pathway, of citizens in group 3 or 4 now, or not assigned to anyone."""
    if pathway:
        rows = rows.filter(version__pathway__key=pathway)
    if high_group:
        latest = Assessment.objects.filter(course=OuterRef("course")).order_by("-made_at", "-pk")
        group_now = Subquery(latest.values("group")[:1])
        rows = rows.filter(In(group_now, HIGH_GROUPS))
    return rows.filter(assigned_to=None) if unassigned else rows
