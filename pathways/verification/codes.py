"""Codes that are not well formed, or that the definition names without saying what they are."""

from __future__ import annotations

from collections.abc import Iterator

from pathways.conditions.codes import CodeRange, code_ranges
from pathways.conditions.facts import CODE_SYSTEMS, normal_code
from pathways.conditions.tree import Leaf, Op, leaves
from pathways.definition import Definition
from pathways.definition_parts.problems import Path
from pathways.texts import Text, text
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
            yield error(
                Kind.CODE,
                path,
                "»{code}« er ikke skrevet som en {system}-kode.{hint}",
                "“{code}” is not written as an {system} code.{hint}",
                code=code.code,
                system=system,
                hint=_written_so(normal) if normal else "",
            )
        elif (code.system, code.code) in seen:
            yield error(
                Kind.CODE,
                path,
                "Koden {code} har to navne. Fjern det ene.",
                "The code {code} has two names. Remove one of them.",
                code=code.code,
            )
        elif named and not any(one.holds(code.system, code.code) for one in named):
            yield warning(
                Kind.CODE,
                path,
                "Koden {code} har et navn, men ligger uden for patientgruppens koder og "
                "læses af ingen regel. Tag koden med, eller fjern navnet.",
                "The code {code} has a name, but lies outside the patient group's codes and is "
                "read by no rule. Include the code, or remove the name.",
                code=code.code,
            )
        seen.add((code.system, code.code))


def _written_so(code: str) -> Text:
    return text(f" Skriv den »{code}«.", f" Write it as “{code}”.")


def _ranges(definition: Definition) -> Iterator[Finding]:
    labels = definition.patient_group.code_labels
    for path, codes in _named(definition):
        if "excluded_codes" in path or any(codes.holds(code.system, code.code) for code in labels):
            continue
        yield warning(
            Kind.CODE,
            path,
            "{system} {codes} har ingen kode med navn, "
            "så den kan ikke søges frem. Giv koderne et navn under »code_labels«.",
            "{system} {codes} has no code with a name, so it can't be found by searching. Give "
            "the codes a name under “code_labels”.",
            system=CODE_SYSTEMS[codes.system],
            codes=str(codes).replace("-", "–"),
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
