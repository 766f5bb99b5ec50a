"""Where citizens are found. A number never stands in an address: it is posted."""

from django.urls import path

from citizens import views

app_name = "citizens"

urlpatterns = [
    path("", views.look_up, name="look_up"),
    path("new/", views.register, name="register"),
    path("<uuid:citizen_id>/cpr/", views.reveal_cpr, name="reveal_cpr"),
]
