import datetime as dt

import pytest
from django.utils import timezone

from tests import factories

from .shelf import city, fill

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
TODAY = dt.date(2026, 11, 26)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *arguments: TODAY)


@pytest.fixture
def places(db):
    """A province with two cities alike and a large one, and a county that has gone over into another record."""
    province = factories.province(name="가람도", short_name="가람")
    ours, like, large = (
        factories.government(parent=province, name=f"가람도 {name}") for name in ("우리시", "닮은시", "큰시")
    )
    old = factories.government(
        parent=province, name="옛도 누리군", short_name="누리군", kind="군", valid_to=dt.date(2026, 6, 30)
    )
    new = factories.government(
        parent=province, name="가람도 누리군", short_name="누리군", kind="군", valid_from=dt.date(2026, 7, 1)
    )
    factories.succession(old, new)
    for place, people in ((ours, 100_000), (like, 150_000), (large, 900_000), (new, 30_000)):
        factories.population(place, people)
    return {"ours": ours, "like": like, "large": large, "old": old, "new": new, "province": province}


def choose(client, code, **fields):
    return client.post("/place/choose/", {"place": code, **fields}, headers=SAME_ORIGIN)


def test_place_is_chosen_and_named_everywhere(client, places):
    response = choose(client, places["ours"].code, next="/cases/?q=돌봄")
    assert (response.status_code, response["Location"]) == (302, "/cases/?q=%EB%8F%8C%EB%B4%84")
    page = client.get("/place/").text
    assert '<p class="chosen">가람도 우리시</p>' in page
    assert "인구 100,000명." in page
    assert "비슷한 곳이 1곳 있고" in page
    assert "<li>가람도 닮은시</li>" in page
    assert "<li>가람도 큰시</li>" not in page
    assert places["ours"].short_name in client.get("/guide/").text


def test_place_is_forgotten(client, places):
    choose(client, places["ours"].code)
    response = choose(client, "")
    assert response.cookies["visit"]["max-age"] == 0
    assert 'class="chosen"' not in client.get("/place/").text


@pytest.mark.parametrize("code", ["99999", "nonsense", "\x00", "'", "1" * 500, "９１０１０"])
def test_unknown_place_is_no_choice_and_forgets_the_last_one(client, places, code):
    choose(client, places["ours"].code)
    response = choose(client, code)
    assert response.status_code == 302
    assert response.cookies["visit"].value == ""


def test_place_that_is_no_more_cannot_be_chosen(client, places):
    choose(client, places["old"].code)
    assert client.cookies["visit"].value == ""
    assert "옛도" not in client.get("/place/").text


def test_cookie_of_before_a_reform_leads_to_the_record_of_today(client, places):
    client.cookies["visit"] = f"place={places['old'].code}"
    assert '<p class="chosen">가람도 누리군</p>' in client.get("/place/").text


@pytest.mark.parametrize("cookie", ["place=99999", "place=%00%00%00%00%00", "place=abcde"])
def test_cookie_of_no_place_chooses_none(client, places, cookie):
    client.cookies["visit"] = cookie
    response = client.get("/place/")
    assert response.status_code == 200
    assert 'class="chosen"' not in response.text


def test_case_of_the_old_record_counts_for_the_place_of_today(client, places):
    factories.case(places=[places["old"]])
    choose(client, places["new"].code)
    assert client.get("/place/").context["near_count"] == 1


def test_place_without_anyone_like_it_says_so(client, places):
    choose(client, places["large"].code)
    page = client.get("/place/").text
    assert "비슷한 곳의 사례는 책에 없습니다." in page


def test_province_can_be_chosen_too(client, places):
    factories.population(places["province"], 1_000_000)
    choose(client, places["province"].code)
    assert '<p class="chosen">가람도</p>' in client.get("/place/").text


@pytest.mark.parametrize(
    ("query", "found"),
    [("닮은", ["닮은시"]), ("우리 시", ["우리시"]), ("가람도", ["우리시", "닮은시", "큰시", "누리군"]), ("없는곳", [])],
)
def test_places_are_found_by_name(client, places, query, found):
    response = client.get("/place/", {"q": query, "next": "/guide/"})
    shown = [place.name.split()[-1] for _, basics in response.context["provinces"] for place in basics]
    assert shown == found
    assert 'name="next" value="/guide/"' in response.text
    assert ("맞는 곳이 없습니다" in response.text) is (not found)


def test_what_was_typed_for_a_place_runs_nothing(client, places):
    page = client.get("/place/", {"q": "<script>alert(1)</script>", "next": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


def test_places_of_today_are_all_there(client, edition_2022):
    provinces = client.get("/place/").context["provinces"]
    assert len(provinces) == 16
    names = [province.name for province, _ in provinces]
    assert "전남광주통합특별시" in names
    assert "전라남도" not in names
    assert sum(len(basics) for _, basics in provinces) == 227


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("query", "chosen", "queries"), [("", False, 2), ("?q=가람", False, 2), ("", True, 7)])
def test_places_ask_the_same_queries_for_any_number_of_them(
    client, django_assert_num_queries, *, size, query, chosen, queries
):
    fill(size)
    if chosen:
        client.cookies["visit"] = f"place={city().code}"
    with django_assert_num_queries(queries):
        client.get(f"/place/{query}")
