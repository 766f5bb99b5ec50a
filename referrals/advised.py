"""Advice in words: what a doctor reads beside the answers. Pure: a routing in, texts out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pathways.advice import DEFAULT_RULE, Change, Reason, Routing, Unknown
from pathways.definition import Definition
from pathways.destinations import DESTINATIONS

# Orders that rules of the shipped definitions place, in words; another is named by its key.
ORDERS = {"mri": "MR-scanning"}


@dataclass(frozen=True)
class Line:
    """One reason as templates/_reasons.html draws it."""

    kind: str
    text: str
    source: str = ""
    link_url: str = ""
    link_label: str = ""


@dataclass(frozen=True)
class Warned:
    """A warning before sending; `asks_reason`: sending takes a reason from the list."""

    text: str
    source: str
    asks_reason: bool


@dataclass(frozen=True)
class Call:
    """Whom to call."""

    title: str
    phone: str
    when: str


@dataclass(frozen=True)
class Words:
    """The whole advice in words.

    `fallen`: what was pointed to and is not on offer, with its reason. `names`: the
    destinations advised, the patient's choice among several.
    """

    provisional: bool
    names: tuple[str, ...]
    lead: str
    met: tuple[Line, ...]
    unknown: tuple[Line, ...]
    not_met: tuple[Line, ...]
    changes: tuple[Line, ...]
    warnings: tuple[Warned, ...]
    blocking: tuple[Warned, ...]
    calls: tuple[Call, ...]
    orders: tuple[str, ...]
    fallen: tuple[tuple[str, str], ...]
    spoken: str

    @property
    def name(self) -> str:
        """The destination, or the choice: "Fysioterapeut eller kiropraktor"."""
        return _(" eller ").join(self.names)


def title_of(destination: str, language: str) -> str:
    """A destination in words."""
    return DESTINATIONS[destination].title.in_(language)


def in_words(
    definition: Definition,
    routing: Routing,
    changes: Iterable[Change],
    *,
    link: Callable[[str], tuple[str, str]],
    before: Mapping[str, Any] | None,
    language: str,
) -> Words:
    """Put advice into words.

    `link` gives address and label of the place where a fact can be answered ("" if nowhere);
    `before` is the result shown last time: what is spoken is empty unless the destination,
    the reasons or what comes along have changed since.
    """
    # What is not known is said once: an unknown rule's warning stands with the unknown.
    said = {one.rule for one in routing.unknown if one.changes_destination}
    return Words(
        provisional=routing.provisional,
        names=tuple(title_of(key, language) for key in routing.alternatives),
        lead=_lead(definition, routing, language),
        met=tuple(_reason(one, "yes", language) for one in routing.reasons),
        unknown=tuple(_unknown(one, link, language) for one in routing.unknown),
        not_met=tuple(_reason(one, "no", language) for one in routing.not_met),
        changes=tuple(Line("change", one.sentence.in_(language)) for one in changes),
        warnings=tuple(
            Warned(
                one.text.in_(language),
                one.source.in_(language) if one.source else "",
                one.asks_reason,
            )
            for one in routing.warnings
            if one.rule not in said
        ),
        blocking=tuple(
            Warned(one.text.in_(language), one.source.in_(language) if one.source else "", False)
            for one in routing.blocking
        ),
        calls=_calls(definition, routing, language),
        orders=tuple(ORDERS.get(one.key, one.key) for one in routing.orders),
        fallen=tuple(
            (title_of(one.destination, language), one.reason.in_(language))
            for one in routing.fell_away
        ),
        spoken=_spoken(routing, before, language),
    )


def _lead(definition: Definition, routing: Routing, language: str) -> str:
    """The line under the destination: how it came, and what would stand otherwise."""
    pointing = [one for one in routing.reasons if one.destination in routing.alternatives]
    own = [one for one in pointing if one.rule != DEFAULT_RULE]
    if routing.fell_away and not own:
        return _("Bedste mulighed, når det øvrige ikke kan vælges.")
    if not own:
        return _("Standardmodtager i programmet.")
    sentence = ngettext(
        "%(count)s kriterium er opfyldt.", "%(count)s kriterier er opfyldt.", len(own)
    ) % {"count": len(own)}
    weaker = [key for key in routing.ranking if key not in routing.alternatives]
    otherwise = weaker[0] if weaker else definition.default
    if otherwise in routing.alternatives:
        return sentence
    return _("%(sentence)s Ellers: %(otherwise)s.") % {
        "sentence": sentence,
        "otherwise": _lower(title_of(otherwise, language)),
    }


def _reason(reason: Reason, kind: str, language: str) -> Line:
    said = reason.because if reason.rule != DEFAULT_RULE else reason.text
    return Line(kind, _ended(said.in_(language)), _cited(reason, language))


def _cited(rule: Reason | Unknown, language: str) -> str:
    source = rule.source.in_(language)
    if rule.origin == "local":
        return _("%(source)s · lokal standard") % {"source": source}
    return source


def _unknown(unknown: Unknown, link: Callable[[str], tuple[str, str]], language: str) -> Line:
    if unknown.changes_destination and unknown.destination:
        matters = _("kan ændre rådet til %(destination)s") % {
            "destination": _lower(title_of(unknown.destination, language))
        }
    elif unknown.changes_advice:
        matters = _("kan ændre rådet")
    else:
        matters = _("ændrer ikke rådet")
    places = [link(key) for key in unknown.facts]
    url, label = next((place for place in places if place[0]), ("", ""))
    text = unknown.sentence.in_(language)
    return Line(
        "dunno",
        text if url else _ended(text),
        f"{_cited(unknown, language)} · {matters}",
        url,
        label,
    )


def _calls(definition: Definition, routing: Routing, language: str) -> tuple[Call, ...]:
    wanted = {one.key for one in routing.contacts}
    return tuple(
        Call(
            contact.title.in_(language),
            contact.phone,
            contact.when.in_(language) if contact.when else "",
        )
        for contact in definition.contacts
        if contact.key in wanted
    )


def _spoken(routing: Routing, before: Mapping[str, Any] | None, language: str) -> str:
    if before is None or _essence(before) == _essence(routing.to_data()):
        return ""
    name = _(" eller ").join(title_of(key, language) for key in routing.alternatives)
    why = " ".join(
        _reason(one, "yes", language).text
        for one in routing.reasons
        if one.destination in routing.alternatives
    )
    also = ", ".join(title_of(one.key, language) for one in routing.also)
    said = (
        _("Foreløbigt råd: %(name)s. %(why)s")
        if routing.provisional
        else _("Råd: %(name)s. %(why)s")
    ) % {"name": name, "why": why}
    return f"{said} {_('Send også til %(also)s.') % {'also': also}}" if also else said


def _essence(result: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a listener must hear about when it changes."""
    return (
        result.get("alternatives"),
        [one["rule"] for one in result.get("reasons", ())],
        result.get("also"),
        [one["destination"] for one in result.get("fell_away", ())],
        result.get("provisional"),
        result.get("blocks_sending"),
    )


def _ended(sentence: str) -> str:
    """With a full stop, unless it ends in a sign already."""
    return sentence if sentence.endswith((".", "?", "!", ":")) else f"{sentence}."


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
