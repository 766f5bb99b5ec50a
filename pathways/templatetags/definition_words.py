"""Words of a definition in the reader's language, for templates."""

from django import template
from django.utils.translation import get_language

from pathways.destinations import ACTORS
from pathways.generic_model import TITLES
from pathways.texts import Text

register = template.Library()


def reader_language() -> str:
    """ "da" or "en": the language the reader has chosen."""
    return "en" if (get_language() or "da").startswith("en") else "da"


@register.filter
def said(text: Text | None) -> str:
    """A text of the definition in the reader's language; empty for none."""
    return text.in_(reader_language()) if text is not None else ""


@register.filter
def actor_title(key: str) -> str:
    """The title of an actor or destination by its key."""
    return ACTORS[key].in_(reader_language()) if key in ACTORS else key


@register.filter
def model_title(key: str) -> str:
    """The name of a component, criterion or module of the generic model by its key."""
    return TITLES[key].in_(reader_language()) if key in TITLES else key
