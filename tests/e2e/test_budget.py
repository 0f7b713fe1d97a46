"""What a page costs a visitor on a phone plan: kilobytes as they cross the wire, and nobody else is asked."""

from urllib.parse import urlsplit

import pytest

from .conftest import PHONE, answered
from .pages import PAGES

KILOBYTE = 1024


@pytest.mark.parametrize("viewport", [PHONE])
def test_every_page_keeps_its_budget_and_asks_nobody_else(page):
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    loaded = []
    page.on("requestfinished", lambda request: loaded.append(request))
    costs, fonts, hosts = {}, set(), set()
    for name, visited in PAGES.items():
        loaded.clear()
        visited.open(page)
        page.wait_for_load_state("networkidle")
        if visited.status >= 400:
            answered(page, visited.status)
        ours = [request for request in loaded if request.response().status != 302]
        sizes = [(request.resource_type, request.sizes()["responseBodySize"]) for request in ours]
        assert {"document", "stylesheet", "font"} <= {kind for kind, _ in sizes} or visited.status == 500, (name, sizes)
        costs[name] = sum(size for kind, size in sizes if kind in {"document", "stylesheet", "script"})
        fonts |= {size for kind, size in sizes if kind == "font"}
        hosts |= {urlsplit(request.url).netloc for request in loaded}
    dear = {name: cost for name, cost in costs.items() if cost > 60 * KILOBYTE}
    assert dear == {}
    assert min(costs.values()) > KILOBYTE
    assert 10 * KILOBYTE < max(fonts) <= 300 * KILOBYTE
    assert hosts - {""} == {urlsplit(page.home).netloc}
    assert page.complaints == []
