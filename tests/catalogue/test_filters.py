import datetime as dt
import re

import pytest
from django.utils import timezone

from pledges.catalogue.filters import CaseFilter, PledgeFilter
from pledges.catalogue.models import Case, PledgeText
from tests import factories

TODAY = dt.date(2026, 11, 26)
LABEL = re.compile(r"(.+) \((\d+)\)")
BAD = "고를 수 없는 조건이 주소에 있어 빼고 찾았습니다."


def pledge_filter(**chosen):
    texts = PledgeText.objects.live(timezone.now()).with_pledge().in_book_order()
    return PledgeFilter(chosen, texts, today=TODAY)


def case_filter(**chosen):
    rows = Case.objects.for_display().with_pledge_title(timezone.now()).near_first(())
    return CaseFilter(chosen, rows, today=TODAY)


def pledges(**chosen):
    return [text.title for text in pledge_filter(**chosen).qs]


def cases(**chosen):
    return [case.name for case in case_filter(**chosen).qs]


def counts(narrowed):
    """What the choices say, by field and value."""
    narrowed.add_counts()
    said = {}
    for name in narrowed.COUNTED:
        choices = [(str(value), LABEL.fullmatch(label)) for value, label in narrowed.form.fields[name].widget.choices]
        assert choices[0] == ("", None)
        said[name] = {value: int(label[2]) for value, label in choices[1:]}
    return said


def some(counted):
    return {value: count for value, count in counted.items() if count}


@pytest.fixture
def world(db):
    """Two provinces, the older one followed by the newer; three pledges in two themes; five cases."""
    north = factories.province("91000", name="북도", short_name="북")
    old = factories.province("92000", name="옛도", short_name="옛", valid_to=dt.date(2026, 6, 30))
    new = factories.province("93000", name="새특별시", short_name="새", kind="특별시", valid_from=dt.date(2026, 7, 1))
    city = factories.government("91010", north, name="북도 가람시")
    county = factories.government("92010", old, name="옛도 누리군", kind="군", valid_to=dt.date(2026, 6, 30))
    factories.succession(old, new)
    factories.succession(
        county, factories.government("93010", new, name="새특별시 누리군", kind="군", valid_from=dt.date(2026, 7, 1))
    )
    care, town = factories.theme(title="돌봄"), factories.theme(title="마을")
    for theme, title, facets in (
        (care, "어르신 돌봄", [("office", "basic_head"), ("place", "city"), ("target", "elderly")]),
        (care, "아이 돌봄", [("office", "metro_head"), ("office", "basic_head"), ("target", "children")]),
        (town, "마을 학교", [("office", "basic_council"), ("place", "county"), ("place", "city")]),
    ):
        text = factories.pledge(theme, title=title).texts.get()
        for kind, value in facets:
            factories.facet(text, kind, value)
    elderly, children, school = (PledgeText.objects.get(title=title).pledge for title in pledges())
    renamed = factories.ordinance(title="새 이름 조례", standing="renamed")
    factories.checked_citation(factories.ordinance_case(elderly, name="가람시 조례", places=[city]))
    factories.checked_citation(
        factories.ordinance_case(elderly, name="누리군 조례", places=[county]), "differs", ordinance=renamed
    )
    factories.case(elderly, name="두 곳의 사업", places=[city, county])
    factories.case(children, name="북도 사업", places=[north])
    factories.case(school, name="먼 나라", kind="overseas", place="볼로냐")


ALONE = [
    ({}, ["어르신 돌봄", "아이 돌봄", "마을 학교"]),
    ({"q": "돌봄"}, ["어르신 돌봄", "아이 돌봄"]),
    ({"theme": "2022-2"}, ["마을 학교"]),
    ({"office": "basic_head"}, ["어르신 돌봄", "아이 돌봄"]),
    ({"office": "education_head"}, []),
    ({"fits": "city"}, ["어르신 돌봄", "마을 학교"]),
    ({"target": "children"}, ["아이 돌봄"]),
    ({"province": "91000"}, ["어르신 돌봄", "아이 돌봄"]),
    ({"province": "93000"}, ["어르신 돌봄"]),
    ({"kind": "overseas"}, ["마을 학교"]),
    ({"kind": "programme"}, ["어르신 돌봄", "아이 돌봄"]),
]
TOGETHER = [
    ({"theme": "2022-1", "office": "metro_head"}, ["아이 돌봄"]),
    ({"q": "돌봄", "fits": "city", "province": "93000", "kind": "ordinance"}, ["어르신 돌봄"]),
    ({"office": "basic_council", "target": "children"}, []),
]


@pytest.mark.parametrize(("chosen", "expected"), ALONE + TOGETHER)
def test_pledges_are_narrowed(world, chosen, expected):
    assert pledges(**chosen) == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"q": "조례"}, ["가람시 조례", "누리군 조례"]),
        ({"theme": "2022-2"}, ["먼 나라"]),
        ({"kind": "programme"}, ["두 곳의 사업", "북도 사업"]),
        ({"province": "91000"}, ["가람시 조례", "두 곳의 사업", "북도 사업"]),
        ({"province": "93000"}, ["누리군 조례", "두 곳의 사업"]),
        ({"place_kind": "city"}, ["가람시 조례", "두 곳의 사업"]),
        ({"place_kind": "county"}, ["누리군 조례", "두 곳의 사업"]),
        ({"place_kind": "province"}, ["북도 사업"]),
        ({"check": "differs"}, ["누리군 조례"]),
        ({"standing": "renamed"}, ["누리군 조례"]),
        ({"check": "same", "province": "93000"}, []),
        ({"q": "사업", "place_kind": "county", "kind": "programme"}, ["두 곳의 사업"]),
    ],
)
def test_cases_are_narrowed(world, chosen, expected):
    assert cases(**chosen) == expected


def test_province_that_is_no_more_cannot_be_chosen(world):
    narrowed = pledge_filter(province="92000")
    assert narrowed.form.errors.keys() == {"province"}
    assert pledges(province="92000") == pledges()


@pytest.mark.parametrize("name", ["theme", "office", "fits", "target", "province", "kind"])
@pytest.mark.parametrize("value", ["nonsense", "0", "\x00", "'", "é" * 300])
def test_bad_value_of_the_catalogue_leaves_the_other_choices(client, world, name, value):
    response = client.get("/pledges/", {"q": "아이", name: value})
    assert response.status_code == 200
    assert BAD in response.text
    assert [text.title for text in response.context["page"]] == ["아이 돌봄"]


@pytest.mark.parametrize("name", ["theme", "kind", "province", "place_kind", "check", "standing"])
@pytest.mark.parametrize("value", ["nonsense", "0", "\x00", "'", "é" * 300])
def test_bad_value_of_the_cases_leaves_the_other_choices(client, world, name, value):
    response = client.get("/cases/", {"q": "누리군", name: value})
    assert response.status_code == 200
    assert BAD in response.text
    assert [case.name for case in response.context["page"]] == ["누리군 조례", "두 곳의 사업"]


@pytest.mark.parametrize("path", ["/pledges/", "/cases/"])
@pytest.mark.parametrize("query", ["가" * 101, "돌봄\x00"])
def test_query_that_cannot_be_read_leaves_the_other_choices(client, world, path, query):
    response = client.get(path, {"q": query, "theme": "2022-2"})
    assert response.status_code == 200
    assert BAD in response.text
    assert len(response.context["page"]) == 1


def test_page_without_a_bad_value_says_nothing_of_the_kind(client, world):
    assert BAD not in client.get("/pledges/", {"q": "아이", "theme": "2022-1"}).text


@pytest.mark.parametrize(("page", "shown"), [("2", 1), ("99", 1), ("nonsense", 1), ("-1", 1), ("9" * 40, 1)])
def test_bad_page_is_the_first_or_the_last(client, world, page, shown):
    response = client.get("/pledges/", {"page": page})
    assert (response.status_code, response.context["page"].number) == (200, shown)


def test_pledge_choices_say_how_many_rows_they_leave(world):
    said = counts(pledge_filter())
    assert said["theme"] == {"2022-1": 2, "2022-2": 1}
    assert some(said["office"]) == {"metro_head": 1, "basic_head": 2, "basic_council": 1}
    assert some(said["fits"]) == {"city": 2, "county": 1}
    assert some(said["target"]) == {"children": 1, "elderly": 1}
    assert said["province"] == {"91000": 2, "93000": 1}
    assert said["kind"] == {"ordinance": 1, "programme": 2, "overseas": 1, "publication": 0}


def test_case_choices_say_how_many_rows_they_leave(world):
    said = counts(case_filter())
    assert said["theme"] == {"2022-1": 4, "2022-2": 1}
    assert said["kind"] == {"ordinance": 2, "programme": 2, "overseas": 1, "publication": 0}
    assert said["province"] == {"91000": 3, "93000": 2}
    assert said["place_kind"] == {"province": 1, "city": 2, "county": 2, "district": 0}
    assert some(said["check"]) == {"same": 1, "differs": 1}
    assert some(said["standing"]) == {"renamed": 1}
    assert case_filter().counts_on_map() == {"91000": 3, "93000": 2}


def test_choice_made_does_not_lower_the_counts_beside_it(world):
    said = counts(pledge_filter(office="metro_head"))
    assert some(said["office"]) == {"metro_head": 1, "basic_head": 2, "basic_council": 1}
    assert some(said["theme"]) == {"2022-1": 1}
    assert case_filter(province="93000", kind="programme").counts_on_map() == {"91000": 2, "93000": 1}


def test_words_lower_the_counts_too(world):
    assert some(counts(pledge_filter(q="아이"))["office"]) == {"metro_head": 1, "basic_head": 1}
    assert some(counts(case_filter(q="누리군"))["kind"]) == {"ordinance": 1, "programme": 1}


@pytest.mark.parametrize(
    ("make", "beside"),
    [
        (pledge_filter, {}),
        (pledge_filter, {"office": "metro_head", "kind": "ordinance"}),
        (pledge_filter, {"q": "주민", "fits": "county"}),
        (case_filter, {}),
        (case_filter, {"check": "differs", "place_kind": "city"}),
        (case_filter, {"q": "조례", "province": "12000"}),
    ],
)
def test_every_choice_of_the_edition_leaves_as_many_rows_as_it_says(edition_2022, make, beside):
    for name, said in counts(make(**beside)).items():
        found = {value: make(**{**beside, name: value}).qs.count() for value in said}
        assert said == found, name


def test_edition_has_what_the_choices_say(edition_2022):
    said = counts(case_filter())
    assert said["kind"] == {"ordinance": 50, "programme": 41, "overseas": 4, "publication": 1}
    assert said["check"] == {"same": 18, "differs": 23, "undecided": 9, "unchecked": 0}
    assert sum(counts(pledge_filter())["theme"].values()) == 50
