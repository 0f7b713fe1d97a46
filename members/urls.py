"""Addresses of the club. What stands in an address opens nothing by itself, but for `open/`, which is a link."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from handbook.keys import ALPHABET, KEY_LENGTH

from .views import club, invitation, reaching, signing, start, status, steps


class ApplicationKey:
    """The public name of an application, as `new_key` makes it."""

    regex = f"[{ALPHABET}]{{{KEY_LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class RowNumber(IntConverter):
    """A row's number, no longer than both databases can compare."""

    regex = "[0-9]{1,18}"


register_converter(ApplicationKey, "application")
register_converter(RowNumber, "row")
app_name = "members"
urlpatterns = [
    path("club/", club.club, name="club"),
    path("club/members/", club.directory, name="directory"),
    path("club/form.pdf", club.paper_form, {"file_format": "pdf"}, name="form_pdf"),
    path("club/form.hwpx", club.paper_form, {"file_format": "hwpx"}, name="form_hwpx"),
    path("club/apply/", club.apply, name="apply"),
    path("club/apply/begin/", start.begin, name="begin"),
    path("club/open/", start.open_link, name="open"),
    path("club/open/<str:secret>/", start.link, name="link"),
    path("club/link/", reaching.send_link, name="send_link"),
    path("club/mail/<application:key>/", reaching.own_mail, name="own_mail"),
    path("club/mail/<application:key>/not-mine/", reaching.not_own_mail, name="not_own_mail"),
    path("club/invitations/<row:pk>/", invitation.invitation, name="invitation"),
    path("club/invitations/<row:pk>/decline/", invitation.decline, name="decline"),
    path("club/applications/<application:key>/", status.application, name="application"),
    path("club/applications/<application:key>/applicant/", steps.applicant, name="applicant"),
    path("club/applications/<application:key>/contact/", steps.contact, name="contact"),
    path("club/applications/<application:key>/declaration/", steps.declaration, name="declaration"),
    path("club/applications/<application:key>/review/", steps.review, name="review"),
    path("club/applications/<application:key>/mail-link/", steps.mail_link, name="mail_link"),
    path("club/applications/<application:key>/sign-link/", signing.sign_link, name="sign_link"),
    path("club/applications/<application:key>/sign-link/state/", signing.sign_state, name="sign_state"),
    path("club/applications/<application:key>/sign/", signing.sign, name="sign"),
    path("club/applications/<application:key>/receipt/", signing.receipt, name="receipt"),
    path("club/applications/<application:key>/resubmit/", status.resubmit, name="resubmit"),
    path("club/applications/<application:key>/withdraw/", status.withdraw, name="withdraw"),
    path("club/applications/<application:key>/delete/", status.delete, name="delete"),
    path("club/applications/<application:key>/leave/", status.leave, name="leave"),
    path("club/applications/<application:key>/export/", status.export, name="export"),
    path("club/applications/<application:key>/paper/", status.paper, name="paper"),
    path("club/applications/<application:key>/scan/", status.scan, name="scan"),
    path("club/applications/<application:key>/confirm/", status.ask_to_confirm, name="confirm"),
    path("club/applications/<application:key>/listing/", status.listing, name="listing"),
    path("club/applications/<application:key>/listing/withdraw/", status.withdraw_listing, name="withdraw_listing"),
]
