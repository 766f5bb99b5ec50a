"""What a migration does is written in it, so that it does the same in ten years."""

import re
from pathlib import Path

from django.conf import settings

SHARED = "organisations.append_only"
"""The one module of ours that migrations run; tests/databases.py reads it beside them."""


def test_migrations_take_nothing_else_of_ours_by_name() -> None:
    root = Path(settings.BASE_DIR)
    rooms = set(settings.OUR_APPS)
    taken = {
        f"{migration.relative_to(root)}: {module}"
        for room in rooms
        for migration in (root / room / "migrations").glob("*.py")
        for module in re.findall(r"^from ([\w.]+) import", migration.read_text(), re.MULTILINE)
        if module.split(".")[0] in rooms and module != SHARED
    }
    assert not taken, "\n".join(sorted(taken))
