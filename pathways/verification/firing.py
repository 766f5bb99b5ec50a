"""Rules that can never fire or never matter, rules that contradict, and citizens left with none.

Asked with everything on offer; what falls away where something is not offered is asked last.
"""

from __future__ import annotations

from collections.abc import Iterator

from pathways.compiled import CompiledRule
from pathways.conditions.claims import Claim, Every, every, is_not_true, is_true, some
from pathways.conditions.wording import AND, OR, joined_texts
from pathways.destinations import ALWAYS_THERE, DESTINATIONS
from pathways.texts import Text, filled, text
from pathways.verification.findings import Finding, Kind, error, warning
from pathways.verification.subject import Subject

Numbered = tuple[int, CompiledRule]


def check(subject: Subject) -> Iterator[Finding]:
    """Everything about when rules fire."""
    idle = set()
    for number, compiled in enumerate(subject.definition.compiled_rules):
        if not subject.someone(is_true(compiled.condition)):
            idle.add(number)
            yield _never_fires(subject, number, compiled)
    pointing = [one for one in _pointing(subject) if one[0] not in idle]
    yield from _shadowed(subject, pointing)
    yield from _rivals(subject, pointing)
    if subject.whole("rules", "rank", "default", "default_reason", "phrases"):
        yield from _nobody(subject)


def _pointing(subject: Subject) -> list[Numbered]:
    """The rules with a destination, strongest first as routing takes them."""
    tiers = subject.definition.tiers
    rules = enumerate(subject.definition.compiled_rules)
    pointing = [(number, compiled) for number, compiled in rules if compiled.rule.to]
    return sorted(pointing, key=lambda one: tiers[one[1].rule.to[0]])


def _tier(subject: Subject, compiled: CompiledRule) -> int:
    return subject.definition.tiers[compiled.rule.to[0]]


def _name(compiled: CompiledRule) -> Text:
    titles = joined_texts((DESTINATIONS[key].title for key in compiled.rule.to), OR)
    return filled("{rule} ({titles})", "{rule} ({titles})", rule=compiled.rule.key, titles=titles)


def _never_fires(subject: Subject, number: int, compiled: CompiledRule) -> Finding:
    anyone = subject.prover.satisfiable(compiled.condition)
    return error(
        Kind.NEVER_FIRES,
        ("rules", number, "when"),
        "Regel {rule} kan aldrig gælde: {why}",
        "Rule {rule} can never hold: {why}",
        rule=compiled.rule.key,
        why=_CONTRADICTS_ITSELF if anyone is None else _NOT_ASKED_OF_THEM,
    )


_CONTRADICTS_ITSELF = text(
    "betingelsen modsiger sig selv. Ret den, eller fjern reglen.",
    "the condition contradicts itself. Correct it, or remove the rule.",
)
_NOT_ASKED_OF_THEM = text(
    "de borgere, den taler om, er uden for patientgruppen eller bliver ikke spurgt om det. "
    "Ret betingelsen, patientgruppen eller det, som gør spørgsmålet synligt.",
    "the citizens it speaks of are outside the patient group or are not asked about it. Correct "
    "the condition, the patient group, or what makes the question visible.",
)


def _shadowed(subject: Subject, pointing: list[Numbered]) -> Iterator[Finding]:
    """Rules whose destination never wins and that do nothing else."""
    for place, (number, compiled) in enumerate(pointing):
        rule = compiled.rule
        if rule.orders or rule.contact or rule.warn or rule.blocks_sending:
            continue
        if set(rule.also) - set(rule.to):
            continue
        stronger = [
            other
            for _, other in pointing[:place]
            if _tier(subject, other) < _tier(subject, compiled)
        ]
        certain = [other for other in stronger if not _may_fall_away(other)]
        alone = is_true(compiled.condition)
        if _someone_beside(subject, alone, stronger):
            continue
        where = ("rules", number, "to")
        only_joined = _someone_beside(subject, alone, certain)
        found = _blockers(subject, alone, stronger if only_joined else certain)
        blockers = joined_texts(map(_name, found), AND)
        if only_joined:
            yield warning(
                Kind.SHADOWED,
                where,
                "Regel {rule} fører kun til sin modtager, hvor kommunen ikke er tilsluttet: "
                "ellers gælder {blockers} også hver gang og står stærkere. Lad den stå, hvis det "
                "er meningen.",
                "Rule {rule} leads to its destination only where the municipality has not joined: "
                "otherwise it is outranked every time by {blockers}. Leave it if that is the "
                "intention.",
                rule=rule.key,
                blockers=blockers,
            )
            continue
        yield error(
            Kind.SHADOWED,
            where,
            "Regel {rule} får aldrig betydning: hver gang den gælder, gælder også {blockers}, "
            "som står stærkere. Ret betingelserne eller rangfølgen, eller fjern reglen.",
            "Rule {rule} never matters: every time it holds, it is outranked by {blockers}. "
            "Correct the conditions or the rank, or remove the rule.",
            rule=rule.key,
            blockers=blockers,
        )


def _may_fall_away(compiled: CompiledRule) -> bool:
    return all(DESTINATIONS[key].needs_adoption for key in compiled.rule.to)


def _someone_beside(subject: Subject, claim: Claim, others: list[CompiledRule]) -> bool:
    return subject.someone(claim, *(is_not_true(other.condition) for other in others))


def _blockers(subject: Subject, claim: Claim, stronger: list[CompiledRule]) -> list[CompiledRule]:
    """Few of the stronger rules that together leave nobody, the strongest kept."""
    needed = list(stronger)
    for other in reversed(stronger):
        fewer = [one for one in needed if one is not other]
        if not _someone_beside(subject, claim, fewer):
            needed = fewer
    return needed


def _rivals(subject: Subject, pointing: list[Numbered]) -> Iterator[Finding]:
    """Pairs of one tier with different destinations that both fire where nothing stronger does."""
    pairs = [
        (one, other)
        for place, one in enumerate(pointing)
        for other in pointing[place + 1 :]
        if _tier(subject, one[1]) == _tier(subject, other[1])
        and set(one[1].rule.to) != set(other[1].rule.to)
    ]
    claims = [_both_win(subject, pointing, one[1], other[1]) for one, other in pairs]
    if not claims or not subject.someone(some(claims)):
        return
    for ((first, one), (second, other)), claim in zip(pairs, claims, strict=True):
        example = subject.find(claim)
        if example is None:
            continue
        later = max(first, second)
        yield subject.shown(
            error(
                Kind.RIVALS,
                ("rules", later, "to"),
                "Regel {one} og regel {other} står lige stærkt og kan gælde for "
                "samme borger. Sæt den ene højere i rangfølgen, eller lad den ene udelukke den "
                "anden.",
                "Rule {one} and rule {other} are equally strong and can hold for the same "
                "citizen. Put one of them higher in the rank, or let one exclude the other.",
                one=_name(one),
                other=_name(other),
            ),
            example,
        )


def _both_win(
    subject: Subject, pointing: list[Numbered], one: CompiledRule, other: CompiledRule
) -> Claim:
    stronger = [
        is_not_true(rule.condition)
        for _, rule in pointing
        if _tier(subject, rule) < _tier(subject, one)
    ]
    return Every((is_true(one.condition), is_true(other.condition), *stronger))


def _nobody(subject: Subject) -> Iterator[Finding]:
    """Citizens whom no rule sends anywhere, where the default cannot take them either."""
    definition = subject.definition
    pointing = _pointing(subject)
    nothing = every([is_not_true(compiled.condition) for _, compiled in pointing])
    fallback = [
        key for tier in definition.rank[definition.tiers[definition.default] + 1 :] for key in tier
    ]
    if not ALWAYS_THERE.isdisjoint((definition.default, *fallback)):
        return
    example = subject.find(nothing)
    if example is None:
        return
    title = DESTINATIONS[definition.default].title
    yield subject.shown(
        error(
            Kind.NOBODY,
            ("rank",),
            "Ingen regel gælder for denne borger, og tilbydes {title} ikke, hvor borgeren bor, "
            "er der ingen svagere modtager, som altid er der. Sæt almen praksis nederst i "
            "rangfølgen.",
            "No rule holds for this citizen, and if {title} is not offered where the citizen "
            "lives, there is no weaker destination that is always there. Put general practice "
            "last in the rank.",
            title=title,
        ),
        example,
    )
    taking = (definition.default, *fallback)
    for code, name in subject.surroundings.adopted.items():
        offered = subject.surroundings.offered.get(code, frozenset())
        if offered.isdisjoint(taking):
            yield subject.shown(
                error(
                    Kind.NOBODY,
                    ("default",),
                    "I {name} tilbyder ingen {title} eller en svagere modtager, og ingen regel "
                    "gælder for denne borger. Vælg en anden standardmodtager, eller opret "
                    "tilbuddet.",
                    "In {name} nobody offers {title} or a weaker destination, and no rule holds "
                    "for this citizen. Choose another default destination, or create the offer.",
                    name=name,
                    title=title,
                ),
                example,
            )
