"""The page that tells editors how a version's rules are followed."""

import re

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from figures import numbers
from organisations.requests import ActorRequest
from pathways.advice import DEFAULT_RULE
from pathways.definition_parts.rules import OverrideReason
from pathways.language import reader_language
from pathways.overriding import RuleUse, use_of
from pathways.replaying.shown import count
from pathways.views.doors import version_for_editor

_ASKS_TO_WRITE = re.compile(r"\s*\([^()]*\)$")


@require_safe
def use(request: ActorRequest, pathway_key: str, number: int) -> HttpResponse:
    """Per rule how often it fired, decided and was overridden, and why."""
    version = version_for_editor(request, pathway_key, number)
    language = reader_language()
    context = {"version": version, "rows": [], "counted": 0}
    if version.published_at is not None:
        definition = version.parsed
        found = use_of(version)
        rules = {compiled.rule.key: compiled for compiled in definition.compiled_rules}
        labels = {one.key: _told(one, language) for one in definition.override_reasons}

        def row(one: RuleUse) -> dict[str, object]:
            compiled = rules.get(one.rule)
            told = compiled.rule.text if compiled else definition.default_reason.text
            return {
                "key": _("Udgangspunkt") if one.rule == DEFAULT_RULE else one.rule,
                "text": told.in_(language),
                "fired": count(one.fired, language),
                "decided": count(one.decided, language),
                "overridden": count(one.overridden, language),
                "rate": _rate(one, language),
                "reasons": [
                    (labels.get(key, key) or _("Uden begrundelse"), count(shown, language))
                    for key, shown in one.reasons.items()
                ],
            }

        context |= {
            "rows": [row(one) for one in found.rules],
            "counted": count(found.counted, language),
            "overridden": count(found.overridden, language),
            "is_all": found.is_all,
        }
    return render(request, "pathways/use.html", context)


def _told(reason: OverrideReason, language: str) -> str:
    """A reason's label without the note in brackets that asks its chooser to write."""
    label = reason.label.in_(language)
    return _ASKS_TO_WRITE.sub("", label) if reason.needs_text else label


def _rate(one: RuleUse, language: str) -> str:
    if one.rate is None and one.decided != 0:
        return ".."
    return numbers.percent(one.rate, 1, language)
