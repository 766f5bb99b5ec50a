"""Writing on a draft: every change is kept, the older of two writers is told, any change undone."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organisations.models import Membership
from pathways.actions.naming import document_must_name_nobody, must_name_nobody
from pathways.actions.refusals import DraftConflict, PathwayRefused
from pathways.actions.standing import locked
from pathways.definition import MAX_PHRASES, document_hash
from pathways.definition_parts.problems import too_many
from pathways.differing import differing_places
from pathways.documents import why_not_kept
from pathways.events import record_event
from pathways.language import reader_language
from pathways.life import Standing, Step, why_not
from pathways.models import Pathway, Version
from pathways.vocabulary import PathwayEventKind, VersionState

Document = dict[str, Any]


@transaction.atomic
def start_draft(*, actor: Membership, based_on: Version, change_note: str = "") -> Version:
    """A draft with the content of a version, to be changed. Raises PathwayRefused."""
    return _new_draft(
        actor, based_on.pathway, based_on.definition, based_on=based_on, change_note=change_note
    )


@transaction.atomic
def start_pathway(*, actor: Membership, document: Mapping[str, Any]) -> Version:
    """A draft of a pathway that does not exist yet; the document names key and titles.

    Raises PathwayRefused when the key is missing or taken, or the actor may not.
    """
    key = str(document.get("key", ""))
    title = document.get("title") or {}
    if not key or not title.get("da"):
        raise PathwayRefused(_("Giv programmet en nøgle og en dansk titel."), "title")
    _must(Step.EDIT, actor)
    # Of two who take a key at the same moment, the database lets one.
    pathway, is_new = Pathway.objects.get_or_create(
        key=key, defaults={"title_da": title["da"], "title_en": title.get("en") or title["da"]}
    )
    if not is_new:
        raise PathwayRefused(
            _("Der findes allerede et program med nøglen »%(key)s«. Vælg en anden.") % {"key": key},
            "key",
        )
    return _new_draft(actor, pathway, document)


def _new_draft(
    actor: Membership,
    pathway: Pathway,
    document: Mapping[str, Any],
    *,
    based_on: Version | None = None,
    change_note: str = "",
) -> Version:
    _must(Step.EDIT, actor)
    _must_fit(document)
    must_name_nobody(change_note)
    Pathway.objects.select_for_update().get(pk=pathway.pk)
    latest = pathway.versions.order_by("-number").values_list("number", flat=True).first()
    draft = Version(
        pathway=pathway,
        number=(latest or 0) + 1,
        definition=dict(document),
        content_hash=document_hash(document),
        based_on=based_on,
        author=actor.user,
        edited_by=actor.user,
        edited_at=timezone.now(),
        change_note=change_note.strip(),
    )
    draft.save()
    record_event(
        PathwayEventKind.DRAFT_STARTED,
        pathway=pathway,
        version=draft,
        by=actor,
        data={"based_on": based_on.number if based_on else None},
    )
    return draft


@transaction.atomic
def save_draft(
    *,
    actor: Membership,
    draft: Version,
    document: Mapping[str, Any],
    revision: int,
    kind: PathwayEventKind = PathwayEventKind.DRAFT_CHANGED,
) -> Version:
    """Keep a changed document; `revision` is the one the writer began with.

    Returns the draft with its new revision; the same content again changes nothing. Raises
    DraftConflict when somebody saved meanwhile (nothing is written then), and PathwayRefused.
    """
    now = locked(draft)
    _must(Step.EDIT, actor, now)
    _must_fit(document)
    digest = document_hash(document)
    if digest == now.content_hash:
        return now
    if revision != now.revision:
        raise _conflict(now, revision)
    return _changed(actor, now, dict(document), digest, kind, content_revision=now.revision + 1)


@transaction.atomic
def go_back(*, actor: Membership, draft: Version, to_revision: int | None = None) -> Version:
    """Undo: the draft as it was before its latest change, or as it was at `to_revision`.

    Going back is itself a change that is kept, so nothing is ever lost. Raises PathwayRefused when
    there is nothing before.
    """
    now = locked(draft)
    _must(Step.EDIT, actor, now)
    kept = now.history.filter(state=VersionState.DRAFT)
    if to_revision is None:
        kept = kept.filter(content_revision__lt=now.content_revision)
    else:
        kept = kept.filter(revision=to_revision)
    before = kept.order_by("-content_revision", "-history_id").first()
    if before is None:
        raise PathwayRefused(_("Der er ingen tidligere ændring at gå tilbage til."))
    return _changed(
        actor,
        now,
        before.definition,
        before.content_hash,
        PathwayEventKind.DRAFT_CHANGED,
        content_revision=before.content_revision,
    )


@transaction.atomic
def discard_draft(*, actor: Membership, draft: Version) -> Version:
    """Put a draft away for good. What was written stays readable for its writers."""
    now = locked(draft)
    if now.state == VersionState.DISCARDED:
        return now
    _must(Step.DISCARD, actor, now)
    now.state = VersionState.DISCARDED
    now.save(update_fields=["state"])
    record_event(PathwayEventKind.DRAFT_DISCARDED, pathway=now.pathway, version=now, by=actor)
    return now


def _changed(
    actor: Membership,
    draft: Version,
    document: Document,
    digest: str,
    kind: PathwayEventKind,
    *,
    content_revision: int,
) -> Version:
    places = differing_places(draft.definition, document)
    draft.definition = document
    draft.content_hash = digest
    draft.revision += 1
    draft.content_revision = content_revision
    draft.edited_by = actor.user
    draft.edited_at = timezone.now()
    draft.save()
    record_event(
        kind,
        pathway=draft.pathway,
        version=draft,
        by=actor,
        data={"revision": draft.revision, "places": list(places)},
    )
    return draft


def _conflict(now: Version, revision: int) -> DraftConflict:
    began = now.history.filter(revision=revision).order_by("-history_id").first()
    places = differing_places(began.definition, now.definition) if began else ()
    by = now.edited_by.full_name if now.edited_by else ""
    at = now.edited_at or now.created_at
    return DraftConflict(
        _("%(name)s ændrede kladden kl. %(time)s. Dine ændringer er ikke gemt endnu.")
        % {"name": by, "time": date_format(timezone.localtime(at), "H.i")},
        by=by,
        at=at,
        places=places,
    )


def _must(step: Step, actor: Membership, draft: Version | None = None) -> None:
    standing = Standing(draft.state if draft else VersionState.DRAFT, wrote=True)
    if reason := why_not(step, standing, actor.roles):
        raise PathwayRefused(reason)


def _must_fit(document: Mapping[str, Any]) -> None:
    """What the database itself would refuse; everything else may be half written in a draft."""
    if reason := why_not_kept(document):
        raise PathwayRefused(reason.in_(reader_language()))
    document_must_name_nobody(document)
    phrases = document.get("phrases", ())
    if not isinstance(phrases, list | tuple):
        raise PathwayRefused(_("»phrases« skal være en liste."), "phrases")
    if len(phrases) > MAX_PHRASES:
        told = too_many(len(phrases), MAX_PHRASES, "phrases")
        raise PathwayRefused(told.in_(reader_language()), "phrases")
