"""How a reader is spoken to: the language, and "patient" or "borger" by where the reader works."""

import re
from collections.abc import Callable, Mapping

from django.utils.translation import get_language

from organisations.models import Membership
from organisations.vocabulary import OrganisationKind

# Who says "patient"; the municipality says "borger" (UX §6).
SAYS_PATIENT = frozenset(
    {
        OrganisationKind.GENERAL_PRACTICE,
        OrganisationKind.PHYSIOTHERAPY_CLINIC,
        OrganisationKind.CHIROPRACTIC_CLINIC,
        OrganisationKind.HOSPITAL_DEPARTMENT,
        OrganisationKind.SPECIALIST_PRACTICE,
    }
)
_PATIENT: Mapping[str, Mapping[str, str]] = {
    "da": {
        "borger": "patient",
        "borgeren": "patienten",
        "borgerens": "patientens",
        "borgere": "patienter",
        "borgerne": "patienterne",
    },
    "en": {
        "citizen": "patient",
        "citizen's": "patient's",
        "citizens": "patients",
    },
}


def language() -> str:
    """ "da" or "en", as definitions name them."""
    return "en" if (get_language() or "da").startswith("en") else "da"


def words_for(reader: Membership) -> Callable[[str], str]:
    """A function that puts a definition's sentence into the reader's own word for the citizen."""
    if reader.organisation.kind not in SAYS_PATIENT:
        return str
    words = _PATIENT[language()]
    pattern = re.compile(rf"\b({'|'.join(sorted(words, key=len, reverse=True))})\b", re.IGNORECASE)

    def said(match: re.Match[str]) -> str:
        word = words[match[0].lower()]
        return f"{word[0].upper()}{word[1:]}" if match[0][0].isupper() else word

    return lambda sentence: pattern.sub(said, sentence)
