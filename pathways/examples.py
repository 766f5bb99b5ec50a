"""Whether a definition's example citizens get the advice they should; publishing waits for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pathways.advice import Availability, Routing
from pathways.conditions.evaluate import Truth, compile_condition
from pathways.conditions.facts import parse_facts
from pathways.definition import Definition, Example
from pathways.destinations import DESTINATIONS
from pathways.routing import route


@dataclass(frozen=True)
class ExampleResult:
    """An example with the advice that came out, and a Danish sentence for each difference.

    The advice is without the rules that are not met.
    """

    example: Example
    routing: Routing
    differences: tuple[str, ...]

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
        *_differ("modtager", [example.destination], [routing.destination]),
        *_differ("også til", example.also, [one.key for one in routing.also]),
        *_differ("begrundelser", example.reasons, [one.rule for one in routing.reasons]),
        *_differ("advarsler", example.warnings, told),
    ]
    if example.alternatives:
        differences += _differ("patientens valg", example.alternatives, routing.alternatives)
    if example.contacts is not None:
        differences += _differ("kontakter", example.contacts, [one.key for one in routing.contacts])
    if example.orders is not None:
        differences += _differ("bestillinger", example.orders, [one.key for one in routing.orders])
    outside = compile_condition(definition.inclusion)(facts) is Truth.FALSE
    asks = any(one.asks_reason for one in routing.warnings)
    differences += [
        *_yes_no(example.provisional, routing.provisional, "Rådet skulle {}være foreløbigt."),
        *_yes_no(example.blocks_sending, routing.blocks_sending, "Der skulle {}være spærret."),
        *_yes_no(example.asks_reason, asks, "Der skulle {}spørges om en begrundelse."),
        *_yes_no(example.outside, outside, "Borgeren skulle {}være uden for patientgruppen."),
    ]
    return ExampleResult(example, routing, tuple(differences))


def _yes_no(expected: bool | None, given: bool, sentence: str) -> list[str]:
    if expected in (None, given):
        return []
    return [sentence.format("" if expected else "ikke ")]


def run_examples(definition: Definition) -> tuple[ExampleResult, ...]:
    """All examples of a definition, in order."""
    return tuple(run_example(definition, example) for example in definition.examples)


def _differ(what: str, expected: Iterable[str], given: Iterable[str]) -> list[str]:
    wanted, got = sorted(expected), sorted(given)
    if wanted == got:
        return []
    return [f"Ventet {what}: {_named(wanted)}; rådet gav {_named(got)}."]


def _named(keys: list[str]) -> str:
    titles = [DESTINATIONS[key].title.da if key in DESTINATIONS else key for key in keys]
    return ", ".join(titles) or "ingen"
