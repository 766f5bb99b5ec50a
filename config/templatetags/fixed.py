"""`{% fixed %} … {% endfixed %}`: a part of a page that is the same for every reader."""

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.translation import get_language

register = template.Library()


class FixedNode(template.Node):
    """Draws its part once per language, and keeps it for the life of the process.

    It is drawn without the page's context: what is kept can hold nothing of who asked or of what
    the page is about, however it is written.
    """

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.kept: dict[str | None, str] = {}

    def render(self, context: template.Context) -> str:
        language = get_language()
        kept = self.kept.get(language)
        if kept is None:
            nobody = template.Context()
            # What is included is found by the same engine.
            with nobody.bind_template(context.template):  # type: ignore[arg-type]
                kept = self.nodelist.render(nobody)
            self.kept[language] = kept
        return kept


@register.tag
def fixed(parser: Parser, token: Token) -> FixedNode:
    """Keep a part of a page in which stand only words, addresses and icons."""
    nodelist = parser.parse(("endfixed",))
    parser.delete_first_token()
    return FixedNode(nodelist)
