"""The language the reader has chosen, as definitions name it."""

from django.utils.translation import get_language


def reader_language() -> str:
    """ "da" or "en"; Danish for any other."""
    return "en" if (get_language() or "da").startswith("en") else "da"
