"""The site's addresses. Apps are included by name, so that the project imports none of them."""

from django.contrib import admin
from django.urls import include, path

from handbook import views

urlpatterns = [
    path("admin/", admin.site.urls),
    path("text-size/", views.text_size, name="text_size"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("", include("pledges.platforms.urls")),
    path("", include("members.urls")),
    path("", include("workshops.urls")),
    path("", include("pledges.catalogue.urls")),
]
handler400 = "handbook.views.bad_request"
handler403 = "handbook.views.forbidden"
handler404 = "handbook.views.not_found"
handler500 = "handbook.views.server_error"
