"""Pages of the secretariat that were open while somebody else did something: they take nothing back unseen."""

import pytest

from handbook.models import Mail
from handbook.personal import Refused
from members import actions
from members.texts import DIRECTORY, consent_text

from . import office, people
from .test_admin_memberships import NO_DUES
from .test_admin_steps import hidden, preview, step_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def taken(verb, application, **more):
    return verb(application=people.fresh(application), by=people.some_staff(), now=people.NOW, **more)


def test_page_that_was_open_since_before_withdraws_no_consent(client):
    office.secretary(client)
    membership = people.approved()
    shown = {"initial-is_listed": "False"}
    assert 'name="initial-is_listed" value="False"' in client.get(office.page(membership)).text
    consents = people.consents(DIRECTORY, texts=[consent_text(DIRECTORY)])
    actions.agree_to_listing(application=membership.application, consents=consents, now=people.NOW)
    assert client.post(office.page(membership), NO_DUES | shown).status_code == 302
    assert people.fresh(membership).is_listed
    assert membership.application.consents.get(key=DIRECTORY).withdrawn_at is None


def test_consent_on_a_paper_that_two_of_the_staff_note_stands_once(client):
    office.secretary(client)
    membership = people.membership()
    data = NO_DUES | {"initial-is_listed": "False", "is_listed": "on", "listing_signed_on": "2026-11-20"}
    assert [client.post(office.page(membership), data).status_code for _ in range(2)] == [302, 302]
    assert (people.fresh(membership).is_listed, membership.consents.count()) == (True, 1)


def test_review_is_not_begun_over_a_supplement_that_its_presser_did_not_see(client):
    office.secretary(client)
    application = people.received()
    fields = hidden(client.get(step_page(application, "review")))
    taken(actions.start_review, application)
    taken(actions.request_supplement, application, reason="층")
    response = client.post(step_page(application, "review"), fields)
    assert (response.status_code, office.state(application)) == (409, "supplement")
    assert "지금 상태는 ‘보완 요청’입니다." in response.text
    assert client.post(step_page(application, "review"), hidden(response)).status_code == 302


@pytest.mark.parametrize("key", ["refused", "withdrawn"])
def test_end_is_not_pressed_over_a_state_that_was_not_seen(client, key):
    office.secretary(client)
    application = people.reviewing()
    _, fields = preview(client, application, key)
    taken(actions.request_supplement, application, reason="층")
    Mail.objects.all().delete()
    assert client.post(step_page(application, key), fields).status_code == 409
    assert (office.state(application), Mail.objects.count()) == ("supplement", 0)


def test_state_that_was_left_and_came_again_is_looked_at_again(client):
    office.secretary(client)
    application = people.reviewing()
    _, fields = preview(client, application, "refused")
    taken(actions.request_supplement, application, reason="층")
    taken(actions.start_review, application)
    assert client.post(step_page(application, "refused"), fields).status_code == 409
    assert office.state(application) == "reviewing"


@pytest.mark.parametrize(
    ("verb", "more"), [("refuse", {"reason": "층"}), ("withdraw", {}), ("start_review", {}), ("approve", {})]
)
def test_step_itself_goes_from_the_state_that_was_seen_alone(verb, more):
    """Also between the look and the lock."""
    make = people.received if verb == "start_review" else people.reviewing
    seen = make()
    if verb == "start_review":
        taken(actions.start_review, seen)
    taken(actions.request_supplement, seen, reason="층")
    with pytest.raises(Refused, match="지금 상태는 ‘보완 요청’입니다"):
        getattr(actions, verb)(application=seen, by=people.some_staff(), now=people.NOW, **more)
    assert office.state(seen) == "supplement"
