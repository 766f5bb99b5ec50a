"""One database with every migration made, kept between runs; each process of a run copies it.

Making all migrations costs ten seconds of a processor, copying what they made a tenth of one.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader

PREFIX = "migrated_"


def migrated() -> str:
    """The name of the database to copy; made here if no run with the same migrations made it."""
    name = f"{PREFIX}{_mark_of_migrations()}"
    with _one_at_a_time(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        there = {row[0] for row in cursor.fetchall()}
        if name in there:
            return name
        for old in there:  # of other migrations, or of a run that was killed while it made one
            _drop(cursor, old)
        _migrate(f"{name}_begun")
        cursor.execute(f"ALTER DATABASE {name}_begun RENAME TO {name}")
    return name


def _mark_of_migrations() -> str:
    """Changes with every migration of the project and of its libraries, and with what they use."""
    installed = sorted(MigrationLoader(None).disk_migrations)
    ours = Path(settings.BASE_DIR)
    written = sorted(
        file
        for app in apps.get_app_configs()
        if app.label in settings.OUR_APPS
        for file in (Path(app.path) / "migrations").glob("*.py")
    )
    used = ours / "organisations" / "append_only.py"
    mark = sha256(repr(installed).encode())
    for file in [*written, used]:
        mark.update(file.read_bytes())
    return mark.hexdigest()[:16]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / ".migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _drop(cursor: CursorWrapper, name: str) -> None:
    cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)} WITH (FORCE)")


def _migrate(name: str) -> None:
    """As Django makes a test's database, and then away from it, as nobody may be in it."""
    test, own = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
    meant = test["NAME"]
    test["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    finally:
        connection.close()
        test["NAME"] = meant
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = own
