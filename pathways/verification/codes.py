"""Codes that are not well formed, or that the definition names without saying what they are."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.conditions.facts import CODE_SYSTEMS, normal_code
from pathways.conditions.tree import CodeRange, Leaf, Op, code_ranges, leaves
from pathways.definition import Definition
from pathways.definition_parts.problems import Path
from pathways.verification.findings import Finding, Kind, error, warning
from pathways.verification.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """The patient group's codes and labels, and the codes that rules read."""
    definition = subject.definition
    if subject.whole("patient_group"):
        yield from _labels(definition)
        yield from _ranges(definition)


def _labels(definition: Definition) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    named = [ranges for _, ranges in _named(definition)]
    for number, code in enumerate(definition.patient_group.code_labels):
        path: Path = ("patient_group", "code_labels", number, "code")
        normal = normal_code(code.system, code.code)
        system = CODE_SYSTEMS[code.system]
        if normal != code.code:
            hint = f" Skriv den »{normal}«." if normal else ""
            yield error(
                Kind.CODE, path, f"»{code.code}« er ikke skrevet som en {system}-kode.{hint}"
            )
        elif (code.system, code.code) in seen:
            yield error(Kind.CODE, path, f"Koden {code.code} har to navne. Fjern det ene.")
        elif named and not any(one.holds(code.system, code.code) for one in named):
            yield warning(
                Kind.CODE,
                path,
                f"Koden {code.code} har et navn, men ligger uden for patientgruppens koder og "
                "læses af ingen regel. Tag koden med, eller fjern navnet.",
            )
        seen.add((code.system, code.code))


def _ranges(definition: Definition) -> Iterator[Finding]:
    labels = definition.patient_group.code_labels
    for path, codes in _named(definition):
        if "excluded_codes" in path or any(codes.holds(code.system, code.code) for code in labels):
            continue
        yield warning(
            Kind.CODE,
            path,
            f"{CODE_SYSTEMS[codes.system]} {str(codes).replace('-', '–')} har ingen kode med navn, "
            "så den kan ikke søges frem. Giv koderne et navn under »code_labels«.",
        )


def _named(definition: Definition) -> Iterator[tuple[Path, CodeRange]]:
    """Every range of codes that the definition names, and where."""
    group = definition.patient_group
    fact = definition.vocabulary[group.fact]
    for name in ("codes", "excluded_codes"):
        for system, written in getattr(group, name).items():
            for number, one in enumerate(written):
                [codes] = code_ranges(fact, {system: [one]})
                yield ("patient_group", name, system, number), codes
    for number, compiled in enumerate(definition.compiled_rules):
        for leaf in leaves(compiled.condition):
            if leaf.op is Op.IN_CODES:
                yield from ((("rules", number, "when"), one) for one in _in(leaf))


def _in(leaf: Leaf) -> Iterator[CodeRange]:
    values = leaf.value if isinstance(leaf.value, tuple) else ()
    yield from (one for one in values if isinstance(one, CodeRange))
