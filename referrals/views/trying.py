"""The doctor's form of a draft programme, to be tried by those who write it. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organisations.requests import ActorRequest
from pathways.advice import DEFAULT_RULE, Availability
from pathways.conditions.facts import FactsError, parse_facts
from pathways.definition import Definition
from pathways.destinations import DESTINATIONS
from pathways.routing import route
from pathways.verification.drafts import read_draft
from pathways.views.doors import version_for_editor
from referrals.forms.drafting import AnswersForm
from referrals.language import language


@require_http_methods(["GET", "HEAD", "POST"])
def try_form(request: ActorRequest, pathway_key: str, number: int) -> HttpResponse:
    """The phrases as a doctor will meet them, with the advice that the answers give.

    Of a half-written draft, what can be read of it.
    """
    version = version_for_editor(request, pathway_key, number)
    definition = read_draft(version.definition).definition
    context: dict[str, Any] = {"version": version, "definition": definition}
    if definition is not None:
        posted = request.POST if request.method == "POST" else None
        form = AnswersForm(
            definition, {}, posted, search_url=reverse("referrals:codes", args=[pathway_key])
        )
        facts = _facts(definition, form) if posted is not None else {}
        context |= {"form": form, "rows": form.rows(facts), "referral": None}
        context |= _advice(definition, facts)
    return render(request, "referrals/try_form.html", context)


def _facts(definition: Definition, form: AnswersForm) -> dict[str, Any]:
    answers = {key: value for key, value in form.changes().items() if value is not None}
    try:
        return parse_facts(definition.vocabulary, answers)
    except FactsError as error:
        for one in error.errors:
            form.add_sentence(one.key, one.message.in_(language()))
            answers.pop(one.key, None)
        return parse_facts(definition.vocabulary, answers)


def _advice(definition: Definition, facts: dict[str, Any]) -> dict[str, Any]:
    """The advice where everything is on offer."""
    offered = {key: Availability(True) for key in definition.destinations}
    routing = route(definition, facts, offered)
    said = language()
    return {
        "destination": DESTINATIONS[routing.destination].title.in_(said),
        "also": [DESTINATIONS[one.key].title.in_(said) for one in routing.also],
        "reasons": [
            {
                "rule": one.rule if one.rule != DEFAULT_RULE else "",
                "text": one.text.in_(said),
                "source": one.source.in_(said),
            }
            for one in routing.reasons
        ],
        "state": _("Foreløbigt råd") if routing.provisional else _("Råd"),
    }
