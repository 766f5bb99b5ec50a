"""Words of a definition in the reader's language, for templates."""

from django import template

from pathways.destinations import ACTORS
from pathways.generic_model import TITLES
from pathways.language import reader_language
from pathways.swimlane.drawing import Drawn
from pathways.swimlane.lists import actors_of, weeks_of
from pathways.swimlane.measure import ELLIPSIS
from pathways.swimlane.stops import Plan
from pathways.texts import Text

register = template.Library()


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


@register.filter
def colon(words: str) -> str:
    """The words with a colon, unless they end with a sign of their own."""
    return words if words.endswith(("?", "!", ":")) else f"{words}:"


@register.filter
def stop_name(drawn: Drawn, plan: Plan) -> str:
    """A stop's whole name where only its box is seen: its words, then actor and week.

    It begins with the words in the box, so that what is seen can be spoken; where those are cut
    short the whole title follows.
    """
    language = reader_language()
    stop = drawn.stop
    parts = [" ".join(line.words for line in drawn.lines)]
    if ELLIPSIS in parts[0]:
        parts.append(stop.title.in_(language))
    parts += [ACTORS[actor].in_(language) for actor in actors_of(stop) if not stop.is_emergency]
    when = weeks_of(stop)
    if when is not None:
        parts.append(when.in_(language))
    elif stop.first is not None and not stop.is_emergency and not stop.lasting:
        parts.append(plan.columns[stop.first].title.in_(language))
    return ", ".join(dict.fromkeys(parts))
