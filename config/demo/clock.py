"""Lets the demonstration's cases happen at their own times, through the real actions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from config.demo.calendar import DENMARK
from referrals.clocks import is_working_day


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let Django's clock show `moment`, for code that asks it and for fields filled in from it.

    Only for a process that does nothing else, such as a command: it holds for all its threads.
    """
    real = timezone.now

    def then() -> datetime:
        return moment

    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.DateTimeField) and field.default is real
    ]
    kept: dict[Any, Any] = {field: field.__dict__.get("_get_default") for field in fields}
    timezone.now = then
    for field in fields:
        field.__dict__["_get_default"] = then
    try:
        yield
    finally:
        timezone.now = real
        for field, default in kept.items():
            if default is None:
                del field.__dict__["_get_default"]
            else:
                field.__dict__["_get_default"] = default


class WorkingDays:
    """Moments told as working days before now: `moment(3, 10, 12)` is three ago at 10.12."""

    def __init__(self, now: datetime) -> None:
        self.now = timezone.localtime(now, DENMARK)

    def day(self, ago: int) -> date:
        """The working day so many working days back; 0 is today, or the latest before it."""
        day = self.now.date()
        while not is_working_day(day):
            day -= timedelta(days=1)
        while ago:
            day -= timedelta(days=1)
            ago -= is_working_day(day)
        return day

    def moment(self, ago: int, hour: int, minute: int = 0) -> datetime:
        """The moment on that day; never later than a minute ago."""
        found = datetime.combine(self.day(ago), time(hour, minute), tzinfo=DENMARK)
        return min(found, self.now - timedelta(minutes=1))
