"""What a browser holds: its own drafts are never pushed out, and nothing that somebody sent takes their place."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from pledges.platforms import access, actions, ways
from pledges.platforms.content import HeadContent, PledgeContent
from pledges.platforms.models import Link, Platform

pytestmark = pytest.mark.django_db


def browser(*secrets, mark="k"):
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    if secrets:
        client.cookies[access.COOKIE] = ".".join([mark, *secrets])
    return client


def cookie(client):
    return client.cookies[access.COOKIE].value


def begun(title="초안"):
    return actions.begin(HeadContent(title=title))


def test_opened_link_of_another_does_not_take_over_taking(edition_2022):
    mine, secret = begun()
    theirs, _ = begun()
    sent = ways.send_link(theirs, Link.Kind.EDIT, "", None)
    client = browser(secret)
    assert client.post("/open/", {"secret": sent}).headers["Location"] == f"/platform/{theirs.platform.key}/"
    client.post("/platform/take/", {"pledge": "2022-1-1"})
    assert (mine.platform.pledges.count(), theirs.platform.pledges.count()) == (1, 0)
    assert "다른 초안에 들어갑니다" in client.get(f"/platform/{theirs.platform.key}/").text
    client.post(f"/platform/{theirs.platform.key}/use/")
    client.post("/platform/take/", {"pledge": "2022-1-2"})
    assert (mine.platform.pledges.count(), theirs.platform.pledges.count()) == (1, 1)


def test_reader_in_front_leaves_taking_to_ones_own(edition_2022):
    mine, secret = begun()
    theirs, _ = begun()
    read = ways.send_link(theirs, Link.Kind.READ, "", None)
    browser(read, secret).post("/platform/take/", {"pledge": "2022-1-1"})
    assert mine.platform.pledges.count() == 1


def test_no_draft_is_pushed_out_of_the_browser():
    held, secret = begun()
    client = browser(secret)
    for _ in range(access.MOST_PLATFORMS - 1):
        assert client.post(f"/platform/{held.platform.key}/duplicate/").status_code == 302
    refused = client.post(f"/platform/{held.platform.key}/duplicate/")
    assert (refused.status_code, Platform.objects.count()) == (429, access.MOST_PLATFORMS)
    assert "초안을 12개까지 둡니다" in refused.text
    assert client.get(f"/platform/{held.platform.key}/").status_code == 200


def test_dead_and_doubled_secrets_take_no_room():
    held, secret = begun()
    dead = ways.send_link(held, Link.Kind.READ, "", None)
    ways.revoke(held, Link.objects.latest("pk"))
    card = ways.send_link(held, Link.Kind.EDIT, "", None, Link.Purpose.CARD)
    client = browser(dead, card, secret)
    client.get(f"/platform/{held.platform.key}/")
    assert cookie(client).split(".")[1:] == [card]


def test_key_lasts_from_every_look_at_the_desk_but_on_a_shared_computer():
    held, secret = begun()
    mine, shared = browser(secret), browser(secret, mark="s")
    for client in (mine, shared):
        client.get(f"/platform/{held.platform.key}/")
    assert mine.cookies[access.COOKIE]["max-age"] == access.COOKIE_AGE
    assert not shared.cookies[access.COOKIE]["max-age"]


def test_leaving_leaves_with_every_key_of_the_platform():
    held, secret = begun()
    card = ways.send_link(held, Link.Kind.EDIT, "", None, Link.Purpose.CARD)
    client = browser(card, secret)
    client.post(f"/platform/{held.platform.key}/ways/leave/")
    assert client.get(f"/platform/{held.platform.key}/").status_code == 404
    assert browser(card).get(f"/platform/{held.platform.key}/").status_code == 200
    assert browser(secret).get(f"/platform/{held.platform.key}/").status_code == 404


def test_closing_a_lost_telephone_keeps_the_device_that_closes_it():
    held, secret = begun()
    _, second = ways.redeem_code(ways.make_code(held))
    client = browser(second)
    client.post(f"/platform/{held.platform.key}/ways/{held.link.pk}/revoke/")
    assert client.get(f"/platform/{held.platform.key}/").status_code == 200
    assert browser(secret).get(f"/platform/{held.platform.key}/").status_code == 404


def test_what_a_guest_made_closes_with_the_guest():
    held, secret = begun()
    until = timezone.now() + dt.timedelta(days=7)
    guest = browser(ways.send_link(held, Link.Kind.EDIT, "보좌관", until))
    sent = Link.objects.latest("pk")
    page = guest.post(f"/platform/{held.platform.key}/ways/code/").text
    code = page.split('code num">')[1].split("<")[0]
    _, second = ways.redeem_code(code)
    made = Link.objects.latest("pk")
    assert (made.is_guest, made.expires_at) == (True, until)
    browser(secret).post(f"/platform/{held.platform.key}/ways/{sent.pk}/revoke/")
    assert browser(second).get(f"/platform/{held.platform.key}/").status_code == 404


@pytest.mark.parametrize("path", ["delete/", "ways/recovery/", "keep/"])
def test_guest_does_not_decide_about_the_whole(path):
    held, _ = begun()
    guest = browser(ways.send_link(held, Link.Kind.EDIT, "", None))
    answer = guest.post(f"/platform/{held.platform.key}/{path}", {"sure": "on", "mail": "a@example.kr", "keep": "on"})
    assert answer.status_code == 403
    platform = Platform.objects.get(key=held.platform.key)
    assert (platform.recovery_mail, platform.keeps_for_term) == ("", False)


def test_guest_closes_no_way_of_the_holder():
    held, secret = begun()
    guest = browser(ways.send_link(held, Link.Kind.EDIT, "", None))
    answer = guest.post(f"/platform/{held.platform.key}/ways/{held.link.pk}/revoke/")
    assert answer.status_code == 403
    assert browser(secret).get(f"/platform/{held.platform.key}/").status_code == 200


@pytest.mark.parametrize("path", ["history/", "check/", "ways/"])
def test_reader_sees_neither_history_nor_hints_nor_ways(path):
    held, _ = begun()
    reader = browser(ways.send_link(held, Link.Kind.READ, "", None))
    assert reader.get(f"/platform/{held.platform.key}/{path}").status_code == 403


def test_link_page_names_its_own_address_nowhere():
    held, _ = begun()
    secret = ways.send_link(held, Link.Kind.READ, "", None)
    answer = Client().get(f"/open/{secret}/")
    assert answer.text.count(secret) == 1
    assert f'name="secret" value="{secret}"' in answer.text
    assert answer.headers["Referrer-Policy"] == "strict-origin"


def test_error_page_of_a_holder_is_kept_nowhere_and_names_no_pledge():
    held, secret = begun()
    actions.add(held, PledgeContent(title="아무도 모르는 공약", adapted=True))
    client = browser(secret)
    for path in ("/nope/", f"/platform/{held.platform.key}/pledges/{'2' * 12}/"):
        answer = client.get(path)
        assert (answer.status_code, "아무도 모르는" in answer.text) == (404, False)
        assert "no-store" in answer.headers["Cache-Control"]


def test_too_large_a_body_is_answered_before_it_is_read(settings):
    answer = Client().post("/platform/import/", b"", content_type="text/plain", CONTENT_LENGTH=str(10**10))
    assert answer.status_code == 413
    assert "너무 큽니다" in answer.text


def test_save_of_the_same_text_twice_is_no_conflict(edition_2022):
    held, secret = begun()
    row = actions.add_own(held, PledgeContent(title="가", adapted=True))
    form = {"version": "1", "title": "나"}
    client, address = browser(secret), f"/platform/{held.platform.key}/pledges/{row.key}/"
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert client.post(address, form | {"title": "다"}).status_code == 409


def test_blank_filled_while_one_types_is_filled_anew_each_time():
    held, secret = begun()
    row = actions.add_own(held, PledgeContent(title="가", goal="{{지금 수}}곳을 {{지금 수}}곳으로", adapted=True))
    client, address = browser(secret), f"/platform/{held.platform.key}/pledges/{row.key}/"
    for version, typed in enumerate(("3", "30"), start=1):
        form = {"version": version, "title": "가", "goal": "[지금 수]곳을 [지금 수]곳으로", "blank-지금 수": typed}
        assert client.post(address, form, headers={"X-Autosave": "1"}).json()["version"] == version + 1
    row.refresh_from_db()
    assert held.content(row).goal == "30곳을 30곳으로"


def test_money_survives_another_term_chosen_in_another_window(edition_2022):
    held, secret = begun()
    row = actions.add_own(held, PledgeContent(title="가", adapted=True))
    actions.save_head(held, 1, HeadContent(election="local-10"))
    client, address = browser(secret), f"/platform/{held.platform.key}/pledges/{row.key}/"
    client.post(address, {"version": "1", "title": "가", "amount-2027-own": "3억"})
    row.refresh_from_db()
    assert [(amount.year, amount.won) for amount in held.content(row).amounts] == [(2027, 300_000_000)]


def test_restoring_twice_in_ten_minutes_loses_nothing():
    held, secret = begun()
    row = actions.add_own(held, PledgeContent(title="가", adapted=True))
    for version, title in enumerate("나다", start=1):
        actions.save_pledge(held, row.key, version, PledgeContent(title=title, adapted=True))
    first = held.platform.revisions.get()
    browser(secret).post(f"/platform/{held.platform.key}/history/{first.pk}/restore/", {"version": "3"})
    titles = {held.earlier(revision).title for revision in held.platform.revisions.all()}
    assert titles == {"가", "다"}


def test_link_by_mail_used_up_a_moment_ago_says_so(monkeypatch):
    held, _ = begun()
    ways.keep_recovery(held, "a@example.kr")
    (secret,) = ways.recover("a@example.kr")

    def used_up(opened, secret):
        raise ways.WrongCode

    monkeypatch.setattr(ways, "settle", used_up)
    answer = browser().post("/open/", {"secret": secret})
    assert answer.status_code == 404
    assert "열 수 없습니다" in answer.text


def test_history_speaks_as_the_place_does_and_names_what_was_as_taken(edition_2022):
    held, secret = actions.begin(HeadContent(office="basic_head", place="52770"))
    client = browser(secret)
    client.post("/platform/take/", {"pledge": "2022-1-1"})
    row = held.platform.pledges.get()
    actions.save_pledge(held, row.key, 1, PledgeContent(title="{{주민}}의 헌장", adapted=True))
    actions.save_pledge(held, row.key, 2, PledgeContent(title="다른 이름", adapted=True), keep=True)
    page = client.get(f"/platform/{held.platform.key}/history/").text
    assert "군민의 헌장" in page
    assert "{{" not in page
    assert "자료에서 담은 그대로였습니다" in page


def test_pledge_just_taken_out_can_be_put_back_at_once():
    held, secret = begun()
    row = actions.add_own(held, PledgeContent(title="가", adapted=True))
    client = browser(secret)
    page = client.post(f"/platform/{held.platform.key}/pledges/{row.key}/remove/", follow=True).text
    assert "공약을 뺐습니다: 가" in page
    assert f"/pledges/{row.key}/put-back/" in page.split("공약을 뺐습니다")[0]
