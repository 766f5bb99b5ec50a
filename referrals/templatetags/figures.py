"""Small figures that rows of lists are full of, each drawn once for the same few values."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from referrals.clocks import Clocks

register = template.Library()


@register.simple_tag
def group_figure(group: int) -> SafeString:
    """The group 1-4 as figure and number."""
    return _group(group, get_language())


@register.simple_tag
def clock_figure(clock: Clocks) -> SafeString:
    """Waiting time in all, here and on hold."""
    return _clock(
        clock.total, clock.here, clock.held, clock.overdue_working_days > 0, get_language()
    )


@lru_cache(maxsize=16)
def _group(group: int, _language: str | None) -> SafeString:
    return render_to_string("_group.html", {"group": group})


@lru_cache(maxsize=4096)
def _clock(total: int, here: int, held: int, late: bool, _language: str | None) -> SafeString:
    shown = {"total": total, "here": here, "held": held, "overdue_working_days": int(late)}
    return render_to_string("_clock.html", {"clock": shown})
