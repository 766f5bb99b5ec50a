"""A part of a page that is kept is the same for everybody, however it is written."""

from django.template import Context, engines
from django.utils.translation import override

from organisations.models import User


def draw(text: str, *contexts: dict[str, object]) -> list[str]:
    template = engines["django"].from_string("{% load fixed i18n %}" + text).template
    return [template.render(Context(context)) for context in contexts]


def test_it_sees_nothing_of_the_page_it_stands_on():
    text = "{{ who }}{% fixed %}[{{ who }}{{ user.email }}{{ request.path }}]{% endfixed %}"

    drawn = draw(text, {"who": "Anne", "user": User(email="a@b.dk")}, {"who": "Karen"})

    assert drawn == ["Anne[]", "Karen[]"]


def test_it_is_drawn_once_for_each_language():
    icon = "{% include '_icon.html' with name='close' only %}"
    text = "{% fixed %}{% translate 'Luk' %}" + icon + "{% endfixed %}"
    template = engines["django"].from_string("{% load fixed i18n %}" + text).template
    drawn = []
    for language in ("da", "en", "da"):
        with override(language):
            drawn.append(template.render(Context()))

    assert drawn[0] == drawn[2] != drawn[1]
    assert "Luk" in drawn[0]
    assert "Close" in drawn[1]
    assert "#icon-close" in drawn[0]
