import re

import pytest

from pledges.catalogue.open_data import LICENCE
from tests import factories

from .shelf import fill

PARTIES = (
    "민주당 국민의힘 정의당 진보당 한나라당 새누리당 자유한국당 통합당 국민의당 민주노동당 열린우리당 조국혁신당 "
    "개혁신당 기본소득당"
)
PERSONS = (
    "노무현 이명박 박근혜 문재인 윤석열 이재명 김대중 김영삼 노태우 전두환 박정희 이승만 김종필 이회창 정동영 "
    "안철수 오세훈 박원순 한명숙 유시민 심상정 홍준표 손학규 정몽준 이해찬 김문수 안희정 이광재 김두관 한동훈 "
    "클린턴 부시 오바마 트럼프 레이건 케네디 닉슨 링컨 처칠 블레어 대처 사르코지 히틀러 매케인 케리 고어"
)


def words_of(page):
    """What stands on the page, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]))


def test_guide_has_five_questions_and_twenty_rules_each_with_one_of_its_own(client, edition_2022):
    response = client.get("/guide/")
    assert len(response.context["questions"]) == 5
    assert len(response.context["rules"]) == 20
    page = words_of(response.text)
    for entry in (*response.context["questions"], *response.context["rules"]):
        assert entry.title in page
        assert page.count(entry.check_question) == 1
        assert entry.check_question.count("?") == 1


def test_guide_shows_old_claims_about_law_beside_the_law_of_today(client, edition_2022):
    response = client.get("/guide/")
    claims = list(edition_2022.law_claims.all())
    assert claims
    assert response.text.count("<dt>2010년 글</dt>") == response.text.count("<dt>오늘의 법</dt>") == len(claims)
    page = words_of(response.text)
    for claim in claims:
        assert page.index(claim.as_printed) < page.index(claim.today_what)
    assert "중앙선거관리위원회(1390)에 확인해 주세요." in page


def test_guide_credits_its_author_and_names_no_one_else(client, edition_2022):
    page = words_of(client.get("/guide/").text)
    assert page.count(edition_2022.essay_author) == 1
    assert "(2010)" in page
    assert [name for name in f"{PARTIES} {PERSONS}".split() if name in page] == []
    assert not re.search(r"[가-힣]{2,4} ?(?:대통령|후보님|의원님|대표님)", page)


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_guide_asks_the_same_queries_for_any_number_of_rules(client, django_assert_num_queries, size):
    fill(size)
    with django_assert_num_queries(6):
        client.get("/guide/")


def test_about_shows_the_book_and_the_institute_as_printed(client, edition_2022):
    page = words_of(client.get("/about/").text)
    assert "「2022 지방선거 HANDBOOK」" in page
    assert "2022. 4. 27." in page
    assert "정지강 희망제작소 이사장" in page
    assert "임주환 희망제작소 소장" in page
    assert "2022년 책에 실린 내용입니다. 지금도 맞는지는 확인하지 않았습니다." in page
    for group in ("principle", "project", "contact", "donation", "publication"):
        for entry in edition_2022.institute.filter(group=group):
            assert entry.label in page
    assert page.index("연락처") < page.rindex("후원")


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_about_asks_the_same_queries_for_any_number_of_entries(client, django_assert_num_queries, size):
    fill(size)
    with django_assert_num_queries(3):
        client.get("/about/")


def test_open_data_page_documents_what_there_is(client, edition_2022):
    page = client.get("/open-data/").text
    for path in ("catalogue.json", "cases.csv", "pledges.csv"):
        assert f'href="/open-data/{path}"' in page
        head = client.get(f"/open-data/{path}").text.split("\r\n")[0].removeprefix("\ufeff")
        if path.endswith(".csv"):
            assert all(f"<code>{column}</code>" in page for column in head.split(","))
    assert LICENCE in page
    assert "If-None-Match" in page


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("", 2), ("catalogue.json", 9), ("cases.csv", 9), ("pledges.csv", 9)])
def test_open_data_ask_the_same_queries_for_any_number_of_rows(client, django_assert_num_queries, size, path, queries):
    fill(size)
    with django_assert_num_queries(queries):
        client.get(f"/open-data/{path}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "sentences"),
    [
        ("/use/", ["무료", "지지"]),
        ("/privacy/", ["개인정보 처리방침", "쿠키"]),
        ("/terms/", ["이용약관"]),
        ("/accessibility/", ["한국형 웹 콘텐츠 접근성 지침 2.2", "아직 안 되는 것"]),
    ],
)
def test_page_of_the_service_says_what_it_must(client, path, sentences):
    factories.edition()
    page = client.get(path).text
    for sentence in sentences:
        assert sentence in words_of(page)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/guide/", "/cases/", "/privacy/"])
def test_every_page_leads_to_the_pages_of_the_service(client, path):
    page = client.get(path).text
    for target in ("/use/", "/privacy/", "/terms/", "/accessibility/", "/open-data/"):
        assert f'href="{target}"' in page
    assert "지지한다는 뜻은 아닙니다." in page


def test_sitemap_has_every_page_worth_finding(client, edition_2022):
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    addresses = re.findall(r"<loc>([^<]+)</loc>", response.text)
    assert len(addresses) == len(set(addresses)) == 11 + 12 + 50 + 4
    others = ("club/", "club/apply/", "club/members/", "events/")
    assert {f"http://127.0.0.1:8000/{path}" for path in others} < set(addresses)
    assert all(address.startswith("http://127.0.0.1:8000/") for address in addresses)
    for address in addresses:
        assert client.head(address.removeprefix("http://127.0.0.1:8000")).status_code == 200, address


@pytest.mark.django_db
def test_sitemap_leaves_out_what_is_not_published(client):
    factories.pledge(live=False)
    assert "/pledges/2022/1-1/" not in client.get("/sitemap.xml").text


@pytest.mark.parametrize("path", ["/", "/pledges/2022/1-1/", "/themes/2022/1/", "/guide/"])
def test_page_can_be_shared(client, edition_2022, path):
    page = client.get(path).text
    assert f'<meta property="og:url" content="http://127.0.0.1:8000{path}">' in page
    assert re.search(r'<meta property="og:title" content="[^"]+">', page)
    assert re.search(r'<meta name="description" content="[^"]{20,}">', page)
    assert re.search(r'<meta property="og:image" content="http://127.0.0.1:8000/static/img/og\.\w+\.png">', page)
