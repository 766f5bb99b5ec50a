"""A place in a document as people name it: "rules[2].when" is "Regler: K3, betingelse"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SECTIONS = {
    "title": _("Titel"),
    "short_title": _("Kort titel"),
    "kind": _("Programmets art"),
    "number": _("Dokumentets nummer"),
    "premise": _("Præmis"),
    "patient_group": _("Patientgruppe"),
    "phrases": _("Fraser"),
    "event_facts": _("Oplysninger fra hændelser"),
    "rules": _("Regler"),
    "rank": _("Rangfølge"),
    "default": _("Standardmodtager"),
    "default_reason": _("Begrundelse for standardmodtageren"),
    "fixed_sentence": _("Fast sætning"),
    "override_reasons": _("Begrundelser for at vælge anderledes"),
    "contacts": _("Kontakter"),
    "recommendations": _("Anbefalinger"),
    "self_care": _("Støtte til egenomsorg"),
    "phases": _("Faser"),
    "checkpoints": _("Kontrolpunkter"),
    "activities": _("Aktiviteter"),
    "coordinator": _("Tovholder"),
    "communication": _("Kommunikation"),
    "division": _("Arbejdsdeling"),
    "stratification": _("Stratificering"),
    "indicators": _("Indikatorer"),
    "follow_up": _("Opfølgning"),
    "implementation": _("Implementeringsplan"),
    "quality_criteria": _("Kvalitetskriterier"),
    "guideline_change": _("Ved nye retningslinjer"),
    "criteria": _("Kriterier for programmet"),
    "modules": _("Moduler"),
    "governance": _("Godkendelse"),
    "examples": _("Eksempler"),
    "sources": _("Kilder"),
}

FIELDS = {
    "when": _("betingelse"),
    "where": _("population"),
    "to": _("modtager"),
    "also": _("desuden"),
    "warn": _("advarsel"),
    "text": _("tekst"),
    "title": _("titel"),
    "label": _("betegnelse"),
    "help": _("hjælpetekst"),
    "source": _("kilde"),
    "options": _("svarmuligheder"),
    "facts": _("oplysninger"),
    "target": _("mål"),
    "measure": _("måling"),
    "week": _("uge"),
    "codes": _("koder"),
    "ages": _("alder"),
    "description": _("beskrivelse"),
    "visible_when": _("vises når"),
    "required": _("skal udfyldes"),
}

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def steps_of(where: str) -> tuple[str | int, ...]:
    """The place as the steps into the document."""
    return tuple(
        int(index) if index else name
        for name, index in (match.groups() for match in _STEP.finditer(where))
    )


def place_in_words(document: Mapping[str, Any], where: str) -> str:
    """The place in the reader's language; empty where it is the whole document."""
    steps = steps_of(where)
    if not steps:
        return ""
    words = [str(SECTIONS.get(str(steps[0]), steps[0]))]
    here: Any = document.get(str(steps[0])) if isinstance(steps[0], str) else None
    named: list[str] = []
    field = ""
    for step in steps[1:]:
        here = _inside(here, step)
        if isinstance(step, int):
            named.append(_name_of(here, step))
            field = ""
        elif step in FIELDS:
            field = str(FIELDS[step])
    if named:
        words.append(", ".join(named[:2]))
    said = ": ".join(words)
    return f"{said}, {field}" if field else said


def _inside(here: Any, step: str | int) -> Any:
    if isinstance(here, Mapping):
        return here.get(step)
    if isinstance(here, list | tuple) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


def _name_of(item: Any, number: int) -> str:
    if isinstance(item, Mapping):
        title = item.get("title") or item.get("label")
        if isinstance(title, Mapping) and title.get("da"):
            return str(title["da"])
        if item.get("key"):
            return str(item["key"])
    return str(number + 1)
