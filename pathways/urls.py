"""Addresses of what was agreed, under /pathways/."""

from django.urls import path

from pathways.views import programme

app_name = "pathways"
urlpatterns = [
    path("", programme.pathway_list, name="list"),
    path("<slug:pathway_key>/", programme.pathway_detail, name="detail"),
    path("<slug:pathway_key>/<int:number>/", programme.pathway_detail, name="version"),
    path("<slug:pathway_key>/<int:number>/yaml/", programme.pathway_document, name="document"),
]
