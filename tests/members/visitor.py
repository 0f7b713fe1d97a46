"""A visitor's browser on the club's pages, and the ways through an application that several tests take."""

import datetime as dt
import re

from django.test import Client

from handbook.models import Mail
from members.models import Application
from pledges.catalogue.models import Term
from tests import factories
from tests.platforms.holder import Fields

from . import people

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
AUTOSAVE = {"X-Autosave": "1"}
SECRET = re.compile(r"/club/open/([\w-]{22})/")
STROKES = "[[[20,120],[200,40],[380,200]],[[400,60],[560,180]]]"
CONTACT = {
    "mobile": "010-1234-5678",
    "phone": "",
    "mail": people.MAIL,
    "postcode": "12345",
    "address": "가람시 가람로 1",
    "address_detail": "2층",
}


def browser(**headers):
    """A browser without a cookie, whose requests say that they come from our own pages."""
    return Client(headers={**SAME_ORIGIN, **headers}, enforce_csrf_checks=True)


def scanner(**headers):
    """Whoever fetches addresses without a person behind."""
    return Client(headers=headers, enforce_csrf_checks=True)


def agreement(*keys):
    return {f"consent_{key}": "on" for key in keys}


def running_term():
    """A term that runs whenever the tests do."""
    known = Term.objects.filter(number=9).first()
    return known or factories.term(9, starts_on=dt.date(2000, 1, 1), ends_on=people.NEVER)


def begin(client, filled_by="self", agreed=("collection",)):
    """The address of a new draft in this browser."""
    running_term()
    people.some_government()
    response = client.post("/club/apply/begin/", {"filled_by": filled_by, **agreement(*agreed)})
    assert response.status_code == 302, response.text
    return response["Location"].removesuffix("applicant/")


def fill(client, desk, **fields):
    """All steps, one after the other, as the buttons save them."""
    values = {
        "name": "김가람",
        "government": people.some_government().code,
        "birthdate": "19650302",
        **CONTACT,
        **fields,
    }
    for step, names in (
        ("applicant", ("name", "government", "birthdate")),
        ("contact", tuple(CONTACT)),
        ("declaration", ()),
    ):
        form = {"version": version(client, desk, step), **{name: values[name] for name in names}, "declared": "on"}
        response = client.post(f"{desk}{step}/", form)
        assert response.status_code == 302, response.text


def version(client, desk, step):
    """The version that a page would save over."""
    page = client.get(f"{desk}{step}/")
    assert page.status_code == 200, page.text
    return Fields.of(page.text)["version"]


def signature(client, desk, **fields):
    """What the page to sign sends back when somebody has drawn and agreed."""
    return {"version": version(client, desk, "sign"), "drawing": STROKES, "agreed": "on", **fields}


def sent(client, **options):
    """An application signed and sent from one browser; gives its address."""
    desk = begin(client, **options)
    fill(client, desk)
    response = client.post(f"{desk}sign/", signature(client, desk))
    assert response["Location"] == f"{desk}receipt/", response.text
    return desk


def sign_secret(client, desk):
    """The secret of a fresh link for the signer, as the aide's page shows it once."""
    page = client.post(f"{desk}sign-link/")
    assert page.status_code == 200, page.text
    return SECRET.search(page.text)[1]


def opened(secret, client=None):
    """A browser that has pressed the button behind a link."""
    client = client or browser()
    assert client.post("/club/open/", {"secret": secret}).status_code in {200, 302}
    return client


def holding(purpose, application, **fields):
    """A browser that holds one link of this application."""
    return opened(people.link(purpose, application=application, **fields))


def application(desk):
    return Application.objects.get(key=desk.rstrip("/").rsplit("/", 1)[-1])


def mailed_secret(**which):
    """The secret in the newest mail of these."""
    mail = Mail.objects.filter(**which).order_by("-pk").first()
    return SECRET.search(mail.body.decode())[1]
