"""The reader's language, as definitions name it."""

from django.utils.translation import get_language


def language() -> str:
    """"da" or "en"."""
    return "en" if (get_language() or "da").startswith("en") else "da"
