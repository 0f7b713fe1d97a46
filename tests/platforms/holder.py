"""A visitor's browser with a platform in it, and the forms of a page as that browser would send them back."""

from html.parser import HTMLParser

from django.http import HttpRequest
from django.test import Client

from pledges.platforms.access import COOKIE, Keys, Ring, read_platforms

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
AUTOSAVE = {"X-Autosave": "1"}
COUNTY, OTHER_COUNTY = "52770", "52790"  # 순창군, 고창군
DISTRICT = "11110"  # 서울특별시 종로구


def browser(**headers):
    """A browser without a cookie, whose requests say that they come from our own pages."""
    return Client(headers={**SAME_ORIGIN, **headers}, enforce_csrf_checks=True)


def scanner(**headers):
    """Whoever fetches addresses without a person behind: no cookie, nothing of a page of ours."""
    return Client(headers=headers, enforce_csrf_checks=True)


def take(client, pledge="2022-1-1", **fields):
    return client.post("/platform/take/", {"pledge": pledge, **fields})


def cookie_request(client):
    request = HttpRequest()
    morsel = client.cookies.get(COOKIE)
    request.COOKIES = {COOKIE: morsel.value} if morsel and morsel.value else {}
    return request


def secrets(client):
    """What the browser's cookie holds, the platform in use first."""
    return Keys.read(cookie_request(client)).secrets


def held(client):
    """The platform in use of this browser, freshly read."""
    keys = Keys.read(cookie_request(client))
    return Ring(keys, tuple(read_platforms(keys.secrets))).current


def key(client):
    return held(client).platform.key


def desk(client):
    """The address of the desk of the platform in use."""
    return f"/platform/{key(client)}/"


def rows(client):
    return list(held(client).platform.pledges.standing())


def pledge_address(client, number=0):
    return f"{desk(client)}pledges/{rows(client)[number].key}/"


def content(client, number=0):
    """What is kept of one pledge, in order of priority."""
    opened = held(client)
    return opened.content(list(opened.platform.pledges.standing())[number])


def settle(client, **fields):
    """Says what holds for the whole: a county's head unless told otherwise."""
    form = {"version": held(client).platform.version, "office": "basic_head", "place": COUNTY, **fields}
    response = client.post(f"{desk(client)}head/", form)
    assert response.status_code == 302, response.text
    return response


def send_link(client, kind="read", name="보좌관", days="30"):
    """A fresh link as the page shows it; gives its secret."""
    response = client.post(f"{desk(client)}ways/send/", {"kind": kind, "name": name, "days": days})
    assert response.status_code == 200, response.text
    return Fields.of(response.text)["address"].rstrip("/").rsplit("/", 1)[-1]


def opened(secret, client=None):
    """A browser that has pressed the button of a link."""
    client = client or browser()
    assert client.post("/open/", {"secret": secret}).status_code == 302
    return client


def reader_of(client):
    return opened(send_link(client))


def new_code(client):
    """The code as the page shows it."""
    page = client.post(f"{desk(client)}ways/code/").text
    return page.split('class="code num">')[1].split("<")[0]


class Fields(HTMLParser):
    """Values of every named or labelled control, as a browser sends them; a list where a name comes more than once."""

    def __init__(self, form=""):
        super().__init__()
        self.wanted, self.inside, self.values, self.text = form, not form, {}, None

    @classmethod
    def of(cls, page, form=""):
        parser = cls(form)
        parser.feed(page)
        return parser.values

    def put(self, name, value):
        if name in self.values:
            known = self.values[name]
            self.values[name] = [*(known if isinstance(known, list) else [known]), value]
        else:
            self.values[name] = value

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form" and self.wanted:
            self.inside = found.get("id") == self.wanted
        name = found.get("name") or ("" if self.wanted else found.get("id"))
        if not self.inside or not name:
            return
        if tag == "textarea":
            self.text = (name, "")
        elif tag == "input" and (found.get("type") not in {"checkbox", "radio"} or "checked" in found):
            self.put(name, found.get("value", "on" if found.get("type") == "checkbox" else ""))

    def handle_data(self, data):
        if self.text:
            self.text = (self.text[0], self.text[1] + data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.text:
            self.put(self.text[0], self.text[1].removeprefix("\n"))
            self.text = None
        elif tag == "form" and self.wanted:
            self.inside = False


def pledge_form(client, address):
    """What the pledge's form holds now: ready to be changed and sent back."""
    page = client.get(address)
    assert page.status_code == 200, page.text
    return Fields.of(page.text, "adapt")
