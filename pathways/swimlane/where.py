"""At which stop a course is: what is opened for the doctor who writes on a referral."""

from __future__ import annotations

from pathways.swimlane.stops import Plan, Stop


def stop_at(plan: Plan, actor: str, week: int) -> Stop | None:
    """The actor's stop in that week of a course; its first one where the programme has no weeks.

    By weeks that is the latest control held by then, or else the latest stop that has begun. None
    where the actor has no stop.
    """
    own = [stop for stop in plan.stops if stop.actor == actor]
    if not plan.by_weeks:
        return own[0] if own else None
    begun = [stop for stop in own if (stop.from_week or 0) <= week]
    controls = [stop for stop in begun if stop.checkpoint is not None]
    found = controls or begun or own
    return max(found, key=lambda stop: stop.from_week or 0, default=None)
