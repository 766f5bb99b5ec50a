"""Which queue a task waits in, and what runs by the clock.

`letters`, `charts` and `indicators` are apart so that a night's indicators never hold up an
epikrise. Every task is safe to run twice.
"""

from typing import Any

TASK_ROUTES: dict[str, dict[str, str]] = {}

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {}
