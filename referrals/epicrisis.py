"""The sections of an epicrisis, what must be filled in, and what is filled in beforehand.

The letter's first half answers four questions (CHARTS §10); each section also says under which
heading of MedCom's physiotherapy epicrisis (DIS08) it travels (STANDARDS §1.3). Nothing here
reads the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from pathways.conditions.facts import number_text
from pathways.conditions.wording import lower_first, upper_first
from referrals.recorded import Recorded, Series, grouped

# Three lines of the letter at its width; the four answers are to be read at a glance.
THREE_LINES = 290

RECORDED = "recorded"
"""The key under which the signed content keeps what was recorded."""


@dataclass(frozen=True)
class Section:
    """One section: what is asked, how it is answered, and under which DIS08 heading it goes.

    kind: "text", "line" (one sentence), "choice" or "several" (of `options`).
    """

    key: str
    label: str | Promise
    dis08: str
    kind: str = "text"
    required: bool = True
    hint: str | Promise = ""
    rows: int = 3
    max_length: int = 4000
    options: Mapping[str, str | Promise] = field(default_factory=dict)


RESULTS: Mapping[str, Promise] = {
    "better": pgettext_lazy("resultat", "Bedre"),
    "unchanged": pgettext_lazy("resultat", "Uændret"),
    "worse": pgettext_lazy("resultat", "Værre"),
}
WISHES: Mapping[str, Promise] = {
    "none": gettext_lazy("Ingen opfølgning"),
    "control": gettext_lazy("Kontrol"),
    "new_referral": gettext_lazy("Ny henvisning"),
    "work_up": gettext_lazy("Udredning"),
}
_THREE = gettext_lazy("Højst tre linjer i brevet.")

SECTIONS: tuple[Section, ...] = (
    Section(
        "reason",
        gettext_lazy("Hvad var galt"),
        "Henvisningsårsag",
        hint=_THREE,
        max_length=THREE_LINES,
    ),
    Section(
        "findings",
        gettext_lazy("Vigtigste undersøgelsesfund"),
        "Fysioterapeutisk diagnose/Vigtigste undersøgelsesfund",
    ),
    Section(
        "treatment",
        gettext_lazy("Hvad har vi gjort"),
        "Behandling/Antal konsultationer",
        hint=_THREE,
        max_length=THREE_LINES,
    ),
    Section("result", gettext_lazy("Resultat"), "Status", kind="choice", options=RESULTS),
    Section(
        "outcome",
        gettext_lazy("Hvordan gik det"),
        "Status",
        hint=_THREE,
        max_length=THREE_LINES,
    ),
    Section("function", gettext_lazy("Funktion nu"), "Status"),
    Section(
        "decision",
        gettext_lazy("Det vigtigste til egen læge"),
        "Forslag til henvisende læge",
        kind="line",
        hint=gettext_lazy("Én sætning. Står med fed skrift øverst i brevet."),
        max_length=120,
    ),
    Section(
        "wishes",
        gettext_lazy("Ønsker til egen læge"),
        "Forslag til henvisende læge",
        kind="several",
        options=WISHES,
    ),
    Section(
        "advice",
        gettext_lazy("Hvad skal du gøre"),
        "Forslag til henvisende læge",
        hint=gettext_lazy("Til egen læge. Højst tre linjer i brevet."),
        max_length=THREE_LINES - 120,
        rows=2,
    ),
    Section(
        "plan",
        gettext_lazy("Plan fremad"),
        "Information/Instruktion",
        required=False,
        hint=gettext_lazy("Ét punkt på hver linje. Kan undlades."),
    ),
    Section(
        "information",
        gettext_lazy("Information givet"),
        "Information/Instruktion",
    ),
)
BY_KEY: Mapping[str, Section] = {section.key: section for section in SECTIONS}


def missing_sections(content: Mapping[str, Any]) -> dict[str, str]:
    """The required sections that are empty: their labels by key, in order."""
    return {
        section.key: str(section.label)
        for section in SECTIONS
        if section.required and not _filled(section, content.get(section.key))
    }


def _filled(section: Section, value: Any) -> bool:
    if section.kind == "choice":
        return value in section.options
    if section.kind == "several":
        return isinstance(value, list) and any(each in section.options for each in value)
    return isinstance(value, str) and bool(value.strip())


def prefill(recorded: Recorded) -> dict[str, Any]:
    """What the recorded facts can say for each section; a judgement is left to the therapist.

    `decision`, `wishes` and `information` are therefore never filled in.
    """
    filled: dict[str, Any] = {
        "reason": _reason(recorded),
        "findings": _findings(recorded),
        "treatment": _treatment(recorded),
        "result": _result(recorded),
        "outcome": _outcome(recorded),
        "function": _function(recorded),
        "advice": _advice(recorded),
        "plan": recorded.plan.strip(),
    }
    return {
        key: value if key == "result" else fitted(value, BY_KEY[key].max_length)
        for key, value in filled.items()
        if value
    }


def fitted(text: str, length: int) -> str:
    """The text cut after a whole sentence, or else a whole word, that fits in `length` signs."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    end = max(cut.rfind(". "), cut.rfind(".\n"))
    if end > length // 2:
        return cut[: end + 1]
    return cut[: cut.rfind(" ")].rstrip(" ,;:") + "…"


def _reason(recorded: Recorded) -> str:
    who = {"female": _("%(age)s-årig kvinde"), "male": _("%(age)s-årig mand")}.get(
        recorded.sex, _("%(age)s-årig patient")
    ) % {"age": recorded.age}
    diagnosis = recorded.answer_to("diagnosis") or recorded.pathway
    sentence = _("%(who)s henvist med %(diagnosis)s.") % {"who": who, "diagnosis": diagnosis}
    starts = [
        _("%(label)s %(value)s ved start")
        % {"label": series.label, "value": number_text(series.first.value)}
        for series in recorded.series[:1]
    ]
    wished = recorded.answer_to("requested")
    if wished:
        starts.append(_("ønsket: %(wished)s") % {"wished": lower_first(wished)})
    return " ".join([sentence, *(f"{upper_first(each)}." for each in starts)])


def _findings(recorded: Recorded) -> str:
    parts = [
        f"{phrase.title}: {phrase.text.rstrip('.')}."
        for phrase in recorded.phrases
        if phrase.text and phrase.key in {"clinical_findings", "xray", "root_signs", "red_flags"}
    ]
    return " ".join(parts)


def _treatment(recorded: Recorded) -> str:
    if not recorded.held:
        return ""
    # A session lasts one day: a course within one week is told without its length.
    sessions = ngettext("%(n)s session", "%(n)s sessioner", recorded.held) % {"n": recorded.held}
    if recorded.weeks > 1:
        sessions = _("%(sessions)s over %(weeks)s uger") % {
            "sessions": sessions,
            "weeks": recorded.weeks,
        }
    alone, together, taught = (
        recorded.sessions.get(kind, 0) for kind in ("individual", "group", "education")
    )
    kinds = _counted(
        (alone, ngettext("%(n)s individuel", "%(n)s individuelle", alone)),
        (together, _("%(n)s på hold")),
        (taught, ngettext("%(n)s gang patientuddannelse", "%(n)s gange patientuddannelse", taught)),
    )
    missed = recorded.no_shows
    absent = _counted(
        (recorded.cancelled, _("%(n)s afbud")),
        (missed, ngettext("%(n)s udeblivelse", "%(n)s udeblivelser", missed)),
    )
    told = f"{sessions}: {', '.join(kinds)}." if len(kinds) > 1 else f"{sessions}."
    if len(kinds) == 1 and not recorded.sessions.get("individual"):
        told = f"{sessions}: {kinds[0]}."
    return " ".join([told, *([f"{upper_first(', '.join(absent))}."] if absent else [])])


def _counted(*told: tuple[int, str]) -> list[str]:
    """What there is any of, each with its number."""
    return [text % {"n": n} for n, text in told if n]


def _result(recorded: Recorded) -> str:
    """Better or worse when every instrument that moved moved the same way; else unsaid."""
    moved = {series.change for series in recorded.series if len(series.points) > 1}
    if not moved:
        return ""
    if moved <= {0}:
        return "unchanged"
    if moved <= {0, 1}:
        return "better"
    return "worse" if moved <= {0, -1} else ""


def change_sentence(series: Series) -> str:
    """How a score went: "Smerte, NRS: fra 7 til 3"."""
    values = {
        "label": series.label,
        "first": number_text(series.first.value),
        "last": number_text(series.last.value),
    }
    if len(series.points) == 1:
        return _("%(label)s: %(last)s") % values
    if series.first.value == series.last.value:
        return _("%(label)s: uændret %(last)s") % values
    return _("%(label)s: fra %(first)s til %(last)s") % values


def _outcome(recorded: Recorded) -> str:
    parts = [lower_first(change_sentence(series)) for series in recorded.series]
    told = [f"{upper_first('; '.join(parts))}."] if parts else []
    judged = [goal.reached for goal in recorded.goals if goal.reached is not None]
    if judged:
        told.append(
            _("%(reached)s af %(all)s mål er nået.") % {"reached": sum(judged), "all": len(judged)}
        )
    if recorded.end_kind == "early":
        told.append(
            _("Behandlingen sluttede før tid: %(why)s.") % {"why": lower_first(recorded.end_reason)}
            if recorded.end_reason
            else _("Behandlingen sluttede før tid.")
        )
    return " ".join(told)


def _function(recorded: Recorded) -> str:
    lines = []
    for goal in recorded.goals:
        if goal.now is None:
            continue
        unit = f" {goal.unit}" if goal.unit and not goal.measured else ""
        line = f"{goal.text}: {grouped(goal.now)}{unit}"
        if goal.target is not None:
            line += " " + _("(mål %(target)s)") % {"target": grouped(goal.target)}
        lines.append(line)
    return upper_first("; ".join(map(lower_first, lines))) + "." if lines else ""


def _advice(recorded: Recorded) -> str:
    unmet = [goal.text for goal in recorded.goals if goal.reached is False]
    return (
        _("Ikke nået: %(goals)s.") % {"goals": "; ".join(map(lower_first, unmet))} if unmet else ""
    )
