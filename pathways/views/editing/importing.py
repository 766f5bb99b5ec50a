"""A draft from and to a file, and the contract such files follow."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from organisations.requests import ActorRequest
from pathways.actions import PathwayRefused, save_draft
from pathways.definition import DefinitionError, json_schema
from pathways.documents import MAX_BYTES
from pathways.editing.importing import MOST_TOLD, must_not_be_too_large, read_document
from pathways.editing.written import count_from
from pathways.language import reader_language
from pathways.models import Version
from pathways.views.doors import version_for_editor
from pathways.views.editing.shown import frame
from pathways.views.programme import readable_version
from pathways.vocabulary import PathwayEventKind


class ImportForm(forms.Form):
    """A file, or the text of one."""

    marks_optional = False

    file = forms.FileField(
        label=gettext_lazy("Fil med YAML eller JSON"),
        help_text=gettext_lazy("Højst 2 MB."),
        required=False,
        allow_empty_file=True,
    )
    text = forms.CharField(
        label=gettext_lazy("Eller indsæt teksten her"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "maxlength": MAX_BYTES}),
    )

    def content(self) -> bytes:
        """What was sent. Raises DefinitionError for a file too large, without reading it."""
        file = self.cleaned_data.get("file")
        if file is not None:
            must_not_be_too_large(file.size)
            return bytes(file.read())
        return str(self.cleaned_data.get("text", "")).encode()


@require_http_methods(["GET", "HEAD", "POST"])
def import_document(request: ActorRequest, pathway_key: str, number: int) -> HttpResponse:
    """Replace a draft's content with a file's, wholly or not at all."""
    draft = version_for_editor(request, pathway_key, number)
    posted = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if posted else ImportForm()
    troubles: list[str] = []
    if posted and form.is_valid():
        try:
            document = read_document(form.content(), draft.pathway.key)
            save_draft(
                actor=request.actor,
                draft=draft,
                document=document,
                revision=_revision(request, draft),
                kind=PathwayEventKind.IMPORTED,
            )
        except DefinitionError as refused:
            troubles = [problem.in_(reader_language()) for problem in refused.problems]
        except PathwayRefused as refused:
            troubles = [refused.message]
        else:
            messages.success(request, _("Filen er læst ind i kladden."))
            return redirect("pathways:edit_overview", pathway_key, number)
    context: dict[str, Any] = frame(request, draft) | {
        "subpage": True,
        "form": form,
        "troubles": troubles[:MOST_TOLD],
        "more": max(len(troubles) - MOST_TOLD, 0),
        "revision": _revision(request, draft),
        "cancel_url": reverse("pathways:edit_overview", args=[pathway_key, number]),
    }
    status = 422 if troubles or form.errors else 200
    return render(request, "pathways/edit/import.html", context, status=status)


def _revision(request: ActorRequest, draft: Version) -> int:
    wanted = count_from(request.POST.get("revision", ""))
    return draft.revision if wanted is None else wanted


@require_safe
def export_json(request: ActorRequest, pathway_key: str, number: int) -> HttpResponse:
    """The definition itself as JSON, to keep or compare."""
    version = readable_version(request, pathway_key, number)
    return HttpResponse(
        json.dumps(version.definition, ensure_ascii=False, indent=2) + "\n",
        content_type="application/json; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{pathway_key}-v{version.number}.json"'
        },
    )


@login_not_required
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The contract of a definition document: JSON Schema, for every tool that writes one."""
    response = JsonResponse(json_schema(), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Type"] = "application/schema+json; charset=utf-8"
    return response
