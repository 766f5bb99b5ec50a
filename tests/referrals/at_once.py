"""Several people acting at the same moment: each in a thread and a transaction of their own."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from importlib import import_module
from threading import Barrier, Lock
from typing import Any
from unittest.mock import patch

from django.db import connections

PATIENCE = 20  # seconds; the machine may be busy
A_MOMENT = 0.25  # long enough to get as far as one can


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned, or the exception it ended in, in the order given."""
    start = Barrier(len(acts))

    def begin(act: Callable[[], Any]) -> Any:
        start.wait(PATIENCE)
        return _done(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


@contextmanager
def meanwhile(point: str, act: Callable[[], Any]) -> Iterator[list[Any]]:
    """Somebody else does `act` when the code inside comes to a point for the first time.

    `point` is a function by its path. It waits there until the other is done or has come as far
    as one can, held at a lock. The list gets what the other's act returned or ended in.
    """
    owner, _dot, name = point.rpartition(".")
    holder: Any = _found(owner)
    real = getattr(holder, name)
    once, others, results = Lock(), list[Future[Any]](), list[Any]()
    with ThreadPoolExecutor(1) as pool:

        def stop_there(*args: Any, **kwargs: Any) -> Any:
            if once.acquire(blocking=False):
                others.append(pool.submit(_done, act))
                wait(others, A_MOMENT)
            return real(*args, **kwargs)

        with patch.object(holder, name, stop_there):
            yield results
        assert others, f"nobody came to {point}"
        results.append(others[0].result(PATIENCE))


def _found(path: str) -> Any:
    """A module, or something in one."""
    try:
        return import_module(path)
    except ModuleNotFoundError:
        owner, _dot, name = path.rpartition(".")
        return getattr(_found(owner), name)


def _done(act: Callable[[], Any]) -> Any:
    try:
        return act()
    except Exception as error:
        return error
    finally:
        connections.close_all()
