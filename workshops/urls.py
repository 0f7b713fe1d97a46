from django.urls import path

from . import views

app_name = "workshops"
urlpatterns = [
    path("events/", views.events, name="events"),
    path("events/archive/<int:year>/", views.academy, name="academy"),
    path("events/<slug:slug>/", views.event, name="event"),
    path("events/<slug:slug>/event.ics", views.calendar, name="calendar"),
]
