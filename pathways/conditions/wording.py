"""Values as people read them: numbers with units, options by their labels, codes with names."""

from __future__ import annotations

from collections.abc import Iterable

from pathways.conditions.facts import Fact, FactType, FactValue, number_text
from pathways.texts import LANGUAGES, Text, text

_YES_NO = {"da": ("Ja", "Nej"), "en": ("Yes", "No")}


def lower_first(words: str) -> str:
    """With a small first letter, unless the first word is an abbreviation (BMI, MR)."""
    if len(words) > 1 and (words[1].isupper() or words[1].isdigit()):
        return words
    return f"{words[:1].lower()}{words[1:]}"


def upper_first(words: str) -> str:
    """With a capital first letter."""
    return f"{words[:1].upper()}{words[1:]}"


def quantity(fact: Fact, value: float, language: str) -> str:
    """A number with its unit: "31,5 kg", "1 uge", "4 uger"."""
    written = number_text(value, language)
    if fact.unit is None:
        return written
    forms = fact.unit.in_(language).split("|")
    return f"{written} {forms[0] if value == 1 else forms[-1]}"


def joined(words: list[str], conjunction: str) -> str:
    """ "a", "a eller b", "a, b eller c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


AND = text("og", "and")
OR = text("eller", "or")


def joined_texts(words: Iterable[Text], conjunction: Text) -> Text:
    """The same in both languages: "a, b eller c" and "a, b or c"."""
    every = list(words)
    return text(
        *(joined([one.in_(said) for one in every], conjunction.in_(said)) for said in LANGUAGES)
    )


def code_text(fact: Fact, system: str, code: str, language: str) -> str:
    """A code with its label, ICD-10 in its SKS form: "DM171 Knæartrose, primær, ét knæ"."""
    shown = f"D{code.replace('.', '')}" if system == "icd10" else code
    label = fact.code_labels.get((system, code))
    return f"{shown} {label.in_(language)}" if label else shown


def format_value(fact: Fact, value: FactValue, language: str = "da") -> str:
    """A fact's value as shown to people; texts as they stand."""
    match fact.type:
        case FactType.BOOLEAN:
            yes, no = _YES_NO["en" if language == "en" else "da"]
            return yes if value is True else no
        case FactType.INTEGER | FactType.DECIMAL if isinstance(value, int | float):
            return quantity(fact, value, language)
        case FactType.CHOICE:
            return fact.options[str(value)].in_(language)
        case FactType.SET if isinstance(value, list | tuple):
            labels = [fact.options[option].in_(language) for option in value]
            return ", ".join(labels[:1] + [lower_first(label) for label in labels[1:]])
        case FactType.CODE if isinstance(value, dict):
            return code_text(fact, value["system"], value["code"], language)
    return str(value)
