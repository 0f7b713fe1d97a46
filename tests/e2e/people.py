"""What journeys of the club and of events share: a clock, a mail server, links out of letters, pages to look at."""

import datetime as dt
import io
import itertools
import re
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import page as validator
import zxingcpp
from django.contrib.auth.models import Group
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import Page, expect

from tests import factories
from tests.documents.reading import complaints, pages_by_pypdf
from tests.mail_server import MailServer, body_of

from .conftest import PHONE, answered, opened
from .looking import none_found, wrong_on

OFFICE, NAME, PASSWORD = "office@example.org", "윤서연", "a long enough sentence"
OPERATOR = "가람연구소"
LINK = re.compile(r"http\S+/open/[\w-]{22}/")
PROFILES = (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_2A)
# A phone is held in one hand, and a finger is no mouse.
HELD_PHONE = {"viewport": PHONE, "has_touch": True, "is_mobile": True}


def clock(monkeypatch, now):
    """Server and worker go by this moment; called again, time has moved on.

    Each look is a microsecond later: pages that anyone may keep are told apart by when something of theirs changed.
    """
    ticks = itertools.count()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + dt.timedelta(microseconds=next(ticks)))


class PostOffice:
    """The site's worker, and a real mail server to which it sends."""

    def __init__(self, server):
        self.server = server

    def letters(self, to):
        """What has arrived for this address once the worker has nothing to do, the oldest first."""
        while worked():
            pass
        return [letter for letter in self.server.kept if letter["To"] == to]

    def newest(self, to, subject):
        """The last letter about this."""
        return [letter for letter in self.letters(to) if subject in letter["Subject"]][-1]


def worked():
    """Whether there was anything to do."""
    said = io.StringIO()
    call_command("work", "--once", stdout=said)
    return re.search(": [1-9]", said.getvalue()) is not None


@contextmanager
def post_office(settings, monkeypatch, folder, origin):
    """The site stands at `origin`, so that the links in its letters lead there, and somebody runs it."""
    settings.SITE_ORIGIN, settings.SECRETARIAT_MAIL, settings.SITE_OPERATOR = origin, OFFICE, OPERATOR
    server = MailServer()
    server.use(settings, monkeypatch, folder)
    server.start()
    yield PostOffice(server)
    server.stop()


def link_in(letter):
    [link] = LINK.findall(body_of(letter))
    return link


def open_link(page, link):
    """By the page with the one button."""
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("링크 열기")
    page.get_by_role("button", name="열기", exact=True).click()
    page.wait_for_url(re.compile(r"^(?!.*/open/[\w-]{22}/)"))


@contextmanager
def phone(browser, origin):
    """Somebody's own phone, on which nothing of ours was ever opened."""
    with opened(browser, base_url=origin, **HELD_PHONE) as page:
        yield page


def secretary():
    """Staff of the group 사무국 with its rights and no others."""
    call_command("staffroles", verbosity=0, stdout=io.StringIO())
    staff = factories.staff(OFFICE, PASSWORD, name=NAME)
    staff.groups.add(Group.objects.get(name="사무국"))
    return staff


def log_in(page, address=""):
    """By the page that stands before this one, or that is open already."""
    if address:
        page.goto(address)
    page.get_by_label("전자우편").fill(OFFICE)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    page.wait_for_url(re.compile("^(?!.*/login/)"))


def draw_with_a_finger(page):
    """Two strokes on the board."""
    board = page.locator("[data-board]")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    screen = page.context.new_cdp_session(page)

    def touch(kind, *place):
        points = [{"x": box["x"] + box["width"] * x, "y": box["y"] + box["height"] * y} for x, y in place]
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    for stroke in ([(0.1, 0.5), (0.2, 0.2), (0.35, 0.8)], [(0.5, 0.3), (0.6, 0.5), (0.8, 0.4)]):
        touch("touchStart", stroke[0])
        for place in stroke[1:]:
            touch("touchMove", place)
        touch("touchEnd")


def draw_with_a_mouse(page):
    """One stroke more."""
    box = page.locator("[data-board]").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 20, box["y"] + box["height"] - 30, steps=4)
    page.mouse.up()


def downloaded(page, name):
    """The file behind this link: the name it has for the person, and its bytes."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def sound_text(pdf):
    """What a PDF says, without blanks, once the validators have found nothing."""
    for profile in PROFILES:
        assert complaints(pdf, profile) == []
    return "".join("".join(pages_by_pypdf(pdf)).split())


def code_on(page):
    """The address that a phone's camera reads off the screen."""
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.locator(".qr svg").screenshot())))
    return found.text


# Pages to look at


@dataclass(frozen=True)
class Seen:
    """A page by what its main heading says, the row whose pages it belongs to, and the way there from the row's own.

    `press` is the button that leads on to what is looked at, after `meanwhile` has happened.
    """

    says: str
    whose: str
    way: str = ""
    press: str = ""
    status: int = 200
    meanwhile: Callable[[Page], None] | None = None

    def open(self, page: Page, addresses: dict[str, str]) -> None:
        page.goto(f"{addresses[self.whose]}{self.way}")
        if self.meanwhile:
            self.meanwhile(page)
        if self.press:
            with page.expect_navigation():
                page.get_by_role("main").get_by_role("button", name=self.press, exact=True).first.click()
        if self.status >= 400:
            answered(page, self.status)
        heading = page.locator("h1").inner_text()
        assert self.says in heading, f"{self} says {heading}"


def tick_all(page):
    for box in page.get_by_role("main").get_by_role("checkbox").all():
        box.check()


def hold(page, address, *secrets):
    """Presses the button behind each link, without looking at its page."""
    for secret in secrets:
        said = {"form": {"secret": secret}, "headers": {"Sec-Fetch-Site": "same-origin"}}
        assert page.request.post(address, **said, max_redirects=0).status == 302


def look_at(page, axe, pages, addresses):
    """Nothing is wrong with any of these pages, whose order does not matter but where a row is gone at the end."""
    page.emulate_media(reduced_motion="reduce")
    faults = {}
    for name, seen in pages.items():
        page.set_viewport_size(PHONE)
        seen.open(page, addresses)
        faults |= {f"{name}: {what}": found for what, found in wrong_on(page, axe).items()}
    none_found(faults)
    assert page.complaints == []
