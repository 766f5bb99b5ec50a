"""Addresses of what was agreed, under /pathways/."""

from django.urls import path

from pathways.views import comparing, governance, life, making, overriding, programme, replaying
from pathways.views.editing import exampling, history, importing, pages, starting

app_name = "pathways"

_LIFE = "<slug:pathway_key>/<int:number>/life/"
_EDIT = "<slug:pathway_key>/<int:number>/edit/"
_REPLAY = "<slug:pathway_key>/<int:number>/replay/"

urlpatterns = [
    path("", programme.pathway_list, name="list"),
    path("schema.json", importing.schema, name="schema"),
    path("new/", making.new, name="new"),
    path("new/<uuid:start_id>/", making.summary, name="new_summary"),
    path("new/<uuid:start_id>/made/", making.made, name="new_made"),
    path("new/<uuid:start_id>/<slug:step_key>/", making.step, name="new_step"),
    path("<slug:pathway_key>/", programme.pathway_detail, name="detail"),
    path("<slug:pathway_key>/adoption/", governance.adoption, name="adoption"),
    path("<slug:pathway_key>/assessment/", governance.assessment, name="assessment"),
    path("<slug:pathway_key>/<int:number>/", programme.pathway_detail, name="version"),
    path("<slug:pathway_key>/<int:number>/yaml/", programme.pathway_document, name="document"),
    path("<slug:pathway_key>/<int:number>/json/", importing.export_json, name="document_json"),
    path("<slug:pathway_key>/draft/", starting.new_draft, name="new_draft"),
    path(_EDIT, pages.overview, name="edit_overview"),
    path(f"{_EDIT}history/", history.history, name="edit_history"),
    path(f"{_EDIT}undo/", history.undo, name="edit_undo"),
    path(f"{_EDIT}example/", exampling.keep_example, name="edit_example"),
    path(f"{_EDIT}import/", importing.import_document, name="edit_import"),
    path(f"{_EDIT}<slug:section_key>/", pages.edit, name="edit"),
    path(f"{_EDIT}<slug:section_key>/findings/", pages.findings, name="edit_findings"),
    path("<slug:pathway_key>/<int:number>/use/", overriding.use, name="use"),
    path("<slug:pathway_key>/compare/", comparing.pick, name="compare_pick"),
    path("<slug:pathway_key>/compare/<int:old>/<int:new>/", comparing.comparison, name="compare"),
    path(_REPLAY, replaying.replay, name="replay"),
    path(f"{_REPLAY}<uuid:replay_id>/", replaying.replay_progress, name="replay_progress"),
    path(f"{_REPLAY}<uuid:replay_id>/stop/", replaying.replay_stop, name="replay_stop"),
    path(_LIFE, life.life, name="life"),
    path(f"{_LIFE}say/", life.say, name="life_say"),
    path(f"{_LIFE}<slug:step_key>/", life.step, name="life_step"),
]
