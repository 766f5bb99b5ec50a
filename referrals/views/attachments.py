"""Files sent along: put on, taken off, and handed out to who may read the referral."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from citizens.actions import record_access
from citizens.vocabulary import What
from organisations.access import visible_or_404
from organisations.requests import ActorRequest
from referrals.actions import TransitionRefused, attach, remove_attachment
from referrals.forms.attachments import TOO_LARGE, AttachmentForm, SizeLimit
from referrals.models import Attachment, ScanState
from referrals.views.form_page import strip
from referrals.views.writing import Writing, for_writer, only_posted

# A file with virus, or still being checked, is given to nobody.
HANDED_OUT = frozenset({ScanState.CLEAN, ScanState.UNCHECKED})


@csrf_exempt  # only until the limit stands: the token is checked by `_add`
def add(request: ActorRequest, referral_id: UUID) -> HttpResponse:
    """Put a file on a draft. What is too large is dropped as it comes in."""
    limit = SizeLimit(request)
    request.upload_handlers.insert(0, limit)
    request.size_limit = limit  # type: ignore[attr-defined]
    return _add(request, referral_id)


@csrf_protect
@for_writer
@only_posted
def _add(writing: Writing) -> HttpResponse:
    request, referral = writing.request, writing.referral
    form = AttachmentForm(request.POST, request.FILES)
    if request.size_limit.too_large:  # type: ignore[attr-defined]
        form.errors.pop("file", None)
        form.add_error("file", TOO_LARGE)
    elif form.is_valid():
        try:
            attach(referral, actor=request.actor, file=form.cleaned_data["file"])
        except TransitionRefused as refused:
            form.add_error("file", refused.message)
        else:
            messages.success(request, _("Bilaget er tilføjet."))
            return redirect(f"{writing.url}#bilag")
    context = {"form": form, "referral": referral} | strip(referral)
    return render(request, "referrals/attachment.html", context, status=422)


@for_writer
@only_posted
def remove(writing: Writing) -> HttpResponse:
    """Take a file off a draft."""
    request = writing.request
    attachment = visible_or_404(
        Attachment.objects.filter(referral=writing.referral).select_related("referral"),
        request.actor,
        pk=request.POST.get("attachment"),
    )
    try:
        remove_attachment(attachment, actor=request.actor)
    except TransitionRefused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Bilaget er fjernet."))
    return redirect(f"{writing.url}#bilag")


@require_safe
def download(request: ActorRequest, attachment_id: UUID) -> HttpResponseBase:
    """Hand a file out, to be saved and not shown: nothing in it is ever run on our pages."""
    attachment = visible_or_404(
        Attachment.objects.select_related("referral__course__citizen"),
        request.actor,
        pk=attachment_id,
    )
    if attachment.scan_state not in HANDED_OUT:
        raise Http404
    citizen = attachment.referral.citizen
    record_access(request.actor, citizen, What.ATTACHMENT, attachment.referral_id)
    return FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
        headers={"Content-Security-Policy": "default-src 'none'; sandbox"},
    )
