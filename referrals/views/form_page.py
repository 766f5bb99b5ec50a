"""What the page of the form shows, gathered for its templates."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pathways.availability import has_joined
from pathways.comparing import compare
from pathways.definition import Definition
from pathways.models import Version
from pathways.swimlane.planning import plan
from pathways.swimlane.where import stop_at
from referrals.actions import SendErrors, newer_version
from referrals.draft import Draft
from referrals.forms.attachments import AttachmentForm
from referrals.forms.choosing import ChoiceForm, Grouped
from referrals.forms.drafting import FactRow, PhraseRow
from referrals.language import language
from referrals.models import Referral
from referrals.moving import carry
from referrals.receivers import Receiver
from referrals.states import FINAL, Status
from referrals.strip import strip_of
from referrals.views.writing import Writing

MOST_OPEN_SHOWN = 5
MOST_CHANGES_SHOWN = 8
# What of a new version a doctor in the middle of a referral wants to know; the rest is a link away.
OF_INTEREST = ("phrases", "rules")


def form_context(
    writing: Writing, draft: Draft, problems: SendErrors | None = None
) -> dict[str, Any]:
    """The whole page; with `problems` as it looks when sending was refused."""
    referral = writing.referral
    if problems is not None:
        for key, sentence in problems.by_fact.items():
            writing.form.add_sentence(key, sentence)
        for sentence in problems.by_field.values():
            writing.form.add_error(None, sentence)  # the page's title begins with "Fejl:"
    rows = writing.form.rows(draft.facts, writing.stored)
    return (
        part_context(writing, draft, rows, problems)
        | {
            "summary": _summary(rows, problems),
            "refused": problems is not None,
            "attachments": referral.attachments.all(),
            "attachment_form": AttachmentForm(),
            "other_pathways": _other_pathways(referral),
            "open_elsewhere": _open_elsewhere(writing),
            "course_stop": _course_stop(referral),
            "newer": _newer(writing),
        }
        | strip(referral, draft)
    )


def part_context(
    writing: Writing, draft: Draft, rows: list[PhraseRow], problems: SendErrors | None = None
) -> dict[str, Any]:
    """What the parts that htmx swaps show."""
    shown = [row for row in rows if row.state.visible]
    return {
        "referral": writing.referral,
        "mends": writing.referral.status == Status.RETURNED,
        "form": writing.form,
        "rows": rows,
        "shown": shown,
        "answered": sum(1 for row in shown if row.css == "is-answered"),
        "draft": draft,
        "words": draft.words,
        "choice_form": _choice_form(draft, writing.definition),
        "choice_errors": problems.by_field if problems else {},
        "bar": _bar(draft, problems, rows),
        "saved_at": timezone.localtime(writing.referral.updated_at),
        "week": _week(writing),
    }


def _week(writing: Writing) -> int | None:
    """How many weeks since first contact, where the pathway sets controls by the week."""
    if not writing.definition.checkpoints:
        return None
    return writing.referral.course.week_on(timezone.localdate())


def appeared(before: dict[str, PhraseRow], rows: list[PhraseRow]) -> list[FactRow]:
    """Facts that an answer has made visible, or hidden."""
    was = {fact.key for row in before.values() for fact in row.facts if fact.shown}
    return [fact for row in rows for fact in row.facts if fact.shown != (fact.key in was)]


def strip(referral: Referral, draft: Draft | None = None) -> dict[str, Any]:
    """What the citizen's strip needs."""
    joined = (
        draft.joined
        if draft
        else has_joined(referral.version, referral.citizen.municipality, timezone.localdate())
    )
    return strip_of(referral.course, referral.citizen, joined=joined)


def _choice_form(draft: Draft, definition: Definition) -> ChoiceForm:
    return ChoiceForm(
        cards=draft.cards,
        also=[(one.key, one.label) for one in draft.also],
        others=_other_receivers(draft),
        reasons=[(one.key, one.label.in_(language())) for one in definition.override_reasons],
        chosen={
            "receiver": draft.card.value if draft.card else "",
            "also": [one.key for one in draft.wanted_also],
            "override_receiver": draft.choice["other_receiver"],
            "override_reason": draft.choice["reason"],
            "override_text": draft.choice["text"],
        },
    )


def _other_receivers(draft: Draft) -> Grouped:
    """Everything on offer that is no card, grouped by kind of offer."""
    cards = set(draft.cards)
    groups: Grouped = []
    for receivers in draft.receivers.by_destination.values():
        options = [(one.value, _option(one)) for one in receivers if one not in cards]
        if options:
            groups.append((receivers[0].kind_label, options))
    return groups


def _option(receiver: Receiver) -> str:
    if receiver.is_own_doctor or not receiver.wait:
        return receiver.name
    if receiver.service is None:
        return f"{receiver.name} ({receiver.wait})"
    return f"{receiver.name} · {receiver.wait}"


def _summary(rows: list[PhraseRow], problems: SendErrors | None) -> list[dict[str, str]]:
    """The error summary: a sentence and the field it leads to."""
    found = [
        {
            "url": f"#{fact.anchor}",
            "text": _("Frase %(number)s: %(sentence)s") % {"number": row.number, "sentence": error},
        }
        for row in rows
        for fact in row.facts
        for error in fact.errors
    ]
    for name, sentence in (problems.by_field if problems else {}).items():
        found.append(
            {"url": "#modtager" if name == "receiver" else f"#id_{name}", "text": sentence}
        )
    return found


def _bar(draft: Draft, problems: SendErrors | None, rows: list[PhraseRow]) -> dict[str, Any]:
    """The bar by the send button: to whom, and why not yet.

    `refusal`: why this reader can't send at all; `missing`: what is to be mended first.
    """
    errors = problems or draft.errors
    copied = {fact.key for row in rows if row.unconfirmed for fact in row.facts}
    missing = [
        _("bekræft det, der er hentet") if key in copied else sentence
        for key, sentence in (errors.by_fact.items() if errors else ())
    ]
    told = [error for row in rows if not row.unconfirmed for error in row.errors]
    fields = dict(errors.by_field) if errors else {}
    refusal = "" if draft.may_send.allowed else draft.may_send.reason
    if draft.advised.routing.blocks_sending and errors:
        blocked = fields.pop("receiver", "")
        if draft.words.blocking:
            refusal = refusal or blocked
        else:
            missing += [
                one.text
                for one in draft.words.unanswered
                if errors.by_fact.keys().isdisjoint(one.facts)
            ]
    missing += fields.values()
    return {
        "missing": list(dict.fromkeys([*told, *missing])),
        "refusal": refusal,
        "follows": draft.chosen is not None and draft.chosen.is_own_doctor,
    }


def _other_pathways(referral: Referral) -> list[dict[str, str]]:
    """The other pathways in force, to go over to."""
    if referral.status == Status.RETURNED:
        return []
    versions = Version.objects.in_force(timezone.localdate()).select_related("pathway")
    return [
        {"key": version.pathway.key, "title": version.parsed.short_title.in_(language())}
        for version in versions
        if version.pathway_id != referral.version.pathway_id
    ]


def _newer(writing: Writing) -> dict[str, Any] | None:
    """The version that has come into force since the draft was begun, and what moving does."""
    version = newer_version(writing.referral)
    if version is None:
        return None
    old, new = writing.definition, version.parsed
    answers = {key: answer.value for key, answer in writing.stored.items()}
    return {
        "version": version,
        "lost": [label.in_(language()) for label in carry(answers, old, new).lost],
        "changes": [
            change
            for section in compare(old.to_data(), new.to_data(), language())
            if section.key in OF_INTEREST
            for change in section.changes
        ][:MOST_CHANGES_SHOWN],
    }


def _course_stop(referral: Referral) -> dict[str, str] | None:
    """The stop of the programme's figure that the course is at; None where none is drawn."""
    version = referral.version
    programme = plan(version.parsed)
    if programme is None:
        return None
    week = referral.course.week_on(timezone.localdate())
    including = version.parsed.patient_group.included_by
    stops = [stop_at(programme, actor, week) for actor in including]
    stop = next((one for one in stops if one is not None), None)
    if stop is None:
        return None
    page = reverse("pathways:version", args=[version.pathway.key, version.number])
    return {
        "url": f"{page}?stop={stop.key}#stop-{stop.key}",
        "title": stop.title.in_(language()),
    }


def _open_elsewhere(writing: Writing) -> list[dict[str, str]]:
    """The course's referrals that are sent and not finished: seen before another is written."""
    referral = writing.referral
    others = (
        Referral.objects.visible_to(writing.request.actor)
        .filter(course=referral.course, sender_id=referral.sender_id)
        .exclude(pk=referral.pk)
        .exclude(status__in=[Status.DRAFT, *FINAL])
        .select_related("receiver")
        .order_by("-sent_at")[:MOST_OPEN_SHOWN]
    )
    return [
        {
            "number": one.number or "",
            "url": reverse("referrals:detail", args=[one.pk]),
            "to": one.receiver.name if one.receiver else one.get_destination_display(),
            "status": one.get_status_display(),
            "sent": date_format(timezone.localtime(one.sent_at), "d.m.Y") if one.sent_at else "",
        }
        for one in others
        if one.accompanies_id != referral.pk
    ]
