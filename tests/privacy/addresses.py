"""Every address of the site, and whose it is. One that is named nowhere here makes `test_every_address.py` fail."""

from dataclasses import dataclass

from django.contrib import admin
from django.urls import URLPattern, get_resolver

from pledges.platforms.urls import urlpatterns as around_platforms
from tests.platforms.test_private import PRIVATE


def names(space, words):
    return [f"{space}:{word}" for word in words.split()]


# The same for everybody, and nobody's.
PUBLIC = {
    "text_size",
    "favicon",
    "robots",
    "platforms:who_can_see",
    *names("members", "club directory form_pdf form_hwpx apply"),
    *names("workshops", "events academy event calendar"),
    *names("catalogue", "home catalogue pledge theme cases places choose_place report send_report report_sent"),
    *names("catalogue", "guide about use privacy terms accessibility sitemap"),
    *names("catalogue", "open_data catalogue_json cases_csv pledges_csv"),
}
# Where people come in: open to everybody, and private from the first page on.
ENTRANCES = {*names("members", "begin open link send_link"), *names("workshops", "register link open opened")}
# Says the same words for every code to whoever is not staff.
DESK = "workshops:check_in"
# A candidate's own: tests/platforms/test_private.py asks each of them.
PLATFORMS = {f"platforms:{one.name}" for one in around_platforms if str(one.pattern) in PRIVATE}


@dataclass(frozen=True)
class Page:
    """A page that only links open: what it belongs to, and who of `visitors.VISITORS` may come.

    `refuses`: who holds a link of it that does not reach so far.
    """

    name: str
    of: str
    opens_to: tuple[str, ...]
    refuses: tuple[str, ...] = ()


APPLICANT, AIDE, SIGNER, SIGNED, READER = "applicant", "aide", "signer", "who has signed", "reader"
INVITED, REGISTRANT, PERSON = "invited", "registrant", "person"
GROUPS = (
    ("members", "application", (APPLICANT, AIDE, SIGNER, SIGNED), (), "application sign_state receipt sign_link leave"),
    ("members", "application", (APPLICANT, AIDE, SIGNER), (SIGNED,), "review"),
    ("members", "application", (APPLICANT, AIDE), (SIGNER, SIGNED), "applicant contact declaration mail_link"),
    ("members", "application", (APPLICANT, SIGNER), (AIDE, SIGNED), "sign resubmit"),
    ("members", "application", (APPLICANT,), (AIDE, SIGNER, SIGNED), "withdraw delete export paper scan confirm"),
    ("members", "application", (APPLICANT,), (AIDE, SIGNER, SIGNED), "listing withdraw_listing"),
    ("members", "application", (READER,), (), "own_mail not_own_mail"),
    ("members", "invitation", (INVITED,), (), "invitation decline"),
    ("workshops", "party", (REGISTRANT,), (), "party change contact leave_line cancel erase export close"),
    ("workshops", "party", (REGISTRANT,), (), "party_agree party_refuse"),
    ("workshops", "offer", (REGISTRANT,), (), "accept decline"),
    ("workshops", "companion", (REGISTRANT,), (), "party_pass party_certificate"),
    ("workshops", "person", (PERSON,), (), "person agree refuse pass certificate person_close"),
)
PAGES = [Page(name, of, to, no) for space, of, to, no, words in GROUPS for name in names(space, words)]

# An event's pages for staff: what they belong to, and the right they need.
DOOR, COUNTS, PARTIES = (f"workshops.change_{model}" for model in ("attendee", "eventattendance", "party"))
STAFF_PAGES = {
    **dict.fromkeys(names("workshops", "door on_site door_sheet"), ("event", DOOR)),
    **dict.fromkeys(names("workshops", "guest arrive guest_agrees guest_refuses"), ("guest", DOOR)),
    **dict.fromkeys(names("workshops", "undo_arrival guest_certificate rename_guest"), ("arrived", DOOR)),
    "workshops:name_guest": ("seat", DOOR),
    "workshops:attendance": ("event", COUNTS),
    **dict.fromkeys(names("workshops", "staff_change staff_contact"), ("staff_party", PARTIES)),
}

# The admin. Whoever is logged in sees these, and nothing of anybody on them.
ADMIN_ITSELF = {
    *names("admin", "index login logout password_change password_change_done jsi18n app_list"),
    *names("admin", "autocomplete view_on_site"),
}
OF_PEOPLE = {
    *(f"members.{model}" for model in ("application", "member", "membership", "dues", "renewalinvitation")),
    "members.clubrules",
    *(f"workshops.{model}" for model in ("party", "attendee", "offer", "eventattendance")),
}
OF_THE_SITE = {"auth.group", *(f"handbook.{model}" for model in ("staff", "mail", "accessrecord", "consentwording"))}
# The book, events, and counts without names; the whole catalogue, too.
OF_NOBODY = {
    "members.purgedcount",
    *(f"members.{model}" for model in ("entry", "clubterm", "milestone", "forum", "printedtotal", "publication")),
    *(f"workshops.{model}" for model in ("academy", "academyentry", "event")),
}
STOCK = ("changelist", "add", "history", "delete", "change", "simple_history")
# Pages beside the stock ones, with the right each needs.
BESIDE = {
    "members_application_paper": "members.add_application",
    "members_application_paper_again": "members.change_application",
    "members_application_step": "members.change_application",
    "members_application_mail": "members.change_application",
    "members_application_link": "members.change_application",
    "members_application_make_again": "members.change_application",
    "members_application_signature": "members.view_application",
    "members_application_remove": "members.delete_application",
    "members_membership_end": "members.change_membership",
    "members_membership_resume": "members.change_membership",
    "members_dues_pay": "members.change_dues",
    "members_dues_unpay": "members.change_dues",
    "members_member_find": "members.view_member",
    "members_renewalinvitation_invite": "members.add_renewalinvitation",
    "workshops_party_step": "workshops.change_party",
    "workshops_event_tell": "workshops.change_event",
    "auth_user_password_change": "handbook.change_staff",
}


def registered():
    """Label and name in addresses of every model of the admin."""
    return {model._meta.label_lower: label_in_address(model) for model in admin.site._registry}


def label_in_address(model):
    return f"{model._meta.app_label}_{model._meta.model_name}"


def every_pattern(patterns=None, space=""):
    """Name and route of every pattern of the site; of the few without a name in the admin the name is empty."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLPattern):
            yield (f"{space}{one.name}" if one.name else ""), str(one.pattern)
        else:
            yield from every_pattern(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
