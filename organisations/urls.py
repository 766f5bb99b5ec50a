"""The door's addresses. Without a namespace: every template's frame names them."""

from django.urls import path

from organisations import views

urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("logout/", views.log_out, name="logout"),
    path("membership/", views.acting_membership, name="acting_membership"),
]
