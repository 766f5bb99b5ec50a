"""A replay's result as the page tells it: the answer in sentences, tables and figures. Pure.

Everything comes from the kept result, in which small counts are hidden already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from figures import numbers
from figures.suppression import Mark
from pathways.destinations import DESTINATIONS
from pathways.replaying.alluvial import Band, Node, Picture
from pathways.replaying.protecting import Shown

OPEN_END = "-"
WORD_LINE = 15
WORDS_FROM_BAR = 8
WIDE_LETTERS = 28
NARROW_LETTERS = 14


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
    """ "412 af 9.830 henvisninger (4,2 %)"; where a count is hidden, what may be said of it."""
    total, moved = result["total"], result["moved"]
    if moved == Mark.COMPLEMENT.value:
        return _("Nogle henvisninger (antallet er skjult, fordi små tal ellers kunne regnes ud)")
    if isinstance(moved, str):
        if isinstance(total, str):
            return _("Færre end fem henvisninger")
        return _("Færre end fem af %(total)s henvisninger") % {"total": count(total, language)}
    if isinstance(total, str):
        return ngettext("%(moved)s henvisning", "%(moved)s henvisninger", moved) % {
            "moved": count(moved, language)
        }
    return _("%(moved)s af %(total)s henvisninger (%(share)s)") % {
        "moved": count(moved, language),
        "total": count(total, language),
        "share": share(moved, total, language),
    }


@dataclass(frozen=True)
class Whole:
    """The bar of all referrals, of which some change: shares of the width, and the words."""

    share: float
    moved: str
    rest: str


def whole(result: Mapping[str, Any], language: str) -> Whole | None:
    """The bar of the whole; None where its counts are hidden or there is nothing."""
    total, moved = result["total"], result["moved"]
    if isinstance(total, str) or isinstance(moved, str) or not total:
        return None
    rest = total - moved
    return Whole(
        moved / total,
        _("%(count)s skifter (%(share)s)")
        % {"count": count(moved, language), "share": share(moved, total, language)},
        _("%(count)s uændrede (%(share)s)")
        % {"count": count(rest, language), "share": share(rest, total, language)},
    )


def control(result: Mapping[str, Any], language: str) -> str:
    """Whether the version compared with gives again the advice that was shown under it."""
    asked, same = result["control"]["asked"], result["control"]["same"]
    if isinstance(result["total"], str):
        if result["control"].get("agrees", asked == same):
            return _("kontrol: den gældende version genskaber alle råd")
        return _("kontrol: den gældende version genskaber ikke alle råd")
    return _("kontrol: den gældende version genskaber %(same)s af %(asked)s råd") % {
        "same": count(same, language),
        "asked": count(asked, language),
    }


def moves(result: Mapping[str, Any], language: str) -> list[str]:
    """The heads of the changes in the table by municipality: "Fra → til"."""
    return [
        f"{title(one['old'], language)} → {title(one['new'], language)}"
        for one in result["transitions"]
    ]


@dataclass(frozen=True)
class WordLine:
    """One line of words in a figure: its baseline, its weight (a class of grammar.css)."""

    y: float
    text: str
    mark: str


@dataclass(frozen=True)
class NodeWords:
    """A destination of the picture with its words beside it."""

    node: Node
    words_x: float
    lines: tuple[WordLine, ...]


@dataclass(frozen=True)
class PictureShown:
    """A picture of the bands with its words; `narrow`: the one for a phone."""

    picture: Picture
    olds: tuple[NodeWords, ...]
    news: tuple[NodeWords, ...]
    labels: tuple[tuple[Band, str], ...]
    description: str
    narrow: bool


def picture(drawn: Picture, result: Mapping[str, Any], language: str) -> PictureShown:
    """The words of an alluvial picture."""
    all_of = {one["key"]: (one["before"], one["after"]) for one in result["destinations"]}
    narrow = drawn.frame.width < 500

    def words(node: Node, side: int) -> NodeWords:
        before, after = all_of[node.key]
        moved = {"moved": count(node.count, language), "all": count(before, language)}
        note = f"{count(before, language)} → {count(after, language)}"
        if side == 0:
            note = _("%(moved)s af %(all)s flytter") % moved
        name = title(node.key, language)
        room = NARROW_LETTERS if narrow else WIDE_LETTERS
        said = [*wrap(name, room), *([] if narrow and side == 0 else [note])]
        first = node.middle + 4 - (len(said) - 1) * WORD_LINE / 2
        bold = "b" if side else "i"
        lines = tuple(
            WordLine(round(first + number * WORD_LINE, 1), line, "s" if line == note else bold)
            for number, line in enumerate(said)
        )
        x = node.x - WORDS_FROM_BAR if side == 0 else node.x + 8 + WORDS_FROM_BAR
        return NodeWords(node, x, lines)

    told = [
        _("%(old)s til %(new)s: %(count)s")
        % {
            "old": title(band.old, language),
            "new": title(band.new, language),
            "count": count(band.count, language),
        }
        for band in drawn.bands
    ]
    return PictureShown(
        drawn,
        tuple(words(node, 0) for node in drawn.olds),
        tuple(words(node, 1) for node in drawn.news),
        tuple((band, count(band.count, language)) for band in drawn.bands),
        "; ".join(told),
        narrow,
    )


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
        return age_band(value) or _("Uden alder")
    return {"female": _("Kvinder"), "male": _("Mænd")}.get(value, _("Uden køn"))


def age_band(value: str) -> str:
    """ "40–64 år", "65 år og derover"; empty for none."""
    low, _dash, high = value.partition(OPEN_END)
    if not low:
        return ""
    if not high:
        return _("%(low)s år og derover") % {"low": low}
    return _("%(low)s–%(high)s år") % {"low": low, "high": high}


def reasons(result: Mapping[str, Any], language: str) -> list[Row]:
    """How many change for each reason; those of few are told as one line without a number."""
    told = [one for one in result["reasons"] if one["count"] != Mark.SMALL.value]
    rows = [Row(said(one, language), (count(one["count"], language),)) for one in told]
    few = len(result["reasons"]) - len(told)
    if few:
        words = ngettext(
            "%(count)s mindre hyppig begrundelse",
            "%(count)s mindre hyppige begrundelser",
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
        citizen = [sexes.get(one["sex"], ""), age_band(one["age"])]
        yield CaseRow(
            one["pseudonym"],
            ", ".join(part for part in citizen if part),
            one["group"] or numbers.NOTHING,
            title(one["old"], language),
            title(one["new"], language),
            tuple(told[number] for number in one["reasons"]) or (_("udeladt"),),
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


def verdict(found: list[Room]) -> tuple[str, bool]:
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
