"""Where a citizen is assessed."""

from django.urls import path

from stratification import views

app_name = "stratification"

urlpatterns = [path("<uuid:course_id>/", views.assess, name="assess")]
