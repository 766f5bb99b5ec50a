"""Addresses of what was agreed, under /pathways/."""

from django.urls import path

from pathways import views

app_name = "pathways"
urlpatterns = [
    path("", views.pathway_list, name="list"),
    path("<slug:pathway_key>/", views.pathway_detail, name="detail"),
    path("<slug:pathway_key>/<int:number>/", views.pathway_detail, name="version"),
    path("<slug:pathway_key>/<int:number>/yaml/", views.pathway_document, name="document"),
]
