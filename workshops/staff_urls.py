"""An event's own pages for staff, on the day: all under the event's address."""

from django.urls import path

from . import staff_views as views

urlpatterns = [
    path("check-in/", views.door, name="door"),
    path("check-in/<slug:key>/", views.arrive, name="arrive"),
    path("check-in/<slug:key>/undo/", views.undo_arrival, name="undo_arrival"),
    path("people/<slug:key>/", views.guest, name="guest"),
    path("people/<slug:key>/name/", views.name_guest, name="name_guest"),
    path("people/<slug:key>/rename/", views.rename_guest, name="rename_guest"),
    path("people/<slug:key>/agree/", views.guest_agrees, name="guest_agrees"),
    path("people/<slug:key>/refuse/", views.guest_refuses, name="guest_refuses"),
    path("people/<slug:key>/certificate/", views.guest_certificate, name="guest_certificate"),
    path("on-site/", views.on_site, name="on_site"),
    path("sheet/", views.sheet, name="door_sheet"),
    path("attendance/", views.approve, name="attendance"),
    path("parties/<slug:key>/change/", views.change, name="staff_change"),
    path("parties/<slug:key>/contact/", views.contact, name="staff_contact"),
]
