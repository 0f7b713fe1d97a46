"""Addresses around platforms. What stands in an address opens nothing by itself, but for `open/`, which is a link."""

from django.urls import path

from .views import access, desk, files, pledge, start

app_name = "platforms"
urlpatterns = [
    path("platform/", start.begin, name="current"),
    path("platform/take/", start.take, name="take"),
    path("platform/code/", start.code, name="code"),
    path("platform/recover/", start.recover, name="recover"),
    path("platform/recover/sent/", start.recovery_sent, name="recovery_sent"),
    path("platform/import/", start.bring_in, name="import"),
    path("open/", start.open_link, name="open"),
    path("open/<str:secret>/", start.link, name="link"),
    path("who-can-see/", start.who_can_see, name="who_can_see"),
    path("platform/<str:key>/", desk.desk, name="desk"),
    path("platform/<str:key>/use/", desk.use, name="use"),
    path("platform/<str:key>/head/", desk.head, name="head"),
    path("platform/<str:key>/own/", desk.own, name="own"),
    path("platform/<str:key>/order/", desk.arrange, name="arrange"),
    path("platform/<str:key>/questions/", desk.questions, name="questions"),
    path("platform/<str:key>/check/", desk.check, name="check"),
    path("platform/<str:key>/budget/", desk.budget, name="budget"),
    path("platform/<str:key>/preview/", desk.preview, name="preview"),
    path("platform/<str:key>/pledges/<str:pledge>/", pledge.pledge, name="pledge"),
    path("platform/<str:key>/pledges/<str:pledge>/move/", desk.move, name="move"),
    path("platform/<str:key>/pledges/<str:pledge>/remove/", desk.remove, name="remove"),
    path("platform/<str:key>/pledges/<str:pledge>/put-back/", desk.put_back, name="put_back"),
    path("platform/<str:key>/history/", pledge.history, name="history"),
    path("platform/<str:key>/history/<int:revision>/restore/", pledge.restore, name="restore"),
    path("platform/<str:key>/files/", files.index, name="files"),
    path("platform/<str:key>/files/make/", files.make, name="make"),
    path("platform/<str:key>/files/<str:job>/", files.waiting, name="waiting"),
    path("platform/<str:key>/files/<str:job>/download/", files.download, name="download"),
    path("platform/<str:key>/carry/", access.carry, name="carry"),
    path("platform/<str:key>/ways/", access.index, name="ways"),
    path("platform/<str:key>/ways/send/", access.send, name="send"),
    path("platform/<str:key>/ways/<int:link>/revoke/", access.revoke, name="revoke"),
    path("platform/<str:key>/ways/card/", access.card, name="card"),
    path("platform/<str:key>/ways/code/", access.code, name="new_code"),
    path("platform/<str:key>/ways/recovery/", access.recovery, name="recovery"),
    path("platform/<str:key>/ways/shared/", access.shared, name="shared"),
    path("platform/<str:key>/ways/leave/", access.leave, name="leave"),
    path("platform/<str:key>/duplicate/", access.duplicate, name="duplicate"),
    path("platform/<str:key>/keep/", access.keep, name="keep"),
    path("platform/<str:key>/delete/", access.delete, name="delete"),
]
