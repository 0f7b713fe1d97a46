import re

import pytest

from pledges.catalogue.models import Case
from tests import factories

from .shelf import city, fill

TILE = re.compile(r'<a href="\?province=(\d+)"[^>]*aria-label="([^"]+), 사례 (\d+)개"')


def names(response):
    return [case.name for case in response.context["page"]]


def test_cases_are_all_there_with_their_stamps(client, edition_2022):
    first, second = client.get("/cases/"), client.get("/cases/?page=2")
    assert '참고사례 <span class="num">96</span>개' in first.text
    assert (len(names(first)), len(names(second))) == (50, 46)
    assert "서울특별시 자치헌장 조례" in first.text
    assert 'href="/pledges/2022/1-1/#case-1"' in first.text
    assert 'class="stamp is-differs"' in first.text


def test_map_and_its_table_say_the_same(client, edition_2022):
    page = client.get("/cases/").text
    tiles = {name: (code, int(count)) for code, name, count in TILE.findall(page)}
    table = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="n">(\d+)</td>', page))
    assert len(tiles) == 16
    assert {name: count for name, (_, count) in tiles.items()} == {name: int(count) for name, count in table.items()}
    for code, count in tiles.values():
        assert client.get("/cases/", {"province": code}).context["page"].paginator.count == count
    assert tiles["전남광주통합특별시"] == ("12000", 12)
    assert "전라남도" not in tiles


@pytest.mark.django_db
def test_map_marks_the_chosen_province_and_keeps_the_other_choices(client):
    factories.case(places=[factories.government()])
    page = client.get("/cases/", {"province": "91000", "kind": "programme", "page": "1"}).text
    assert 'href="?province=91000&amp;kind=programme" aria-current="true"' in page
    assert "시·도: 가람도" in page


@pytest.mark.django_db
def test_cases_are_found_marked_and_counted(client):
    factories.case(name="어르신 돌봄 센터")
    factories.case(name="마을 학교", did="돌봄도 합니다.")
    factories.case(name="에너지")
    response = client.get("/cases/", {"q": "돌봄"})
    assert names(response) == ["어르신 돌봄 센터", "마을 학교"]
    assert "어르신 <mark>돌봄</mark> 센터" in response.text


@pytest.mark.django_db
def test_case_names_its_pledge_as_visitors_see_it(client):
    pledge = factories.pledge(title="옛 이름")
    factories.pledge_text(pledge, title="새 이름")
    factories.case(pledge)
    page = client.get("/cases/").text
    assert "새 이름" in page
    assert "옛 이름" not in page


@pytest.fixture
def near(db):
    """Cases of a chosen city, of one like it and of one far larger, in the book's order the other way round."""
    province = factories.province()
    own, like, large, lonely = (
        factories.government(parent=province, name=name) for name in ("우리시", "닮은시", "큰시", "외딴시")
    )
    for place, people in ((own, 100_000), (like, 199_000), (large, 900_000), (lonely, 10_000)):
        factories.population(place, people)
    for place in (large, like, own):
        factories.case(name=f"{place.name} 사례", places=[place])
    return {place.name: place for place in (own, like, large, lonely)}


def test_cases_of_like_places_come_first(client, near):
    assert names(client.get("/cases/")) == ["큰시 사례", "닮은시 사례", "우리시 사례"]
    client.cookies["visit"] = f"place={near['우리시'].code}"
    response = client.get("/cases/")
    assert names(response) == ["닮은시 사례", "우리시 사례", "큰시 사례"]
    assert "우리시 또는 비슷한 곳의 사례 2개를 먼저 놓았습니다." in response.text


def test_where_no_like_place_has_a_case_the_page_says_so(client, near):
    client.cookies["visit"] = f"place={near['외딴시'].code}"
    response = client.get("/cases/")
    assert "외딴시 또는 비슷한 곳의 사례가 없습니다." in response.text
    assert names(response) == ["큰시 사례", "닮은시 사례", "우리시 사례"]


def test_choices_may_leave_no_case_of_a_like_place(client, near):
    client.cookies["visit"] = f"place={near['우리시'].code}"
    response = client.get("/cases/", {"q": "큰시"})
    assert "우리시 또는 비슷한 곳의 사례가 없습니다." in response.text
    assert names(response) == ["큰시 사례"]


def test_fragment_carries_the_map_along(client, near):
    page = client.get("/cases/", headers={"HX-Request": "true"}).text
    assert "<html" not in page
    assert 'id="map" hx-swap-oob="true"' in page
    assert 'id="field-province" hx-swap-oob="true"' in page


@pytest.mark.django_db
def test_texts_of_a_case_run_nothing(client):
    factories.case(name="<b>돌봄</b>", place="<i>곳</i>")
    page = client.get("/cases/", {"q": "돌봄"}).text
    assert "&lt;b&gt;<mark>돌봄</mark>&lt;/b&gt;" in page
    assert "<i>곳</i>" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(
    ("query", "chosen", "queries"),
    [
        ("", False, 19),
        ("?q=돌봄", False, 21),
        ("?q=돌봄&check=differs&province=91000&kind=ordinance", False, 34),
        ("", True, 24),
    ],
)
def test_cases_ask_the_same_queries_for_any_number_of_them(
    client, django_assert_num_queries, *, size, query, chosen, queries
):
    fill(size)
    if chosen:
        client.cookies["visit"] = f"place={city().code}"
    with django_assert_num_queries(queries):
        response = client.get(f"/cases/{query}")
    assert len(response.context["page"]) == Case.objects.count() == size**3
