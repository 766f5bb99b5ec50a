"""Addresses of the referrals app. It is mounted at the root: its pages are where care happens."""

from django.urls import path

from referrals.views import (
    acting,
    attachments,
    course,
    detail,
    drafting,
    epicrisis,
    following,
    start,
    treatment,
    trying,
    worklists,
    writing_epicrisis,
)

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
    path("referrals/<uuid:referral_id>/move/", drafting.move, name="move"),
    path("referrals/<uuid:referral_id>/discard/", drafting.discard, name="discard"),
    path("referrals/<uuid:referral_id>/text/", drafting.as_text, name="text"),
    path("referrals/<uuid:referral_id>/attachments/", attachments.add, name="attach"),
    path("referrals/<uuid:referral_id>/attachments/remove/", attachments.remove, name="detach"),
    path("attachments/<uuid:attachment_id>/", attachments.download, name="attachment"),
    path("try/<slug:pathway_key>/<int:number>/", trying.try_form, name="try_form"),
    path("codes/<slug:pathway_key>/", drafting.codes, name="codes"),
    path("worklists/", worklists.inbox, name="worklists"),
    path("worklists/counts/", worklists.list_counts, name="counts"),
    path("worklists/<slug:list_key>/", worklists.worklist, name="worklist"),
    path("worklists/<slug:list_key>/assign/", worklists.assign, name="assign"),
    path("treatments/", worklists.treatments, name="treatments"),
    path("claim/", acting.claim, name="claim"),
    path("courses/<uuid:course_id>/", course.course, name="course"),
    path(
        "courses/<uuid:course_id>/checkpoints/<slug:key>/", following.checkpoint, name="checkpoint"
    ),
    path("courses/<uuid:course_id>/mri/", following.mri, name="mri"),
    path("courses/<uuid:course_id>/first-contact/", following.first_contact, name="first_contact"),
    path("referrals/<uuid:referral_id>/", detail.detail, name="detail"),
    path("referrals/<uuid:referral_id>/act/<slug:action>/", acting.act, name="act"),
    path("referrals/<uuid:referral_id>/message/", acting.message, name="message"),
    path("referrals/<uuid:referral_id>/assign/", worklists.assign_one, name="assign_one"),
    path("referrals/<uuid:referral_id>/treatment/", treatment.treatment, name="treatment"),
    path(
        "referrals/<uuid:referral_id>/treatment/sessions/",
        treatment.add_session,
        name="add_session",
    ),
    path(
        "referrals/<uuid:referral_id>/treatment/sessions/<int:session_id>/",
        treatment.session_state,
        name="session_state",
    ),
    path(
        "referrals/<uuid:referral_id>/treatment/measurements/",
        treatment.add_measurement,
        name="add_measurement",
    ),
    path("referrals/<uuid:referral_id>/treatment/goals/", treatment.add_goal, name="add_goal"),
    path(
        "referrals/<uuid:referral_id>/treatment/goals/now/", treatment.goals_now, name="goals_now"
    ),
    path("referrals/<uuid:referral_id>/treatment/plan/", treatment.write_plan, name="write_plan"),
    path("referrals/<uuid:referral_id>/epicrisis/", writing_epicrisis.write, name="epicrisis"),
    path("epicrises/<uuid:epicrisis_id>/", epicrisis.read, name="read_epicrisis"),
    path(
        "epicrises/<uuid:epicrisis_id>/correct/",
        writing_epicrisis.correct,
        name="correct_epicrisis",
    ),
    path("epicrises/<uuid:epicrisis_id>/letter/", epicrisis.letter, name="letter"),
    path(
        "epicrises/<uuid:epicrisis_id>/letter/state/", epicrisis.letter_state, name="letter_state"
    ),
]
