"""Browsers of people who register, and what a page's form would send back."""

from html.parser import HTMLParser

from django.test import Client

from handbook.models import Mail
from handbook.outbox import message
from workshops.models import PartyLink, PersonLink

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
AGREED = {"consent_collection": "on"}


def browser(**headers):
    """Without a cookie; its requests say that they come from our own pages."""
    return Client(headers={**SAME_ORIGIN, **headers}, enforce_csrf_checks=True)


def opened(secret, client=None):
    """A browser that has pressed the button of a link."""
    client = client or browser()
    assert client.post("/events/open/", {"secret": secret}).status_code == 302
    return client


def of_party(party, client=None):
    return opened(PartyLink.make(purpose="mail", party=party), client)


def of_person(person, client=None):
    return opened(PersonLink.make(purpose="mail", person=person), client)


def mails(to):
    """Subject and body of what waits for this address, the oldest first."""
    return [(made.subject, made.body) for made in map(message, Mail.objects.filter(to=to).order_by("pk"))]


def secret_in(body):
    return body.split("/events/open/")[1].split("/")[0]


class Controls(HTMLParser):
    """Values of a page's named controls, as a browser sends them."""

    def __init__(self):
        super().__init__()
        self.values, self.select, self.first = {}, None, True

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "select":
            self.select, self.first = found["name"], True
        elif tag == "option" and self.select and (self.first or "selected" in found):
            self.values[self.select], self.first = found.get("value", ""), False
        elif tag == "input" and "name" in found:
            is_box = found.get("type") in {"checkbox", "radio"}
            if not is_box or "checked" in found:
                self.values[found["name"]] = found.get("value", "on" if is_box else "")

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None


def form(page):
    controls = Controls()
    controls.feed(page[page.index("<main") : page.index("</main>")])
    return controls.values
