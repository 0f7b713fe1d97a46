"""The admin: people's data only for whoever has the right to them, and records of it for nobody to change."""

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from handbook.models import AccessRecord, ConsentWording, Mail
from members.admin.steps import Letter, find
from members.models import PurgedCount
from tests import factories
from tests.members import people
from workshops.models import EventAttendance

from .addresses import ADMIN_ITSELF, BESIDE, OF_PEOPLE, OF_THE_SITE, STOCK, label_in_address
from .presses import AGREED
from .test_matrix import told
from .visitors import CROSS_SITE, browser, links_of, logged_in, of_group
from .world import NOW, PLACE, differing, everything, marks_in, undone

pytestmark = pytest.mark.django_db
REFUSED, CHANGED, SHOWN = 403, 302, 200
MODELS = {model._meta.label_lower: model for model in admin.site._registry}
# Its pages of a history warn where a row points at no others.
of_simple_history = pytest.mark.filterwarnings("ignore:Calling select_related.. with no arguments")


def row_of(label):
    """The marked person's where there is one: theirs are the first of their kind."""
    rows = MODELS[label]._base_manager.order_by("pk")
    return rows.get(short_name=PLACE) if label == "catalogue.government" else rows.first()


def stock_pages(label):
    """Addresses of a model's stock pages, by the name of the page; with a row where there is one."""
    row, model, has_history = row_of(label), label_in_address(MODELS[label]), hasattr(MODELS[label], "history")
    pk = row.pk if row else 1
    before = row.history.first().pk if row and has_history else 1
    arguments = {"changelist": (), "add": (), "simple_history": (pk, before)}
    pages = [page for page in STOCK if page != "simple_history" or has_history]
    return {page: reverse(f"admin:{model}_{page}", args=arguments.get(page, (pk,))) for page in pages}


def pages_beside(world):
    numbers = {
        "members_application_paper": (),
        "members_application_paper_again": (world.application.pk,),
        "members_application_step": (world.application.pk, "refused"),
        "members_application_mail": (world.application.pk,),
        "members_application_link": (world.application.pk,),
        "members_application_make_again": (world.application.pk, world.signature.pk),
        "members_application_signature": (world.application.pk, world.signature.pk, "drawing"),
        "members_application_remove": (world.application.pk,),
        "members_membership_end": (world.dues.membership_id,),
        "members_membership_resume": (world.dues.membership_id,),
        "members_dues_pay": (world.dues.pk,),
        "members_dues_unpay": (world.dues.pk,),
        "members_member_find": (),
        "members_renewalinvitation_invite": (),
        "workshops_party_step": (world.party.pk, "cancel"),
        "workshops_event_tell": (world.event.pk, "changed"),
        "auth_user_password_change": (people.some_staff().pk,),
    }
    return {name: reverse(f"admin:{name}", args=numbers[name]) for name in BESIDE}


def every_address(world):
    """Those of every model, those beside, and the admin's own that are nobody's."""
    for label in MODELS:
        yield from stock_pages(label).values()
        yield f"{stock_pages(label)['changelist']}1/"
    yield from pages_beside(world).values()
    yield "/admin/no-such-page/"


@pytest.fixture
def full(world):
    """Every model of people, and of what is kept about them, has a row."""
    PurgedCount.add("draft", 2027)
    AccessRecord.objects.create(staff=people.some_staff(), what="look", page="x", whose="가입 신청 2027-0001")
    assert [label for label in OF_PEOPLE | OF_THE_SITE - {"auth.group"} if row_of(label) is None] == []
    return world


@pytest.mark.parametrize("secrets", [(), links_of], ids=["nothing", "every link"])
def test_visitor_is_sent_to_the_login(full, secrets):
    client = browser(*(secrets and secrets(full)))
    before = everything()
    for address in every_address(full):
        response = client.get(address)
        assert response.status_code == CHANGED, address
        assert response["Location"].startswith("/admin/login/?next="), address
        assert client.post(address, {"post": "yes"}).status_code in {CHANGED, REFUSED}, address
    assert differing(before, everything()) == []


def addresses_of(full, labels):
    """Those of these models and of the pages beside theirs."""
    names = [f"{label_in_address(MODELS[label])}_" for label in labels] + ["auth_user_"] * ("handbook.staff" in labels)
    beside = [address for name, address in pages_beside(full).items() if name.startswith(tuple(names))]
    return [address for label in labels for address in stock_pages(label).values()] + beside


@pytest.mark.parametrize("group", ["", "편집자"], ids=["nobody", "editor"])
def test_staff_without_the_right_see_and_change_nothing_of_people(full, group):
    client = of_group(group)
    before = everything()
    for address in addresses_of(full, OF_PEOPLE | OF_THE_SITE):
        for response in (client.get(address), client.post(address, {"post": "yes"})):
            assert response.status_code == REFUSED, address
            assert marks_in(told(response)) == [], address
    for label in OF_PEOPLE | OF_THE_SITE:
        export = {"action": "export", "_selected_action": [row_of(label).pk], "reason": "x"}
        assert client.post(stock_pages(label)["changelist"], export).status_code == REFUSED, label
    assert differing(before, everything()) == []


def behind():
    """Models that people's rows point at, and are nobody's themselves."""
    fields = [field for label in OF_PEOPLE for field in MODELS[label]._meta.concrete_fields if field.is_relation]
    return {field.related_model._meta.label_lower for field in fields} & set(MODELS) - OF_PEOPLE - OF_THE_SITE


@of_simple_history
def test_editor_of_public_rows_meets_nobody_who_stands_behind_them(full):
    """Not even where a row cannot be deleted because people's rows point at it."""
    client = of_group("편집자")
    before = everything()
    assert behind() == {"catalogue.government", "catalogue.term", "workshops.event"}
    for label in behind():
        pages = stock_pages(label)
        many = {"action": "delete_selected", "_selected_action": [row_of(label).pk]}
        for response in (*map(client.get, pages.values()), client.post(pages["changelist"], many)):
            assert response.status_code in {SHOWN, REFUSED, 404}, label
            assert set(marks_in(told(response))) <= {PLACE}, label
    assert differing(before, everything()) == []


@of_simple_history
def test_whoever_sees_somebody_leaves_a_record_and_changes_nothing_by_looking(full):
    """On every page that has to do with people, for staff who may see everything."""
    client = logged_in(factories.superuser())
    before = everything(AccessRecord)
    unrecorded, titled = [], []
    for address in addresses_of(full, OF_PEOPLE | OF_THE_SITE | behind()):
        records = AccessRecord.objects.count()
        response = client.get(address)
        assert response.status_code in {SHOWN, CHANGED, REFUSED, 404, 405}, address
        shown = set(marks_in(told(response))) - {PLACE}
        if shown and AccessRecord.objects.count() == records:
            unrecorded.append(address)
        if "html" in response["Content-Type"] and set(marks_in(response.text.split("</title>")[0])) - {PLACE}:
            titled.append(address)
    assert (unrecorded, titled) == ([], [])
    assert differing(before, everything(AccessRecord)) == []
    assert marks_in(repr(list(AccessRecord.objects.values()))) == []


def step(world, key):
    """A step as its last press takes it: with the digest of the letter that was shown."""
    letter = Letter.of(world.application, find(key), "", NOW.date())
    return {"seen": letter.digest}


def paper(world, **fields):
    """A signed paper, typed in."""
    typed = {"name": "이바뀜", "government": world.other_application.government_id, "birthdate": "19800101"}
    return {
        **typed,
        "mobile": "010-9999-8888",
        "is_signed": "on",
        "scan": SimpleUploadedFile("scan.pdf", b"%PDF-1.7"),
        **fields,
    }


def first_paper(world):
    when = {"received_on": "2027-02-09", "received_time": "10:00"}
    return paper(world, origin="paper", **when, **AGREED)


def own_page(row, tail):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/{tail}"


# What changes something of people's: address and what is sent.
PRESSES = {
    "paper": lambda world: ("/admin/members/application/paper/", first_paper(world)),
    "paper again": lambda world: (
        own_page(world.application, "paper/"),
        paper(world, version=world.application.version),
    ),
    "step": lambda world: (own_page(world.application, "step/review/"), step(world, "review")),
    "remove": lambda world: (own_page(world.application, "remove/"), {"reason": "전화", "sure": "on"}),
    "end": lambda world: (own_page(world.dues.membership, "end/"), {"reason": "resigned", "on": "2027-02-10"}),
    "pay": lambda world: (own_page(world.dues, "pay/"), {"on": "2027-02-10", "payer": "본인"}),
    "cancel": lambda world: (own_page(world.party, "steps/cancel/"), {}),
    "delete": lambda world: (stock_pages("members.dues")["delete"], {"post": "yes"}),
    "rename": lambda world: (
        stock_pages("members.member")["change"],
        {
            "name": "이바뀜",
            "birthdate": "1980-01-01",
            "memberships-TOTAL_FORMS": "0",
            "memberships-INITIAL_FORMS": "0",
        },
    ),
    "rules": lambda world: (stock_pages("members.clubrules")["add"], {"name": "규약", "adopted_on": "2027-01-01"}),
    "many dues": lambda world: (
        stock_pages("members.membership")["changelist"],
        {
            "action": "record_dues",
            "_selected_action": [world.dues.membership_id],
            "rules": world.dues.rules_id,
            "amount": "5",
            "due_on": "2029-01-01",
        },
    ),
}


def test_press_changes_people_for_the_secretariat_and_for_nobody_else(full):
    for name, press in PRESSES.items():
        with undone():
            viewer, secretary = of_group("조회 담당"), of_group("사무국", checks_token=True)
            before = everything()
            address, sent = press(full)
            assert viewer.post(address, sent).status_code in {REFUSED, SHOWN, CHANGED}, name
            assert differing(before, everything(AccessRecord)) == [], name
            # Without the token of a page of ours, as from another site.
            assert secretary.post(address, press(full)[1], headers=CROSS_SITE).status_code == REFUSED, name
            assert differing(before, everything(AccessRecord)) == [], name
            secretary.handler.enforce_csrf_checks = False
            assert secretary.post(address, press(full)[1]).status_code == CHANGED, name
            assert set(differing(before, everything())) - {"AccessRecord", "LogEntry"}, name


def test_viewer_looks_at_people_and_at_no_page_that_would_change_them(full):
    client = of_group("조회 담당")
    before = everything(AccessRecord)
    changing = [address for name, address in pages_beside(full).items() if "view" not in BESIDE[name]]
    for label in OF_PEOPLE:
        pages = stock_pages(label)
        changing += [pages["add"], pages["delete"]]
        assert client.get(pages["changelist"]).status_code == SHOWN
        assert client.get(pages["change"]).status_code == SHOWN
        assert client.post(pages["change"], {"name": "이바뀜"}).status_code == REFUSED
    for address in changing:
        assert client.get(address).status_code == client.post(address, {"post": "yes"}).status_code == REFUSED, address
    assert differing(before, everything(AccessRecord)) == []


@pytest.mark.parametrize("model", [AccessRecord, Mail, ConsentWording, EventAttendance, PurgedCount])
def test_what_the_site_writes_nobody_changes(full, model):
    client = logged_in(factories.superuser())
    pages, before = stock_pages(model._meta.label_lower), everything()
    for page in ("add", "delete"):
        assert client.get(pages[page]).status_code == client.post(pages[page], {"post": "yes"}).status_code == REFUSED
    assert client.post(pages["change"], {"reason": "x"}).status_code == REFUSED
    many = {"action": "delete_selected", "_selected_action": [row_of(model._meta.label_lower).pk], "post": "yes"}
    client.post(pages["changelist"], many)
    assert differing(before, everything()) == []


def test_pages_of_the_admin_itself_name_nobody(full):
    """The first page, too, which tells what was changed last."""
    client = logged_in(factories.superuser())
    # What was done is said once, on the page that follows.
    client.post(*PRESSES["rename"](full), follow=True)
    client.post(*PRESSES["delete"](full), follow=True)
    for name in ADMIN_ITSELF - {"admin:logout"}:
        arguments = {"admin:view_on_site": ("1", "1"), "admin:app_list": ("members",)}.get(name, ())
        response = client.get(reverse(name, args=arguments))
        assert response.status_code in {SHOWN, CHANGED, REFUSED, 404}, name
        assert [*marks_in(told(response)), *(["이바뀜"] if "이바뀜" in response.text else [])] == [], name
