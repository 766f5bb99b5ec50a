"""The overview of a draft, and one page for each section: its items, one form, what was found."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from organisations.requests import ActorRequest
from pathways.editing.drawing import Drawer
from pathways.editing.fact_table import fact_rows
from pathways.editing.places import Path, at, parse_place, place
from pathways.editing.sections import BY_KEY, Item, Section, first_item, item_of
from pathways.editing.tree_form import Drawn
from pathways.editing.trees import place_from
from pathways.language import reader_language
from pathways.models import ReviewComment, Version
from pathways.views.doors import version_for_editor
from pathways.views.editing.saving import Sent, save_sent
from pathways.views.editing.shown import found, frame, listing
from pathways.vocabulary import IMMUTABLE_STATES


@require_safe
def overview(request: ActorRequest, pathway_key: str, number: int) -> HttpResponse:
    """Where the draft is: what each section lacks, who writes, and the next step."""
    draft = version_for_editor(request, pathway_key, number)
    if draft.state in IMMUTABLE_STATES:
        return redirect("pathways:life", pathway_key, number)
    context = frame(request, draft)
    context |= found(draft, context["findings"])
    return render(request, "pathways/edit/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest, pathway_key: str, number: int, section_key: str) -> HttpResponse:
    """One section of a draft; what is sent is stored, whatever state it is in."""
    draft = version_for_editor(request, pathway_key, number)
    section = BY_KEY.get(section_key)
    if section is None:
        raise Http404
    if request.method == "POST":  # also from a tab opened before the publication: it is told why
        return save_sent(request, draft, section, answer, collided)
    if draft.state in IMMUTABLE_STATES:
        return redirect("pathways:life", pathway_key, number)
    item = item_of(section, request.GET.get("item", ""), draft.definition)
    item = item or first_item(section, draft.definition)
    return render(request, "pathways/edit/section.html", page(request, draft, section, item))


def page(
    request: ActorRequest, draft: Version, section: Section, item: Item | None
) -> dict[str, Any]:
    """Everything a section's page shows."""
    context = frame(request, draft, section)
    context |= form_of(request, draft, section, item, context["findings"])
    context["groups"] = listing(draft, section, item, context["findings"])
    context |= found(draft, context["findings"], section, item)
    context["comments"] = _comments(draft, item)
    context["facts"] = fact_rows(draft.definition) if section.key == "facts" else ()
    return context


def _comments(draft: Version, item: Item | None) -> list[ReviewComment]:
    """What reviewers have said of the item and nobody has dealt with."""
    if item is None:
        return []
    said = draft.review_comments.filter(resolved_at__isnull=True).select_related("by")
    return [one for one in said if _is_about(parse_place(one.where) or (), item)]


def _is_about(path: Path, item: Item) -> bool:
    if item.path:
        return path[: len(item.path)] == item.path
    return bool(path) and path[0] in {member.name for member in item.shape.members}


def form_of(
    request: ActorRequest,
    draft: Version,
    section: Section,
    item: Item | None,
    findings: Any = (),
    sent: Sent | None = None,
) -> dict[str, Any]:
    """The form of one item, as it stands or, after a collision, as it was typed."""
    document = sent.as_typed if sent is not None else draft.definition
    drawn = None
    if item is not None:
        about = [one for one in findings if one.path[: len(item.path)] == item.path]
        drawer = Drawer(document, reader_language())
        drawn = drawer.item(item.shape, item.path, at(document, item.path), about)
        _focus(drawn, request)
    return {
        "section": section,
        "version": draft,
        "item": item,
        "is_row": item is not None and bool(item.path),
        "item_place": place(item.path) if item else "",
        "drawn": drawn,
        "sent": sent,
        "saved_at": timezone.localtime(draft.edited_at) if draft.edited_at else None,
    }


def _focus(drawn: Any, request: ActorRequest) -> None:
    """Mark where the writer goes on after a button was pressed."""
    wanted = parse_place(request.GET.get("at", ""))
    if not wanted:
        return
    rows = request.GET.get("row")
    found = _field_at(drawn, wanted)
    if found is None:
        return
    if found.tree is not None and rows is not None:
        row = _row_at(found.tree, place_from(rows) or ())
        found.focus_row = row.name if row is not None else ""
    else:
        found.focused = True


def _field_at(field: Any, wanted: tuple[str | int, ...]) -> Any:
    for inner in field.fields:
        if inner.path == wanted:
            return inner
        if wanted[: len(inner.path)] == inner.path:
            return _field_at(inner, wanted) or inner
    return None


def _row_at(tree: Drawn, numbers: tuple[int, ...]) -> Drawn | None:
    for number in numbers:
        if number >= len(tree.rows):
            return tree
        tree = tree.rows[number]
    return tree


def answer(
    request: ActorRequest, draft: Version, section: Section, item: Item | None, sent: Sent
) -> HttpResponse:
    """What htmx gets when something was stored: the small parts that may have changed."""
    context: dict[str, Any] = {"section": section, "version": draft}
    context |= form_of(request, draft, section, item, (), sent if sent.collisions else None)
    if sent.redraw:
        response = render(request, "pathways/edit/_form.html", context | {"why_not_edit": ""})
        response["HX-Retarget"] = "#kladde-form"
        response["HX-Reswap"] = "outerHTML"
        return response
    context["redrawn"] = sent.redrawn
    drawn = context["drawn"]
    names = {one.name for one in sent.redrawn}
    every = drawn.every if drawn is not None else []
    context["readings"] = [one for one in every if one.tree and one.name not in names]
    context["groups"] = listing(draft, section, item, ())
    return render(request, "pathways/edit/_stored.html", context)


def collided(
    request: ActorRequest, draft: Version, section: Section, item: Item | None, sent: Sent
) -> HttpResponse:
    """The page with what was typed, and for each field that both changed the two to choose from."""
    context = page(request, draft, section, item)
    context |= form_of(request, draft, section, item, context["findings"], sent)
    return render(request, "pathways/edit/section.html", context, status=409)


@require_safe
def findings(
    request: ActorRequest, pathway_key: str, number: int, section_key: str
) -> HttpResponse:
    """What the checks find now, for htmx: the panel, and what stands beside each field."""
    draft = version_for_editor(request, pathway_key, number)
    section = BY_KEY.get(section_key)
    if section is None:
        raise Http404
    item = item_of(section, request.GET.get("item", ""), draft.definition)
    context = page(request, draft, section, item)
    context["noted"] = context["drawn"].every if context["drawn"] is not None else []
    return render(request, "pathways/edit/_checked.html", context)
