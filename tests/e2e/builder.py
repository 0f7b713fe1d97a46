"""What the journeys through the builder share: a platform to begin with, its pages, and what people do there."""

import datetime as dt
import re
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect

from pledges.catalogue.models import Office, PledgeText
from pledges.platforms import actions
from pledges.platforms.access import COOKIE
from pledges.platforms.content import HeadContent
from pledges.platforms.sealed import Held

TODAY = dt.date(2026, 12, 1)
SUNCHANG, SEONGDONG = "52770", "11200"
COUNCIL = HeadContent(office=Office.BASIC_COUNCIL, place=SUNCHANG, election="by-2027-04")
PDF, HWPX, DOCX = "PDF (어디서나 열림)", "한글 (HWPX)", "워드 (DOCX)"
# The browser waits this long for a file: two cores make it while others work.
FILE_WAIT = 90_000


def on_a_fixed_day(monkeypatch):
    """The elections that one can choose hang on the day."""
    monkeypatch.setattr(timezone, "localdate", lambda value=None, zone=None: value.date() if value else TODAY)


def begun(page: Page, *pledges: str, head: HeadContent = COUNCIL) -> Held:
    """A platform with these pledges of the library, held by this page's browser."""
    held, secret = actions.begin(head)
    for pledge in pledges:
        actions.take(held, PledgeText.objects.live(timezone.now()).with_pledge().get(pledge__key=pledge))
    hold(page, secret)
    return held


def hold(page: Page, secret: str) -> None:
    page.context.add_cookies([{"name": COOKIE, "value": f"k.{secret}", "url": page.home, "httpOnly": True}])


def address(held: Held, way: str = "") -> str:
    return f"/platform/{held.platform.key}/{way}"


def pledge_address(held: Held, number: int = 0) -> str:
    row = held.platform.pledges.standing()[number]
    return address(held, f"pledges/{row.key}/")


def saved(held: Held, number: int = 0):
    """What is stored of a pledge, by its place of priority."""
    return held.content(held.platform.pledges.standing()[number])


def take(page: Page, title: str) -> None:
    """From the pledge's own page or from a list."""
    page.get_by_role("button", name=of("담기", title)).click()
    expect(page.get_by_role("link", name=of("담음", title))).to_be_visible()


def of(word: str, title: str) -> re.Pattern[str]:
    """The name of a button or link that says in words only to be heard what it is about."""
    return re.compile(f"^{word} ?: ?{re.escape(title)}(, 고치기)?$")


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="내 공약의 화면").get_by_role("link", name=name, exact=True).click()
    expect(page.locator("[aria-current=page]", has_text=name)).to_be_visible()


def choose_seat(page: Page, office: str, place: str, election: str = "by-2027-04") -> None:
    page.get_by_label(office, exact=True).check()
    page.get_by_label("어디입니까?").select_option(place)
    page.get_by_label("어느 선거입니까?").select_option(election)


def save(page: Page) -> None:
    """By the button, which works without JavaScript."""
    page.get_by_role("button", name="저장", exact=True).click()
    page.wait_for_url("**?saved=1")


def fill_blanks(page: Page, word: str) -> int:
    """Every blank of the pledge gets this word; how many there were."""
    blanks = page.get_by_role("group", name="빈칸 채우기").get_by_role("textbox")
    for number in range(blanks.count()):
        blanks.nth(number).fill(word)
    return blanks.count()


def adapt(page: Page, number: int, amount: str = "3억 5천") -> None:
    """Fills what makes the pledge one's own: blanks, reason, steps, money; saves by the button."""
    fill_blanks(page, "청년")
    page.get_by_label("왜 여기에서 필요합니까?").fill(f"{number}번째 까닭: 면마다 사정이 다릅니다.")
    page.get_by_label("1단계 언제").fill("2027년 9월")
    page.get_by_label("1단계 누가 무엇을").fill(f"{number}번째 공약의 현황을 조사하겠습니다.")
    page.get_by_label("2단계 언제").fill("임기 내")
    page.get_by_label("2단계 누가 무엇을").fill("모든 면으로 넓히겠습니다.")
    page.get_by_label("예산이 들지 않습니다(비예산).").uncheck()
    money = page.locator("#amounts")
    if money.get_attribute("open") is None:
        money.locator("summary").click()
    money.get_by_role("textbox").first.fill(amount)
    save(page)


def make_file(page: Page, format: str) -> None:
    """From the page of files to the page that offers the finished one."""
    page.get_by_label(format, exact=True).check()
    page.get_by_role("button", name="파일 만들기").click()
    expect(page.get_by_role("link", name="파일 받기", exact=True)).to_be_visible(timeout=FILE_WAIT)


def downloaded(page: Page) -> tuple[str, bytes]:
    """The finished file by its link: the name it has for the person, and its bytes."""
    with page.expect_download() as download:
        page.get_by_role("link", name="파일 받기", exact=True).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()
