"""Which queue a task waits in, and what runs by the clock.

`letters`, `charts` and `indicators` are apart so that a night's indicators never hold up an
epikrise. Every task is safe to run twice.
"""

from typing import Any

from celery.schedules import crontab

TASK_ROUTES: dict[str, dict[str, str]] = {
    "referrals.tasks.make_letter": {"queue": "letters"},
    "monitoring.tasks.draw_chart": {"queue": "charts"},
    "monitoring.tasks.compute_pathway": {"queue": "indicators"},
    # Counts many rows too; the sweeps, on which others wait, keep the default queue to themselves.
    "pathways.tasks.run_replay": {"queue": "indicators"},
}

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    # A letter whose message or maker was lost is announced again.
    "sweep-letters": {"task": "referrals.tasks.sweep_letters", "schedule": 30.0},
    # What was added to the worklists' counts since is merged, so that reading them stays cheap.
    "merge-counts": {"task": "referrals.tasks.merge_counts", "schedule": 60.0},
    # Figures nobody drew are announced again, and those nobody asks for are forgotten.
    "sweep-charts": {"task": "monitoring.tasks.sweep_charts", "schedule": 300.0},
    # A replay whose message or worker was lost is announced again.
    "sweep-replays": {"task": "pathways.tasks.sweep_replays", "schedule": 30.0},
    # A version that begins to hold today takes over from the one before.
    "supersede-versions": {
        "task": "pathways.tasks.supersede_versions",
        "schedule": crontab(hour=0, minute=5),
    },
    # At night, when nobody waits; only what changed is counted again.
    "compute-indicators": {
        "task": "monitoring.tasks.compute_indicators",
        "schedule": crontab(hour=4, minute=12),
    },
}
