"""Whether every red flag leads to emergency, whatever else is known of the citizen."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.compiled import CompiledRule
from pathways.conditions.claims import Claim, Never, every, is_not_true, is_true, some
from pathways.conditions.facts import FactType
from pathways.conditions.tree import Condition, Leaf, Op
from pathways.definition_parts.phrases import FactDeclaration
from pathways.definition_parts.problems import Path
from pathways.destinations import EMERGENCY
from pathways.texts import Text
from pathways.verification.findings import Finding, Kind, error, warning
from pathways.verification.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Marked answers, and rules that stop the referral, of which somebody is sent elsewhere."""
    if not subject.whole("rules", "rank", "phrases"):
        return
    elsewhere = _elsewhere(subject)
    for path, name, condition in _marked(subject):
        example = subject.find(is_true(condition), elsewhere)
        if example is not None:
            yield subject.shown(
                error(
                    Kind.RED_FLAG,
                    path,
                    "»{name}« er et rødt flag, men fører ikke denne borger til "
                    "akutmodtagelsen. Lad en regel med »emergency« læse svaret, og sæt "
                    "akutmodtagelsen øverst og alene i rangfølgen.",
                    "“{name}” is a red flag, but does not lead this citizen to the emergency "
                    "department. Let a rule with “emergency” read the answer, and put the "
                    "emergency department first and alone in the rank.",
                    name=name,
                ),
                example,
            )
    for number, compiled in enumerate(subject.definition.compiled_rules):
        yield from _rule(subject, number, compiled, elsewhere)


def _rule(
    subject: Subject, number: int, compiled: CompiledRule, elsewhere: Claim
) -> Iterator[Finding]:
    rule = compiled.rule
    if rule.blocks_sending:
        example = subject.find(is_true(compiled.condition), elsewhere)
        if example is not None:
            yield subject.shown(
                error(
                    Kind.RED_FLAG,
                    ("rules", number, "to"),
                    "Regel {rule} spærrer for henvisningen, men fører ikke denne borger til "
                    "akutmodtagelsen. Giv den »to: emergency«, og sæt akutmodtagelsen øverst i "
                    "rangfølgen.",
                    "Rule {rule} stops the referral, but does not lead this citizen to the "
                    "emergency department. Give it “to: emergency”, and put the emergency "
                    "department first in the rank.",
                    rule=rule.key,
                ),
                example,
            )
    elif EMERGENCY in rule.to:
        yield warning(
            Kind.RED_FLAG,
            ("rules", number, "blocks_sending"),
            "Regel {rule} fører til akutmodtagelsen, men spærrer ikke for, at der også sendes "
            "en henvisning. Sæt »blocks_sending«, hvis den ikke må sendes.",
            "Rule {rule} leads to the emergency department, but does not stop a referral from "
            "being sent as well. Set “blocks_sending” if it may not be sent.",
            rule=rule.key,
        )


def _elsewhere(subject: Subject) -> Claim:
    """The advice is not the emergency department, everything being on offer."""
    tiers = subject.definition.tiers
    acute: list[Claim] = []
    before: list[Claim] = []
    pointing = [one for one in subject.definition.compiled_rules if one.rule.to]
    for compiled in sorted(pointing, key=lambda one: tiers[one.rule.to[0]]):
        if compiled.rule.to[0] == EMERGENCY:
            acute.append(every([is_true(compiled.condition), *before]))
        before.append(is_not_true(compiled.condition))
    if subject.definition.default == EMERGENCY:
        acute.append(every(before))
    return Never(some(acute))


def _marked(subject: Subject) -> Iterator[tuple[Path, Text, Condition]]:
    """Every answer that is a red flag: its place, its name, and that it is given."""
    for number, phrase in enumerate(subject.definition.phrases):
        for place, declared in enumerate(phrase.facts):
            here: Path = ("phrases", number, "facts", place)
            if declared.red_flag and declared.type is FactType.BOOLEAN:
                yield here, declared.label, Leaf(declared.key, Op.IS, True)
            for index, option in enumerate(declared.options):
                if option.red_flag:
                    yield (*here, "options", index), option.label, _chosen(declared, option.key)


def _chosen(declared: FactDeclaration, option: str) -> Condition:
    if declared.type is FactType.CHOICE:
        return Leaf(declared.key, Op.IS, option)
    return Leaf(declared.key, Op.HAS_ANY, (option,))
