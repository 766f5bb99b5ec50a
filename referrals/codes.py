"""Finding a diagnosis code by what a doctor types: a code in any of its forms, or a name.

Pure. The codes searched are those the definition names; any well-formed code is accepted, as
an installation may use codes it has not listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pathways.conditions.facts import Fact, normal_code
from pathways.conditions.wording import code_text

MOST_SHOWN = 12
# ICPC-2 has chapters for these letters only, so a bare "M17" can't be one of its codes.
ICPC2_CHAPTERS = frozenset("ABDFHKLNPRSTUWXYZ")


@dataclass(frozen=True)
class CodeOption:
    """One code as the list shows it; `value` is what is written into the field."""

    system: str
    code: str
    key: str
    label: str

    @property
    def value(self) -> str:
        """As written in Danish records: "DM171 Primær enkeltsidig knæledsartrose"."""
        return f"{self.key} {self.label}"


class CodeUnclear(ValueError):
    """What was typed is no code, or several; the message says what to do."""


def options_of(fact: Fact, language: str) -> tuple[CodeOption, ...]:
    """The codes the definition names, in their order."""
    return tuple(
        CodeOption(
            system, code, code_text(fact, system, code, language).split()[0], label.in_(language)
        )
        for (system, code), label in fact.code_labels.items()
    )


def search(fact: Fact, query: str, language: str) -> tuple[CodeOption, ...]:
    """The codes whose code begins with, or whose name holds, every word typed."""
    words = query.casefold().split()
    return tuple(option for option in options_of(fact, language) if _fits(option, words))[
        :MOST_SHOWN
    ]


def resolve(fact: Fact, typed: str, language: str) -> dict[str, str]:
    """The code meant by what was typed, as a fact's value. Raises CodeUnclear."""
    text = typed.strip()
    known = options_of(fact, language)
    first = text.split()[0] if text else ""
    # A code as it is shown goes first: bare "K74" is ICPC-2, and ICD-10's is written "DK74".
    exact = [option for option in known if option.key.casefold() == first.casefold()]
    exact += [
        option
        for option in known
        if option.system == "icd10" and normal_code("icd10", first) == option.code
    ]
    if exact:
        return {"system": exact[0].system, "code": exact[0].code}
    written = _as_code(first)
    if written is not None:
        return written
    found = [option for option in known if _fits(option, text.casefold().split())]
    if len(found) == 1:
        return {"system": found[0].system, "code": found[0].code}
    if found:
        raise CodeUnclear(
            _("»%(typed)s« passer til flere koder: %(codes)s. Skriv koden.")
            % {"typed": text, "codes": _listed(found)}
        )
    raise CodeUnclear(
        _("Ingen kode passer til »%(typed)s«. Skriv en kode, fx %(example)s.")
        % {"typed": text, "example": known[0].key if known else "DM171"}
    )


def _as_code(word: str) -> dict[str, str] | None:
    bare = word.upper()
    if len(bare) == 3 and bare[0] in ICPC2_CHAPTERS:
        code = normal_code("icpc2", bare)
        if code is not None:
            return {"system": "icpc2", "code": code}
    code = normal_code("icd10", bare)
    return {"system": "icd10", "code": code} if code is not None else None


def _fits(option: CodeOption, words: Iterable[str]) -> bool:
    key, code, label = option.key.casefold(), option.code.casefold(), option.label.casefold()
    return all(key.startswith(word) or code.startswith(word) or word in label for word in words)


def _listed(options: Iterable[CodeOption]) -> str:
    return ", ".join(option.value for option in list(options)[:4])


__all__ = [
    "CodeOption",
    "CodeUnclear",
    "options_of",
    "resolve",
    "search",
]
