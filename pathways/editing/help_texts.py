"""Help beside the fields of a definition, what their values are called, and which are rare."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_HELP: dict[str, str | Promise] = {
    "*.key": _("Små bogstaver uden mellemrum: »faldende-gang«. Regler og data peger på nøglen."),
    "*.visible_when": _("Uden betingelse vises den altid."),
    "Rule.key": _("Et kort navn, som lægen ser ved rådet: »L6«."),
    "Rule.text": _("Lægen læser sætningen som begrundelse for rådet."),
    "Rule.to": _("Vælg flere, hvor patienten selv vælger mellem dem."),
    "Rule.also": _("Bliver til hver sin henvisning i samme forløb."),
    "Rule.orders": _("Det, der skal bestilles, med komma imellem."),
    "Definition.rank": _("Modtagere på samme trin er lige stærke."),
    "Definition.short_title": _("Bruges, hvor der er lidt plads."),
    "PatientGroup.codes": _(
        "Med komma imellem. »M17« tager alt derunder med; »M40.0-M54.9« er et område."
    ),
    "PatientGroup.excluded_codes": _("Tages ud igen, også når de ligger i et område ovenfor."),
    "FactDeclaration.unit": _("Ental og flertal med streg imellem: »uge|uger«."),
    "FactDeclaration.says": _("{} er stedet til svaret: »Borgeren har {}«."),
    "FactDeclaration.says_not": _("Kan stå tom; så sætter vi »ikke« ind."),
    "FactDeclaration.required": _("Uden svar her gælder det samme som for frasen."),
    "OptionDeclaration.word": _("Som det står midt i en sætning: »hjemmepleje«."),
    "FixedSentence.text": _("{condition} er stedet til sygdommens navn."),
    "ImplementationRow.start": _("År og kvartal: 2027-Q1."),
    "Indicator.target": _("En andel skrives som et tal mellem 0 og 1: 0,95."),
    "Stratification.expected_shape": _("En linje for hver gruppe: »1: 0,4«. I alt 1."),
    "Distribution.expected": _("En linje for hver værdi: »1: 0,4«. I alt 1."),
    "Example.facts": _("Det, der står tomt, er ukendt."),
    "Source.short": _("Sådan henvises der til kilden: »Knæprogrammet«."),
    "SourceRef.place": _("Afsnit eller side: »§3, kriterium 1«."),
    "Contact.phone": _("Kan stå tom, hvor hvert sted har sit eget nummer."),
}

HELP: Mapping[str, str | Promise] = MappingProxyType(_HELP)

_VALUES: dict[str, str | Promise] = {
    "origin:agreed": _("Aftalt, står i kilden"),
    "origin:local": _("Lokal standard"),
    "kind:disease_specific": _("Sygdomsspecifikt"),
    "kind:generic": _("Generisk"),
    "system:icd10": _("ICD-10"),
    "system:icpc2": _("ICPC-2"),
    "type:boolean": _("Ja eller nej"),
    "type:integer": _("Helt tal"),
    "type:decimal": _("Tal med decimaler"),
    "type:choice": _("Ét valg"),
    "type:set": _("Flere valg"),
    "type:code": _("Kode"),
    "type:text": _("Tekst"),
    "calculated_from:height_and_weight": _("Højde og vægt (BMI)"),
    "prefill:latest_referral": _("Med svaret fra seneste henvisning i forløbet"),
    "strength:must": _("skal"),
    "strength:should": _("bør"),
    "strength:consider": _("bør overvejes"),
    "scope:disease_specific": _("Sygdomsspecifik"),
    "scope:general": _("Generel"),
    "form:individual": _("Individuel"),
    "form:group": _("På hold"),
    "form:individual_or_group": _("Individuel eller på hold"),
    "key:relay": _("Stafet"),
    "key:visiting": _("Besøgende"),
    "key:collaborating": _("Samarbejdende"),
    "unit:days": _("dage"),
    "unit:weeks": _("uger"),
    "unit:months": _("måneder"),
    "health:low": _("Lav kompleksitet"),
    "health:high": _("Høj kompleksitet"),
    "context:low": _("Lav kompleksitet"),
    "context:high": _("Høj kompleksitet"),
    "dimension:clinical": _("Klinisk"),
    "dimension:organisational": _("Organisatorisk"),
    "dimension:citizen_experienced": _("Borgeroplevet"),
    "each:course": _("forløb"),
    "each:referral": _("henvisning"),
    "direction:up": _("Højere er bedre"),
    "direction:down": _("Lavere er bedre"),
    "direction:none": _("Ingen retning"),
    "when_overdue:not_passed": _("Ikke opfyldt"),
    "when_overdue:incomplete": _("Ufuldstændig"),
    "status:planned": _("Planlagt"),
    "status:under_way": _("I gang"),
    "status:done": _("Gennemført"),
}
VALUES: Mapping[str, str | Promise] = MappingProxyType(_VALUES)

OPERATORS: Mapping[str, str | Promise] = MappingProxyType(
    {
        "is": _("er"),
        "is:true": _("er ja"),
        "is:false": _("er nej"),
        "one_of": _("er en af"),
        "at_least": _("er mindst"),
        "at_most": _("er højst"),
        "between": _("er mellem"),
        "has_any": _("har mindst ét af"),
        "has_all": _("har alle af"),
        "in_codes": _("er i"),
        "known:true": _("er oplyst"),
        "known:false": _("er ikke oplyst"),
        "!is": _("er ikke"),
        "!is:true": _("er ikke ja"),
        "!is:false": _("er ikke nej"),
        "!one_of": _("er ikke en af"),
        "!at_least": _("er under"),
        "!at_most": _("er over"),
        "!between": _("er ikke mellem"),
        "!has_any": _("har ingen af"),
        "!has_all": _("har ikke alle af"),
        "!in_codes": _("er ikke i"),
        "!known:true": _("er ikke sådan, at den er oplyst"),
        "!known:false": _("er ikke sådan, at den mangler"),
    }
)

"""What a row asks of its fact; "!" before it asks for the opposite."""

GROUPS: Mapping[str, str | Promise] = MappingProxyType(
    {
        "all": _("alle disse er sande"),
        "any": _("mindst én er sand"),
        "none": _("ingen er sand"),
        "not_all": _("ikke alle er sande"),
    }
)

RARE = frozenset(
    {
        "Definition.key",
        "Definition.kind",
        "Definition.number",
        "PatientGroup.fact",
        "PatientGroup.included_by",
        "PatientGroup.excluded_codes",
        "PatientGroup.code_labels",
        "Phrase.prefill",
        "FactDeclaration.help",
        "FactDeclaration.required",
        "FactDeclaration.says",
        "FactDeclaration.says_not",
        "FactDeclaration.calculated_from",
        "FactDeclaration.red_flag",
        "EventFact.help",
        "EventFact.required",
        "EventFact.says",
        "EventFact.says_not",
        "EventFact.calculated_from",
        "EventFact.red_flag",
        "EventFact.visible_when",
        "OptionDeclaration.help",
        "OptionDeclaration.word",
        "OptionDeclaration.says",
        "OptionDeclaration.says_not",
        "OptionDeclaration.red_flag",
        "Rule.orders",
        "Rule.contact",
        "Rule.warn",
        "Rule.asks_reason",
        "Rule.blocks_sending",
        "Rule.note",
        "Example.available",
        "Example.alternatives",
        "Example.provisional",
        "Example.contacts",
        "Example.orders",
        "Example.blocks_sending",
        "Example.asks_reason",
        "Example.outside",
    }
)
"""Fields that are folded away until they are used."""


def value_label(name: str, value: object) -> str | Promise:
    """What a value of a choice is called; itself where it needs no other name."""
    return VALUES.get(f"{name.rpartition('.')[2]}:{value}", str(value))
