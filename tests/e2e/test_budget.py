"""What a page costs a visitor on a phone plan: kilobytes as they cross the wire, and nobody else is asked."""

from urllib.parse import urlsplit

import pytest

from .conftest import PHONE
from .pages import PAGES

KILOBYTE = 1024


@pytest.mark.parametrize("viewport", [PHONE])
def test_every_page_keeps_its_budget_and_asks_nobody_else(page):
    """A file counts as it came the first time, for every page that names it."""
    loaded, size_of, costs = [], {}, {}

    def note(request):
        loaded.append(request)

    page.on("requestfinished", note)
    for name, visited in PAGES.items():
        loaded.clear()
        visited.open(page)
        page.evaluate("document.fonts.ready.then(() => true)")
        for request in loaded:
            assert urlsplit(request.url).netloc == urlsplit(page.home).netloc, request.url
            size_of[request.url] = max(size_of.get(request.url, 0), request.sizes()["responseBodySize"])
        paid = [request for request in loaded if request.resource_type in {"document", "stylesheet", "script"}]
        assert any(request.resource_type == "stylesheet" for request in paid), name
        costs[name] = sum(size_of[request.url] for request in paid)
    assert {name: cost for name, cost in costs.items() if cost > 60 * KILOBYTE} == {}
    assert min(costs.values()) > 5 * KILOBYTE  # nothing was measured as nothing
    (font,) = (size for url, size in size_of.items() if url.endswith(".woff2"))
    assert 10 * KILOBYTE < font <= 300 * KILOBYTE
    assert page.complaints == []


def test_pages_and_files_come_compressed(page):
    encodings = {}

    def note(response):
        if response.request.resource_type in {"document", "stylesheet", "script"}:
            encodings[response.url] = response.headers.get("content-encoding")

    page.on("response", note)
    for address in ("/", "/pledges/"):
        page.goto(address)
    assert len(encodings) == 5
    assert set(encodings.values()) == {"gzip", "br"}
    assert page.complaints == []
