"""A whole way through the site with one person's data: an application and a registration, and what goes wrong."""

from django.test import Client

from handbook.models import Mail
from handbook.outbox import message
from members.models import Application
from tests import factories
from tests.members import people, visitor
from tests.workshops import rows
from tests.workshops.browsing import form
from workshops.models import Party

from .presses import AGREED
from .visitors import CROSS_SITE, browser, secrets_of
from .world import AIDE, AIDE_MAIL, BORN, MAIL, NAME, PHONE, PLACE, STREET

WRONG = {"mobile": f"{PHONE}9", "mail": f"{MAIL} {NAME}", "birthdate": "19711399", "name": f"{NAME}\0"}


def mailed_secrets():
    """Those of all links that wait in the outbox."""
    bodies = (message(mail).body for mail in Mail.objects.filter(body__isnull=False))
    return [part.split("/")[0] for body in bodies for part in body.split("/open/")[1:]]


def applies():
    """An aide writes, errs, and is outrun by another window; the head signs, errs, and asks for everything."""
    aide = visitor.browser()
    place = factories.government(name=f"표시도 {PLACE}", short_name=PLACE)
    desk = visitor.begin(aide, filled_by="aide")
    for step, wrong in (("applicant", ("name", "birthdate")), ("contact", ("mobile", "mail"))):
        sent = {"version": visitor.version(aide, desk, step), **{name: WRONG[name] for name in wrong}}
        assert aide.post(f"{desk}{step}/", sent).status_code == 422
    own = {"mobile": PHONE, "mail": MAIL, "address": STREET, "address_detail": ""}
    visitor.fill(aide, desk, name=NAME, government=place.code, birthdate=f"{BORN:%Y%m%d}", **own)
    late = {"version": "1", "name": f"{NAME}이", "government": place.code, "birthdate": "19711107"}
    assert aide.post(f"{desk}applicant/", late).status_code == 409
    assert aide.post(f"{desk}mail-link/", {"to": AIDE_MAIL}).status_code == 200
    secret = visitor.sign_secret(aide, desk)
    head = visitor.opened(secret)
    signature = visitor.signature(head, desk, drawing="", typed_name=NAME, **AGREED)
    assert head.post(f"{desk}sign/", {**signature, "typed_name": AIDE}).status_code == 422
    assert head.post(f"{desk}sign/", signature).status_code == 302
    for page in ("", "receipt/", "export/", "paper/", "withdraw/"):
        assert head.get(f"{desk}{page}").status_code == 200
    assert aide.get(f"{desk}export/").status_code == 403
    assert browser().get(desk).status_code == 404
    return [secret, *secrets_of(head), *secrets_of(aide)]


def registers():
    """Two governments name the same companion; the first changes its people, and the companion agrees."""
    event, secrets = rows.event(slug="spring", capacity=6, aides_most=3, asks_car=True), []
    for number in (1, 2):
        client, address = browser(), f"/events/{event.slug}/register/"
        data = registration(client, address)
        assert client.post(address, {**data, "phone": WRONG["mobile"]}).status_code == 422
        answer = client.post(address, data)
        assert answer.status_code == (302 if number == 1 else 422), answer.text
        secrets += secrets_of(client) if number == 1 else []
    party = Party.objects.get()
    own = browser(secrets[0])
    page = f"/events/parties/{party.key}/"
    assert own.post(f"{page}change/", {**form(own.get(f"{page}change/").text), "aides": "2"}).status_code == 302
    for client in (own, browser(), browser(**CROSS_SITE)):
        client.post(f"/events/{event.slug}/link/", {"mail": AIDE_MAIL})
        client.get(f"{page}people/{party.people.first().key}/pass/")
    return secrets


def registration(client, address):
    """The form as it opens, filled in by an aide who comes along and names the head and one companion more."""
    named = {"who": "with", "name": AIDE, "mail": AIDE_MAIL, "phone": PHONE, "cars": f"12가 3456 {NAME}"}
    head = {"head_name": NAME, "head_post": "군수", "head_mail": MAIL, "aides": "1", "consent_answers": "on"}
    government = {"government": factories.government().code}
    return {**form(client.get(address).text), **named, **head, **government, **AGREED}


def opens(secrets):
    """Every link is looked at, mistyped, pressed, and pressed from another site."""
    for secret in secrets:
        for app in ("club", "events"):
            client = Client(headers={"Sec-Fetch-Site": "same-origin"}, raise_request_exception=False)
            client.get(f"/{app}/open/{secret}/")
            client.get(f"/{app}/open/{secret}/more/")
            client.get(f"/{app}/open/{secret}")
            client.post(f"/{app}/open/", {"secret": secret}, headers=CROSS_SITE)
            client.post(f"/{app}/open/", {"secret": secret})


def whole_way():
    """Gives every secret that was given out."""
    people.some_term()
    people.some_government()
    secrets = [*applies(), *registers(), *mailed_secrets()]
    opens(secrets)
    assert Application.objects.get().state == "received"
    return [*secrets, *mailed_secrets()]
