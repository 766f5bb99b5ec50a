"""What runs by the clock exists, has a queue, and is looked after by a worker."""

from config.beat import BEAT_SCHEDULE, TASK_ROUTES
from config.celery import app


def registered() -> set[str]:
    app.loader.import_default_modules()
    return {name for name in app.tasks if not name.startswith("celery.")}


def test_every_task_that_runs_by_the_clock_exists():
    assert {entry["task"] for entry in BEAT_SCHEDULE.values()} <= registered()


def test_every_route_leads_from_a_task_that_exists():
    assert set(TASK_ROUTES) <= registered()


def test_a_killed_workers_task_is_given_to_another(settings):
    assert settings.CELERY_TASK_ACKS_LATE
    assert settings.CELERY_TASK_REJECT_ON_WORKER_LOST
    # Without these the broker looks for such tasks about once a minute.
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["unacked_restore_interval"] == 2
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["unacked_restore_throttle"] == 1
