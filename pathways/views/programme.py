"""Pages on what was agreed: the list of pathways, and each definition to be read."""

from typing import Any

import yaml
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from organisations.periods import valid_on_q
from organisations.requests import ActorRequest
from pathways import reading
from pathways.actions import why_not_decide
from pathways.contact_numbers import all_numbers
from pathways.definition import Definition, DefinitionError
from pathways.models import Adoption, Version
from pathways.views.doors import is_editor
from pathways.views.figure import programme_figure
from pathways.vocabulary import IMMUTABLE_STATES, VersionState
from pathways.waiting import UNPUBLISHED, waiting_for


def readable_version(request: ActorRequest, key: str, number: int | None) -> Version:
    """The version in force, or the numbered one; 404 when there is none.

    What is not published is shown to editors alone; to them also where nothing else is.
    """
    today = timezone.localdate()
    versions = Version.objects.select_related("pathway").filter(pathway__key=key)
    published = versions.filter(state__in=IMMUTABLE_STATES)
    if number is not None:
        found = (versions if is_editor(request) else published).filter(number=number).first()
    else:
        found = versions.in_force(today).first() or published.order_by("-number").first()
        if found is None and is_editor(request):
            found = versions.exclude(state=VersionState.DISCARDED).order_by("-number").first()
    if found is None:
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
        {
            "rows": rows,
            "municipality": request.actor.organisation.municipality,
            "is_editor": is_editor(request),
            "waiting": waiting_for(request.actor) if is_editor(request) else [],
        },
    )


@require_safe
def pathway_detail(
    request: ActorRequest, pathway_key: str, number: int | None = None
) -> HttpResponse:
    """The programme: its figure with one stop open, then the definition to be read to the end."""
    version = readable_version(request, pathway_key, number)
    try:
        definition = version.parsed
    except DefinitionError:  # a draft half written: what it lacks is told there
        return redirect("pathways:life", pathway_key, version.number)
    figure = programme_figure(definition, request.GET.get("stop", ""))
    if request.htmx and figure is not None:
        return render(
            request,
            "pathways/_programme.html",
            {"figure": figure, "here": request.path, "swapped": True},
        )
    columns, work = reading.work_by_actor(definition)
    today = timezone.localdate()
    context = {
        "version": version,
        "definition": definition,
        "figure": figure,
        "here": request.path,
        "code_systems": _codes(definition),
        "inclusion": reading.inclusion_sentence(definition),
        "rules": reading.rule_rows(definition),
        "phases": reading.phase_rows(definition),
        "checkpoints": reading.cited(definition, definition.checkpoints),
        "time_rules": reading.cited(definition, definition.time_rules),
        "contacts": _contacts(version),
        "moves": reading.cited(definition, definition.coordinator.moves),
        "columns": columns,
        "work": work,
        "recommendations": reading.cited(definition, definition.recommendations),
        "phrases": reading.cited(definition, definition.phrases),
        "indicators": reading.cited(definition, definition.indicators),
        "quality": reading.cited(definition, definition.quality_criteria),
        "adoptions": Adoption.objects.filter(valid_on_q(today), pathway=version.pathway)
        .select_related("municipality")
        .order_by("municipality__name"),
        "versions": version.pathway.versions.filter(state__in=IMMUTABLE_STATES),
        "is_editor": is_editor(request),
        "drafts": version.pathway.versions.filter(state__in=UNPUBLISHED).defer("definition")
        if is_editor(request)
        else (),
        "may_decide": not why_not_decide(request.actor),
    }
    return render(request, "pathways/detail.html", context)


def _codes(definition: Definition) -> list[tuple[str, str]]:
    """The diagnosis codes the programme is for, by system, as they are read aloud."""
    names = {"icd10": "ICD-10", "icpc2": "ICPC-2"}
    return [
        (names[system], ", ".join(code.replace("-", "–") for code in codes))
        for system, codes in definition.patient_group.codes.items()
        if codes
    ]


def _contacts(version: Version) -> list[dict[str, Any]]:
    """Whom to call, with every number that is set."""
    definition = version.parsed
    numbers = all_numbers(version.pathway) if definition.contacts else {}
    return [
        {"contact": contact, "source": row.source, "numbers": numbers.get(contact.key, [])}
        for contact, row in zip(
            definition.contacts, reading.cited(definition, definition.contacts), strict=True
        )
    ]


@require_safe
def pathway_document(request: ActorRequest, pathway_key: str, number: int) -> HttpResponse:
    """The definition itself as YAML, to keep or compare."""
    version = readable_version(request, pathway_key, number)
    document = yaml.safe_dump(version.definition, allow_unicode=True, sort_keys=False, width=100)
    return HttpResponse(
        document,
        content_type="application/yaml; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{pathway_key}-v{version.number}.yaml"'
        },
    )
