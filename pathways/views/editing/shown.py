"""What the editor's pages show of a draft: tabs, lists, findings and who wrote last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.requests import ActorRequest
from pathways.actions import standing_of
from pathways.definition import MAX_INDICATORS, MAX_PHRASES
from pathways.destinations import DESTINATIONS
from pathways.differing import differences
from pathways.editing.labels import row_label
from pathways.editing.pickable import parts_of
from pathways.editing.places import Path, anchor
from pathways.editing.sections import (
    SECTIONS,
    Bundle,
    Item,
    Listed,
    Section,
    home_of,
    item_of,
    place_words,
    plain_message,
    row_title,
)
from pathways.language import reader_language
from pathways.life import Step, to_mend, why_not
from pathways.models import Version
from pathways.readiness import findings_of
from pathways.templatetags.definition_words import actor_title
from pathways.verification import Finding, Kind

LIMITS = {"phrases": MAX_PHRASES, "indicators": MAX_INDICATORS}


@dataclass(frozen=True)
class Shown:
    """A finding with its place in words and the way there."""

    finding: Finding
    where: str
    url: str
    here: bool
    """Whether it is about the item on the page; `near`: about the page at all."""
    near: bool = True


def item_url(draft: Version, item: Item, **more: str) -> str:
    """The address of an item's form."""
    base = reverse("pathways:edit", args=[draft.pathway.key, draft.number, item.section.key])
    return f"{base}?{urlencode({'item': item.key, **more})}"


def found(
    draft: Version,
    findings: Iterable[Finding],
    section: Section | None = None,
    item: Item | None = None,
) -> dict[str, Any]:
    """The findings as the panel lists them, those about the page's item first."""
    language = reader_language()
    rows = []
    for finding in findings:
        home = home_of(finding.path, draft.definition)
        here = item is not None and home is not None and home.key == item.key
        near = section is None or (home is not None and home.section.key == section.key)
        url = f"#{anchor(finding.path)}" if here else ""
        if home is not None and not here:
            url = f"{item_url(draft, home)}#{anchor(finding.path)}"
        where = place_words(finding.path, draft.definition, language)
        rows.append(Shown(finding, where, url, here, near))
    examples = draft.definition.get("examples")
    return {
        "shown": sorted(rows, key=lambda row: (not row.here, not row.near)),
        "elsewhere": sum(not row.near and not row.finding.is_error for row in rows),
        "examples": len(examples) if isinstance(examples, list) else 0,
    }


def frame(request: ActorRequest, draft: Version, section: Section | None = None) -> dict[str, Any]:
    """What stands on every page of the editor."""
    findings = findings_told(draft)
    standing = standing_of(draft, request.actor)
    errors = [finding for finding in findings if finding.is_error]
    to_review = why_not(Step.SEND_FOR_REVIEW, standing, request.actor.roles)
    return {
        "version": draft,
        "section": section,
        "why_not_edit": why_not(Step.EDIT, standing, request.actor.roles),
        "why_not_review": to_review or to_mend(len(errors)),
        "findings": findings,
        "errors": len(errors),
        "warnings": len(findings) - len(errors),
        "tabs": [_tab(draft, one, findings, section) for one in SECTIONS],
        "changed_count": len(changed_paths(draft)),
    }


def findings_told(draft: Version) -> list[Finding]:
    """All findings, with the form's own name of a field where the document's reader named it."""
    return [
        replace(one, message=plain_message(one.message, one.path))
        if one.kind is Kind.DOCUMENT
        else one
        for one in findings_of(draft)
    ]


def changed_paths(draft: Version) -> list[Path]:
    """The places where the draft differs from the version it is based on."""
    if draft.based_on is None:
        return []
    found = differences(draft.based_on.definition, draft.definition)
    return list(dict.fromkeys(one.new for one in found))


def _tab(
    draft: Version, section: Section, findings: Sequence[Finding], current: Section | None
) -> dict[str, Any]:
    own = [one for one in findings if one.path and one.path[0] in section.fields]
    errors = sum(one.is_error for one in own)
    return {
        "section": section,
        "url": reverse("pathways:edit", args=[draft.pathway.key, draft.number, section.key]),
        "count": _count(draft.definition, section),
        "errors": errors,
        "warnings": len(own) - errors,
        "current": section == current,
    }


def _count(document: Any, section: Section) -> str:
    """How many rows the section's first list has, against its limit where there is one."""
    if not section.lists:
        return ""
    field = section.lists[0].field
    rows = document.get(field)
    count = len(rows) if isinstance(rows, list) else 0
    return f"{count}/{LIMITS[field]}" if field in LIMITS else str(count)


def listing(
    draft: Version, section: Section, item: Item | None, findings: Sequence[Finding]
) -> list[dict[str, Any]]:
    """The items of a page, part by part."""
    changed = changed_paths(draft)
    groups = []
    for part in section.parts:
        if isinstance(part, Bundle):
            found = item_of(section, part.key, draft.definition)
            rows = [_entry(draft, found, part.fields, item, findings, changed)] if found else []
            groups.append({"label": "", "rows": rows, "add": ""})
        elif part.field == "rules":
            groups += _rules_by_strength(draft, section, item, findings, changed)
        elif part.field == "activities":
            groups += _activities_by_actor(draft, section, item, findings, changed)
        else:
            groups.append(_list_group(draft, section, part, item, findings, changed))
    return groups


def _list_group(
    draft: Version,
    section: Section,
    part: Listed,
    item: Item | None,
    findings: Sequence[Finding],
    changed: Sequence[Path],
) -> dict[str, Any]:
    count = len(_rows_of(draft.definition, part.field))
    limit = LIMITS.get(part.field)
    return {
        "label": part.label,
        "count": f"{count}/{limit}" if limit else "",
        "numbered": part.field == "phrases",
        "rows": [
            _row_entry(draft, section, (part.field, number), item, findings, changed)
            for number in range(count)
        ],
        "add": f"add /{part.field}",
        "add_label": row_label(f"Definition.{part.field}"),
        "full": bool(limit and count >= limit),
        "limit": limit,
    }


def _rules_by_strength(
    draft: Version,
    section: Section,
    item: Item | None,
    findings: Sequence[Finding],
    changed: Sequence[Path],
) -> list[dict[str, Any]]:
    """The rules under the strongest destination each points to, in the order of rank."""
    document = draft.definition
    rank = document.get("rank")
    tiers = rank if isinstance(rank, list) else []
    order = [key for tier in tiers for key in (tier if isinstance(tier, list) else [tier])]
    by_destination: dict[str, list[int]] = {key: [] for key in order}
    for number, rule in enumerate(_rows_of(document, "rules")):
        to = rule.get("to") if isinstance(rule, dict) else None
        keys = to if isinstance(to, list) else [to]
        strongest = str(min((k for k in keys if k in order), key=order.index, default=""))
        by_destination.setdefault(strongest, []).append(number)
    language = reader_language()
    groups: list[dict[str, Any]] = []
    for key, numbers in by_destination.items():
        if numbers:
            known = DESTINATIONS.get(key)
            groups.append(
                {
                    "label": known.title.in_(language) if known else _("Desuden og advarsler"),
                    "rows": [
                        _row_entry(draft, section, ("rules", n), item, findings, changed)
                        for n in numbers
                    ],
                    "add": "",
                }
            )
    return [*groups, _to_add("rules")]


def _activities_by_actor(
    draft: Version,
    section: Section,
    item: Item | None,
    findings: Sequence[Finding],
    changed: Sequence[Path],
) -> list[dict[str, Any]]:
    """The activities under who does them: many actors do the same by name."""
    by_actor: dict[str, list[dict[str, Any]]] = {}
    for number, activity in enumerate(_rows_of(draft.definition, "activities")):
        actor = activity.get("actor") if isinstance(activity, dict) else None
        entry = _row_entry(draft, section, ("activities", number), item, findings, changed)
        by_actor.setdefault(str(actor or ""), []).append(entry)
    groups: list[dict[str, Any]] = [
        {"label": actor_title(actor) or _("Uden aktør"), "rows": rows, "add": ""}
        for actor, rows in by_actor.items()
    ]
    return [*groups, _to_add("activities")]


def _to_add(field: str) -> dict[str, Any]:
    """The way to one more row, below rows that stand in groups."""
    named = row_label(f"Definition.{field}")
    return {"label": "", "rows": [], "add": f"add /{field}", "add_label": named}


def _rows_of(document: Any, field: str) -> list[Any]:
    rows = document.get(field)
    return rows if isinstance(rows, list) else []


def _row_entry(
    draft: Version,
    section: Section,
    path: Path,
    item: Item | None,
    findings: Sequence[Finding],
    changed: Sequence[Path],
) -> dict[str, Any]:
    found = item_of(section, f"{path[0]}[{path[1]}]", draft.definition)
    row = draft.definition[path[0]][path[1]]
    if found is None:
        return {"title": row_title(row, reader_language()), "url": "", "current": False}
    entry = _entry(draft, found, (), item, findings, changed)
    entry["title"] = row_title(row, reader_language()) or _("uden navn")
    facts = parts_of(row, "facts") if path[0] == "phrases" else []
    entry["inner"] = [
        _entry(draft, inner, (), item, findings, changed)
        for number in range(len(facts))
        if (inner := item_of(section, f"{found.key}.facts[{number}]", draft.definition))
    ]
    entry["open"] = entry["current"] or any(one["current"] for one in entry["inner"])
    return entry


def _entry(
    draft: Version,
    found: Item,
    fields: Sequence[str],
    item: Item | None,
    findings: Sequence[Finding],
    changed: Sequence[Path],
) -> dict[str, Any]:
    def inside(path: Path) -> bool:
        if fields:
            return bool(path) and path[0] in fields
        return path[: len(found.path)] == found.path

    own = [one for one in findings if inside(one.path)]
    errors = sum(one.is_error for one in own)
    return {
        "title": found.title,
        "url": item_url(draft, found),
        "current": item is not None and item.key == found.key,
        "errors": errors,
        "warnings": len(own) - errors,
        "changed": any(inside(path) for path in changed),
    }
