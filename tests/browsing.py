"""Reading a form off a page as a browser without script does, to fill in and send."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Values = dict[str, list[str]]


@dataclass
class PageForm:
    """One form of a page: where it goes, its values as they stand, and its buttons.

    `options`: what each group of radios, boxes or select offers. `buttons`: address and label
    of each submit button.
    """

    action: str = ""
    values: Values = field(default_factory=dict)
    options: Values = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def with_(self, **changed: str | list[str] | None) -> Values:
        """The values with some filled in otherwise; None leaves one out."""
        new = {name: list(values) for name, values in self.values.items()}
        for name, value in changed.items():
            if value is None:
                new.pop(name, None)
            else:
                assert name in self.values or name in self.options, f"no field {name}"
                new[name] = [value] if isinstance(value, str) else value
        return new

    def address_of(self, label: str) -> str:
        """Where the button with this label sends the form."""
        found = [address for address, name in self.buttons if name == label]
        assert found, f"no button {label!r} among {[name for _address, name in self.buttons]}"
        return found[0]


def read_form(html: str | bytes, form_id: str) -> PageForm:
    """The form with that id, with the controls inside it or naming it."""
    reader = _Reader(form_id)
    reader.feed(html.decode() if isinstance(html, bytes) else html)
    return reader.form


class _Reader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.form = PageForm()
        self.inside = False
        self.textarea = ""
        self.select = ""
        self.button: str | None = None
        self.text: list[str] = []

    def _ours(self, attrs: dict[str, str | None]) -> bool:
        return attrs["form"] == self.form_id if "form" in attrs else self.inside

    def _add(self, name: str, value: str) -> None:
        self.form.values.setdefault(name, []).append(value)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        attrs: dict[str, Any] = dict(attributes)
        if tag == "form":
            self.inside = attrs.get("id") == self.form_id
            if self.inside:
                self.form.action = attrs.get("action") or ""
            return
        name = attrs.get("name") or ""
        if not self._ours(attrs):
            if tag == "option" and self.select:
                self._option(attrs)
            return
        if tag == "input" and name:
            self._input(name, attrs)
        elif tag == "textarea" and name:
            self.textarea, self.text = name, []
        elif tag == "select" and name:
            self.select = name
            self.form.options.setdefault(name, [])
        elif tag == "option" and self.select:
            self._option(attrs)
        elif tag == "button" and attrs.get("type", "submit") == "submit":
            self.button, self.text = attrs.get("formaction") or self.form.action, []

    def _input(self, name: str, attrs: dict[str, Any]) -> None:
        kind = attrs.get("type", "text")
        value = attrs.get("value") or ""
        if kind in {"radio", "checkbox"}:
            self.form.options.setdefault(name, []).append(value)
            if "checked" in attrs:
                self._add(name, value)
        elif kind not in {"file", "submit"}:
            self._add(name, value)

    def _option(self, attrs: dict[str, Any]) -> None:
        value = attrs.get("value") or ""
        first = not self.form.options[self.select]
        self.form.options[self.select].append(value)
        if "selected" in attrs or first:
            self.form.values[self.select] = [value]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.textarea:
            # The first line break after <textarea> is not part of its value.
            self._add(self.textarea, "".join(self.text).removeprefix("\n"))
            self.textarea = ""
        elif tag == "select":
            self.select = ""
        elif tag == "button" and self.button is not None:
            label = " ".join("".join(self.text).split())
            self.form.buttons.append((self.button, label))
            self.button = None

    def handle_data(self, data: str) -> None:
        if self.textarea or self.button is not None:
            self.text.append(data)
