"""Background work of the referrals app: letters and counts. Ids in; safe to run twice.

A letter row is claimed by a conditional update, and the finished file is put in place only
while the row is still locked by the same claim: of two workers one writes, and a worker that
is killed leaves a claim that goes stale and is taken over.
"""

import hashlib
import logging
import traceback
from datetime import datetime, timedelta

from celery import Task, shared_task
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from referrals.letter_files import put_in_place
from referrals.models import Letter, LetterState

logger = logging.getLogger(__name__)

UNANNOUNCED_AFTER = timedelta(seconds=20)
STALE_AFTER = timedelta(seconds=90)
ANNOUNCED_AGAIN_AFTER = timedelta(minutes=5)
FIRST_RETRY_AFTER = timedelta(seconds=15)
LAST_RETRY_AFTER = timedelta(hours=1)
SWEEP_AT_MOST = 500


# Both limits are shorter than STALE_AFTER: nobody works on a letter that is free to take.
@shared_task(bind=True, soft_time_limit=60, time_limit=80)
def make_letter(self: Task, letter_id: int) -> str:
    """Make the PDF of one letter, unless it is made or somebody is making it.

    Returns the state the letter is left in. A failure is written on the row, and the sweep
    tries again.
    """
    # A message that comes again comes because the worker that had it is gone.
    orphaned = bool((self.request.delivery_info or {}).get("redelivered"))
    attempt = claim(letter_id, orphaned=orphaned)
    if attempt is None:
        return str(Letter.objects.values_list("state", flat=True).get(pk=letter_id))
    try:
        # Here and not above: pages import this module to announce letters, not to make them.
        from referrals.letter_pdf import render_letter

        pdf = render_letter(
            Letter.objects.select_related(
                "epicrisis__signed_by__user",
                "epicrisis__signed_by__organisation",
                "epicrisis__replaces",
                "epicrisis__referral__course__citizen",
                "epicrisis__referral__sender",
                "epicrisis__referral__created_by__user",
            )
            .get(pk=letter_id)
            .epicrisis
        )
        return finish(letter_id, attempt, pdf)
    except Exception as error:
        # The message can name the citizen: the row gets the error's kind, the log where it was.
        logger.error(
            "Letter %s could not be made: %s\n%s",
            letter_id,
            type(error).__name__,
            "".join(traceback.format_tb(error.__traceback__)),
        )
        Letter.objects.filter(pk=letter_id, state=LetterState.MAKING, attempts=attempt).update(
            state=LetterState.FAILED, error=type(error).__name__
        )
        return LetterState.FAILED


def claim(letter_id: int, *, orphaned: bool = False) -> int | None:
    """Take the letter to make it: the number of this attempt, or None when it isn't free.

    Free are letters that wait or failed, and those whose maker is known to be gone or has not
    been heard of for `STALE_AFTER`.
    """
    letter = Letter.objects.filter(pk=letter_id).only("attempts").first()
    if letter is None:
        return None
    now = timezone.now()
    free = Q(state__in=[LetterState.WAITING, LetterState.FAILED])
    if orphaned:
        free |= Q(state=LetterState.MAKING)
    else:
        free |= Q(state=LetterState.MAKING, claimed_at__lt=now - STALE_AFTER)
    taken = Letter.objects.filter(free, pk=letter_id, attempts=letter.attempts).update(
        state=LetterState.MAKING, claimed_at=now, attempts=F("attempts") + 1, error=""
    )
    return letter.attempts + 1 if taken else None


@transaction.atomic
def finish(letter_id: int, attempt: int, pdf: bytes) -> str:
    """Put the file in place and mark the letter ready, if it is still this attempt's to make.

    The row is locked meanwhile. Killed after the file was placed and before the commit, the
    next attempt replaces the file: there is never more than one, and the row has its sum.
    """
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    if letter.state != LetterState.MAKING or letter.attempts != attempt:
        return str(letter.state)
    letter.file.name = put_in_place(letter, pdf)
    letter.sha256 = hashlib.sha256(pdf).hexdigest()
    letter.made_at = timezone.now()
    letter.state = LetterState.READY
    letter.save(update_fields=["file", "sha256", "made_at", "state"])
    return letter.state


@shared_task
def sweep_letters() -> int:
    """Announce again every letter that nobody seems to be making. Returns how many.

    Finds letters never announced (the broker was down), makers that went away, and failures
    whose time to be tried again has come. An announced letter waits; `claimed_at` then says
    since when, so that a long queue is not made longer at each sweep.
    """
    now = timezone.now()
    waiting = Q(claimed_at=None, created_at__lt=now - UNANNOUNCED_AFTER) | Q(
        claimed_at__lt=now - ANNOUNCED_AGAIN_AFTER
    )
    unfinished = Letter.objects.filter(
        Q(waiting, state=LetterState.WAITING)
        | Q(state=LetterState.MAKING, claimed_at__lt=now - STALE_AFTER)
        | Q(state=LetterState.FAILED, claimed_at__lt=now - FIRST_RETRY_AFTER)
    ).order_by("created_at")
    announced = 0
    for letter in unfinished.only("state", "attempts", "claimed_at")[:SWEEP_AT_MOST]:
        if letter.state == LetterState.FAILED and not _due_again(letter, now):
            continue
        taken = Letter.objects.filter(
            pk=letter.pk, state=letter.state, attempts=letter.attempts, claimed_at=letter.claimed_at
        ).update(state=LetterState.WAITING, claimed_at=now)
        if taken:
            make_letter.delay(letter.pk)
            announced += 1
    return announced


@shared_task
def merge_counts() -> int:
    """Merge the rows of `WorklistCount` that say something about the same key.

    Returns how many there were. The sums are the same before and after, and for whoever reads
    meanwhile. Nobody waits for it, and it waits for nobody.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT referrals_merge_counts()")
        (merged,) = cursor.fetchone()
    return int(merged)


def _due_again(letter: Letter, now: datetime) -> bool:
    return letter.claimed_at is None or letter.claimed_at + retry_after(letter.attempts) <= now


def retry_after(attempts: int) -> timedelta:
    """How long after the latest attempt the next may come: doubled each time, at most an hour."""
    return min(FIRST_RETRY_AFTER * 2 ** min(attempts - 1, 10), LAST_RETRY_AFTER)
