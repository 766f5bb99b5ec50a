"""Rules that can never fire or never matter, rules that contradict, and citizens left with none.

Asked with everything on offer; what falls away where something is not offered is asked last.
"""

from __future__ import annotations

from collections.abc import Iterator

from pathways.compiled import CompiledRule
from pathways.conditions.claims import Claim, Every, every, is_not_true, is_true, some
from pathways.conditions.wording import joined
from pathways.destinations import ALWAYS_THERE, DESTINATIONS
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


def _name(compiled: CompiledRule) -> str:
    titles = [DESTINATIONS[key].title.da for key in compiled.rule.to]
    return f"{compiled.rule.key} ({joined(titles, 'eller')})"


def _never_fires(subject: Subject, number: int, compiled: CompiledRule) -> Finding:
    anyone = subject.prover.satisfiable(compiled.condition)
    whose = f"Regel {compiled.rule.key} kan aldrig gælde"
    if anyone is None:
        why = "betingelsen modsiger sig selv. Ret den, eller fjern reglen."
    else:
        why = (
            "de borgere, den taler om, er uden for patientgruppen eller bliver ikke spurgt om det. "
            "Ret betingelsen, patientgruppen eller det, som gør spørgsmålet synligt."
        )
    return error(Kind.NEVER_FIRES, ("rules", number, "when"), f"{whose}: {why}")


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
        blockers = joined([_name(other) for other in found], "og")
        if only_joined:
            yield warning(
                Kind.SHADOWED,
                where,
                f"Regel {rule.key} fører kun til sin modtager, hvor kommunen ikke er tilsluttet: "
                f"ellers gælder {blockers} også hver gang og står stærkere. Lad den stå, hvis det "
                "er meningen.",
            )
            continue
        yield error(
            Kind.SHADOWED,
            where,
            f"Regel {rule.key} får aldrig betydning: hver gang den gælder, gælder også {blockers}, "
            "som står stærkere. Ret betingelserne eller rangfølgen, eller fjern reglen.",
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
                f"Regel {_name(one)} og regel {_name(other)} står lige stærkt og kan gælde for "
                "samme borger. Sæt den ene højere i rangfølgen, eller lad den ene udelukke den "
                "anden.",
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
    title = DESTINATIONS[definition.default].title.da
    yield subject.shown(
        error(
            Kind.NOBODY,
            ("rank",),
            f"Ingen regel gælder for denne borger, og tilbydes {title} ikke, hvor borgeren bor, "
            "er der ingen svagere modtager, som altid er der. Sæt almen praksis nederst i "
            "rangfølgen.",
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
                    f"I {name} tilbyder ingen {title} eller en svagere modtager, og ingen regel "
                    "gælder for denne borger. Vælg en anden standardmodtager, eller opret "
                    "tilbuddet.",
                ),
                example,
            )
