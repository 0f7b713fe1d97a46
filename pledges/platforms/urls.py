"""Addresses around platforms. What stands in an address opens nothing by itself, but for `open/`, which is a link."""

from django.urls import path, register_converter

from .models import ALPHABET
from .views import access, desk, files, pledge, start


class Key:
    """The name of a row, as `models.new_key` makes it."""

    regex = f"[{ALPHABET}]{{12}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Key, "key")
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
    path("platform/<key:key>/", desk.desk, name="desk"),
    path("platform/<key:key>/use/", desk.use, name="use"),
    path("platform/<key:key>/head/", desk.head, name="head"),
    path("platform/<key:key>/own/", desk.own, name="own"),
    path("platform/<key:key>/order/", desk.arrange, name="arrange"),
    path("platform/<key:key>/questions/", desk.questions, name="questions"),
    path("platform/<key:key>/check/", desk.check, name="check"),
    path("platform/<key:key>/budget/", desk.budget, name="budget"),
    path("platform/<key:key>/preview/", desk.preview, name="preview"),
    path("platform/<key:key>/pledges/<key:pledge>/", pledge.pledge, name="pledge"),
    path("platform/<key:key>/pledges/<key:pledge>/move/", desk.move, name="move"),
    path("platform/<key:key>/pledges/<key:pledge>/remove/", desk.remove, name="remove"),
    path("platform/<key:key>/pledges/<key:pledge>/put-back/", desk.put_back, name="put_back"),
    path("platform/<key:key>/pledges/<key:pledge>/renew/", pledge.renew, name="renew"),
    path("platform/<key:key>/pledges/<key:pledge>/start-over/", pledge.start_over, name="start_over"),
    path("platform/<key:key>/history/", pledge.history, name="history"),
    path("platform/<key:key>/history/<int:revision>/restore/", pledge.restore, name="restore"),
    path("platform/<key:key>/files/", files.index, name="files"),
    path("platform/<key:key>/files/make/", files.make, name="make"),
    path("platform/<key:key>/files/<key:job>/", files.waiting, name="waiting"),
    path("platform/<key:key>/files/<key:job>/download/", files.download, name="download"),
    path("platform/<key:key>/carry/", access.carry, name="carry"),
    path("platform/<key:key>/ways/", access.index, name="ways"),
    path("platform/<key:key>/ways/send/", access.send, name="send"),
    path("platform/<key:key>/ways/<int:link>/revoke/", access.revoke, name="revoke"),
    path("platform/<key:key>/ways/card/", access.card, name="card"),
    path("platform/<key:key>/ways/code/", access.code, name="new_code"),
    path("platform/<key:key>/ways/recovery/", access.recovery, name="recovery"),
    path("platform/<key:key>/ways/shared/", access.shared, name="shared"),
    path("platform/<key:key>/ways/leave/", access.leave, name="leave"),
    path("platform/<key:key>/duplicate/", access.duplicate, name="duplicate"),
    path("platform/<key:key>/keep/", access.keep, name="keep"),
    path("platform/<key:key>/delete/", access.delete, name="delete"),
]
