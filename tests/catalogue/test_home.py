import datetime as dt

import pytest
from django.utils import timezone

from tests import factories

from .shelf import fill


def on(monkeypatch, day):
    monkeypatch.setattr(timezone, "localdate", lambda *arguments: day)


def test_home_says_what_this_is_and_leads_to_a_pledge_in_one_action(client, edition_2022):
    page = client.get("/").text
    assert "공약을 쓰기 전에" in page
    assert "「2022 지방선거 HANDBOOK」" in page
    assert '<form class="big" role="search" action="/pledges/">' in page
    assert 'name="q" type="search"' in page
    assert '<a href="/pledges/2022/6-1/">지역사회 통합돌봄 실현</a>' in page
    assert '<a href="/themes/2022/12/">' in page
    assert page.count('<a href="/pledges/2022/') == 50


def test_home_shows_how_far_the_book_was_checked(client, edition_2022):
    response = client.get("/")
    assert response.context["totals"] == {
        "ordinance": 50,
        "programme": 41,
        "overseas": 4,
        "publication": 1,
        "all": 96,
    }
    assert response.context["checks"] == {"same": 18, "differs": 23, "undecided": 9, "all": 50}
    assert '<span class="num">23</span>\n  <a href="/cases/?check=differs">원문과 다름</a>' in response.text


def test_home_says_that_a_day_nobody_announced_is_expected(client, edition_2022, monkeypatch):
    on(monkeypatch, dt.date(2029, 12, 1))
    page = client.get("/").text
    assert "<b>2030. 6. 12.</b> (예정) 제10회 전국동시지방선거" in page
    assert "지금은 민선9기 임기이며 2030. 6. 30.에 끝납니다." in page
    assert "어디서 치르는지" not in page


def test_home_says_what_is_open_about_a_by_election(client, edition_2022, monkeypatch):
    on(monkeypatch, dt.date(2026, 11, 26))
    page = client.get("/").text
    assert "<b>2027. 4. 7.</b> (예정) 2027년 4월 재·보궐선거" in page
    assert "어디서 치르는지는 정해지지 않았습니다." in page


@pytest.mark.django_db
@pytest.mark.parametrize(("day", "shown"), [(dt.date(2026, 6, 3), True), (dt.date(2026, 6, 4), False)])
def test_election_day_itself_is_still_ahead(client, monkeypatch, day, shown):
    factories.election(status="set", day=dt.date(2026, 6, 3))
    on(monkeypatch, day)
    page = client.get("/").text
    assert ("2026. 6. 3." in page) is shown
    assert "(예정)" not in page


@pytest.mark.django_db
def test_home_counts_and_lists_what_is_published(client):
    factories.pledge(title="보이는 공약")
    factories.pledge(live=False).texts.create(version=1, title="안 보이는 초안")
    page = client.get("/").text
    assert "보이는 공약" in page
    assert "안 보이는 초안" not in page


@pytest.mark.django_db
def test_home_names_the_chosen_place(client):
    place = factories.government(name="가람도 누리시")
    client.cookies["visit"] = f"place={place.code}"
    assert "고른 곳: <b>가람도 누리시</b>" in client.get("/").text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/", "/pledges/", "/cases/", "/place/", "/guide/", "/about/", "/use/", "/open-data/", "/sitemap.xml"],
)
def test_site_without_any_edition_answers(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_home_asks_the_same_queries_for_any_number_of_pledges(client, django_assert_num_queries, size):
    fill(size)
    with django_assert_num_queries(7):
        client.get("/")
