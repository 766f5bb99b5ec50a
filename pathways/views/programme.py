"""Pages on what was agreed: the list of pathways, and each definition to be read."""

import yaml
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.periods import valid_on_q
from organisations.requests import ActorRequest
from pathways import reading
from pathways.models import Adoption, Version
from pathways.vocabulary import IMMUTABLE_STATES


def _version(key: str, number: int | None) -> Version:
    """The version in force, or the numbered one; 404 when there is none."""
    today = timezone.localdate()
    versions = Version.objects.select_related("pathway").filter(pathway__key=key)
    if number is None:
        found = versions.in_force(today).first() or versions.order_by("-number").first()
    else:
        found = versions.filter(number=number).first()
    if found is None or (number is None and found.state not in IMMUTABLE_STATES):
        raise Http404
    return found


@require_safe
def pathway_list(request: ActorRequest) -> HttpResponse:
    """The pathways in force, with what each is for."""
    today = timezone.localdate()
    versions = sorted(
        Version.objects.in_force(today).select_related("pathway"),
        key=lambda version: version.pathway.title,
    )
    joined = set(
        Adoption.objects.filter(
            valid_on_q(today), municipality=request.actor.organisation.municipality_id
        ).values_list("pathway_id", flat=True)
    )
    rows = [
        {
            "version": version,
            "definition": version.parsed,
            "joined": version.pathway_id in joined,
        }
        for version in versions
    ]
    return render(
        request,
        "pathways/list.html",
        {"rows": rows, "municipality": request.actor.organisation.municipality},
    )


@require_safe
def pathway_detail(
    request: ActorRequest, pathway_key: str, number: int | None = None
) -> HttpResponse:
    """One definition to be read from beginning to end, with its sources."""
    version = _version(pathway_key, number)
    definition = version.parsed
    phases, work = reading.work_by_actor(definition)
    today = timezone.localdate()
    context = {
        "version": version,
        "definition": definition,
        "inclusion": reading.inclusion_sentence(definition),
        "rules": reading.rule_rows(definition),
        "phases": phases,
        "work": work,
        "throughout": any(len(row.cells) > len(phases) for row in work),
        "recommendations": reading.cited(definition, definition.recommendations),
        "phrases": reading.cited(definition, definition.phrases),
        "indicators": reading.cited(definition, definition.indicators),
        "quality": reading.cited(definition, definition.quality_criteria),
        "adoptions": Adoption.objects.filter(valid_on_q(today), pathway=version.pathway)
        .select_related("municipality")
        .order_by("municipality__name"),
        "versions": version.pathway.versions.filter(state__in=IMMUTABLE_STATES),
    }
    return render(request, "pathways/detail.html", context)


@require_safe
def pathway_document(request: ActorRequest, pathway_key: str, number: int) -> HttpResponse:
    """The definition itself as YAML, to keep or compare."""
    version = _version(pathway_key, number)
    document = yaml.safe_dump(version.definition, allow_unicode=True, sort_keys=False, width=100)
    return HttpResponse(
        document,
        content_type="application/yaml; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{pathway_key}-v{version.number}.yaml"'
        },
    )
