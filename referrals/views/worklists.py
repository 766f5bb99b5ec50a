"""The worklists: one page per list, its filters, its search, and assigning several at once."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from citizens.actions import record_access_many, why_no_look_up
from citizens.cpr import CprError, parse_cpr
from citizens.vocabulary import What
from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from organisations.vocabulary import OrganisationKind
from pathways.models import Pathway, Version
from referrals.actions import TransitionRefused
from referrals.actions.assigning import assign_to_me, release
from referrals.forms.typed import typed
from referrals.language import SAYS_PATIENT
from referrals.models import Referral
from referrals.models.referral import ReferralQuerySet
from referrals.paging import Cursor, Page, page_of
from referrals.rows import rows_for
from referrals.states import Side
from referrals.worklists import (
    WORKLISTS,
    Worklist,
    counts,
    default_list,
    filtered,
    own_side,
    searched,
    shown_lists,
)

FOUND_AT_MOST = 50
# Every word sought is a condition of its own: a pasted page of them would hold the database.
LONGEST_SEARCH = 80
LONGEST_KEY = 60
# Where the citizen chooses freely and brings the referral along.
CLINICS = frozenset({OrganisationKind.PHYSIOTHERAPY_CLINIC, OrganisationKind.CHIROPRACTIC_CLINIC})
_CPR_DIGITS = 10


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to, as its address says it. No personal data goes in it."""

    pathway: str = ""
    high_group: bool = False
    unassigned: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> "Filters":
        """As written in the address; anything unknown is no filter."""
        return cls(
            typed(query, "pathway", LONGEST_KEY),
            query.get("group") == "high",
            query.get("assigned") == "no",
        )

    def to_query(self, **changed: Any) -> str:
        """The address's query for these filters with some changed."""
        new = Filters(**{**self.__dict__, **changed})
        pairs = {
            "pathway": new.pathway,
            "group": "high" if new.high_group else "",
            "assigned": "no" if new.unassigned else "",
        }
        return urlencode({key: value for key, value in pairs.items() if value})

    @property
    def any(self) -> bool:
        """Is the list narrowed at all?"""
        return bool(self.pathway or self.high_group or self.unassigned)

    def apply(self, rows: ReferralQuerySet) -> ReferralQuerySet:
        """The rows that are left."""
        return filtered(
            rows,
            pathway=self.pathway,
            high_group=self.high_group,
            unassigned=self.unassigned,
        )


@require_safe
def inbox(request: ActorRequest) -> HttpResponse:
    """To the list the reader should begin with."""
    return redirect("referrals:worklist", default_list(request.actor).key)


@require_safe
def treatments(request: ActorRequest) -> HttpResponse:
    """To what goes on with us now, or, for who refers, with others."""
    key = "under-treatment" if own_side(request.actor) is Side.REFERRER else "in-course"
    return redirect("referrals:worklist", key)


@sensitive_post_parameters("q")
@vary_on_headers("HX-Request")
def worklist(request: ActorRequest, list_key: str) -> HttpResponse:
    """One list, a page at a time. A search is posted: no name or number is in an address."""
    here = _list_or_404(list_key)
    today = timezone.localdate()
    filters = Filters.from_query(request.GET)
    rows = here.rows(request.actor, today)
    sought = typed(request.POST, "q", LONGEST_SEARCH) if request.method == "POST" else ""
    if sought:
        found, problem = _search(rows, sought)
        page = page_of(found, size=FOUND_AT_MOST)
    else:
        problem = ""
        page = page_of(
            filters.apply(rows),
            after=Cursor.parse(request.GET.get("after", "")),
            before=Cursor.parse(request.GET.get("before", "")),
        )
    context = _context(request, here, page, filters, today)
    context |= {"sought": sought, "problem": problem}
    if sought:
        context |= {"next_url": "", "previous_url": "", "found_at_most": FOUND_AT_MOST}
    record_access_many(
        request.actor,
        [row.around.citizen_id for row in context["rows"]],
        What.LIST,
        str(here.label),
    )
    template = "referrals/_worklist.html" if request.htmx else "referrals/worklist.html"
    return render(request, template, context)


@require_POST
def assign(request: ActorRequest, list_key: str) -> HttpResponse:
    """Put the picked rows on the reader's desk, or take them off whoever's it is."""
    here = _list_or_404(list_key)
    picked = [pk for pk in map(_uuid, request.POST.getlist("pick")) if pk is not None]
    do = release if request.POST.get("do") == "release" else assign_to_me
    back = reverse("referrals:worklist", args=[here.key])
    query = Filters.from_query(request.POST).to_query()
    if not picked:
        messages.warning(request, _("Vælg først en eller flere rækker."))
        return redirect(f"{back}?{query}" if query else back)
    try:
        n = do(actor=request.actor, referral_ids=picked)
    except TransitionRefused as refused:
        messages.error(request, refused.message)
    else:
        told = (
            ngettext("%(n)s henvisning er frigivet.", "%(n)s henvisninger er frigivet.", n)
            if do is release
            else ngettext(
                "%(n)s henvisning er tildelt dig.", "%(n)s henvisninger er tildelt dig.", n
            )
        )
        messages.success(request, told % {"n": n})
    return redirect(f"{back}?{query}" if query else back)


@require_POST
def assign_one(request: ActorRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Put one referral on the reader's desk, or take it off, and stay on its page."""
    referral = visible_or_404(Referral.objects, request.actor, pk=referral_id)
    do = release if request.POST.get("do") == "release" else assign_to_me
    try:
        do(actor=request.actor, referral_ids=[referral.pk])
    except TransitionRefused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(
            request, _("Henvisningen er frigivet.") if do is release else _("Tildelt dig.")
        )
    return redirect("referrals:detail", referral.pk)


@require_safe
def list_counts(request: ActorRequest) -> HttpResponse:
    """How many stand in each list, as the list of lists (for htmx, and as a page of its own)."""
    template = "referrals/_counts_nav.html" if request.htmx else "referrals/worklist_counts.html"
    return render(request, template, {"lists": _lists(request, counts_today(request), None)})


def counts_today(request: ActorRequest) -> dict[str, int]:
    """The reader's counts as of today."""
    return counts(request.actor, timezone.localdate())


def _context(
    request: ActorRequest, here: Worklist, page: Page, filters: Filters, today: date
) -> dict[str, Any]:
    numbers = counts_today(request)
    base = reverse("referrals:worklist", args=[here.key])
    query = filters.to_query()
    return {
        "here": here,
        "rows": rows_for(page.rows, actor=request.actor, worklist=here, today=today),
        "lists": _lists(request, numbers, here),
        "n": numbers[here.key],
        "n_filtered": filters.apply(here.rows(request.actor, today)).count()
        if filters.any
        else numbers[here.key],
        "filters": filters,
        "query": query,
        "chips": _chips(filters, base),
        "updated_at": timezone.localtime(),
        "next_url": _paged(base, query, "after", page.next),
        "previous_url": _paged(base, query, "before", page.previous),
        "from_receiver": here.side is Side.RECEIVER,
        "may_claim": request.actor.organisation.kind in CLINICS
        and not why_no_look_up(request.actor, for_claim=True),
        "says_patient": request.actor.organisation.kind in SAYS_PATIENT,
        "busiest": _busiest(request, numbers, here),
    }


def _lists(
    request: ActorRequest, numbers: Mapping[str, int], here: Worklist | None
) -> list[dict[str, Any]]:
    """The list of lists, grouped; groups of the other side carry its name."""
    groups: dict[tuple[Side, str], list[dict[str, Any]]] = {}
    own = own_side(request.actor)
    for each in shown_lists(request.actor, numbers):
        groups.setdefault((each.side, str(each.heading)), []).append(
            {
                "label": each.label,
                "url": reverse("referrals:worklist", args=[each.key]),
                "n": numbers[each.key],
                "current": here is not None and each.key == here.key,
                "hot": each.hot and numbers[each.key] > 0,
            }
        )
    return [
        {"heading": heading if side is own else f"{side.label}: {heading}", "entries": entries}
        for (side, heading), entries in groups.items()
    ]


def _busiest(
    request: ActorRequest, numbers: Mapping[str, int], here: Worklist
) -> dict[str, Any] | None:
    """Where to go from an empty list: the first that calls for action and has something."""
    for each in shown_lists(request.actor, numbers):
        if each.key != here.key and numbers[each.key]:
            return {
                "label": _("Gå til %(list)s (%(n)s)")
                % {"list": each.label, "n": numbers[each.key]},
                "url": reverse("referrals:worklist", args=[each.key]),
            }
    return None


def _chips(filters: Filters, base: str) -> list[dict[str, Any]]:
    """The filters as links, each turning itself on or off."""

    def chip(label: str | Promise, on: bool, **changed: Any) -> dict[str, Any]:
        query = filters.to_query(**changed)
        return {"label": label, "on": on, "url": f"{base}?{query}" if query else base}

    pathways = [
        chip(
            pathway.title.split(" – ")[0],
            filters.pathway == pathway.key,
            pathway="" if filters.pathway == pathway.key else pathway.key,
        )
        for pathway in Pathway.objects.filter(
            Exists(Version.objects.filter(pathway=OuterRef("pk"), published_at__isnull=False))
        )
    ]
    return [
        *pathways,
        chip(_("Gruppe 3–4"), filters.high_group, high_group=not filters.high_group),
        chip(_("Ikke tildelt"), filters.unassigned, unassigned=not filters.unassigned),
    ]


def _search(rows: ReferralQuerySet, sought: str) -> tuple[ReferralQuerySet, str]:
    """Rows by CPR number when it looks like one, else by words; and what is wrong with it."""
    digits = sought.replace("-", "").replace(" ", "")
    if len(digits) == _CPR_DIGITS and digits[:6].isdigit():
        try:
            number = parse_cpr(sought, today=timezone.localdate()).number
        except CprError as error:
            return rows.none(), str(error)
        return rows.filter(course__citizen__identifier=number), ""
    return searched(rows, sought.split()), ""


def _paged(base: str, query: str, word: str, cursor: Cursor | None) -> str:
    if cursor is None:
        return ""
    return f"{base}?{query}{'&' if query else ''}{urlencode({word: str(cursor)})}"


def _list_or_404(list_key: str) -> Worklist:
    if list_key not in WORKLISTS:
        raise Http404
    return WORKLISTS[list_key]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
