"""Asking for a draft to be tried on past referrals, and stopping it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Membership
from pathways.actions.refusals import PathwayRefused
from pathways.actions.standing import locked
from pathways.definition import Definition, DefinitionError
from pathways.definition_parts.problems import Problem
from pathways.editing.sections import place_words, plain_message
from pathways.events import record_event
from pathways.language import reader_language
from pathways.life import EDITORS
from pathways.models import Replay, Version
from pathways.replaying.ledger_of import ledger_of, version_compared_with
from pathways.tasks import announce_replay
from pathways.vocabulary import PathwayEventKind, ReplayState, VersionState

ACTIVE = (ReplayState.QUEUED, ReplayState.RUNNING)
YEAR = timedelta(days=365)
MOST_AT_ONCE = 3
"""By one person, over all drafts: the workers are for all."""


@transaction.atomic
def request_replay(
    *, actor: Membership, draft: Version, first: date | None = None, last: date | None = None
) -> Replay:
    """Try the draft on the referrals sent in a period (the past year, unless said otherwise).

    A second click changes nothing; a replay of what the draft was before is stopped. Raises
    PathwayRefused: a draft with errors, no version to compare with, no referrals in the period,
    too many under way already.
    """
    now = locked(draft)
    _must(actor)
    if now.state == VersionState.DISCARDED:
        raise PathwayRefused(_("Kladden er kasseret og kan ikke afprøves."))
    try:
        Definition.from_data(now.definition)
    except DefinitionError as error:
        raise PathwayRefused(
            _("Ret kladden, før den afprøves: %(problem)s")
            % {"problem": _as_the_form_says(error.problems[0], now.definition)}
        ) from error
    last = last or timezone.localdate()
    first = first or last - YEAR
    if last > timezone.localdate():
        raise PathwayRefused(_("Perioden kan ikke slutte i fremtiden."), "last")
    if first > last:
        raise PathwayRefused(_("Perioden slutter, før den begynder. Byt om på datoerne."), "first")
    against = version_compared_with(now)
    if against is None:
        raise PathwayRefused(
            _("Programmet har ingen udgivet version, som kladden kan sammenlignes med.")
        )
    if not ledger_of(now.pathway, first, last).exists():
        raise PathwayRefused(
            _("Der er ikke sendt henvisninger i perioden. Vælg en længere periode."), "first"
        )
    for running in now.replays.filter(state__in=ACTIVE).defer("result"):
        if (running.draft_hash, running.advice_from, running.advice_to) == (
            now.content_hash,
            first,
            last,
        ):
            return running
        _stop(running)
    begun = Replay.objects.filter(requested_by__user=actor.user_id, state__in=ACTIVE).count()
    if begun >= MOST_AT_ONCE:
        raise PathwayRefused(
            _("Du har allerede %(count)s afprøvninger i gang. Vent på dem, eller stop en af dem.")
            % {"count": begun}
        )
    replay = Replay.objects.create(
        draft=now,
        draft_hash=now.content_hash,
        against=against,
        advice_from=first,
        advice_to=last,
        requested_by=actor,
    )
    record_event(
        PathwayEventKind.REPLAYED,
        pathway=now.pathway,
        version=now,
        by=actor,
        data={"replay": str(replay.pk), "from": first.isoformat(), "to": last.isoformat()},
    )
    transaction.on_commit(lambda: announce_replay(replay.pk))
    return replay


@transaction.atomic
def cancel_replay(*, actor: Membership, replay: Replay) -> Replay:
    """Stop a replay; its worker notices between two stretches. A finished one stays as it is."""
    _must(actor)
    now = (
        Replay.objects.select_for_update(of=("self",))
        .select_related("draft__pathway")
        .get(pk=replay.pk)
    )
    if now.state not in ACTIVE:
        return now
    _stop(now)
    record_event(
        PathwayEventKind.REPLAYED,
        pathway=now.draft.pathway,
        version=now.draft,
        by=actor,
        note=_("Stoppet"),
        data={"replay": str(now.pk), "cancelled": True},
    )
    return now


def _stop(replay: Replay) -> None:
    replay.state = ReplayState.CANCELLED
    replay.finished_at = timezone.now()
    replay.save(update_fields=["state", "finished_at"])


def _must(actor: Membership) -> None:
    if not EDITORS & set(actor.roles):
        raise PathwayRefused(_("Kun programredaktører kan afprøve kladder."))


def _as_the_form_says(problem: Problem, document: Any) -> str:
    """A problem with the place and the field's name as the editor's pages have them."""
    language = reader_language()
    where = place_words(problem.path, document, language)
    message = plain_message(problem.message, problem.path).in_(language)
    return f"{where}: {message}" if where else message
