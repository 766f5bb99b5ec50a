"""Example citizens who do not get the advice they should."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.conditions.facts import parse_facts
from pathways.examples import run_example
from pathways.texts import sentences
from pathways.verification.findings import Finding, Kind, error
from pathways.verification.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Every example, run as the advice is given."""
    if not subject.whole("rules", "rank", "default", "phrases", "contacts"):
        return
    definition = subject.definition
    for number, example in enumerate(definition.examples):
        differences = run_example(definition, example).differences
        if differences:
            yield subject.shown(
                error(
                    Kind.EXAMPLE,
                    ("examples", number),
                    "Eksemplet »{title}« giver et andet råd: {differences}",
                    "The example “{title}” gives other advice: {differences}",
                    title=example.title,
                    differences=sentences(differences),
                ),
                parse_facts(definition.vocabulary, example.facts),
            )
