"""Addresses of the referrals app. It is mounted at the root: its pages are where care happens."""

from django.urls import path

from referrals.views import worklists

app_name = "referrals"

urlpatterns = [
    path("worklists/", worklists.inbox, name="worklists"),
    path("worklists/counts/", worklists.list_counts, name="counts"),
    path("worklists/<slug:list_key>/", worklists.worklist, name="worklist"),
    path("worklists/<slug:list_key>/assign/", worklists.assign, name="assign"),
    path("treatments/", worklists.treatments, name="treatments"),
]
