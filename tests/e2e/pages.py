"""Every public template, each as a visitor comes to it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from .conftest import answered

REPORT = "/pledges/2022/1-1/cases/1/report/"


def report_nothing(page: Page) -> None:
    page.goto(REPORT)
    page.get_by_role("button", name="보내기").click()
    page.locator(".errorlist").wait_for()


def refused(page: Page) -> None:
    """A form on a strange site that sends to ours."""
    page.goto("about:blank")
    page.set_content(f'<form method="post" action="{page.home}/text-size/"><button>보내기</button></form>')
    page.get_by_role("button").click()
    page.locator("main").wait_for()


def broken(page: Page) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pledges.catalogue.views.texts.Rule", None)
        page.goto("/guide/?broken=1")


@dataclass(frozen=True)
class Visited:
    """A page with what its main heading says."""

    heading: str
    way: str | Callable[[Page], None]
    place: str = ""
    letters: str = ""
    status: int = 200

    def open(self, page: Page) -> None:
        """As a visitor who has chosen this place and these letters."""
        values = [f"{name}={value}" for name, value in (("place", self.place), ("text", self.letters)) if value]
        page.context.clear_cookies()
        if values:
            page.context.add_cookies([{"name": "visit", "value": "&".join(values), "url": page.home}])
        if callable(self.way):
            self.way(page)
        else:
            page.goto(self.way)
        if self.status >= 400:
            answered(page, self.status)
        heading = page.locator("h1").inner_text()
        assert self.heading in heading, f"{self.way} says {heading}"


PAGES = {
    "home": Visited("공약을 쓰기 전에", "/"),
    "home with a place": Visited("공약을 쓰기 전에", "/", place="52770"),
    "home with a place and large letters": Visited("공약을 쓰기 전에", "/", place="52770", letters="large"),
    "catalogue": Visited("공약", "/pledges/"),
    "catalogue with results": Visited("공약", "/pledges/?q=돌봄&target=elderly"),
    "catalogue with nothing found": Visited("공약", "/pledges/?q=없는말"),
    "theme": Visited("시민주권시대로의 전환", "/themes/2022/1/"),
    "pledge with many citations": Visited("주민참여 시민주권", "/pledges/2022/1-3/"),
    "pledge beside a place": Visited("자치헌장 제정", "/pledges/2022/1-1/", place="52770"),
    "cases": Visited("참고사례", "/cases/"),
    "cases near a place": Visited("참고사례", "/cases/?province=52000&q=조례", place="52770"),
    "places": Visited("우리 지역", "/place/"),
    "places with a chosen place": Visited("우리 지역", "/place/?q=순창", place="52770"),
    "guide": Visited("물음", "/guide/"),
    "about": Visited("소개", "/about/"),
    "open data": Visited("열린 자료", "/open-data/"),
    "use": Visited("이용 안내", "/use/"),
    "privacy": Visited("개인정보 처리방침", "/privacy/"),
    "terms": Visited("이용약관", "/terms/"),
    "accessibility": Visited("접근성", "/accessibility/"),
    "report": Visited("이 인용이 틀렸습니다", REPORT),
    "report with errors": Visited("이 인용이 틀렸습니다", report_nothing, status=422),
    "report sent": Visited("받았습니다", "/report-sent/"),
    "403": Visited("처리하지 못했습니다", refused, status=403),
    "404": Visited("찾는 쪽이 없습니다", "/no-such-page/", status=404),
    "500": Visited("보여 드리지 못했습니다", broken, status=500),
}
