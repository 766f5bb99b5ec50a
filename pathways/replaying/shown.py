"""A replay's result as the page tells it: the answer in sentences, tables and figures. Pure.

Everything comes from the kept result, in which small counts are hidden already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from figures import numbers
from pathways.destinations import DESTINATIONS
from pathways.replaying.protecting import Shown

OPEN_END = "-"


@dataclass(frozen=True)
class Row:
    """A line of a table: its head, and its cells as they are written."""

    head: str
    cells: tuple[str, ...]
    signal: bool = False


@dataclass(frozen=True)
class CaseRow:
    """One referral that would go elsewhere."""

    pseudonym: str
    citizen: str
    group: str
    old: str
    new: str
    reasons: tuple[str, ...]


def title(key: str, language: str) -> str:
    """A destination's name."""
    return DESTINATIONS[key].title.in_(language) if key in DESTINATIONS else key


def count(shown: Shown, language: str) -> str:
    """A count, or its mark."""
    return shown if isinstance(shown, str) else numbers.number(shown, 0, language)


def share(part: Shown, whole: Shown, language: str) -> str:
    """A share in percent; ".." where one of its counts is hidden."""
    if isinstance(part, str) or isinstance(whole, str):
        return ".."
    return numbers.percent(part / whole if whole else None, 1, language)


def headline(result: Mapping[str, Any], language: str) -> str:
    """ "412 af 9.830 henvisninger (4,2 %)"."""
    total, moved = result["total"], result["moved"]
    if isinstance(moved, str):
        return _("Færre end fem af %(total)s henvisninger") % {"total": count(total, language)}
    return _("%(moved)s af %(total)s henvisninger (%(share)s)") % {
        "moved": count(moved, language),
        "total": count(total, language),
        "share": share(moved, total, language),
    }


def transitions(result: Mapping[str, Any], language: str) -> list[Row]:
    """Old and new destination where they differ."""
    return [
        Row(
            title(one["old"], language),
            (
                title(one["new"], language),
                count(one["count"], language),
                share(one["count"], result["moved"], language),
            ),
        )
        for one in result["transitions"]
    ]


def destinations(result: Mapping[str, Any], language: str) -> list[Row]:
    """All referrals before and after."""
    rows = []
    for one in sorted(result["destinations"], key=lambda one: -_least(one["before"])):
        before, after = one["before"], one["after"]
        known = isinstance(before, int) and isinstance(after, int)
        rows.append(
            Row(
                title(one["key"], language),
                (
                    count(before, language),
                    count(after, language),
                    numbers.signed(after - before, 0, language) if known else "..",
                ),
            )
        )
    return rows


def municipalities(result: Mapping[str, Any], language: str) -> list[Row]:
    """By municipality: all, those who stay, and each change."""
    return [
        Row(
            one["name"] or _("Ukendt kommune"),
            (
                count(one["total"], language),
                count(one["same"], language),
                *(count(cell, language) for cell in one["moves"]),
            ),
        )
        for one in sorted(result["municipalities"], key=lambda one: one["name"] or "~")
    ]


def people(result: Mapping[str, Any], language: str) -> list[Row]:
    """By group, age and sex: how many, and how many change."""
    order = {"group": 0, "age": 1, "sex": 2}
    known = sorted(result["people"], key=lambda one: (order[one["dimension"]], one["value"] or "~"))
    return [
        Row(
            kind_of_people(one["dimension"], one["value"], language),
            (
                count(one["total"], language),
                count(one["moved"], language),
                share(one["moved"], one["total"], language),
            ),
        )
        for one in known
    ]


def kind_of_people(dimension: str, value: str, language: str) -> str:
    """ "Gruppe 3", "40–64 år", "Kvinder"."""
    if dimension == "group":
        return _("Gruppe %(number)s") % {"number": value} if value else _("Uden gruppe")
    if dimension == "age":
        return _("%(band)s år") % {"band": _band(value)} if value else _("Uden alder")
    return {"female": _("Kvinder"), "male": _("Mænd")}.get(value, _("Uden køn"))


def _band(value: str) -> str:
    low, _dash, high = value.partition(OPEN_END)
    return f"{low}–{high}" if high else _("%(low)s og derover") % {"low": low}


def reasons(result: Mapping[str, Any], language: str) -> list[Row]:
    """How many change for each reason; those of few are told as one line without a number."""
    told = [one for one in result["reasons"] if isinstance(one["count"], int)]
    rows = [Row(said(one, language), (count(one["count"], language),)) for one in told]
    few = len(result["reasons"]) - len(told)
    if few:
        words = ngettext(
            "%(count)s anden begrundelse med færre end fem",
            "%(count)s andre begrundelser med færre end fem hver",
            few,
        )
        rows.append(Row(words % {"count": few}, ("..",)))
    return rows


def said(reason: Mapping[str, Any], language: str) -> str:
    """A reason as a sentence."""
    words = reason["en"] if language == "en" and reason["en"] else reason["da"]
    return f"{words[:1].upper()}{words[1:]}"


def cases(result: Mapping[str, Any], language: str) -> Iterable[CaseRow]:
    """The listed cases."""
    told = [said(one, language) for one in result["reasons"]]
    sexes = {"female": _("kvinde"), "male": _("mand")}
    for one in result["cases"]:
        citizen = [sexes.get(one["sex"], ""), _("%(band)s år") % {"band": _band(one["age"])}]
        yield CaseRow(
            one["pseudonym"],
            ", ".join(part for part in citizen if part and part[0] != " "),
            one["group"] or numbers.NOTHING,
            title(one["old"], language),
            title(one["new"], language),
            tuple(told[number] for number in one["reasons"]),
        )


@dataclass(frozen=True)
class Room:
    """A receiver's starts per week before and after, and its stated places."""

    name: str
    before: float
    after: float
    places: int | None

    @property
    def change(self) -> float:
        return self.after - self.before

    @property
    def over(self) -> bool:
        """Whether the change takes it beyond its places."""
        return self.places is not None and self.after > self.places and self.change > 0

    def cells(self, language: str) -> tuple[str, ...]:
        """As the table has them."""
        places = (
            numbers.NOTHING if self.places is None else numbers.number(self.places, 0, language)
        )
        return (
            numbers.number(self.before, 1, language),
            numbers.number(self.after, 1, language),
            numbers.signed(round(self.change, 1), 1, language),
            places,
            self.left(language),
        )

    def left(self, language: str) -> str:
        """ "2,4 tilbage", "mangler 8,0"."""
        if self.places is None:
            return _("ikke oplyst")
        free = round(self.places - self.after, 1)
        words = _("mangler %(places)s") if free < 0 else _("%(places)s tilbage")
        return words % {"places": numbers.number(abs(free), 1, language)}


def rooms(result: Mapping[str, Any], language: str) -> list[Room]:
    """The receivers whose number changes; the greatest increase first in each kind."""
    return [
        Room(_receiver(one, language), one["before"], one["after"], one["places"])
        for one in result["capacity"]
    ]


def _receiver(one: Mapping[str, Any], language: str) -> str:
    kind = title(one["destination"], language)
    if one["of"] > 1:
        return _("%(kind)s: %(count)s mindre modtagere") % {"kind": kind, "count": one["of"]}
    places = one["municipalities"]
    where = ", ".join(places[:3]) + (_(" m.fl.") if len(places) > 3 else "")
    return f"{kind}, {where}" if where else kind


def verdict(found: list[Room], weeks: float) -> tuple[str, bool]:
    """Is there room? One sentence, and whether it tells of a signal."""
    over = [room.name for room in found if room.over]
    if not found:
        return _("Ingen modtager får flere eller færre starter."), False
    if not over:
        return _("Ingen modtager får flere starter om ugen, end den har oplyst pladser til."), False
    words = ngettext(
        "%(count)s modtager får flere starter om ugen, end der er oplyst pladser til: %(names)s.",
        "%(count)s modtagere får flere starter om ugen, end der er oplyst pladser til: %(names)s.",
        len(over),
    )
    return words % {"count": len(over), "names": "; ".join(over)}, True


def _least(shown: Shown) -> int:
    return shown if isinstance(shown, int) else 0
