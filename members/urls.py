from django.urls import path

from . import views

app_name = "members"
urlpatterns = [
    path("club/", views.club, name="club"),
]
