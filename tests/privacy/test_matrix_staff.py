"""An event's pages for staff: open to whoever has the one right that a page needs, and to nobody else."""

import pytest
from django.contrib.auth.models import Permission

from handbook.keys import new_key
from handbook.models import AccessRecord, Limit
from tests import factories
from tests.platforms.test_private import is_private
from tests.workshops import rows
from tests.workshops.parties import BEGUN
from workshops.models import Attendee, Event

from .addresses import STAFF_PAGES
from .presses import AGREED, change_of_party, contact_of_party
from .test_matrix import told
from .visitors import CROSS_SITE, HOLDERS, STRANGERS, browser, links_of, logged_in, of_group
from .world import NOW, differing, everything, marks_in, undone

pytestmark = pytest.mark.django_db
NO_SUCH_METHOD, REFUSED = 405, 403
VISITORS = {name: make for name, make in (HOLDERS | STRANGERS).items() if name not in {"secretary", "chief"}}
STAFF = {"nobody": "", "editor": "편집자", "viewer": "조회 담당"}
PRESSES = {
    "workshops:door": lambda world: {"query": ""},
    "workshops:arrive": lambda world: {},
    "workshops:undo_arrival": lambda world: {},
    "workshops:name_guest": lambda world: {"name": "이바뀜", **AGREED},
    "workshops:rename_guest": lambda world: {"name": "이바뀜", **AGREED},
    "workshops:guest_agrees": lambda world: AGREED,
    "workshops:guest_refuses": lambda world: {},
    "workshops:on_site": lambda world: {"key": new_key(), "name": "이바뀜", "kind": "aides", **AGREED},
    "workshops:door_sheet": lambda world: {"reason": "접수대"},
    "workshops:attendance": lambda world: {"heads": "7", "officials": "9"},
    "workshops:staff_change": change_of_party,
    "workshops:staff_contact": contact_of_party,
}
# These only show something.
ONLY_SHOWN = {"workshops:door", "workshops:door_sheet"}


def hall_fills(clock):
    """The event has begun, and there is room."""
    clock(BEGUN)
    Event.objects.update(capacity=9)


# What has to be so before the press can do something.
BEFORE = {"workshops:on_site": hall_fills}


def press_of(name, world):
    return PRESSES[name](world) if name in PRESSES else {}


def answers(client, world):
    for name, (of, _) in STAFF_PAGES.items():
        address = world.address(name, of)
        yield name, client.get(address)
        yield name, client.post(address, press_of(name, world))


def without(*rights):
    """Staff who may do everything but this."""
    staff = factories.staff("almost@example.org")
    staff.user_permissions.set(Permission.objects.all())
    for right in rights:
        app, codename = right.split(".")
        staff.user_permissions.remove(Permission.objects.get(content_type__app_label=app, codename=codename))
    return logged_in(staff)


@pytest.mark.parametrize("secrets", [(), links_of], ids=["nothing", "every link"])
def test_visitor_is_sent_to_the_login(world, secrets):
    client = browser(*(secrets and secrets(world)))
    before = everything()
    for name, response in answers(client, world):
        assert response.status_code in {302, NO_SUCH_METHOD}, name
        assert response.status_code == NO_SUCH_METHOD or response["Location"].startswith("/admin/login/?next=/events/")
        assert marks_in(told(response)) == [], name
        assert is_private(response), name
    assert differing(before, everything()) == []


@pytest.mark.parametrize("group", STAFF)
def test_staff_without_the_right_are_refused(world, group):
    client = of_group(STAFF[group])
    before = everything()
    for name, response in answers(client, world):
        assert response.status_code in {REFUSED, NO_SUCH_METHOD}, name
        assert marks_in(told(response)) == [], name
        assert is_private(response), name
    assert differing(before, everything()) == []


def test_one_right_is_what_each_page_asks_for(world, clock):
    """Whoever has all others is refused; whoever has them all sees and changes what there is."""
    for name, (of, right) in STAFF_PAGES.items():
        with undone():
            clock(NOW)
            BEFORE.get(name, lambda clock: None)(clock)
            address, press = world.address(name, of), press_of(name, world)
            almost, everybody = without(right), logged_in(factories.superuser())
            before = everything()
            refused = {almost.get(address).status_code, almost.post(address, press).status_code}
            assert refused <= {REFUSED, NO_SUCH_METHOD}, name
            assert differing(before, everything()) == [], name
            looked, pressed = everybody.get(address), everybody.post(address, press)
            assert looked.status_code in {200, NO_SUCH_METHOD}, name
            assert pressed.status_code in {200, 302, NO_SUCH_METHOD}, name
            changed = set(differing(before, everything())) - {"AccessRecord"}
            assert bool(changed) == (name in set(PRESSES) - ONLY_SHOWN), name
            assert marks_in(pressed.get("Location", "")) == [], name


def test_look_changes_nothing_but_the_record_of_it(world):
    client = of_group("사무국")
    before = everything(AccessRecord)
    shown = []
    for name, (of, _) in STAFF_PAGES.items():
        for response in (client.get(world.address(name, of)), client.head(world.address(name, of))):
            assert is_private(response), name
            assert marks_in(response.text.split("</title>")[0] if "html" in response["Content-Type"] else "") == []
            shown += marks_in(told(response))
    assert differing(before, everything(AccessRecord)) == []
    assert shown
    assert {record.what for record in AccessRecord.objects.all()} == {"list", "look"}


def test_record_names_nobody(world):
    client = of_group("사무국")
    for _, response in answers(client, world):
        assert response.status_code < 500
    records = list(AccessRecord.objects.values_list("page", "whose", "reason"))
    assert {page.rsplit("/")[-1] for page, _, _ in records} >= {"door", "arrive", "guest", "door_sheet", "staff_change"}
    assert marks_in(repr(records)) == []


def test_press_from_another_site_is_refused_to_staff_too(world):
    client = of_group("사무국")
    before = everything()
    for name, (of, _) in STAFF_PAGES.items():
        press = press_of(name, world)
        response = client.post(world.address(name, of), press, headers=CROSS_SITE)
        assert response.status_code == (REFUSED if name in PRESSES else NO_SUCH_METHOD), name
    assert differing(before, everything()) == []


def test_code_at_the_desk_says_the_same_to_whoever_is_not_staff(world):
    """Whether it is somebody's, nobody without the right learns."""
    known = f"/events/check-in/{world.companion.check_in_code}/"
    clients = [make(world) for make in VISITORS.values()] + [of_group(name) for name in STAFF.values()]
    before = everything()
    for client in clients:
        said = client.get("/events/check-in/NOSUCHCODE22/")
        for response in (client.get(known), client.post(known), client.post(known, {"undo": "1"})):
            assert response.status_code == said.status_code == 200
            assert is_private(response)
            assert marks_in(told(response)) == []
            assert response.text.replace(known, "/events/check-in/NOSUCHCODE22/") == said.text
    assert differing(before, everything()) == []
    of_group("사무국").post(known)
    assert Attendee.objects.get(pk=world.companion.pk).checked_in_at


def test_staff_of_another_event_are_led_to_nobody_of_this_one(world):
    """An address made of one event and of another's person or party is nobody's."""
    client, other = of_group("사무국"), rows.event()
    before = everything(AccessRecord, Limit)
    for name, (of, _) in STAFF_PAGES.items():
        if of == "event":
            continue
        address = world.address(name, of).replace(f"/{world.event.slug}/", f"/{other.slug}/")
        for response in (client.get(address), client.post(address, press_of(name, world))):
            assert response.status_code in {404, NO_SUCH_METHOD}, name
            assert marks_in(told(response)) == [], name
    assert differing(before, everything(AccessRecord, Limit)) == []
