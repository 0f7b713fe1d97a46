"""담기: one press on any pledge, from a page that is the same for everybody."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from members.loader import read_club, write_club
from pledges.catalogue.models import Pledge
from pledges.platforms.access import MOST_PLATFORMS
from pledges.platforms.models import Platform, PlatformPledge
from tests.conftest import EDITION_2022
from tests.platforms import holder
from workshops.loader import read_academy, write_academy

PAGE = "/pledges/2022/1-1/"

pytestmark = pytest.mark.usefixtures("edition_2022")


def test_press_on_a_cookieless_page_begins_a_platform():
    client = holder.browser()
    page = client.get(PAGE)
    assert not page.cookies
    assert "csrfmiddlewaretoken" not in page.text
    form = holder.Fields.of(page.text, "take")
    assert form["next"] == PAGE
    assert '<form id="take" method="post" action="/platform/take/">' in page.text
    assert 'name="pledge" value="2022-1-1"' in page.text
    response = client.post("/platform/take/", form | {"pledge": "2022-1-1"})
    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert holder.content(client).origin.pledge == "2022-1-1"
    assert "자치헌장 제정" in client.get(holder.desk(client)).text


@pytest.mark.parametrize("path", ["/pledges/", "/themes/2022/1/", "/pledges/?q=자치헌장"])
def test_lists_of_pledges_carry_the_press_too(client, path):
    page = client.get(path).text
    assert 'action="/platform/take/"' in page
    assert 'value="2022-1-1"' in page


def test_pledge_taken_is_shown_as_taken_and_in_the_tray():
    client = holder.browser()
    holder.take(client)
    page = client.get(PAGE).text
    assert holder.pledge_address(client) in page
    assert 'name="pledge" value="2022-1-1"' not in page
    assert "담은 공약 1개" in client.get("/guide/").text


def test_double_press_takes_it_once():
    client = holder.browser()
    assert [holder.take(client).status_code for _ in range(2)] == [302, 302]
    assert (Platform.objects.count(), PlatformPledge.objects.count()) == (1, 1)
    holder.take(client, "2022-1-2")
    assert len(holder.rows(client)) == 2


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_time_take_it_once():
    client = holder.browser()
    holder.take(client, "2022-1-2")
    cookie = client.cookies["platforms"].value

    def press(_):
        try:
            return holder.take(Client(headers={**holder.SAME_ORIGIN, "Cookie": f"platforms={cookie}"})).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(press, range(8))) == [302] * 8
    assert len(holder.rows(client)) == 2
    assert Platform.objects.count() == 1


def test_pledge_taken_out_and_taken_again_comes_back_as_it_was():
    client = holder.browser()
    holder.take(client)
    holder.take(client, "2022-1-2")
    address = holder.pledge_address(client)
    client.post(address, holder.pledge_form(client, address) | {"title": "고친 이름"})
    client.post(f"{address}remove/")
    assert [content.title for _, content in holder.held(client).contents(holder.rows(client))] != ["고친 이름"]
    assert len(holder.rows(client)) == 1
    holder.take(client)
    assert holder.content(client).title == "고친 이름"
    assert len(holder.rows(client)) == 2


def test_reader_who_presses_begins_a_platform_of_their_own():
    mine = holder.browser()
    holder.take(mine)
    reader = holder.reader_of(mine)
    holder.take(reader, "2022-1-2")
    assert len(holder.rows(mine)) == 1
    assert holder.key(reader) != holder.key(mine)
    assert holder.held(reader).may_edit
    assert holder.content(reader).origin.pledge == "2022-1-2"
    assert len(holder.secrets(reader)) == 2


def test_holder_who_looked_into_anothers_draft_goes_on_in_their_own():
    mine, theirs = holder.browser(), holder.browser()
    holder.take(mine)
    holder.take(theirs)
    own = holder.key(mine)
    holder.opened(holder.send_link(theirs), mine)
    holder.take(mine, "2022-1-2")
    assert Platform.objects.count() == 2
    assert holder.key(mine) == own
    assert len(holder.rows(mine)) == 2


@pytest.mark.parametrize("pledge", ["", "2022-99-99", "1", "2022-1-1 ", "\0", "2022-1-1\0", "가" * 5000, "' OR 1=1 --"])
def test_unknown_pledge_is_a_404_and_begins_nothing(pledge):
    client = holder.browser()
    response = holder.take(client, pledge)
    if pledge.replace("\0", "") != "2022-1-1":
        assert response.status_code == 404
        assert not Platform.objects.exists()
        assert "platforms" not in response.cookies


def test_pledge_not_yet_published_cannot_be_taken():
    Pledge.objects.get(key="2022-1-1").texts.all().delete()
    assert holder.take(holder.browser()).status_code == 404
    assert not Platform.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}, {"Origin": "https://example.org"}, {}],
)
def test_press_from_another_site_is_refused(headers):
    client = Client(headers=headers, enforce_csrf_checks=True)
    response = holder.take(client)
    assert response.status_code == 403
    assert "이 사이트의 화면에서 다시 눌러 주세요." in response.text
    assert not Platform.objects.exists()


def test_press_leads_to_no_other_site():
    response = holder.take(holder.browser(), next="https://example.org/")
    assert response["Location"] == "/platform/"


def test_public_page_is_private_with_a_platform_and_public_without():
    client, stranger = holder.browser(), Client()
    before = stranger.get(PAGE)
    holder.take(client, "2022-1-2")
    mine = client.get(PAGE)
    assert set(mine["Cache-Control"].split(", ")) == {"private", "max-age=0"}
    assert "Cookie" in mine["Vary"]
    assert mine["ETag"] != before["ETag"]
    after = stranger.get(PAGE)
    assert set(after["Cache-Control"].split(", ")) == {"public", "max-age=0", "s-maxage=60"}
    assert (after.content, after["ETag"]) == (before.content, before["ETag"])
    assert client.get(PAGE, headers={"If-None-Match": before["ETag"]}).status_code == 200
    assert stranger.get(PAGE, headers={"If-None-Match": mine["ETag"]}).status_code == 200


def test_public_page_is_another_after_every_change_of_the_tray():
    client = holder.browser()
    holder.take(client)
    tags = [client.get(PAGE)["ETag"]]

    def changed():
        tags.append(client.get(PAGE, headers={"If-None-Match": tags[-1]}).headers["ETag"])
        return len(set(tags)) == len(tags)

    assert client.get(PAGE, headers={"If-None-Match": tags[0]}).status_code == 304
    holder.take(client, "2022-1-2")
    assert changed()
    address, second = holder.pledge_address(client), holder.pledge_address(client, 1)
    client.post(address, holder.pledge_form(client, address) | {"title": "고친 이름"})
    assert changed()
    client.post(f"{second}move/", {"to": "up"})
    assert changed()
    client.post(f"{second}remove/")
    assert changed()
    client.post(f"{second}put-back/")
    assert changed()
    client.post(f"{holder.desk(client)}ways/leave/")
    assert changed()


@pytest.mark.parametrize(
    "path", ["/club/", "/club/apply/", "/club/members/", "/club/link/", "/events/", "/events/archive/2022/"]
)
def test_pages_of_the_club_and_of_events_lead_to_no_platform(path):
    """공직선거법 87조: nor do they tell a visitor how many pledges they have taken."""
    write_club(read_club(EDITION_2022)), write_academy(read_academy(EDITION_2022))
    client = holder.browser()
    holder.take(client)
    assert 'class="tally-n">1' in client.get("/about/").text
    page = client.get(path).text
    assert [word for word in ("/platform/", "내 공약", "tally-n") if word in page] == []


def test_page_of_a_visitor_says_nothing_of_anothers_platform():
    mine, theirs = holder.browser(), holder.browser()
    holder.take(mine)
    holder.take(theirs, "2022-1-2")
    assert holder.key(mine) not in theirs.get(PAGE).text
    assert 'name="pledge" value="2022-1-1"' in theirs.get(PAGE).text


def test_hundred_pledges_and_then_a_sentence():
    client = holder.browser()
    keys = list(Pledge.objects.filter(key__startswith="2022-").values_list("key", flat=True))
    for pledge in keys[:1]:
        holder.take(client, pledge)
    opened = holder.held(client)
    fill(opened, 99)
    response = holder.take(client, keys[1])
    assert response.status_code == 429
    assert "한 초안에는 공약을 100개까지 담습니다." in response.text
    assert len(holder.rows(client)) == 100
    own = client.post(f"{holder.desk(client)}own/", {"title": "하나 더"})
    assert own.status_code == 429
    assert len(holder.rows(client)) == 100
    assert holder.take(client, keys[0]).status_code == 302


def fill(opened, count):
    """So many pledges of one's own, without a request for each."""
    from pledges.platforms.content import PledgeContent
    from pledges.platforms.models import new_key

    rows = [PlatformPledge(key=new_key(), platform=opened.platform, position=2 + place) for place in range(count)]
    for row in rows:
        row.sealed = opened.seal_pledge(row.key, PledgeContent(title="내 공약", adapted=True))
    PlatformPledge.objects.bulk_create(rows)


@pytest.mark.parametrize("again", ["put back", "take"])
def test_hundred_stay_a_hundred_when_one_taken_out_comes_back(again):
    """More could be carried away but not brought back: the file's schema holds a hundred."""
    client = holder.browser()
    holder.take(client)
    address = holder.pledge_address(client)
    client.post(f"{address}remove/")
    fill(holder.held(client), 100)
    response = client.post(f"{address}put-back/") if again == "put back" else holder.take(client)
    assert len(holder.rows(client)) == 100
    assert response.status_code == 429
    assert "100개까지" in response.text


def test_own_pledge_begins_with_the_words_of_a_search_that_found_nothing():
    client = holder.browser()
    page = client.get("/pledges/?q=없는말입니다").text
    assert 'action="/platform/"' in page
    response = client.post("/platform/", {"title": "없는말입니다"})
    assert response.status_code == 200
    assert holder.Fields.of(response.text)["title"] == "없는말입니다"
    own = f"{holder.desk(client)}own/"
    assert f'action="{own}"' in response.text
    saved = client.post(own, {"title": "없는말입니다", "now": "2곳", "target": "5곳", "by": "2028년"})
    assert saved["Location"] == holder.pledge_address(client)
    kept = holder.content(client)
    assert (kept.title, kept.indicator.target, kept.deadline, kept.origin) == ("없는말입니다", "5곳", "2028년", None)


def test_own_pledge_needs_its_first_answer_only():
    client = holder.browser()
    client.post("/platform/")
    response = client.post(f"{holder.desk(client)}own/", {"title": "  ", "why": "그래도 이것은 남습니다"})
    assert response.status_code == 422
    assert "무엇을 할지 한 문장으로 적어 주세요." in response.text
    assert "그래도 이것은 남습니다" in response.text
    assert not holder.rows(client)


def test_platform_begins_with_the_place_that_was_chosen():
    client = holder.browser()
    client.cookies["visit"] = f"place={holder.COUNTY}"
    holder.take(client)
    assert holder.held(client).head.place == holder.COUNTY


def test_more_platforms_than_a_cookie_holds_are_refused_before_one_is_lost():
    """A key that falls out of the cookie without a word may have been the only one."""
    client = holder.browser()
    holder.take(client)
    first = holder.desk(client)
    answers = [client.post(f"{first}duplicate/").status_code for _ in range(MOST_PLATFORMS)]
    assert answers == [302] * (MOST_PLATFORMS - 1) + [429]
    assert client.get(first).status_code == 200
    assert Platform.objects.count() == len(holder.secrets(client)) == MOST_PLATFORMS


def test_link_of_somebody_else_pushes_no_draft_out():
    client, theirs = holder.browser(), holder.browser()
    holder.take(client)
    holder.take(theirs)
    secret = holder.send_link(theirs)
    first = holder.desk(client)
    for _ in range(MOST_PLATFORMS - 1):
        client.post(f"{first}duplicate/")
    response = client.post("/open/", {"secret": secret})
    assert response.status_code == 429
    assert f"{MOST_PLATFORMS}개까지" in response.text
    assert client.get(first).status_code == 200
