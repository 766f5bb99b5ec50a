"""Which queue a task waits in, and what runs by the clock.

`letters`, `charts` and `indicators` are apart so that a night's indicators never hold up an
epikrise. Every task is safe to run twice.
"""

from typing import Any

TASK_ROUTES: dict[str, dict[str, str]] = {
    "referrals.tasks.make_letter": {"queue": "letters"},
}

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    # A letter whose message or maker was lost is announced again.
    "sweep-letters": {"task": "referrals.tasks.sweep_letters", "schedule": 30.0},
}
