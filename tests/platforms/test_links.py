"""Links: opened by a button, never by a look; what each lets its holder do; how they end."""

import datetime as dt

import pytest
from django.apps import apps
from django.core import serializers
from django.utils import timezone

from handbook import sealing
from pledges.platforms import ways
from pledges.platforms.models import FileJob, Link
from pledges.platforms.urls import urlpatterns
from tests.platforms import holder

TITLE = "비밀스러운 제목"
LOOKERS = {
    "scraper of KakaoTalk": {"User-Agent": "kakaotalk-scrap/1.0; +https://devtalk.kakao.com/"},
    "facebookexternalhit": {"User-Agent": "facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/"},
    "SafeLinks": {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) SafeLinks", "X-Ms-Exchange": "1"},
    "prefetch": {"Purpose": "prefetch", "Sec-Purpose": "prefetch;prerender", "Sec-Fetch-Site": "same-origin"},
    "plain": {},
}

pytestmark = pytest.mark.usefixtures("edition_2022")


@pytest.fixture
def client():
    client = holder.browser()
    holder.take(client)
    holder.settle(client, title=TITLE)
    return client


def everything():
    """Every row of every table of platforms."""
    models = apps.get_app_config("platforms").get_models()
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in models]


def link_of(secret):
    return Link.objects.get(digest=sealing.digest(secret))


# Looking.


@pytest.mark.parametrize("looker", LOOKERS)
@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("kind", ["read", "edit", "unknown", "revoked", "expired"])
def test_look_at_a_link_learns_and_changes_nothing(client, looker, method, kind):
    secret = (
        sealing.new_secret() if kind == "unknown" else holder.send_link(client, "edit" if kind == "edit" else "read")
    )
    if kind == "revoked":
        ways.revoke(holder.held(client), link_of(secret))
    if kind == "expired":
        Link.objects.filter(digest=sealing.digest(secret)).update(expires_at=timezone.now())
    before = everything()
    response = getattr(holder.scanner(**LOOKERS[looker]), method)(f"/open/{secret}/")
    assert response.status_code == 200
    assert not response.cookies
    assert everything() == before
    if method == "get":
        unknown = holder.scanner().get(f"/open/{'x' * 22}/").text
        assert response.text.replace(secret, "x" * 22) == unknown


def test_page_behind_a_link_has_one_neutral_title_and_no_content(client):
    secret = holder.send_link(client)
    page = holder.scanner().get(f"/open/{secret}/").text
    assert "<title>초안 열기 | 공약 핸드북</title>" in page
    assert '<meta property="og:title" content="공약 핸드북">' in page
    assert TITLE not in page
    assert holder.key(client) not in page
    assert "자치헌장" not in page
    assert page.count("<h1>") == 1


def test_page_behind_a_link_names_no_address_for_previews_that_holds_the_secret(client):
    """Messengers keep canonical and og:url of what they fetch."""
    secret = holder.send_link(client)
    page = holder.scanner().get(f"/open/{secret}/").text
    head = page.split("</head>")[0]
    assert secret not in head


def test_look_at_any_address_around_platforms_changes_nothing(client):
    holder.send_link(client)
    before = everything()
    for address in addresses(client):
        holder.scanner().get(address)
        client.head(address)
        client.get(address)
    assert everything() == before


def test_press_on_the_button_opens(client):
    secret = holder.send_link(client)
    visitor = holder.browser()
    form = holder.Fields.of(visitor.get(f"/open/{secret}/").text)
    response = visitor.post("/open/", {"secret": form["secret"]})
    assert (response.status_code, response["Location"]) == (302, holder.desk(client))
    assert TITLE in visitor.get(response["Location"]).text
    assert secret not in visitor.get(response["Location"]).text


def test_press_from_another_site_opens_nothing(client):
    secret = holder.send_link(client)
    stranger = holder.scanner(**{"Sec-Fetch-Site": "cross-site"})
    response = stranger.post("/open/", {"secret": secret})
    assert response.status_code == 403
    assert not response.cookies


def test_key_in_the_address_opens_nothing(client):
    desk = holder.desk(client)
    for address in (desk, f"{desk}ways/", f"{desk}carry/", holder.pledge_address(client)):
        response = holder.browser().get(address)
        assert response.status_code == 404
        assert "이 기기에서는 열 수 없습니다" in response.text
        assert TITLE not in response.text
    page = holder.browser().get(f"/open/{holder.key(client)}/").text
    assert TITLE not in page
    assert holder.browser().post("/open/", {"secret": holder.key(client)}).status_code == 404


# What a reader may do.


def addresses(client):
    """An address for every page of a platform, with the keys of what stands in it."""
    opened = holder.held(client)
    job = opened.platform.files.values_list("pk", flat=True).first() or "2" * 12
    revision = opened.platform.revisions.values_list("pk", flat=True).first() or 1
    values = {
        "<key:key>": opened.platform.key,
        "<key:pledge>": holder.rows(client)[0].key,
        "<key:job>": job,
        "<int:revision>": revision,
        "<int:link>": opened.platform.links.first().pk,
        "<str:secret>": "x" * 22,
    }
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        for name, value in values.items():
            route = route.replace(name, str(value))
        yield f"/{route}"


FORMS = [
    {},
    {
        **{"version": "1", "title": "남의 글", "keep": "on", "kind": "edit", "name": "나", "days": "0", "sure": "on"},
        **{"mail": "thief@example.org", "order": "x", "seen": "x", "to": "up", "answer-0": "남의 답", "office": ""},
        **{"profile": "draft", "format": "nonsense", "shared": "on"},
    },
]


@pytest.mark.parametrize("form", FORMS, ids=["empty", "full"])
def test_reader_changes_nothing_by_any_post(client, form):
    address = holder.pledge_address(client)
    client.post(address, holder.pledge_form(client, address) | {"why": "까닭"})
    holder.take(client, "2022-1-2")
    key = holder.key(client)
    secret = holder.send_link(client)
    before = everything()
    answers = {}
    for path in (path for path in addresses(client) if f"/{key}/" in path and not path.endswith("/duplicate/")):
        answers[path] = holder.opened(secret).post(path, form).status_code
        assert everything() == before, path
    ends = {path.split("/", 3)[3]: status for path, status in answers.items() if status not in {403, 405}}
    # What concerns only the reader's own browser, and a file that could not be made of such a form.
    assert ends.items() <= {"use/": 302, "ways/shared/": 302, "ways/leave/": 200, "files/make/": 422}.items()
    assert list(answers.values()).count(403) >= 17


def test_reader_is_told_so_and_shown_no_way_to_write(client):
    reader = holder.reader_of(client)
    assert "읽기만 할 수 있는 링크로 열었습니다." in reader.get(holder.desk(client)).text
    page = reader.get(holder.pledge_address(client)).text
    assert "<textarea" not in page
    assert "자치헌장" in page
    response = reader.post(f"{holder.pledge_address(client)}remove/")
    assert response.status_code == 403
    assert "이 링크로는 읽기만 할 수 있습니다." in response.text


@pytest.mark.parametrize("page", ["head/", "own/", "questions/", "ways/", "delete/"])
def test_pages_for_editing_are_closed_to_a_reader(client, page):
    assert holder.reader_of(client).get(holder.desk(client) + page).status_code == 403


def test_reader_does_not_learn_the_names_of_links(client):
    """They are the holder's own notes: 나만 보는 이름입니다."""
    aide = holder.opened(holder.send_link(client, "edit", "김보좌관"))
    for browser, why in ((aide, "하나"), (client, "둘")):
        address = holder.pledge_address(browser)
        browser.post(address, holder.pledge_form(browser, address) | {"why": why})
    assert "김보좌관" in client.get(f"{holder.desk(client)}history/").text
    reader = holder.reader_of(client)
    for address in addresses(client):
        assert "김보좌관" not in reader.get(address).text, address


def test_reader_sees_no_check(client):
    """Hints are for the holder's eyes only; beside a pledge a reader is shown none."""
    reader, address = holder.reader_of(client), holder.pledge_address(client)
    assert "자동 점검은 참고용입니다. 나만 봅니다." in client.get(address).text
    assert "자동 점검" not in reader.get(address).text
    check = f"{holder.desk(client)}check/"
    assert client.get(check).status_code == 200
    assert reader.get(check).status_code == 403
    assert check not in reader.get(holder.desk(client)).text


def test_reader_may_carry_away_but_keeps_nothing_of_a_person(client, monkeypatch):
    monkeypatch.setattr("pledges.platforms.files.run_in_background", lambda *arguments: None)
    reader = holder.reader_of(client)
    form = {"profile": "draft", "format": "pdf", "name": "남의 이름", "keep_person": "on", "accent": "teal"}
    response = reader.post(f"{holder.desk(client)}files/make/", form)
    assert response.status_code == 302
    assert FileJob.objects.count() == 1
    opened = holder.held(client)
    assert (opened.platform.sealed_person, opened.head.accent) == (None, "ink")


def test_edit_link_opened_beside_a_read_link_may_edit(client):
    reader = holder.reader_of(client)
    holder.opened(holder.send_link(client, "edit"), reader)
    holder.opened(holder.send_link(client, "read"), reader)
    assert holder.held(reader).may_edit


# How links end.


def test_revoked_link_is_closed_also_on_the_device_that_opened_it(client):
    secret = holder.send_link(client, "edit")
    aide = holder.opened(secret)
    assert aide.get(holder.desk(client)).status_code == 200
    client.post(f"{holder.desk(client)}ways/{link_of(secret).pk}/revoke/")
    assert aide.get(holder.desk(client)).status_code == 404
    assert aide.post(f"{holder.pledge_address(client)}remove/").status_code == 404
    assert len(holder.rows(client)) == 1
    again = holder.browser().post("/open/", {"secret": secret})
    assert again.status_code == 404
    assert "이 링크는 닫혔습니다." in again.text
    assert client.get(holder.desk(client)).status_code == 200


def test_link_ends_at_its_time(client, monkeypatch):
    secret = holder.send_link(client, days="7")
    reader = holder.opened(secret)
    end = link_of(secret).expires_at
    assert dt.timedelta(days=7) - (end - timezone.now()) < dt.timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: end - dt.timedelta(seconds=1))
    assert reader.get(holder.desk(client)).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: end)
    assert reader.get(holder.desk(client)).status_code == 404
    again = holder.browser().post("/open/", {"secret": secret})
    assert again.status_code == 404
    assert "이 링크는 기한이 지났습니다." in again.text


def test_link_without_an_end_has_none(client):
    assert link_of(holder.send_link(client, days="0")).expires_at is None


@pytest.mark.parametrize(
    "secret", ["", "x" * 22, "x" * 21, "x" * 23, "../../admin/", "가" * 22, "x" * 21 + "\0", "x" * 5000]
)
def test_unknown_secret_opens_nothing(secret):
    client = holder.browser()
    response = client.post("/open/", {"secret": secret})
    assert response.status_code == 404
    assert "이 기기에서는 열 수 없습니다" in response.text
    assert not response.cookies


def test_only_a_holders_own_links_can_be_closed(client):
    theirs = holder.browser()
    holder.take(theirs)
    link = holder.held(theirs).link
    assert client.post(f"{holder.desk(client)}ways/{link.pk}/revoke/").status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None


def test_links_end_at_their_number_with_a_sentence(client, monkeypatch):
    monkeypatch.setattr(ways, "MOST_LINKS", 2)
    holder.send_link(client)
    response = client.post(f"{holder.desk(client)}ways/send/", {"kind": "read", "days": "7"})
    assert response.status_code == 429
    assert "링크는 2개까지 만듭니다." in response.text


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "owner", "days": "7"},
        {"kind": "read", "days": "9999"},
        {"kind": "read", "days": "7", "name": "가" * 51},
    ],
)
def test_link_that_is_not_offered_is_not_made(client, form):
    before = Link.objects.count()
    assert client.post(f"{holder.desk(client)}ways/send/", form).status_code == 422
    assert Link.objects.count() == before


def test_read_link_is_what_is_offered_first(client):
    page = client.get(f"{holder.desk(client)}ways/").text
    form = page[page.index("ways/send/") :].split("</form>")[0]
    assert holder.Fields.of(form)["kind"] == "read"


# The cookie.


@pytest.mark.parametrize("https", [True, False])
def test_cookie_is_for_this_site_and_no_script(client, settings, https):
    settings.HTTPS = https
    visitor = holder.browser()
    visitor.post("/open/", {"secret": holder.send_link(client)})
    morsel = visitor.cookies["platforms"]
    assert morsel["httponly"] is True
    assert morsel["samesite"] == "Lax"
    assert bool(morsel["secure"]) == https
    assert morsel["path"] == "/"
    assert not morsel["domain"]
    assert morsel["max-age"] == 400 * 24 * 3600


def test_shared_computer_forgets_when_the_browser_is_closed(client):
    address = f"{holder.desk(client)}ways/shared/"
    client.post(address, {"shared": "on"})
    assert client.cookies["platforms"]["max-age"] == ""
    assert client.cookies["platforms"]["expires"] == ""
    client.post(f"{holder.desk(client)}duplicate/")
    assert client.cookies["platforms"]["max-age"] == ""
    client.post(address, {"shared": "off"})
    assert client.cookies["platforms"]["max-age"] == 400 * 24 * 3600
    assert client.get(holder.desk(client)).status_code == 200


def test_leaving_ends_the_devices_own_link_and_its_cookie(client):
    desk, link = holder.desk(client), holder.held(client).link
    cookie = client.cookies["platforms"].value
    response = client.post(f"{desk}ways/leave/")
    assert response["Clear-Site-Data"] == '"storage"'
    assert not client.cookies["platforms"].value
    link.refresh_from_db()
    assert link.revoked_at is not None
    again = holder.browser()
    again.cookies["platforms"] = cookie
    assert again.get(desk).status_code == 404


def test_leaving_does_not_end_a_link_that_others_use(client):
    secret = holder.send_link(client)
    first, second = holder.opened(secret), holder.opened(secret)
    holder.opened(holder.send_link(client, "edit"), first)
    edit = holder.opened(holder.send_link(client, "edit"))
    assert edit.post(f"{holder.desk(client)}ways/leave/").status_code == 200
    assert second.get(holder.desk(client)).status_code == 200


def test_reader_can_leave_a_device_too(client):
    """On a computer that many use a reader has to get out as well."""
    reader = holder.reader_of(client)
    response = reader.post(f"{holder.desk(client)}ways/leave/")
    assert response.status_code == 200
    assert reader.get(holder.desk(client)).status_code == 404


def test_reader_can_say_that_many_use_the_computer(client):
    reader = holder.reader_of(client)
    assert reader.post(f"{holder.desk(client)}ways/shared/", {"shared": "on"}).status_code == 302
    assert reader.cookies["platforms"]["max-age"] == ""


def test_draft_that_may_only_be_read_can_be_chosen_among_others(client):
    theirs = holder.browser()
    holder.take(theirs)
    own = holder.desk(client)
    other = holder.desk(theirs)
    holder.opened(holder.send_link(theirs), client)
    assert client.post(f"{own}use/").status_code == 302
    assert f'action="{other}use/"' in client.get(own).text
    response = client.post(f"{other}use/")
    assert (response.status_code, response["Location"]) == (302, other)
    assert client.get(other).status_code == 200


def test_reader_may_copy_and_the_copy_is_theirs(client):
    reader, before = holder.reader_of(client), holder.content(client)
    assert reader.post(f"{holder.desk(client)}duplicate/").status_code == 302
    assert holder.key(reader) != holder.key(client)
    assert holder.held(reader).is_owner
    assert holder.content(reader) == holder.content(client) == before


def test_guest_who_writes_does_not_delete_recover_or_close_the_ways_of_others(client):
    guest, own = holder.opened(holder.send_link(client, "edit")), holder.held(client).link.pk
    desk = holder.desk(client)
    assert guest.post(f"{desk}delete/", {"sure": "on"}).status_code == 403
    assert guest.post(f"{desk}ways/recovery/", {"mail": "thief@example.org"}).status_code == 403
    assert guest.post(f"{desk}keep/", {"keep": "on"}).status_code == 403
    assert guest.post(f"{desk}ways/{own}/revoke/").status_code == 403
    assert client.get(desk).status_code == 200
    assert holder.held(client).platform.recovery_mail == ""


@pytest.mark.parametrize("way", ["link", "code"])
def test_revoking_closes_all_that_was_made_through_the_link(client, way):
    secret = holder.send_link(client, "edit")
    guest = holder.opened(secret)
    if way == "link":
        second = holder.opened(holder.send_link(guest, "edit", days="0"))
    else:
        second = holder.browser()
        second.post("/platform/code/", {"code": holder.new_code(guest)})
    assert second.get(holder.desk(client)).status_code == 200
    assert link_of(holder.secrets(second)[0]).expires_at == link_of(secret).expires_at
    client.post(f"{holder.desk(client)}ways/{link_of(secret).pk}/revoke/")
    assert second.get(holder.desk(client)).status_code == 404


def test_leaving_a_platform_opened_by_two_links_leaves_it(client):
    """A read and an edit link to one draft may stand in one cookie: no key of it may stay."""
    visitor = holder.reader_of(client)
    holder.opened(holder.send_link(client, "edit"), visitor)
    visitor.post(f"{holder.desk(client)}ways/leave/")
    assert visitor.get(holder.desk(client)).status_code == 404


@pytest.mark.parametrize(
    "value",
    [
        "",
        "k",
        "k.",
        "s.x.y",
        "." * 300,
        "k." + "x" * 22,
        "k." + "x" * 5000,
        "가.나".encode().decode("latin-1"),
        '"',
        "k.\0",
    ],
)
def test_cookie_of_nonsense_is_no_cookie(value):
    visitor = holder.browser(Cookie=f"platforms={value}")
    assert visitor.get("/platform/").status_code == 200
    assert visitor.get("/pledges/2022/1-1/").status_code == 200
