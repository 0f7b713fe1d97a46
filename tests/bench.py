"""What a page costs, as the ratio of its time to that of a bare Django view, measured in turn in one run.

Every call goes through all middleware in this process, so that neither a network nor a server's queue is measured. The
first table has the 2022 edition alone, the second 10,000 pledges and 20,000 cases beside it.
"""

import io
import os
import statistics
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handbook.settings")
import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from handbook.urls import urlpatterns as site_urls
from pledges.catalogue.models import Case, Edition, Pledge, PledgeText, Theme

ROUNDS = 15
PLEDGES, CASES_EACH, THEMES = 10_000, 2, 200
WORDS = (
    "청년",
    "돌봄",
    "주민 자치",
    "에너지 전환",
    "골목 상권",
    "마을 학교",
    "재난 안전",
    "생활 임금",
    "인권",
    "창업 공간",
)

urlpatterns = [path("bare/", lambda request: HttpResponse("ok")), *site_urls]
CALLS = {
    "bare view": "/bare/",
    "home": "/",
    "catalogue": "/pledges/",
    "pledge page": "/pledges/2022/3-2/",
    "pledge page, 304": "/pledges/2022/3-2/",
    "cases and map": "/cases/",
    "search, one word": "/pledges/?q=돌봄",
    "search, two words": "/pledges/?q=청년 일자리",
    "search, initials": "/pledges/?q=ㅊㄴ",
    "search, nothing found": "/pledges/?q=없는낱말",
    "catalogue.json": "/open-data/catalogue.json",
}


def measure() -> dict[str, float]:
    """Median milliseconds by name; the calls take turns, so that a slow moment of the machine meets all of them."""
    client = Client(headers={"host": "localhost"})
    tag = client.get(CALLS["pledge page"]).headers["ETag"]
    times: dict[str, list[float]] = {name: [] for name in CALLS}
    for _ in range(ROUNDS):
        for name, address in CALLS.items():
            headers = {"If-None-Match": tag} if name.endswith("304") else {}
            start = time.perf_counter()
            response = client.get(address, headers=headers)
            times[name].append((time.perf_counter() - start) * 1000)
            expected = 304 if headers else 200
            if response.status_code != expected:
                sys.exit(f"{address} answered {response.status_code} instead of {expected}")
    return {name: statistics.median(each) for name, each in times.items()}


def show(title: str) -> None:
    medians = measure()
    bare = medians["bare view"]
    print(f"\n{connection.vendor}: {title}\n{'':24}{'median ms':>10}{'x bare view':>13}")
    for name, median in medians.items():
        print(f"{name:24}{median:>10.2f}{median / bare:>13.1f}")


def fill() -> None:
    """10,000 pledges and 20,000 cases of an edition of its own, with the same words in other orders."""
    edition = Edition.objects.create(year=1999, title="큰 판", published_on=timezone.localdate(), organisation="시험")
    themes = Theme.objects.bulk_create(
        Theme(key=f"1999-{number}", edition=edition, number=number, title=f"분야 {number}")
        for number in range(1, THEMES + 1)
    )
    each = PLEDGES // THEMES
    pledges = Pledge.objects.bulk_create(
        Pledge(key=f"1999-{theme.number}-{number}", theme=theme, number=number)
        for theme in themes
        for number in range(1, each + 1)
    )
    now = timezone.now()
    PledgeText.objects.bulk_create(
        PledgeText(
            pledge=pledge,
            version=1,
            title=title(index),
            synonyms=f"{title(index + 3)},{title(index + 7)}",
            published_at=now,
        ).fill_search()
        for index, pledge in enumerate(pledges)
    )
    Case.objects.bulk_create(
        Case(
            pledge=pledge, number=number, kind="programme", name=f"{title(index)} 사업", did=title(index + number)
        ).fill_search()
        for index, pledge in enumerate(pledges)
        for number in range(1, CASES_EACH + 1)
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def title(index: int) -> str:
    first, second = WORDS[index % len(WORDS)], WORDS[(index * 7 + index // len(WORDS)) % len(WORDS)]
    return f"{first} {second} {index}"


def main() -> None:
    settings.ROOT_URLCONF = __name__
    call_command("migrate", verbosity=0)
    call_command("loadedition", "2022", stdout=io.StringIO())
    show("the 2022 edition, 50 pledges and 96 cases")
    fill()
    show(f"{Pledge.objects.count():,} pledges and {Case.objects.count():,} cases")


if __name__ == "__main__":
    main()
