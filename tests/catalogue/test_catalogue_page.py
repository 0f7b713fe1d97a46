import pytest

from pledges.catalogue.models import MissedWord, Synonym
from tests import factories

from .shelf import city, fill

TYPING = {"HX-Request": "true", "HX-Trigger": "q"}
PRESSED = {"HX-Request": "true"}


def labels(response):
    return [text.pledge.label for text in response.context["page"]]


def found(client, query):
    return labels(client.get("/pledges/", {"q": query}))


def test_catalogue_has_every_pledge_under_its_theme(client, edition_2022):
    response = client.get("/pledges/")
    assert response.text.count('class="group"') == 12
    assert '공약 <span class="num">50</span>개' in response.text
    assert labels(response)[:3] == ["1-1", "1-2", "1-3"]
    assert "<mark>" not in response.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("돌봄", ["6-1", "6-5", "6-2", "6-3", "6-4", "9-2", "10-2"]),
        ("통합 돌봄", ["6-1"]),
        ("통합돌봄을", ["6-1"]),
        ("ㅊㄴ", ["11-1", "11-2", "11-3"]),
        ("전라남도", ["1-2", "4-3", "5-4", "7-1", "10-3", "11-2", "12-2"]),
        (
            "전남광주",
            ["1-2", "2-3", "2-4", "4-3", "5-4", "7-1", "9-1", "9-2", "10-1", "10-3", "11-2", "12-2"],
        ),
        ("상가 내몰림", ["5-4"]),
        ("젠트리피케이션", ["5-4"]),
        ("골목상권이", ["3-5"]),
        ("섬", ["4-2"]),
        ("!?", []),
        ("드론택시", []),
    ],
)
def test_edition_is_found_by_what_people_type(client, edition_2022, query, expected):
    assert found(client, query) == expected


def test_synonym_that_staff_write_down_finds_at_once(client, edition_2022):
    assert found(client, "콜버스") == []
    tag = client.get("/pledges/", {"q": "콜버스"})["ETag"]
    Synonym.objects.create(term="콜 버스", meanings="이동권, 교통약자")
    response = client.get("/pledges/", {"q": "콜버스"}, headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert labels(response) == ["10-3"]
    assert "장애인 <mark>이동권</mark> 실질적 보장" in response.text
    assert found(client, "콜 버스를") == found(client, "콜 버스") == ["10-3"]


def test_hits_are_marked_in_titles_and_in_the_cases_that_have_them(client, edition_2022):
    page = client.get("/pledges/", {"q": "통합돌봄"}).text
    assert "지역사회 <mark>통합돌봄</mark> 실현" in page
    assert "노인 지역사회 <mark>통합돌봄</mark> 지원에 관한 조례" in page
    assert 'value="통합돌봄"' in page


@pytest.mark.django_db
def test_nothing_a_person_typed_runs(client):
    factories.pledge(title="<b>돌봄</b>")
    page = client.get("/pledges/", {"q": "돌봄 <script>alert(1)</script>"}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;<mark>돌봄</mark>&lt;/b&gt;" in client.get("/pledges/", {"q": "돌봄"}).text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/pledges/", "/cases/"])
def test_search_that_finds_nothing_offers_ways_on(client, path):
    factories.case(factories.pledge(title="돌봄"))
    page = client.get(path, {"q": "드론택시"}).text
    assert "‘드론택시’에 맞는 것을 찾지 못했습니다." in page
    assert '<a href="/guide/">' in page
    other = "/cases/" if path == "/pledges/" else "/pledges/"
    assert f'<a href="{other}?q=%EB%93%9C%EB%A1%A0%ED%83%9D%EC%8B%9C">' in page


@pytest.mark.django_db
def test_choices_that_leave_nothing_say_so(client):
    factories.pledge(title="돌봄")
    assert "고른 조건에 모두 맞는 것이 없습니다." in client.get("/pledges/", {"office": "education_head"}).text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/pledges/", "/cases/"])
def test_word_that_finds_nothing_is_counted_once_a_search(client, path):
    client.get(path, {"q": "드론 택시"})
    assert list(MissedWord.objects.values_list("word", "times")) == [("드론택시", 1)]
    client.get(path, {"q": "드론택시"}, headers=PRESSED)
    assert list(MissedWord.objects.values_list("word", "times")) == [("드론택시", 2)]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/pledges/", "/cases/"])
def test_word_is_not_counted_while_it_is_typed(client, path):
    for typed in ("드론", "드론택", "드론택시"):
        assert client.get(path, {"q": typed}, headers=TYPING).status_code == 200
    assert not MissedWord.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/pledges/", "/cases/"])
@pytest.mark.parametrize("query", ["돌봄", "", "!?", "가" * 40, "가" * 200])
def test_word_that_is_found_or_no_word_is_not_counted(client, path, query):
    factories.case(factories.pledge(title="돌봄"), name="돌봄")
    client.get(path, {"q": query})
    assert not MissedWord.objects.exists()


@pytest.mark.django_db
def test_page_that_is_kept_counts_nothing_again(client):
    first = client.get("/pledges/", {"q": "드론택시"})
    client.get("/pledges/", {"q": "드론택시"}, headers={"If-None-Match": first["ETag"]})
    assert MissedWord.objects.get().times == 1


@pytest.mark.django_db
def test_choices_stand_as_links_that_take_them_away(client):
    factories.facet(factories.pledge(title="돌봄").texts.get(), "office", "basic_head")
    page = client.get("/pledges/", {"q": "돌봄", "office": "basic_head", "page": "1"}).text
    assert '<a href="?office=basic_head">' in page
    assert '<a href="?q=%EB%8F%8C%EB%B4%84">' in page
    assert "내가 나설 자리: 시장·군수·구청장" in page


@pytest.mark.django_db
def test_fragment_is_the_list_with_its_choices(client):
    factories.pledge(title="돌봄")
    page = client.get("/pledges/", {"q": "돌봄"}, headers=PRESSED).text
    assert "<html" not in page
    assert '공약 <span class="num">1</span>개' in page
    assert 'id="field-office" hx-swap-oob="true"' in page
    assert 'id="q"' not in page


@pytest.mark.django_db
def test_long_catalogue_has_pages_that_keep_the_search(client):
    theme = factories.theme()
    for number in range(51):
        factories.pledge(theme, title=f"돌봄 {number}")
    first, second = (client.get("/pledges/", {"q": "돌봄", "page": page}) for page in (1, 2))
    assert (len(first.context["page"]), len(second.context["page"])) == (50, 1)
    assert 'rel="next" href="?q=%EB%8F%8C%EB%B4%84&amp;page=2"' in first.text
    assert 'rel="prev" href="?q=%EB%8F%8C%EB%B4%84&amp;page=1"' in second.text
    assert set(labels(first)).isdisjoint(labels(second))


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", 14),
        ("?q=돌봄", 17),
        ("?q=돌봄&office=basic_head&theme=2022-1&kind=ordinance", 27),
    ],
)
def test_catalogue_asks_the_same_queries_for_any_number_of_pledges(
    client, django_assert_num_queries, size, query, queries
):
    fill(size)
    with django_assert_num_queries(queries):
        response = client.get(f"/pledges/{query}")
    assert len(response.context["page"]) >= size


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_catalogue_of_a_chosen_place_asks_the_same_queries(client, django_assert_num_queries, size):
    fill(size)
    client.cookies["visit"] = f"place={city().code}"
    with django_assert_num_queries(15):
        client.get("/pledges/")
