import datetime as dt

import pytest

from tests import factories

from .shelf import city, fill


@pytest.fixture
def cited(db):
    """A pledge whose one case is cited with the number of a later amendment."""
    place = factories.government(name="가람도 누리시", short_name="누리시")
    case = factories.ordinance_case(name="누리시 돌봄 조례", places=[place], did="돌봄을 시작했습니다.")
    ordinance = factories.ordinance(title="누리시 통합돌봄 조례", government=place, standing="renamed")
    factories.ordinance_version(ordinance, date=dt.date(2018, 3, 1), number="100", action="제정")
    factories.ordinance_version(
        ordinance, date=dt.date(2021, 9, 30), number="200", action="일부개정", title=ordinance.title, is_current=True
    )
    return factories.checked_citation(
        case,
        "differs",
        finding="number_is_of_a_later_amendment",
        ordinance=ordinance,
        printed_text="2018.03.01. 제정, 제200호",
        printed_date=dt.date(2018, 3, 1),
        printed_number="200",
    )


def test_pledge_shows_who_has_done_it_with_both_numbers(client, cited):
    page = client.get("/pledges/2022/1-1/").text
    assert "누리시 돌봄 조례" in page
    assert "돌봄을 시작했습니다." in page
    assert "2018.03.01. 제정, 제200호" in page
    assert "2018. 3. 1. <b>제100호</b> 제정" in page
    assert "2021. 9. 30. 제200호 일부개정" in page
    assert "책의 제200호는 2021. 9. 30. 일부개정 번호입니다." in page
    assert "2018. 3. 1.의 번호는 제100호입니다." in page


def test_pledge_stamps_its_citations_with_check_and_standing(client, cited):
    page = client.get("/pledges/2022/1-1/").text
    assert 'class="stamp is-differs"' in page
    assert "원문과 다름" in page
    assert 'class="stamp is-renamed"' in page
    assert "이름 바뀜" in page
    assert "「누리시 통합돌봄 조례」" in page
    assert "원문과 같음" not in page


def test_pledge_leads_to_the_law_and_to_the_report(client, cited):
    page = client.get("/pledges/2022/1-1/").text
    assert f'href="{cited.ordinance.url}" rel="external noopener"' in page
    assert "국가법령정보센터에서 보기" in page
    assert 'href="/pledges/2022/1-1/cases/1/report/"' in page
    assert "이 인용이 틀렸습니다" in page


@pytest.mark.django_db
def test_pledge_without_a_match_in_the_register_says_so(client):
    missing = factories.ordinance(register_id=None, standing="not_found", url="")
    case = factories.ordinance_case()
    factories.checked_citation(
        case,
        "undecided",
        finding="not_found",
        ordinance=missing,
        printed_text="",
        printed_date=None,
        printed_number="",
        printed_action="",
    )
    page = client.get("/pledges/2022/1-1/").text
    for words in ("가릴 수 없음", "원문 못 찾음", "날짜와 번호가 없습니다.", "책에는 날짜와 번호가 실리지 않았습니다."):
        assert words in page
    assert "국가법령정보센터에서 보기" not in page


def test_pledge_of_the_edition_has_its_facts_and_neighbours(client, edition_2022):
    page = client.get("/pledges/2022/6-1/").text
    assert "<h1>지역사회 통합돌봄 실현</h1>" in page
    assert "<span>시장·군수·구청장</span>" in page
    assert "<span>어르신</span>" in page
    assert "365 북구케어" in page
    assert '<a href="/pledges/2022/6-3/">주민건강을 지키는 공공의료</a>' in page
    assert "집으로 찾아가는 진료가 함께 있어야 합니다." in page
    assert 'rel="prev" href="/pledges/2022/5-4/"' in page
    assert 'rel="next" href="/pledges/2022/6-2/"' in page
    assert "의무가 됨</b> 2026. 3. 27." in page
    assert "2022년 이후 변화: 아직 확인하지 않았습니다" in client.get("/pledges/2022/6-3/").text
    assert "검토 전" in page


@pytest.mark.parametrize(("label", "missing"), [("1-1", "prev"), ("12-4", "next")])
def test_first_and_last_pledge_have_one_neighbour(client, edition_2022, label, missing):
    page = client.get(f"/pledges/2022/{label}/").text
    assert f'rel="{missing}"' not in page
    assert page.count('rel="prev"') + page.count('rel="next"') == 1


def test_pledge_keeps_the_printed_forms_that_differ(client, edition_2022):
    page = client.get("/pledges/2022/1-1/").text
    assert "차례의 이름: 자치현장 제정" in page
    assert "차례의 ‘자치현장’은 글자를 잘못 읽은 것입니다." in page


def test_pledge_shows_its_starters_in_the_words_of_the_place(client, edition_2022):
    page = client.get("/pledges/2022/6-1/").text
    assert page.count('<details class="starter"') == 2
    assert '<span class="blank">' in page
    assert "{{" not in page
    client.cookies["visit"] = "place=52770"
    assert "순창군" in client.get("/pledges/2022/6-1/").text
    assert client.get("/pledges/2022/7-1/").text.count('<details class="starter"') == 3


@pytest.mark.django_db
def test_pledge_shows_what_has_changed_since(client):
    factories.change_note(text="돌봄법이 시행되었습니다.", source="돌봄법 1조")
    page = client.get("/pledges/2022/1-1/").text
    assert '<b class="kindly">법이 바뀜</b> 2024. 3. 26. 돌봄법이 시행되었습니다.' in page
    assert "돌봄법 1조. 보도·자료 기준, 확인 전" in page
    assert "아직 확인하지 않았습니다" not in page


@pytest.mark.django_db
def test_pledge_shows_a_case_of_no_ordinance_without_a_stamp(client):
    factories.case(
        name="먼 나라의 돌봄", kind="overseas", place="볼로냐", year=2015, year_to=2018, place_source="editorial"
    )
    page = client.get("/pledges/2022/1-1/").text
    assert "해외&nbsp;· 볼로냐&nbsp;· 2015–2018" in page
    assert "편집자가 읽은 곳입니다." in page
    assert 'class="stamp' not in page
    assert "/report/" not in page


@pytest.mark.django_db
def test_pledge_shows_the_newest_published_text_alone(client):
    pledge = factories.pledge(title="옛 이름")
    factories.pledge_text(pledge, title="새 이름")
    factories.pledge_text(pledge, title="초안 이름", published_at=None)
    page = client.get("/pledges/2022/1-1/").text
    assert "<h1>새 이름</h1>" in page
    assert "옛 이름" not in page
    assert "초안 이름" not in page


@pytest.mark.django_db
def test_pledge_without_a_published_text_is_not_there(client):
    hidden = factories.pledge(live=False)
    factories.pledge_text(hidden, title="초안 이름", published_at=None)
    shown = factories.pledge()
    factories.similar_pledge(shown, hidden)
    assert client.get("/pledges/2022/1-1/").status_code == 404
    page = client.get("/pledges/2022/1-2/").text
    assert "초안 이름" not in page
    assert "/pledges/2022/1-1/" not in page


@pytest.mark.django_db
def test_texts_of_a_pledge_run_nothing(client):
    script = "<script>alert(1)</script>"
    case = factories.ordinance_case(factories.pledge(title=script), name=script, did=script, note=script)
    ordinance = factories.ordinance(title=script, url="https://example.org/?a=1&b='")
    factories.checked_citation(case, ordinance=ordinance, printed_text=script)
    page = client.get("/pledges/2022/1-1/").text
    assert script not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 5


def near_world():
    """A chosen city, one like it with a case, and one far larger with a case that the book has first."""
    province = factories.province()
    own, like, large = (factories.government(parent=province, name=name) for name in ("우리시", "닮은시", "큰시"))
    for place, people in ((own, 100_000), (like, 150_000), (large, 900_000)):
        factories.population(place, people)
    factories.case(name="큰 곳의 사례", places=[large])
    return own, like


@pytest.mark.django_db
def test_cases_of_like_places_stand_first_for_who_chose_a_place(client):
    own, like = near_world()
    factories.case(name="닮은 곳의 사례", places=[like])
    names = [case.name for case in client.get("/pledges/2022/1-1/").context["cases"]]
    assert names == ["큰 곳의 사례", "닮은 곳의 사례"]
    client.cookies["visit"] = f"place={own.code}"
    response = client.get("/pledges/2022/1-1/")
    assert [case.name for case in response.context["cases"]] == ["닮은 곳의 사례", "큰 곳의 사례"]
    assert "우리시 또는 비슷한 곳의 사례를 먼저 놓았습니다." in response.text
    assert response.text.count("<b>비슷한 곳</b>") == 1


@pytest.mark.django_db
def test_pledge_without_a_case_of_a_like_place_says_so(client):
    own, _ = near_world()
    client.cookies["visit"] = f"place={own.code}"
    page = client.get("/pledges/2022/1-1/").text
    assert "이 공약에는 우리시 또는 비슷한 곳의 사례가 없습니다." in page
    assert "<b>비슷한 곳</b>" not in page
    assert "큰 곳의 사례" in page


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("chosen", "queries"), [(False, 13), (True, 17)])
def test_pledge_asks_the_same_queries_for_any_number_of_cases(client, django_assert_num_queries, size, chosen, queries):
    fill(size)
    if chosen:
        client.cookies["visit"] = f"place={city().code}"
    with django_assert_num_queries(queries):
        response = client.get("/pledges/2022/1-1/")
    assert len(response.context["cases"]) == size
