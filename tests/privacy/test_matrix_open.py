"""What is open to everybody: public pages name nobody, and whoever comes in learns nothing of others on the way."""

import pytest
from django.urls import reverse

from handbook.models import Mail
from handbook.sealing import new_secret
from tests import factories
from tests.platforms.test_private import is_private
from tests.workshops import rows
from workshops.models import Party

from .addresses import ENTRANCES, PUBLIC
from .presses import AGREED
from .test_matrix import told
from .visitors import CROSS_SITE, browser, links_of
from .world import AIDE, AIDE_MAIL, MAIL, NAME, PLACE, differing, everything, marks_in

pytestmark = pytest.mark.django_db
REFUSED, NO_SUCH_METHOD, UNCLEAR, SETTLED = 403, 405, 422, 409
REGISTRATION = {"who": "without", "name": "이새로", "mail": "new@example.org", "phone": "010 9999 8888", "aides": "0"}


def public_addresses(world):
    """Each with a row to show."""
    case, academy = factories.citation().case, rows.academy()
    pledge = case.pledge
    numbers = {"year": pledge.theme.edition.year, "theme": pledge.theme.number, "number": pledge.number}
    arguments = {
        "catalogue:pledge": numbers,
        "catalogue:theme": {"year": numbers["year"], "number": numbers["theme"]},
        "catalogue:report": numbers | {"case": case.number},
        "catalogue:send_report": numbers | {"case": case.number},
        "workshops:academy": {"year": academy.edition_year},
        "workshops:event": {"slug": world.event.slug},
        "workshops:calendar": {"slug": world.event.slug},
    }
    return {name: reverse(name, kwargs=arguments.get(name)) for name in sorted(PUBLIC)}


def entrances(world, secret):
    arguments = {
        "members:link": {"secret": secret},
        "workshops:open": {"secret": secret},
        "workshops:register": {"slug": world.event.slug},
        "workshops:link": {"slug": world.event.slug},
    }
    return {name: reverse(name, kwargs=arguments.get(name)) for name in sorted(ENTRANCES)}


def test_public_page_names_nobody_and_changes_nothing(world):
    addresses, client = public_addresses(world), browser()
    before = everything()
    for name, address in addresses.items():
        for response in (client.get(address), client.head(address)):
            assert response.status_code in {200, 302, NO_SUCH_METHOD}, name
            assert set(marks_in(told(response))) <= {PLACE}, name
    assert differing(before, everything()) == []


def test_way_in_is_the_same_for_every_link_and_changes_nothing(world):
    client, secrets = browser(), links_of(world)
    before = everything()
    unknown = new_secret()
    for secret in secrets:
        for name, address in entrances(world, secret).items():
            response = client.get(address)
            assert response.status_code in {200, NO_SUCH_METHOD}, name
            assert is_private(response), name
            assert set(marks_in(told(response))) <= {PLACE}, name
            if secret in address:
                other = client.get(entrances(world, unknown)[name])
                assert told(response).replace(secret, unknown) == told(other), name
    assert differing(before, everything()) == []


def test_press_from_another_site_opens_nothing_and_begins_nothing(world):
    client, secrets = browser(), links_of(world)
    before = everything()
    for secret in secrets:
        for name, address in entrances(world, secret).items():
            sent = {"secret": secret, "filled_by": "self", "mail": MAIL, **AGREED}
            response = client.post(address, sent, headers=CROSS_SITE)
            assert response.status_code in {REFUSED, NO_SUCH_METHOD}, name
            assert is_private(response), name
            assert not response.cookies, name
    assert differing(before, everything()) == []


@pytest.mark.parametrize("name", ["members:begin", "workshops:register"])
def test_nothing_is_kept_before_the_consents(world, name):
    before = everything()
    response = browser().post(entrances(world, new_secret())[name], {**REGISTRATION, "filled_by": "self"})
    assert response.status_code == UNCLEAR
    assert differing(before, everything()) == []


def test_whoever_registers_for_a_government_that_comes_already_learns_nothing_of_who_comes(world):
    code = world.party.government_id
    before = everything()
    sent = {**REGISTRATION, "kind": "deputy", "government": code, "form_key": new_secret(), **AGREED}
    response = browser().post(f"/events/{world.event.slug}/register/", sent)
    assert response.status_code == SETTLED
    assert set(marks_in(told(response))) <= {PLACE}
    assert differing(before, everything()) == []


def test_whoever_names_a_companion_twice_learns_nothing_of_whose_they_are(world):
    place = factories.government()
    sent = {**REGISTRATION, "kind": "deputy", "government": place.code, "form_key": new_secret(), **AGREED}
    before = everything()
    sent |= {"aides": "1", "aide1_name": "이새로", "aide1_mail": AIDE_MAIL}
    response = browser().post(f"/events/{world.event.slug}/register/", sent)
    assert response.status_code == UNCLEAR
    assert [mark for mark in marks_in(told(response).replace(AIDE_MAIL, "")) if mark != PLACE] == []
    assert differing(before, everything()) == []


@pytest.mark.parametrize("sent", [{"mail": AIDE_MAIL}, {"government": "own"}], ids=["mail", "government"])
def test_asking_for_a_link_tells_the_asker_nothing_and_writes_only_to_who_registered(world, sent):
    known = {name: value.replace("own", world.party.government_id) for name, value in sent.items()}
    unknown = {"mail": "nobody@example.org"} if "mail" in sent else {"government": "99999"}
    address = f"/events/{world.event.slug}/link/"
    newest = Mail.objects.order_by("pk").last().pk
    answers = [told(browser().post(address, asked)) for asked in (unknown, known)]
    assert answers[0] == answers[1]
    assert set(marks_in(answers[1])) <= {PLACE}
    assert [mail.to for mail in Mail.objects.filter(pk__gt=newest)] == [AIDE_MAIL]
    assert NAME not in answers[1]
    assert Party.objects.get(pk=world.party.pk).name == AIDE
