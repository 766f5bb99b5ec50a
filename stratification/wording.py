"""A grouping in words: why an axis is high or low, what is missing, what would change it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from stratification.grouping import (
    SEVERITY,
    AxisResult,
    Change,
    Finding,
    Level,
    Numbers,
    Reason,
    ReasonKind,
)
from stratification.icf import CODES, Code

PERSONAL_FACTORS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "age": ("høj alder", "high age"),
        "social": ("sociale forhold", "social circumstances"),
        "vulnerable": ("sårbarhed", "vulnerability"),
        "coping": ("svært ved at mestre sygdommen", "difficulty in coping with the disease"),
        "multimorbidity": ("flere kroniske sygdomme", "several chronic diseases"),
    }
)

LEVELS: Mapping[Level, tuple[str, str]] = MappingProxyType(
    {
        Level.LOW: ("lav", "low"),
        Level.HIGH: ("høj", "high"),
        Level.UNKNOWN: ("ukendt", "unknown"),
    }
)


def label(code: str, language: str = "da", codes: Mapping[str, Code] = CODES) -> str:
    """`b280 Smerte`; the severity of the condition has no code and is named in words."""
    if code == SEVERITY:
        return "the condition's severity" if language == "en" else "sygdommens sværhedsgrad"
    known = codes.get(code)
    return f"{code} {known.label(language)}" if known else code


def level(axis: AxisResult, language: str = "da") -> str:
    return _pick(LEVELS[axis.level], language)


def sentences(
    axis: AxisResult, language: str = "da", codes: Mapping[str, Code] = CODES
) -> list[str]:
    """Each reason of an axis as one or more short sentences without a full stop."""
    return [text for reason in axis.reasons for text in _reason(reason, language, codes)]


def rule(numbers: Numbers, language: str = "da") -> str:
    """The rule with the definition's numbers: "Én værdi på 3 er nok, eller to på 2"."""
    if language == "en":
        return (
            f"One value of {numbers.one_at} or more is enough, "
            f"or {numbers.several_count} of {numbers.several_at}."
        )
    return (
        f"Én værdi på {numbers.one_at} eller derover er nok, "
        f"eller {numbers.several_count} på {numbers.several_at}."
    )


def change(item: Change, language: str = "da", codes: Mapping[str, Code] = CODES) -> str:
    """What one other answer would do: "Gruppe 4, hvis e580 Sundhedsydelser går fra 1 til 2"."""
    name = label(item.code, language, codes)
    if item.before.facilitator:
        if language == "en":
            return f"Group {item.group} if {name} no longer helps"
        return f"Gruppe {item.group}, hvis {name} ikke længere fremmer"
    before, after = item.before.value, item.after.value
    if language == "en":
        return f"Group {item.group} if {name} goes from {before} to {after}"
    return f"Gruppe {item.group}, hvis {name} går fra {before} til {after}"


def _reason(reason: Reason, language: str, codes: Mapping[str, Code]) -> Iterable[str]:
    english = language == "en"
    names = [label(finding.code, language, codes) for finding in reason.findings]
    match reason.kind:
        case ReasonKind.ONE:
            return [_value(finding, language, codes) for finding in reason.findings]
        case ReasonKind.SEVERAL:
            listed = _and(names, language)
            lowest = min(finding.value for finding in reason.findings)
            if english:
                return [f"{len(names)} at {lowest} or more: {listed}"]
            return [f"{len(names)} på {lowest} eller derover: {listed}"]
        case ReasonKind.TOO_FEW:
            listed = _and(
                [_value(finding, language, codes) for finding in reason.findings], language
            )
            return [f"only {listed}" if english else f"kun {listed}"]
        case ReasonKind.LOWERED:
            return [_lowered(finding, language) for finding in reason.findings]
        case ReasonKind.MARKED:
            return ["marked by the clinician" if english else "markeret af klinikeren"]
        case ReasonKind.PERSONAL:
            listed = _and([_pick(PERSONAL_FACTORS[key], language) for key in reason.keys], language)
            return [f"personal factors: {listed}" if english else f"personlige forhold: {listed}"]
        case ReasonKind.NONE:
            return ["nothing reaches the thresholds" if english else "intet når op på tærsklerne"]
        case ReasonKind.MISSING:
            listed = _and([label(code, language, codes) for code in reason.keys], language)
            return [f"unknown: {listed}" if english else f"ukendt: {listed}"]


def _value(finding: Finding, language: str, codes: Mapping[str, Code]) -> str:
    name = label(finding.code, language, codes)
    return f"{name} is {finding.value}" if language == "en" else f"{name} er {finding.value}"


def _lowered(finding: Finding, language: str) -> str:
    code, stated, value, helper = finding.code, finding.stated, finding.value, finding.lowered_by
    if language == "en":
        return f"{code} lowered from {stated} to {value} by {helper}"
    return f"{code} sænket fra {stated} til {value} af {helper}"


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[1] if language == "en" else pair[0]


def _and(parts: list[str], language: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    joint = "and" if language == "en" else "og"
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"
