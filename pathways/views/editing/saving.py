"""Storing what was sent from a section's form: laid into the draft, beside others' changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organisations.requests import ActorRequest
from pathways.actions import PathwayRefused
from pathways.actions.merging import Kept, document_at, save_beside
from pathways.editing.drawing import Drawer, Field
from pathways.editing.operations import Done, operate
from pathways.editing.places import MISSING, Path, at, parse_place, place, put, take_out
from pathways.editing.posted import Reader
from pathways.editing.sections import Item, Section, home_of, item_of, place_words
from pathways.editing.values import value_words
from pathways.editing.written import count_from
from pathways.language import reader_language
from pathways.models import Version
from pathways.views.editing.shown import item_url

Answer = Callable[[ActorRequest, Version, Section, "Item | None", "Sent"], HttpResponse]


@dataclass(frozen=True)
class Collided:
    """One field that both changed, in words, for the writer to choose."""

    place: str
    where: str
    mine: str
    theirs: str


@dataclass
class Sent:
    """What came of a form that was sent.

    `redraw`: the whole form has to be drawn anew; `redrawn`: only these conditions.
    """

    as_typed: Any
    collisions: list[Collided] = field(default_factory=list)
    told: str = ""
    redraw: bool = False
    redrawn: list[Field] = field(default_factory=list)


def save_sent(
    request: ActorRequest, draft: Version, section: Section, answer: Answer, collided: Answer
) -> HttpResponse:
    """Store the form. Without htmx: a new page; with it: the parts that changed, by `answer`.

    `collided` draws the page on which the writer chooses between the two.
    """
    revision = count_from(request.POST.get("revision", ""))
    base = document_at(draft, revision) if revision is not None else None
    if base is None or revision is None:
        raise Http404
    item = item_of(section, request.POST.get("item", ""), base)
    mine, waiting = _typed(request, item, base)
    # htmx sends along whatever button has the focus; only one that is pressed does anything.
    do = "" if request.htmx else request.POST.get("do", "")
    done = operate(mine, item.path if item else (), do)
    document = done.document if done is not None else mine
    try:
        kept = save_beside(actor=request.actor, draft=draft, document=document, revision=revision)
    except PathwayRefused as refused:
        return _refused(request, draft, item, refused)
    now = kept.version
    now.pathway, now.based_on = draft.pathway, draft.based_on
    item = _still(section, item, base, now.definition)
    sent = _sent(kept, item)
    _still_waiting(sent, waiting, request, now)
    if done is not None and not sent.collisions:
        _tell_merged(request, kept)
        return redirect(_onward(now, section, item, done))
    if not request.htmx:
        if sent.collisions:
            return collided(request, now, section, item, sent)
        _tell_merged(request, kept)
        messages.success(request, _("Gemt."))
        return redirect(item_url(now, item) if item else request.path)
    if item is not None and not sent.redraw:
        sent.redrawn = _reshaped(item, base, now.definition)
    response = answer(request, now, section, item, sent)
    at_time = date_format(timezone.localtime(now.edited_at or timezone.now()), "H.i")
    response["HX-Trigger"] = json.dumps({"samspor:stored": {"at": at_time}, "samspor:changed": {}})
    return response


def _typed(request: ActorRequest, item: Item | None, base: Any) -> tuple[Any, dict[Path, Any]]:
    """The document with what was typed, but for the fields where a choice between two is due.

    Those stay as they stand; what was typed in them is the second answer, by place.
    """
    if item is None:
        return base, {}
    posted = {name: request.POST.getlist(name) for name in request.POST}
    read = Reader(posted, base).read(item.shape, "", at(base, item.path))
    typed = put(base, item.path, read)
    waiting: dict[Path, Any] = {}
    for held in posted.get("held", []):
        path = parse_place(held)
        choice = request.POST.get(f"take:{held}", "")
        if not path or choice == "mine":
            continue
        if choice != "theirs":
            waiting[path] = at(typed, path)
        before = at(base, path)
        typed = take_out(typed, path) if before is MISSING else put(typed, path, before)
    return typed, waiting


def _still_waiting(
    sent: Sent, waiting: dict[Path, Any], request: ActorRequest, now: Version
) -> None:
    """Keep what was typed where no choice has been made; after one that was, draw anew."""
    language, document = reader_language(), now.definition
    for path, typed in waiting.items():
        sent.as_typed = put(sent.as_typed, path, typed)
        said = value_words(at(document, path), path, document, language)
        mine = value_words(typed, path, document, language)
        where = place_words(path, sent.as_typed, language)
        sent.collisions.append(Collided(place(path), where, mine, said))
    if waiting and not sent.told:
        sent.told = _("Vælg, hvad der skal stå.")
    if any(name.startswith("take:") for name in request.POST):
        sent.redraw = True


def _still(section: Section, item: Item | None, base: Any, document: Any) -> Item | None:
    """The same item in the document as it is now: others may have moved its row."""
    if item is None or not item.path:
        return item
    key = at(base, (*item.path[:2], "key"))
    rows = document.get(item.path[0])
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        if isinstance(key, str) and isinstance(row, dict) and row.get("key") == key:
            path: Path = (item.path[0], number, *item.path[2:])
            return item_of(section, place(path), document)
    return item_of(section, item.key, document)


def _onward(draft: Version, section: Section, item: Item | None, done: Done) -> str:
    """Where the writer goes on after a button: the row that was added or moved."""
    home = home_of(done.focus, draft.definition)
    if home is None or home.section.key != section.key:
        home = item
    if home is None:
        home = home_of(done.focus[:1], draft.definition)
    if home is None:
        return f"/pathways/{draft.pathway.key}/{draft.number}/edit/{section.key}/"
    more = {"at": place(done.focus)}
    if done.row is not None:
        more["row"] = ".".join(str(number) for number in done.row)
    return item_url(draft, home, **more)


def _tell_merged(request: ActorRequest, kept: Kept) -> None:
    """Say what the other writer changed, where it was laid together without trouble."""
    if kept.told is None:
        return
    document = kept.version.definition
    language = reader_language()
    places = [place_words(parse_place(one) or (), document, language) for one in kept.told.places]
    messages.info(
        request,
        _("%(name)s har også ændret kladden: %(places)s. Dine ændringer er gemt oven på.")
        % {"name": kept.told.by, "places": "; ".join(dict.fromkeys(places))},
    )


def _sent(kept: Kept, item: Item | None) -> Sent:
    if kept.merged is None or kept.told is None:
        return Sent(kept.version.definition)
    language, document = reader_language(), kept.version.definition
    collisions = [
        Collided(
            place(one.path),
            place_words(one.path, kept.merged.as_typed, language),
            value_words(one.mine, one.path, document, language),
            value_words(one.theirs, one.path, document, language),
        )
        for one in kept.merged.collisions
    ]
    places = [parse_place(one) or () for one in kept.told.places]
    touched = item is not None and any(path[: len(item.path)] == item.path for path in places)
    said = [place_words(path, document, language) for path in places]
    told = _("%(name)s ændrede kladden kl. %(time)s: %(places)s.") % {
        "name": kept.told.by,
        "time": date_format(timezone.localtime(kept.told.at), "H.i"),
        "places": "; ".join(dict.fromkeys(said)),
    }
    return Sent(kept.merged.as_typed, collisions, told, redraw=touched or bool(collisions))


def _reshaped(item: Item, before: Any, now: Any) -> list[Field]:
    """The conditions whose rows have got other fields than the page shows."""
    old = Drawer(before, reader_language()).item(item.shape, item.path, at(before, item.path))
    new = Drawer(now, reader_language()).item(item.shape, item.path, at(now, item.path))
    was = {one.name: one for one in old.every if one.kind == "condition"}
    conditions = [one for one in new.every if one.kind == "condition"]
    return [one for one in conditions if _form(was.get(one.name)) != _form(one)]


def _form(field: Field | None) -> Any:
    """What decides which controls a condition has."""

    def of(row: Any) -> Any:
        fact = row.fact.key if row.fact is not None else row.unknown
        return (row.kind, fact, tuple(of(inner) for inner in row.rows))

    return of(field.tree) if field is not None and field.tree is not None else None


def _refused(
    request: ActorRequest, draft: Version, item: Item | None, refused: PathwayRefused
) -> HttpResponse:
    if request.htmx:
        response = HttpResponse(status=409)
        response["HX-Trigger"] = json.dumps({"samspor:refused": {"why": refused.message}})
        return response
    messages.error(request, refused.message)
    return redirect(item_url(draft, item) if item else request.path)
