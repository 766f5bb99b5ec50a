"""Addresses of the referrals app. It is mounted at the root: its pages are where care happens."""

from django.urls import path

from referrals.views import attachments, drafting, start, worklists

app_name = "referrals"

urlpatterns = [
    path("my-work/", start.start, name="start"),
    path("referrals/new/", start.new, name="new"),
    path("referrals/new/patient/", start.register, name="register"),
    path("referrals/<uuid:referral_id>/edit/", drafting.edit, name="edit"),
    path("referrals/<uuid:referral_id>/answer/", drafting.answer, name="answer"),
    path("referrals/<uuid:referral_id>/advice/", drafting.advice, name="advice"),
    path("referrals/<uuid:referral_id>/confirm/", drafting.confirm, name="confirm"),
    path("referrals/<uuid:referral_id>/close/", drafting.close, name="close"),
    path("referrals/<uuid:referral_id>/preview/", drafting.preview, name="preview"),
    path("referrals/<uuid:referral_id>/send/", drafting.send_referral, name="send"),
    path("referrals/<uuid:referral_id>/follow/", drafting.follow, name="follow"),
    path("referrals/<uuid:referral_id>/discard/", drafting.discard, name="discard"),
    path("referrals/<uuid:referral_id>/text/", drafting.as_text, name="text"),
    path("referrals/<uuid:referral_id>/attachments/", attachments.add, name="attach"),
    path("referrals/<uuid:referral_id>/attachments/remove/", attachments.remove, name="detach"),
    path("attachments/<uuid:attachment_id>/", attachments.download, name="attachment"),
    path("codes/<slug:pathway_key>/", drafting.codes, name="codes"),
    path("worklists/", worklists.inbox, name="worklists"),
    path("worklists/counts/", worklists.list_counts, name="counts"),
    path("worklists/<slug:list_key>/", worklists.worklist, name="worklist"),
    path("worklists/<slug:list_key>/assign/", worklists.assign, name="assign"),
    path("treatments/", worklists.treatments, name="treatments"),
]
