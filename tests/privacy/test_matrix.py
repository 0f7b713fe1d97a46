"""Nobody reaches what is not theirs: every page that links open, for everybody who might come to it."""

import re

import pytest

from handbook import sealing
from members.models import ApplicationLink
from tests.platforms.test_private import is_private
from workshops.models import PartyLink, PersonLink

from .addresses import PAGES
from .presses import BEFORE, ONLY_HERE, PRESSES
from .visitors import CROSS_SITE, HOLDERS, VISITORS, secrets_of
from .world import NOW, differing, everything, marks_in, undone

pytestmark = pytest.mark.django_db
CLOSED, NO_SUCH_METHOD, REFUSED = 404, 405, 403
LINKS = (ApplicationLink, PartyLink, PersonLink)
every_visitor = pytest.mark.parametrize("visitor", VISITORS)
every_holder = pytest.mark.parametrize("visitor", HOLDERS)


def press_of(page, world):
    return PRESSES[page.name](world) if page.name in PRESSES else {}


def told(response):
    """Everything that reaches the browser, but for what a PDF holds."""
    return response.content.decode(errors="replace") + repr(response.headers) + response.cookies.output()


def own_pages(world):
    """Each holder's browser with each page that is theirs, and its address."""
    clients = {visitor: make(world) for visitor, make in HOLDERS.items()}
    found = [(clients[visitor], page) for page in PAGES for visitor in page.opens_to]
    return [(client, page, world.address(page.name, page.of)) for client, page in found]


@every_visitor
def test_page_of_somebody_else_is_closed(world, visitor):
    """It says and changes nothing, whoever comes: not even that there is such a page."""
    client = VISITORS[visitor](world)
    before = everything()
    for page in PAGES:
        if visitor in page.opens_to:
            continue
        address = world.address(page.name, page.of)
        expected = {REFUSED if visitor in page.refuses else CLOSED, NO_SUCH_METHOD}
        for response in (client.get(address), client.head(address), client.post(address, press_of(page, world))):
            assert response.status_code in expected, page.name
            assert marks_in(told(response)) == [], page.name
            assert is_private(response), page.name
            assert not response.cookies, page.name
    assert differing(before, everything()) == []


def test_page_opens_to_whom_it_is_meant_for(world, clock):
    """So that the others were refused where there was something to see, and something to press."""
    for page in PAGES:
        with undone():
            clock(NOW)
            BEFORE.get(page.name, lambda world, clock: None)(world, clock)
            clients = [HOLDERS[visitor](world) for visitor in page.opens_to]
            before, address = everything(), world.address(page.name, page.of)
            looks = {client.get(address).status_code for client in clients}
            assert looks <= {200, 302} or looks == {NO_SUCH_METHOD}, (page.name, looks)
            press = clients[0].post(address, press_of(page, world))
            assert (press.status_code == NO_SUCH_METHOD) == (page.name not in PRESSES), page.name
            changed = differing(before, everything())
            assert (changed != []) == (page.name in set(PRESSES) - ONLY_HERE), (page.name, press.status_code)
            assert is_private(press), page.name
            assert marks_in(press.get("Location", "")) == [], page.name


def test_look_at_ones_own_pages_changes_nothing_and_is_kept_nowhere(world):
    looks = own_pages(world)
    before = everything()
    for client, page, address in looks:
        for response in (client.get(address), client.head(address)):
            assert is_private(response), page.name
            assert marks_in(repr(response.headers)) == [], page.name
    assert differing(before, everything()) == []


@every_holder
def test_own_pages_hold_nothing_that_opens_and_nothing_of_others(world, visitor):
    client = HOLDERS[visitor](world)
    digests = [digest for model in LINKS for digest in model.objects.values_list("digest", flat=True)]
    others = (world.other_application, world.other_party, world.other_person)
    foreign = [*digests, *secrets_of(client), *(other.key for other in others), "다름", "other-head"]
    shown = []
    for page in [page for page in PAGES if visitor in page.opens_to]:
        page_told = told(client.get(world.address(page.name, page.of)))
        assert [secret for secret in foreign if secret in page_told] == [], page.name
        title = re.search("<title>(.*?)</title>", page_told)
        assert title is None or marks_in(title[1]) == [], page.name
        shown += marks_in(page_told)
    # Who holds it sees the marks; whoever only answers a mail is told nothing that the mail does not say.
    assert bool(shown) == (visitor not in {"invited", "reader", "who has signed"})
    assert {sealing.digest(secret) for secret in secrets_of(client)} <= set(digests)


def test_press_from_another_site_is_refused_to_the_holder_too(world):
    presses = own_pages(world)
    before = everything()
    for client, page, address in presses:
        response = client.post(address, press_of(page, world), headers=CROSS_SITE)
        assert response.status_code == (REFUSED if page.name in PRESSES else NO_SUCH_METHOD), page.name
        assert is_private(response), page.name
    assert differing(before, everything()) == []


def test_other_methods_are_not_known(world):
    tries = own_pages(world)
    before = everything()
    for client, page, address in tries:
        for method in ("put", "patch", "delete", "options", "trace"):
            response = getattr(client, method)(address)
            assert response.status_code == NO_SUCH_METHOD, page.name
            assert is_private(response), page.name
    assert differing(before, everything()) == []
