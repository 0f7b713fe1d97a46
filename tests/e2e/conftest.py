"""Browser journeys: Playwright drives the system's Chromium against a live server. They are a pytest call of their own.

A test takes `page` or `javascript_off`, both with the 2022 edition; both sizes of a screen come with
`@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])`. At the end a journey asserts `page.complaints == []`.
"""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

FOLDER = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
FLAGS = (
    "--no-sandbox",  # root has no other way
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # A page that asks for anything outside this machine fails, and the failure is a complaint.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


# Waits are only this long when something is wrong; a busy machine is no fault of a page.
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items):
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.django_db(transaction=True))
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "localhost"]))


@pytest.fixture(scope="session", autouse=True)
def queries_beside_an_event_loop():
    """Playwright leaves an event loop in this thread, beside which Django would refuse every query."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="session")
def live_server():
    """pytest-django's server, but with the static files as whitenoise serves them: hashed, compressed, cached."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.contrib.staticfiles.handlers.StaticFilesHandler", lambda application: application)
        server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser(queries_beside_an_event_loop):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def viewport():
    return DESKTOP


@pytest.fixture
def page(browser, viewport, live_server, edition_2022):
    with opened(browser, viewport=viewport, base_url=live_server.url) as page:
        yield page


@pytest.fixture
def javascript_off(browser, viewport, live_server, edition_2022):
    with opened(browser, viewport=viewport, base_url=live_server.url, java_script_enabled=False) as page:
        yield page


@pytest.fixture
def axe():
    """A call that gives axe's findings on a page as readable lines; none is wanted. `rules` limits what is asked."""
    script = Axe().axe_script

    def findings(page, rules=None):
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
        violations = page.evaluate("options => axe.run(options).then(({ violations }) => violations)", options)
        return [f"{rule['id']}: {node['html']}" for rule in violations for node in rule["nodes"]]

    return findings


@contextmanager
def opened(browser, **options):
    """A page of a fresh visitor. Script errors, failed requests and policy violations gather in page.complaints."""
    context = browser.new_context(locale="ko-KR", timezone_id="Asia/Seoul", **options)
    page = context.new_page()
    page.home, page.complaints = options["base_url"], []
    page.on("console", lambda message: page.complaints.extend(complaint(message)))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


def answered(page, status):
    """Takes back the complaint about a page that is meant to answer with this status; there must be just one."""
    for _ in range(100):  # the browser may say it after the page is there
        meant = [complaint for complaint in page.complaints if f"status of {status} " in complaint]
        if meant:
            break
        page.wait_for_timeout(50)
    assert len(meant) == 1, page.complaints
    page.complaints.remove(meant[0])


def complaint(message):
    return [f"{message.text} ({message.location['url']})"] if message.type == "error" else []
