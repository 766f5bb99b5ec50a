"""Where figures are read."""

from django.urls import path

from monitoring import views

app_name = "monitoring"

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("figures/<slug:content_hash>/", views.chart, name="chart"),
    path("<slug:pathway_key>/compute/", views.compute, name="compute"),
    path("<slug:pathway_key>/<slug:indicator_key>/", views.indicator, name="indicator"),
    path("<slug:pathway_key>/<slug:indicator_key>/csv/", views.download, name="csv"),
]
