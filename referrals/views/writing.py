"""One draft in hand during a request: fetched for its writer, stored, read back with advice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeAlias
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers

from courses.models import Checkpoint
from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from pathways.definition import Definition
from referrals.actions import (
    SendErrors,
    TransitionRefused,
    confirm_answers,
    save_answers,
    save_choice,
    writable_by,
)
from referrals.draft import UNCHOSEN, Draft, read_draft
from referrals.forms.choosing import chosen_in, seen_along, seen_as_chosen
from referrals.forms.drafting import AnswersForm, PhraseRow
from referrals.language import words_for
from referrals.models import Answer, DraftChoice, Referral

# Facts that no phrase records: they are judged when a control is held.
JUDGED_AT_CONTROLS = frozenset({"progress", "options_exhausted"})
# What the form shows beside what a row of a list does, in the same query.
IN_THE_FORM = ("course__citizen__own_gp", "advice", "draft_choice")


@dataclass
class Writing:
    """What is stored of the draft, and the form that was sent to be stored.

    `before`: the phrases as they were when the request came.
    """

    request: ActorRequest
    referral: Referral
    stored: dict[str, Answer]
    choice: dict[str, Any]
    form: AnswersForm
    before: dict[str, PhraseRow] = field(default_factory=dict)
    due_controls: list[Checkpoint] = field(default_factory=list)

    @property
    def definition(self) -> Definition:
        """The definition the referral is written by."""
        return self.referral.version.parsed

    @property
    def url(self) -> str:
        """Where the form is."""
        return reverse("referrals:edit", args=[self.referral.pk])

    def rows(self) -> list[PhraseRow]:
        """The phrases by what is stored alone."""
        values = {key: answer.value for key, answer in self.stored.items()}
        return self.form.rows(values, self.stored)

    def store(self) -> bool:
        """Save what differs from what is stored; good answers also when others are bad.

        Returns whether everything was good.
        """
        self.before = {row.phrase.key: row for row in self.rows()}
        actor, form = self.request.actor, self.form
        new = self.choice | (chosen_in(self.request.POST, self.choice) or {})
        if form.is_bound:
            changes = form.changes()
            wrong = save_answers(self.referral, actor=actor, values=changes) if changes else {}
            for key, sentence in wrong.items():
                form.add_sentence(key, sentence)
            new["inputs"] = form.inputs()
        changed = {key: value for key, value in new.items() if value != self.choice.get(key)}
        if changed:
            save_choice(self.referral, actor=actor, **changed)
            self.choice = new
        self.stored = _answers(self.referral)
        return not form.errors

    def confirm(self) -> None:
        """Confirm every copied answer."""
        confirm_answers(self.referral, actor=self.request.actor)
        self.stored = _answers(self.referral)

    def read(self) -> Draft:
        """The draft with the advice as it is now."""
        return read_draft(
            self.referral,
            actor=self.request.actor,
            choice=self.choice,
            link=self._links(),
        )

    def _links(self) -> Callable[[str], tuple[str, str]]:
        """Where a fact can be answered: its phrase, or the page where a group is set."""
        places = {
            fact.key: (
                f"#{fact.anchor}",
                "\u00a0".join((_("udfyld frase"), str(row.number))),
            )
            for row in self.rows()
            for fact in row.facts
        }
        with suppress(NoReverseMatch):
            group = reverse("stratification:assess", args=[self.referral.course_id])
            places["group"] = (f"{group}?next={self.url}", _("fastsæt gruppe"))
        return lambda key: places.get(key) or self._control(key)

    def _control(self, key: str) -> tuple[str, str]:
        """Where what a control judges is recorded: the latest one due and not held."""
        if key not in JUDGED_AT_CONTROLS:
            return "", ""
        course = self.referral.course_id
        if not self.due_controls:
            rows = Checkpoint.objects.visible_to(self.request.actor).waiting()
            due = rows.filter(course=course, due_on__lte=timezone.localdate())
            self.due_controls = list(due.order_by("-due_on")[:1])
        if not self.due_controls:
            return f"{reverse('referrals:course', args=[course])}#kontrol-h", _("se kontrollerne")
        page = reverse("referrals:checkpoint", args=[course, self.due_controls[0].key])
        return f"{page}?next={self.url}", _("hold kontrollen")

    def problems(self, draft: Draft) -> SendErrors | None:
        """What stands in the way of sending exactly what the page showed; None if nothing.

        Advice may have changed with the very answers sent along: then nothing goes to a
        receiver the doctor hasn't seen.
        """
        if self.form.errors or draft.errors is not None:
            return draft.errors or SendErrors({}, {})
        now = draft.chosen.value if draft.chosen else ""
        unseen = {one.key for one in draft.wanted_also} - seen_along(self.request.POST)
        if now == seen_as_chosen(self.request.POST) and not unseen:
            return None
        sentence = _(
            "Rådet er ændret af dine seneste svar, og modtageren med det. Se det igennem, og "
            "send så."
        )
        return SendErrors({}, {"receiver": sentence})


View: TypeAlias = Callable[[Writing], HttpResponse]


def for_writer(view: View) -> Callable[[ActorRequest, UUID], HttpResponse]:
    """Give a view the draft in hand; a stranger gets 404, a reader is shown where to read it."""

    @wraps(view)
    @vary_on_headers("HX-Request")
    def fetched(request: ActorRequest, referral_id: UUID) -> HttpResponse:
        writing = take_in_hand(request, referral_id)
        if not writable_by(writing.referral, request.actor):
            return elsewhere(request, writing.referral)
        try:
            return view(writing)
        except TransitionRefused:  # somebody sent it while this was on its way
            return elsewhere(request, writing.referral)

    return fetched


def only_posted(view: View) -> View:
    """A door of the form: opened by itself (reloading after an error) it leads to the form."""

    @wraps(view)
    def guarded(writing: Writing) -> HttpResponse:
        if writing.request.method != "POST":
            return redirect(writing.url)
        return view(writing)

    return guarded


def take_in_hand(request: ActorRequest, referral_id: UUID) -> Writing:
    """The draft with its form; 404 for who may not see it."""
    referral = visible_or_404(
        Referral.objects.with_list_columns().select_related(*IN_THE_FORM),
        request.actor,
        pk=referral_id,
    )
    stored = _answers(referral)
    choice = dict(UNCHOSEN)
    with suppress(DraftChoice.DoesNotExist):
        choice = referral.draft_choice.as_values()
    form = AnswersForm(
        referral.version.parsed,
        stored,
        request.POST if request.method == "POST" and "phrases" in request.POST else None,
        inputs=choice["inputs"],
        search_url=reverse("referrals:codes", args=[referral.version.pathway.key]),
        say=words_for(request.actor),
    )
    return Writing(request, referral, stored, choice, form)


def elsewhere(request: ActorRequest, referral: Referral) -> HttpResponse:
    """Somebody has sent it meanwhile, or the reader is its receiver: it is read elsewhere."""
    address = reverse("referrals:detail", args=[referral.pk])
    if request.method == "POST":
        messages.info(request, _("Henvisningen er sendt og kan ikke længere ændres her."))
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _answers(referral: Referral) -> dict[str, Answer]:
    answers = referral.answers.select_related("copied_from")
    return {answer.key: answer for answer in answers}
