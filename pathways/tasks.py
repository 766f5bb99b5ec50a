"""Background work on what was agreed. Safe to run twice.

A replay is claimed by a conditional update and tells that it is alive between stretches; the same
update tells the worker whether it is still the one to go on. A worker that is killed falls silent,
and the sweep announces its replay again.
"""

import logging
import traceback
from datetime import timedelta
from uuid import UUID

from celery import Task, shared_task
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from pathways.definition import Definition
from pathways.models import Pathway, Replay, Version
from pathways.replaying.ledger_of import asked_of
from pathways.replaying.running import ReadingsDisagree, Stopped, run
from pathways.superseding import supersede
from pathways.vocabulary import ReplayState

logger = logging.getLogger(__name__)

UNANNOUNCED_AFTER = timedelta(seconds=20)
SILENT_AFTER = timedelta(seconds=90)
MAX_ATTEMPTS = 3


@shared_task
def supersede_versions() -> int:
    """Say on versions that a newer one took over from last night; returns how many."""
    today = timezone.localdate()
    return sum(supersede(pathway, today) for pathway in Pathway.objects.all())


def announce_replay(replay_id: UUID) -> None:
    """Ask a worker. With the broker away nothing is lost: the sweep comes round."""
    try:
        run_replay.delay(str(replay_id))
    except OperationalError:
        logger.warning("Replay %s could not be announced; the sweep will find it", replay_id)


@shared_task(bind=True)
def run_replay(self: Task, replay_id: str) -> str:
    """Run one replay, unless it is done, stopped, or somebody is at it. Returns its state."""
    # A message that comes again comes because the worker that had it is gone.
    orphaned = bool((self.request.delivery_info or {}).get("redelivered"))
    attempt = claim_replay(replay_id, orphaned=orphaned)
    if attempt is not None:
        mine = Replay.objects.filter(pk=replay_id, state=ReplayState.RUNNING, attempts=attempt)
        try:
            _run(mine.select_related("draft", "against__pathway").get())
        except (Stopped, Replay.DoesNotExist):
            pass
        except Exception as error:
            # The message can hold facts: the row gets a sentence, the log where it was.
            logger.error(
                "Replay %s failed: %s\n%s",
                replay_id,
                type(error).__name__,
                "".join(traceback.format_tb(error.__traceback__)),
            )
            mine.update(
                state=ReplayState.FAILED, problem=_problem(error), finished_at=timezone.now()
            )
    return str(Replay.objects.values_list("state", flat=True).get(pk=replay_id))


def _run(replay: Replay) -> None:
    mine = Replay.objects.filter(pk=replay.pk, state=ReplayState.RUNNING, attempts=replay.attempts)
    draft = Definition.from_data(_document(replay))
    asked = asked_of(draft, replay.against, replay.advice_from, replay.advice_to)
    total = asked.ledger.count()
    mine.update(total=total)

    def go_on(done: int) -> bool:
        return bool(mine.update(done=min(done, total), heard_at=timezone.now()))

    result = run(asked, go_on)
    mine.update(
        state=ReplayState.DONE, result=result, done=total, finished_at=timezone.now(), problem=""
    )


def _document(replay: Replay) -> object:
    """The draft as it was when the replay was asked for, also when it has changed since."""
    if replay.draft.content_hash == replay.draft_hash:
        return replay.draft.definition
    kept = Version.history.filter(id=replay.draft_id, content_hash=replay.draft_hash).first()
    return kept.definition if kept is not None else replay.draft.definition


def _problem(error: Exception) -> str:
    if isinstance(error, ReadingsDisagree):
        return (
            "De to læsninger af reglerne er ikke enige om en henvisning, så resultatet kan ikke "
            "bruges. Meld det til dem, der driver Samspor."
        )
    return "Afprøvningen gik galt undervejs. Prøv igen; sker det igen, så meld det til driften."


def claim_replay(replay_id: str, *, orphaned: bool = False) -> int | None:
    """Take the replay to run it: the number of this attempt, or None when it isn't free.

    Free are those that wait, and those whose worker is known to be gone or has fallen silent.
    """
    now = timezone.now()
    running = Q(state=ReplayState.RUNNING)
    free = Q(state=ReplayState.QUEUED) | (
        running if orphaned else running & Q(heard_at__lt=now - SILENT_AFTER)
    )
    attempts = Replay.objects.filter(free, pk=replay_id).values_list("attempts", flat=True).first()
    if attempts is None:
        return None
    if attempts >= MAX_ATTEMPTS:
        Replay.objects.filter(free, pk=replay_id, attempts=attempts).update(
            state=ReplayState.FAILED,
            problem="Afprøvningen gik i stå tre gange og er opgivet. Vælg en kortere periode.",
            finished_at=now,
        )
        return None
    taken = Replay.objects.filter(free, pk=replay_id, attempts=attempts).update(
        state=ReplayState.RUNNING,
        attempts=F("attempts") + 1,
        started_at=now,
        heard_at=now,
        done=0,
    )
    return attempts + 1 if taken else None


@shared_task
def sweep_replays() -> int:
    """Announce again every replay that nobody seems to be at. Returns how many."""
    now = timezone.now()
    lost = Replay.objects.filter(
        Q(state=ReplayState.QUEUED, requested_at__lt=now - UNANNOUNCED_AFTER)
        | Q(state=ReplayState.RUNNING, heard_at__lt=now - SILENT_AFTER)
    )
    ids = list(lost.values_list("pk", flat=True))
    for replay_id in ids:
        announce_replay(replay_id)
    return len(ids)
