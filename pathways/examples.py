"""Whether a definition's example citizens get the advice they should; publishing waits for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pathways.advice import DEFAULT_RULE, Availability, Routing
from pathways.conditions.evaluate import Truth, compile_condition
from pathways.conditions.facts import parse_facts
from pathways.definition import Definition, Example
from pathways.destinations import DESTINATIONS
from pathways.routing import route
from pathways.texts import LANGUAGES, Text, filled, text


@dataclass(frozen=True)
class ExampleResult:
    """An example with the advice that came out, and a sentence for each difference.

    The advice is without the rules that are not met.
    """

    example: Example
    routing: Routing
    differences: tuple[Text, ...]

    @property
    def passed(self) -> bool:
        """Whether the advice is the expected one."""
        return not self.differences


def run_example(definition: Definition, example: Example) -> ExampleResult:
    """The advice for one example. Destinations that it does not name are offered."""
    facts = parse_facts(definition.vocabulary, example.facts)
    available = {
        key: Availability(example.available.get(key, True)) for key in definition.destinations
    }
    routing = route(definition, facts, available, with_not_met=False)
    undecided = {one.rule for one in routing.unknown}
    told = {one.rule for one in routing.warnings if one.rule} - undecided
    differences = [
        *_differ(text("modtager", "destination"), [example.destination], [routing.destination]),
        *_differ(text("også til", "also to"), example.also, [one.key for one in routing.also]),
        *_differ(
            text("begrundelser", "reasons"), example.reasons, [one.rule for one in routing.reasons]
        ),
        *_differ(text("advarsler", "warnings"), example.warnings, told),
    ]
    if example.alternatives:
        differences += _differ(
            text("patientens valg", "patient's choice"), example.alternatives, routing.alternatives
        )
    if example.contacts is not None:
        differences += _differ(
            text("kontakter", "contacts"), example.contacts, [one.key for one in routing.contacts]
        )
    if example.orders is not None:
        differences += _differ(
            text("bestillinger", "orders"), example.orders, [one.key for one in routing.orders]
        )
    outside = compile_condition(definition.inclusion)(facts) is Truth.FALSE
    asks = any(one.asks_reason for one in routing.warnings)
    differences += [
        *_yes_no(example.provisional, routing.provisional, _PROVISIONAL),
        *_yes_no(example.blocks_sending, routing.blocks_sending, _BLOCKED),
        *_yes_no(example.asks_reason, asks, _ASKS_REASON),
        *_yes_no(example.outside, outside, _OUTSIDE),
    ]
    return ExampleResult(example, routing, tuple(differences))


_PROVISIONAL = text(
    "Rådet skulle {not_}være foreløbigt.", "The advice should {not_}be provisional."
)
_BLOCKED = text("Der skulle {not_}være spærret.", "Sending should {not_}be stopped.")
_ASKS_REASON = text(
    "Der skulle {not_}spørges om en begrundelse.", "A reason should {not_}be asked for."
)
_OUTSIDE = text(
    "Borgeren skulle {not_}være uden for patientgruppen.",
    "The citizen should {not_}be outside the patient group.",
)
_NOT = text("ikke ", "not ")


def _yes_no(expected: bool | None, given: bool, sentence: Text) -> list[Text]:
    if expected in (None, given):
        return []
    return [filled(sentence.da, sentence.en, not_="" if expected else _NOT)]


def run_examples(definition: Definition) -> tuple[ExampleResult, ...]:
    """All examples of a definition, in order."""
    return tuple(run_example(definition, example) for example in definition.examples)


def _differ(what: Text, expected: Iterable[str], given: Iterable[str]) -> list[Text]:
    wanted, got = sorted(expected), sorted(given)
    if wanted == got:
        return []
    return [
        filled(
            "Ventet {what}: {wanted}; rådet gav {got}.",
            "Expected {what}: {wanted}; the advice gave {got}.",
            what=what,
            wanted=_named(wanted),
            got=_named(got),
        )
    ]


def _named(keys: list[str]) -> Text:
    if not keys:
        return text("ingen", "none")
    titles = [_title(key) for key in keys]
    return text(*(", ".join(one.in_(said) for one in titles) for said in LANGUAGES))


def _title(key: str) -> Text:
    if key == DEFAULT_RULE:
        return text("udgangspunktet", "the default")
    return DESTINATIONS[key].title if key in DESTINATIONS else text(key, key)
