"""Advice in words: what a doctor reads beside the answers. Pure: a routing in, texts out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pathways.advice import DEFAULT_RULE, Change, Reason, Routing, Unknown, Warning_
from pathways.conditions.explain import not_known
from pathways.definition import Definition
from pathways.destinations import DESTINATIONS

# Orders that rules of the shipped definitions place, in words; another is named by its key.
ORDERS = {"mri": gettext_lazy("MR-scanning")}


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
class Unanswered:
    """What has to be answered before anything is sent, and the facts it waits for."""

    text: str
    source: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Call:
    """Whom to call."""

    title: str
    phone: str
    when: str


@dataclass(frozen=True)
class Words:
    """The whole advice in words.

    `fallen`: why something pointed to is not on offer, and what. `names`: the destinations
    advised, the patient's choice among several.
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
    unanswered: tuple[Unanswered, ...]
    calls: tuple[Call, ...]
    times: tuple[str, ...]
    orders: tuple[str, ...]
    fallen: tuple[tuple[str, str], ...]
    spoken: str

    @property
    def name(self) -> str:
        """The destination, or the choice: "Fysioterapeut eller kiropraktor"."""
        return _either(self.names)


def _either(names: Sequence[str]) -> str:
    return _(" eller ").join([*names[:1], *map(_lower, names[1:])])


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
    say: Callable[[str], str] = str,
    numbers: Mapping[str, str] | None = None,
) -> Words:
    """Put advice into words.

    `link` gives address and label of the place where a fact can be answered ("" if nowhere);
    `before` is the result shown last time: what is spoken is empty unless the destination,
    the reasons or what comes along have changed since. `say` puts a sentence into the reader's
    own words. `numbers`: telephone numbers of contacts, where the definition leaves them out.
    """
    # What is not known is said once: an unknown rule's warning stands with the unknown.
    said = {one.rule for one in routing.unknown if one.changes_destination}
    waits_for = {one.rule: one.facts for one in routing.unknown}
    return Words(
        provisional=routing.provisional,
        names=tuple(title_of(key, language) for key in routing.alternatives),
        lead=_lead(definition, routing, language),
        met=_merged(_reason(one, "yes", language, say) for one in routing.reasons),
        unknown=_unknowns(routing.unknown, link, language, say),
        not_met=_merged(_reason(one, "no", language, say) for one in routing.not_met),
        changes=tuple(Line("change", _ended(say(one.sentence.in_(language)))) for one in changes),
        warnings=tuple(
            _warned(one, language, say) for one in routing.warnings if one.rule not in said
        ),
        blocking=tuple(
            _warned(one, language, say) for one in routing.blocking if one.rule not in waits_for
        ),
        unanswered=tuple(
            Unanswered(
                f"{say(not_known(facts, definition.vocabulary, language))}.",
                _warned(one, language, say).source,
                facts,
            )
            for one in routing.blocking
            if (facts := waits_for.get(one.rule, ()))
        ),
        calls=_calls(definition, routing, language, numbers or {}),
        times=_times(definition, routing, language),
        orders=tuple(str(ORDERS.get(one.key, one.key)) for one in routing.orders),
        fallen=_fallen(routing, language, say),
        spoken=_spoken(routing, before, language, say),
    )


def _fallen(
    routing: Routing, language: str, say: Callable[[str], str]
) -> tuple[tuple[str, str], ...]:
    by_reason: dict[str, list[str]] = {}
    for one in routing.fell_away:
        reason = say(one.reason.in_(language)).rstrip(".")
        by_reason.setdefault(reason, []).append(_lower(title_of(one.destination, language)))
    return tuple((reason, _(" og ").join(names)) for reason, names in by_reason.items())


def _warned(warning: Warning_, language: str, say: Callable[[str], str]) -> Warned:
    source = warning.source.in_(language) if warning.source else ""
    return Warned(say(warning.text.in_(language)), source, warning.asks_reason)


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


def _reason(reason: Reason, kind: str, language: str, say: Callable[[str], str]) -> Line:
    said = reason.because if reason.rule != DEFAULT_RULE else reason.text
    return Line(kind, _ended(say(said.in_(language))), _cited([reason], language))


def _merged(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines that say the same told once, with all their sources."""
    by_text: dict[str, Line] = {}
    for line in lines:
        earlier = by_text.get(line.text)
        if earlier is not None and line.source not in earlier.source:
            line = replace(earlier, source=f"{earlier.source}; {line.source}")
        elif earlier is not None:
            line = earlier
        by_text[line.text] = line
    return tuple(by_text.values())


def _cited(rules: Sequence[Reason | Unknown], language: str) -> str:
    """Where it says so; of many rules the first, and how many more."""
    source = rules[0].source.in_(language)
    if rules[0].origin == "local":
        source = _("%(source)s · lokal standard") % {"source": source}
    if len(rules) == 1:
        return source
    return ngettext(
        "%(source)s og %(count)s regel mere", "%(source)s og %(count)s regler mere", len(rules) - 1
    ) % {"source": source, "count": len(rules) - 1}


def _unknowns(
    unknown: Iterable[Unknown],
    link: Callable[[str], tuple[str, str]],
    language: str,
    say: Callable[[str], str],
) -> tuple[Line, ...]:
    """One line for each place to fill in, with all the rules that wait for it."""
    by_place: dict[tuple[str, str], list[Unknown]] = {}
    for one in unknown:
        places = [link(key) for key in one.facts]
        place = next((place for place in places if place[0]), ("", one.sentence.da))
        by_place.setdefault(place, []).append(one)
    lines = []
    for (url, label), rules in by_place.items():
        fewest = min(rules, key=lambda rule: len(rule.facts))
        text = say(fewest.sentence.in_(language))
        source = f"{_cited(rules, language)} · {_matters(rules, language)}"
        lines.append(
            Line("dunno", text if url else _ended(text), source, url, label if url else "")
        )
    return tuple(lines)


def _matters(rules: Sequence[Unknown], language: str) -> str:
    """Whether knowing it can change the advice, and to what."""
    to = [one.destination for one in rules if one.changes_destination and one.destination]
    if to:
        names = [_lower(title_of(key, language)) for key in dict.fromkeys(to)]
        return _("kan ændre rådet til %(destination)s") % {"destination": _(" eller ").join(names)}
    if any(one.changes_advice for one in rules):
        return _("kan føje noget til rådet")
    return _("ændrer ikke rådet")


def _times(definition: Definition, routing: Routing, language: str) -> tuple[str, ...]:
    """How soon the one advised must begin, and what the citizen is told otherwise."""
    return tuple(
        " ".join(part.in_(language) for part in (rule.text, rule.otherwise) if part is not None)
        for rule in definition.time_rules
        if rule.actor in routing.alternatives
    )


def _calls(
    definition: Definition, routing: Routing, language: str, numbers: Mapping[str, str]
) -> tuple[Call, ...]:
    wanted = {one.key for one in routing.contacts}
    return tuple(
        Call(
            contact.title.in_(language),
            numbers.get(contact.key, contact.phone),
            contact.when.in_(language) if contact.when else "",
        )
        for contact in definition.contacts
        if contact.key in wanted
    )


def _spoken(
    routing: Routing,
    before: Mapping[str, Any] | None,
    language: str,
    say: Callable[[str], str],
) -> str:
    if before is None or _essence(before) == _essence(routing.to_data()):
        return ""
    name = _either([title_of(key, language) for key in routing.alternatives])
    why = " ".join(
        _reason(one, "yes", language, say).text
        for one in routing.reasons
        if one.destination in routing.alternatives
    )
    also = ", ".join(title_of(one.key, language) for one in routing.also)
    said = _("Foreløbigt råd: %(name)s.") if routing.provisional else _("Råd: %(name)s.")
    parts = [said % {"name": name}, why]
    if also:
        parts.append(_("Send også til %(also)s.") % {"also": also})
    return " ".join(part for part in parts if part)


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
