"""How much of what citizen and therapist agreed was reached when the treatment ended."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from referrals.models import Goal, Measurement
from referrals.record import goal_lines, series_of
from referrals.recorded import GoalLine

GOAL_FACTS = frozenset({"goals_reached"})


def share_reached(goals: Iterable[GoalLine]) -> float | None:
    """The share of the goals that are reached, of those that can be judged; None without any."""
    judged = [goal.reached for goal in goals if goal.reached is not None]
    return round(sum(judged) / len(judged), 2) if judged else None


def goals_reached(ids: Sequence[UUID]) -> Iterator[tuple[UUID, float]]:
    """By referral the share of its goals that were reached, where it is known (two queries).

    A goal followed by an instrument stands where its last score does.
    """
    goals: dict[UUID, list[Goal]] = defaultdict(list)
    scores: dict[UUID, list[Measurement]] = defaultdict(list)
    of_these = {"treatment__referral_id__in": ids}
    for goal in Goal.objects.filter(**of_these).select_related("treatment"):
        goals[goal.treatment.referral_id].append(goal)
    for score in Measurement.objects.filter(**of_these).select_related("treatment"):
        scores[score.treatment.referral_id].append(score)
    for referral, agreed in goals.items():
        series = series_of(scores[referral], agreed, agreed[0].treatment.started_on)
        share = share_reached(goal_lines(agreed, series))
        if share is not None:
            yield referral, share
