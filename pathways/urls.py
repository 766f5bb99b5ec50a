"""Addresses of what was agreed, under /pathways/."""

from django.urls import path

from pathways.views import governance, life, programme

app_name = "pathways"

_LIFE = "<slug:pathway_key>/<int:number>/life/"

urlpatterns = [
    path("", programme.pathway_list, name="list"),
    path("<slug:pathway_key>/", programme.pathway_detail, name="detail"),
    path("<slug:pathway_key>/adoption/", governance.adoption, name="adoption"),
    path("<slug:pathway_key>/assessment/", governance.assessment, name="assessment"),
    path("<slug:pathway_key>/<int:number>/", programme.pathway_detail, name="version"),
    path("<slug:pathway_key>/<int:number>/yaml/", programme.pathway_document, name="document"),
    path(_LIFE, life.life, name="life"),
    path(f"{_LIFE}say/", life.say, name="life_say"),
    path(f"{_LIFE}<slug:step_key>/", life.step, name="life_step"),
]
