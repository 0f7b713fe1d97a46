"""Links of applications: opened by a button, never by a look; nobody reaches what is not theirs, over every address."""

import pytest
from django.apps import apps
from django.core import serializers
from django.urls import reverse
from django.utils import timezone

from handbook import sealing
from handbook.models import Mail
from members.models import ApplicationLink
from members.urls import urlpatterns
from tests.catalogue.test_texts_pages import words_of
from tests.platforms.test_links import LOOKERS

from . import people, visitor

pytestmark = pytest.mark.django_db
PURPOSES = ("desk", "sign", "status", "confirm")
PUBLIC = {"club", "directory", "form_pdf", "form_hwpx", "apply"}
OPENING = {"begin", "open", "link", "send_link"}
OF_MAIL = {"own_mail", "not_own_mail"}
PRIVATE = {pattern.name for pattern in urlpatterns} - PUBLIC - OPENING


def everything():
    """Every row of the club's tables and of the outbox."""
    models = [*apps.get_app_config("members").get_models(), Mail]
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in models]


def member():
    return people.approved(name="박가람", government=people.factories.government()).application


def addresses(application, invitation):
    """Every private address of this application and this invitation."""
    named = PRIVATE - {"invitation", "decline"}
    own = [reverse(f"members:{name}", args=(application.key,)) for name in sorted(named)]
    return [*own, *(reverse(f"members:{name}", args=(invitation.pk,)) for name in ("invitation", "decline"))]


@pytest.mark.parametrize("looker", LOOKERS)
@pytest.mark.parametrize("purpose", [*PURPOSES, "invitation", "unknown", "over"])
def test_look_at_a_link_learns_and_changes_nothing(looker, purpose):
    secret = sealing.new_secret()
    if purpose == "invitation":
        secret = people.link("invitation", invitation=people.invitation())
    elif purpose != "unknown":
        over = {"revoked_at": timezone.now()} if purpose == "over" else {}
        secret = people.link("status" if purpose == "over" else purpose, application=people.received(), **over)
    before = everything()
    for method in ("get", "head"):
        response = getattr(visitor.scanner(**LOOKERS[looker]), method)(f"/club/open/{secret}/")
        assert (response.status_code, bool(response.cookies)) == (200, False)
    page = visitor.scanner().get(f"/club/open/{secret}/")
    assert page.text.replace(secret, "x" * 22) == visitor.scanner().get(f"/club/open/{'x' * 22}/").text
    assert secret not in page.text.split("</head>")[0]
    assert page["Referrer-Policy"] == "strict-origin"
    assert "김가람" not in page.text
    assert everything() == before


@pytest.mark.parametrize("purpose", ["desk", "sign", "status"])
def test_press_on_the_button_opens_and_the_address_then_opens_nothing_by_itself(purpose):
    application = people.received()
    secret = people.link(purpose, application=application)
    client = visitor.browser()
    response = client.post("/club/open/", {"secret": secret})
    desk = f"/club/applications/{application.key}/"
    assert (response.status_code, response["Location"]) == (302, desk)
    assert secret not in response["Location"]
    assert "2026-0001" in client.get(desk).text
    assert visitor.browser().get(desk).status_code == 404
    assert ApplicationLink.objects.get(digest=sealing.digest(secret)).used_at is not None


@pytest.mark.parametrize("secret", ["", "short", "x" * 22, "x" * 23, "../../admin/", "\0" * 22])
def test_wrong_secret_says_how_to_come_back(secret):
    response = visitor.browser().post("/club/open/", {"secret": secret})
    assert response.status_code == 404
    assert "열 수 없는 링크" in words_of(response.text)
    assert not response.cookies


def test_press_from_another_site_opens_nothing():
    secret = people.link("status", application=people.received())
    response = visitor.scanner(**{"Sec-Fetch-Site": "cross-site"}).post("/club/open/", {"secret": secret})
    assert (response.status_code, bool(response.cookies)) == (403, False)


def test_confirming_link_opens_a_question_and_no_application():
    application = people.received()
    client = visitor.browser()
    response = client.post("/club/open/", {"secret": people.link("confirm", application=application)})
    assert response["Location"] == f"/club/mail/{application.key}/"
    assert people.fresh(application).mail_confirmed_at is None
    assert client.get(f"/club/applications/{application.key}/").status_code == 404
    holder = visitor.holding("status", application)
    for page in ("", "not-mine/"):
        assert holder.post(f"/club/mail/{application.key}/{page}", {"birthdate": "19650302"}).status_code == 404


def test_every_private_address_is_closed_to_whoever_holds_no_link_of_it():
    """Anonymous, another applicant, another invited member, and staff in the same browser as the admin."""
    application, invitation = people.received(), people.invitation()
    other = visitor.holding("status", people.received(name="박가람"))
    member = visitor.opened(people.link("invitation", invitation=people.invitation()))
    staff = visitor.browser()
    staff.force_login(people.some_staff())
    before = everything()
    for client in (visitor.browser(), other, member, staff):
        for address in addresses(application, invitation):
            for method in (client.get, client.post):
                response = method(address)
                assert response.status_code in {404, 405}, f"{address}: {response.status_code}"
                assert "김가람" not in response.text
    assert everything() == before


@pytest.mark.parametrize("purpose", ["desk", "sign", "status"])
def test_look_at_any_address_changes_nothing_for_its_holder(purpose):
    invitation = people.invitation()
    for make in (people.draft, people.received, people.supplement, member):
        application = make()
        client = visitor.holding(purpose, application)
        before = everything()
        for address in addresses(application, invitation):
            client.get(address)
            client.head(address)
        assert everything() == before


def test_every_post_wants_to_come_from_this_site():
    application = people.supplement()
    client = visitor.holding("status", application)
    invitation = people.invitation()
    visitor.opened(people.link("invitation", invitation=invitation), client)
    before = everything()
    for address in addresses(application, invitation):
        response = client.post(address, {"sure": "on"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code in {403, 405}, address
    assert everything() == before


def test_ended_link_closes_its_pages():
    application = people.received()
    client = visitor.holding("status", application)
    desk = f"/club/applications/{application.key}/"
    assert client.get(desk).status_code == 200
    ApplicationLink.objects.update(revoked_at=timezone.now())
    assert client.get(desk).status_code == 404


def test_page_of_an_application_asks_for_its_links_once(django_assert_num_queries):
    """However many links the browser and the application have."""
    application = people.received()
    client = visitor.holding("status", application)
    desk = f"/club/applications/{application.key}/"

    def queries():
        with django_assert_num_queries(5):  # the links with the application; course, signature, membership, listing
            assert client.get(desk).status_code == 200

    queries()
    for _ in range(3):
        visitor.opened(people.link("desk", application=application), client)
    queries()


@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_private_pages_are_kept_and_indexed_nowhere(name):
    application, invitation = people.received(), people.invitation()
    client = visitor.holding("confirm" if name in OF_MAIL else "status", application)
    visitor.opened(people.link("invitation", invitation=invitation), client)
    args = (invitation.pk,) if name in {"invitation", "decline"} else (application.key,)
    response = client.get(reverse(f"members:{name}", args=args))
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert "/platform/" not in response.text
