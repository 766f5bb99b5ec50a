"""The referrer's form: phrases, advice, receiver, and sending. Works whole without script.

Every door here is a POST of the one form; htmx posts it too, and gets the parts that changed.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citizens.actions import record_access
from citizens.vocabulary import What
from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from pathways.conditions.facts import FactType
from pathways.definition import phrases_as_text
from pathways.models import Version
from referrals.actions import (
    SendErrors,
    TransitionRefused,
    discard_draft,
    follow_without_referral,
    move_to_newer_version,
    send,
    sent_sentence,
    writable_by,
)
from referrals.codes import search
from referrals.language import language
from referrals.mended import as_read_by, sending_before
from referrals.models import Referral
from referrals.phrases import answered_phrases
from referrals.states import Status
from referrals.views.form_page import appeared, form_context, part_context, strip
from referrals.views.writing import (
    Writing,
    elsewhere,
    for_writer,
    only_posted,
    take_in_hand,
)


@for_writer
def edit(writing: Writing) -> HttpResponse:
    """The form. POST stores everything and comes back ("Gem", without script)."""
    if writing.request.method == "POST":
        return _stored(writing, writing.url)
    _log_reading(writing)
    return _page(writing)


@for_writer
@only_posted
def answer(writing: Writing) -> HttpResponse:
    """Store what was changed; htmx, as one writes, gets the advice anew."""
    return _stored(writing, writing.url)


@for_writer
@only_posted
def advice(writing: Writing) -> HttpResponse:
    """Store, and come back at the advice ("Opdater råd", without script)."""
    return _stored(writing, f"{writing.url}#raad")


@for_writer
@only_posted
def confirm(writing: Writing) -> HttpResponse:
    """Store, and confirm every copied answer at once."""
    writing.store()
    writing.confirm()
    if writing.request.htmx:
        return _parts(writing, confirmed=True)
    if writing.form.errors:
        return _page(writing, status=422)
    return redirect(writing.url)


@for_writer
@only_posted
def close(writing: Writing) -> HttpResponse:
    """Store, and leave for the start page."""
    if not writing.store():
        return _page(writing, status=422)
    messages.success(writing.request, _("Gemt. Du finder den igen på din arbejdsliste."))
    return redirect("referrals:start")


@for_writer
def preview(writing: Writing) -> HttpResponse:
    """The referral as its receiver will read it, and to whom it goes."""
    if writing.request.method == "POST":
        if not writing.store():
            return _page(writing, status=422)
        return redirect("referrals:preview", writing.referral.pk)
    _log_reading(writing)
    draft = writing.read()
    sentence = writing.definition.fixed_sentence
    context = form_context(writing, draft) | {
        "phrases": answered_phrases(writing.definition, draft.facts, language()),
        "fixed_sentence": sentence.in_(language()) if sentence else "",
    }
    return render(writing.request, "referrals/preview.html", context)


def send_referral(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Send: store first, then all or nothing; what is missing is told at its place."""
    writing = take_in_hand(request, referral_id)
    if request.method != "POST":
        return redirect(writing.url)
    if not writable_by(writing.referral, request.actor):
        return _sent_already(writing)
    writing.store()
    draft = writing.read()
    problems = writing.problems(draft)
    if problems is None:
        try:
            sent = send(
                writing.referral,
                actor=request.actor,
                chosen=draft.sends,
                also=draft.sends_also,
                override_reason=draft.choice["reason"],
                override_text=draft.choice["text"],
            )
        except SendErrors as errors:
            problems = errors
        except TransitionRefused as refused:
            problems = SendErrors({}, {"receiver": refused.message})
        else:
            messages.success(request, sent_sentence(sent))
            return redirect("referrals:detail", referral_id)
    return render(
        request, "referrals/form.html", form_context(writing, draft, problems), status=422
    )


@for_writer
@only_posted
def follow(writing: Writing) -> HttpResponse:
    """The patient's own doctor goes on alone: no referral is sent, the draft is put away."""
    writing.store()
    request, name = writing.request, writing.referral.citizen.full_name
    try:
        follow_without_referral(writing.referral, actor=request.actor)
    except TransitionRefused as refused:
        messages.error(request, refused.message)
        return redirect(writing.url)
    messages.success(
        request, _("Ingen henvisning er sendt. %(name)s følges i praksis.") % {"name": name}
    )
    return redirect("referrals:start")


@for_writer
@only_posted
def move(writing: Writing) -> HttpResponse:
    """Store, and write on by the version of the pathway that is in force now."""
    writing.store()
    request = writing.request
    try:
        newest = move_to_newer_version(writing.referral, actor=request.actor)
    except TransitionRefused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(
            request,
            _("Kladden følger nu version %(number)s. Se svarene igennem.")
            % {"number": newest.number},
        )
    return redirect(writing.url)


@for_writer
def discard(writing: Writing) -> HttpResponse:
    """Ask once, then throw the draft away."""
    request, referral = writing.request, writing.referral
    if request.method != "POST":
        context = {"referral": referral} | strip(referral)
        return render(request, "referrals/discard.html", context)
    try:
        discard_draft(referral, actor=request.actor)
    except TransitionRefused as refused:
        messages.error(request, refused.message)
        return redirect(writing.url)
    messages.success(request, _("Kladden er slettet."))
    return redirect("referrals:start")


@require_safe
def as_text(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """The same phrases as plain text to copy, for systems without such forms (knee §4)."""
    referral = visible_or_404(Referral.objects.with_list_columns(), request.actor, pk=referral_id)
    record_access(request.actor, referral.citizen, What.REFERRAL, referral_id)
    events = list(referral.events.order_by("happened_at", "pk"))
    before = sending_before(referral, events, request.actor)
    read = as_read_by(request.actor, referral, before)
    context = {
        "referral": referral,
        "text": phrases_as_text(read.definition, read.facts, language()),
        "writable": writable_by(referral, request.actor),
    }
    return render(request, "referrals/text.html", context | strip(referral))


@require_safe
def codes(request: ActorRequest, pathway_key: str) -> HttpResponse:
    """The codes that fit what is typed, of the version in force (for the combobox)."""
    query = request.GET.get("q", "").strip()[:80]
    in_force = Version.objects.in_force(timezone.localdate())
    version = in_force.filter(pathway__key=pathway_key).first()
    if version is None:
        raise Http404
    facts = version.parsed.vocabulary.values()
    fact = next((one for one in facts if one.type is FactType.CODE), None)
    options = search(fact, query, language()) if fact and query else ()
    return render(request, "dkfds/code_options.html", {"options": options, "query": query})


def _stored(writing: Writing, back: str) -> HttpResponse:
    """Store; answer htmx with parts, a form with the page again."""
    good = writing.store()
    if writing.request.htmx:
        return _parts(writing)
    return redirect(back) if good else _page(writing, status=422)


def _page(writing: Writing, *, status: int = 200) -> HttpResponse:
    context = form_context(writing, writing.read())
    return render(writing.request, "referrals/form.html", context, status=status)


def _parts(writing: Writing, *, confirmed: bool = False) -> HttpResponse:
    """The sheet of advice, swapped where it stands, and small pieces out of band.

    The sheet is left alone when nothing in it is new, so that whoever is choosing in it isn't
    disturbed.
    """
    draft = writing.read()
    rows = writing.form.rows(draft.facts, writing.stored)
    context = part_context(writing, draft, rows) | {
        "appeared": appeared(writing.before, rows),
        "turned": [
            row for row in rows if row.state.visible != writing.before[row.phrase.key].state.visible
        ],
        "confirmed": confirmed,
    }
    response = render(writing.request, "referrals/_saved.html", context)
    if draft.advised.before == draft.advised.advice.result:
        response["HX-Reswap"] = "none"
    return response


def _sent_already(writing: Writing) -> HttpResponse:
    """The same doctor's second click succeeds and changes nothing; another's is told."""
    request, referral = writing.request, writing.referral
    if referral.status == Status.DRAFT:
        return elsewhere(request, referral)
    try:
        send(referral, actor=request.actor, chosen=None)
    except TransitionRefused as refused:
        messages.info(request, refused.message)
    else:
        messages.success(request, sent_sentence(referral))
    return redirect("referrals:detail", referral.pk)


def _log_reading(writing: Writing) -> None:
    record_access(
        writing.request.actor, writing.referral.citizen, What.REFERRAL, writing.referral.pk
    )
