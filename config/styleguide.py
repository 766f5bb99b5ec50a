"""Examples for the style guide: one of every component, in the states it can have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Code:
    """A diagnosis code as the search lists it."""

    key: str
    label: str

    @property
    def value(self) -> str:
        return f"{self.key} {self.label}"


CODES = (
    Code("DM170", "Primær dobbeltsidig knæledsartrose"),
    Code("DM171", "Primær enkeltsidig knæledsartrose"),
    Code("DM179", "Knæledsartrose UNS"),
    Code("DM545", "Lændesmerter UNS"),
    Code("L90", "Slidgigt i knæ"),
)


def matching_codes(query: str) -> list[Code]:
    """The codes with `query` in code or name."""
    return [code for code in CODES if query.casefold() in code.value.casefold()]


@dataclass(frozen=True)
class ReceiverLabel:
    """What a receiver's card says."""

    name: str | Promise
    wait: str | Promise
    sub: str | Promise

    def __str__(self) -> str:
        return str(self.name)


class OneOfFew(forms.RadioSelect):
    """Chips where only one can be chosen."""

    template_name = "dkfds/chips.html"


class ReceiverCards(forms.RadioSelect):
    template_name = "dkfds/receivers.html"


class CodeSearch(forms.TextInput):
    template_name = "dkfds/code.html"


class EveryFieldForm(forms.Form):
    """One of every kind of field."""

    diagnosis = forms.CharField(
        label=_("Diagnose"),
        help_text=_("Søg på navn eller kode"),
        widget=CodeSearch(attrs={"data-url": reverse_lazy("pages:styleguide_codes")}),
    )
    side = forms.ChoiceField(
        label=_("Side"),
        choices=[("right", _("Højre")), ("left", _("Venstre")), ("both", _("Begge"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg side: højre, venstre eller begge.")},
    )
    xray = forms.ChoiceField(
        label=_("Røntgen"),
        required=False,
        choices=[
            ("not_taken", _("Ikke taget")),
            ("none", _("Ingen")),
            ("mild", _("Let")),
            ("moderate", _("Moderat")),
            ("severe", _("Svær")),
        ],
        widget=forms.RadioSelect,
    )
    tried = forms.MultipleChoiceField(
        label=_("Har patienten gennemgået"),
        required=False,
        choices=[
            ("physiotherapy", _("Anbefalet fysioterapi")),
            ("pain_relief", _("Smertelindring")),
            ("weight_loss", _("Vægttab")),
            ("none", _("Intet af dette")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    pathway = forms.ChoiceField(
        label=_("Program"),
        choices=[("knee", _("Knæartrose")), ("back", _("Lænderygsmerter"))],
        widget=OneOfFew,
    )
    anamnesis = forms.CharField(
        label=_("Anamnese"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv en kort anamnese.")},
    )
    reason = forms.ChoiceField(
        label=_("Begrundelse"),
        choices=[("", _("Vælg begrundelse …")), ("wish", _("Patientens ønske"))],
        required=False,
    )
    first_session = forms.DateField(label=_("Dato for første tid"), help_text=_("Dag.måned.år"))
    bmi = forms.DecimalField(label=_("BMI"), localize=True, required=False)
    consent = forms.BooleanField(label=_("Borgeren er orienteret"), required=False)
    receiver = forms.ChoiceField(
        label=_("Send til"),
        widget=ReceiverCards,
        choices=[
            (
                "1",
                ReceiverLabel(
                    "Træning og Rehabilitering, Hillerød",
                    "ca. 9 hverdage",
                    "Kommunalt træningstilbud · Milnersvej · første kontakt",
                ),
            ),
            (
                "2",
                ReceiverLabel(
                    "Træningscenter Skævinge",
                    "ca. 6 hverdage",
                    "Kommunalt træningstilbud · 11 km · hold tirsdag og torsdag",
                ),
            ),
        ],
    )


def _at(day: int, hour: int, minute: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def context() -> dict[str, Any]:
    """What templates/pages/styleguide.html draws. Texts are examples in Danish, as on a page."""
    filled = EveryFieldForm(
        initial={"side": "right", "tried": ["pain_relief"], "pathway": "knee", "receiver": "1"},
        prefix="a",
    )
    wrong = EveryFieldForm({"b-tried": ["none"]}, prefix="b")
    return {
        "filled": filled,
        "wrong": wrong,
        "form": None,
        "saved_at": _at(23, 8, 42),
        "actions": [
            {"key": "accept", "label": "Acceptér", "icon": "check", "url": "#", "primary": True},
            {"key": "ask", "label": "Spørg henviser", "icon": "chat", "url": "#"},
            {"key": "forward", "label": "Videresend", "icon": "forward", "url": "#"},
            {"key": "return", "label": "Returnér med begrundelse", "icon": "reply", "url": "#"},
            {
                "key": "start",
                "label": "Start forløb",
                "icon": "calendar-month",
                "reason": "Kan først startes, når henvisningen er accepteret.",
            },
        ],
        "track_label": "Henvisningens vej",
        "steps": [
            {"label": "Skrevet", "note": "17.11. kl. 10.12", "state": "done"},
            {"label": "Sendt", "note": "17.11. kl. 10.14", "state": "done"},
            {"label": "Visiteres hos jer", "note": "lovet svar 27.11.", "state": "now"},
            {"label": "Accepteret", "note": "", "state": ""},
            {"label": "I forløb", "note": "", "state": ""},
            {"label": "Epikrise", "note": "", "state": ""},
            {"label": "Læst af henviser", "note": "", "state": ""},
        ],
        "events": [
            {
                "title": "Svar fra henviser",
                "text": "røntgen er moderat",
                "happened_at": _at(20, 7, 55),
                "where": "Lægerne ved Søen",
                "note": "uret løber igen hos jer",
            },
            {
                "title": "Røntgen af venstre knæ",
                "text": "moderat medial artrose",
                "happened_at": _at(3, 9, 0).date(),
                "recorded_at": _at(20, 7, 55),
                "where": "Nordsjællands Hospital",
            },
            {
                "title": "Forløb oprettet",
                "happened_at": _at(28, 9, 0, month=10),
                "recorded_at": _at(17, 9, 0),
                "where": "Lægerne ved Søen",
            },
        ],
        "clocks": [
            {"total": 0, "here": 0, "held": 0, "overdue_working_days": 0},
            {"total": 8, "here": 8, "held": 0, "overdue_working_days": 1},
            {"total": 6, "here": 3, "held": 3, "overdue_working_days": 0},
        ],
        "counts": [
            {"n": 2, "label": "Spørgsmål til mig", "url": "#tasks-h", "note": "1 med frist i dag"},
            {"n": 1, "label": "Returnerede", "url": "#tasks-h"},
            {"n": 4, "label": "Epikriser at læse", "url": "#tasks-h"},
            {"n": 5, "label": "Kontrolpunkter", "url": "#tasks-h", "note": "2 med frist i dag"},
            {"n": 0, "label": "Kladder", "url": "#tasks-h"},
        ],
        "lists": [
            {
                "heading": "Kræver handling",
                "entries": [
                    {"label": "Nye at visitere", "url": "#", "n": 7, "current": True, "hot": True},
                    {"label": "Svar fra henviser", "url": "#", "n": 2},
                    {"label": "Frist i dag eller overskredet", "url": "#", "n": 3, "hot": True},
                ],
            },
            {"heading": "Holder øje med", "entries": [{"label": "I forløb", "url": "#", "n": 86}]},
        ],
        "reasons": [
            {
                "kind": "yes",
                "text": "Patienten har hjemmepleje.",
                "source": "Knæprogrammet §3, kriterium 1",
            },
            {
                "kind": "dunno",
                "text": "BMI",
                "link_url": "#phrases-h",
                "link_label": "udfyld frase 4",
                "source": "Afgør, om der også henvises til forebyggelse (KRAM)",
            },
        ],
        "not_met": [
            {
                "kind": "no",
                "text": "Lav egenomsorgsevne er ikke markeret.",
                "source": "§3, kriterium 2",
            },
            {
                "kind": "change",
                "text": "Uden hjemmepleje: Praktiserende fysioterapeut.",
                "source": "§3",
            },
        ],
    }
