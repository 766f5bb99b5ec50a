"""Two versions side by side, as sentences, with what is proved of their routing."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organisations.requests import ActorRequest
from pathways.comparing import compare
from pathways.conditions.variables import OutOfTime
from pathways.conditions.wording import format_value
from pathways.definition import Definition, DefinitionError
from pathways.destinations import DESTINATIONS
from pathways.editing.written import count_from
from pathways.language import reader_language
from pathways.models import Version
from pathways.verification.equivalence import Difference, difference
from pathways.views.doors import is_editor
from pathways.vocabulary import VersionState

SECONDS_TO_PROVE = 5.0
REMEMBERED = 24 * 60 * 60


@dataclass(frozen=True)
class Proof:
    """What is proved of the routing of two versions. `example`: facts as label and value."""

    sentence: str
    moves: bool = False
    example: tuple[tuple[str, str], ...] = ()
    not_offered: tuple[str, ...] = ()


@require_safe
def pick(request: ActorRequest, pathway_key: str) -> HttpResponse:
    """Go to the two versions that were picked; the two newest where none were."""
    versions = _versions(request, pathway_key)
    numbers = [version.number for version in versions]
    newest = numbers[0]
    asked = [count_from(request.GET.get(name, "")) for name in ("old", "new")]
    old = asked[0] if asked[0] in numbers else numbers[min(1, len(numbers) - 1)]
    new = asked[1] if asked[1] in numbers else newest
    return redirect("pathways:compare", pathway_key, old, new)


@require_safe
def comparison(request: ActorRequest, pathway_key: str, old: int, new: int) -> HttpResponse:
    """What differs, by section; drafts for editors only."""
    versions = _versions(request, pathway_key)
    by_number = {version.number: version for version in versions}
    if old not in by_number or new not in by_number:
        raise Http404
    before, after = by_number[old], by_number[new]
    language = reader_language()
    sections = compare(before.definition, after.definition, language)
    context = {
        "versions": versions,
        "before": before,
        "after": after,
        "sections": sections,
        "count": sum(len(section.changes) for section in sections),
        "same": before.content_hash == after.content_hash,
        "proof": _proof(before, after, language),
    }
    return render(request, "pathways/compare.html", context)


def _versions(request: ActorRequest, pathway_key: str) -> list[Version]:
    """The pathway's versions that the reader may see, newest first; 404 where there are none."""
    found = Version.objects.select_related("pathway").filter(pathway__key=pathway_key)
    if is_editor(request):
        found = found.exclude(state=VersionState.DISCARDED)
    else:
        found = found.filter(published_at__isnull=False)
    versions = list(found.order_by("-number"))
    if not versions:
        raise Http404
    return versions


def _proof(before: Version, after: Version, language: str) -> Proof:
    key = f"pathways-compare-{before.content_hash}-{after.content_hash}-{language}"
    found: Proof | None = cache.get(key)
    if found is None:
        found = _prove(before, after, language)
        cache.set(key, found, REMEMBERED)
    return found


def _prove(before: Version, after: Version, language: str) -> Proof:
    if before.content_hash == after.content_hash:
        return Proof(_("De to versioner har samme indhold."))
    try:
        old, new = before.parsed, after.parsed
    except DefinitionError:
        return Proof(
            _("En af versionerne har fejl, så det kan ikke bevises, hvem ændringen flytter.")
        )
    try:
        found = difference(old, new, seconds=SECONDS_TO_PROVE)
    except OutOfTime:
        return Proof(_("Det kunne ikke afgøres på få sekunder, om ændringen flytter nogen."))
    if found is None:
        return Proof(
            _("Ændringen flytter ingen: det er bevist, at begge versioner giver alle samme råd.")
        )
    return _with_example(found, old, new, language)


def _with_example(found: Difference, old: Definition, new: Definition, language: str) -> Proof:
    example = tuple(
        (
            definition.vocabulary[key].label.in_(language),
            format_value(definition.vocabulary[key], value, language),
        )
        for definition, facts in ((old, found.facts), (new, found.facts_after))
        for key, value in facts.items()
    )
    away = tuple(DESTINATIONS[key].title.in_(language) for key in sorted(found.not_offered))
    if not found.changes_destination:
        sentence = _(
            "Ændringen sender ingen et andet sted hen: det er bevist. Men rådet er et andet."
        )
        return Proof(sentence, False, tuple(dict.fromkeys(example)), away)
    titles = {
        name: DESTINATIONS[side.destination].title.in_(language)
        for name, side in (("old", found.before), ("new", found.after))
    }
    sentence = _("Ændringen flytter nogle, fx fra %(old)s til %(new)s.") % titles
    return Proof(sentence, True, tuple(dict.fromkeys(example)), away)
