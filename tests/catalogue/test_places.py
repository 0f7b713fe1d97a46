import csv
import datetime as dt
import re

import pytest
from django.conf import settings

from pledges.catalogue.models import Government, Lineage, PlaceKind
from tests import factories

TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


def counts(day):
    there = Government.objects.in_force(day)
    return there.provinces().count(), there.basic().count()


@pytest.mark.parametrize(
    ("day", "provinces", "basic"),
    [
        (dt.date(2022, 6, 1), 17, 226),
        (dt.date(2026, 6, 30), 17, 226),
        (dt.date(2026, 7, 1), 16, 227),
        (TODAY, 16, 227),
    ],
)
def test_governments_in_force_on_a_day(edition_2022, day, provinces, basic):
    assert counts(day) == (provinces, basic)


def test_counts_of_governments_stand_in_no_code():
    for path in (settings.BASE_DIR / "pledges").rglob("[!0]*.py"):
        assert not re.search(r"\b(226|227|243)\b", path.read_text(encoding="utf-8")), path


def test_every_government_of_today_has_a_count_of_residents_and_a_province_of_today(edition_2022):
    today = Government.objects.in_force(TODAY).with_population()
    assert not today.filter(people=None).exists()
    assert set(today.basic().values_list("parent", flat=True)) == {
        place.code for place in today.provinces() if place.name not in ("세종특별자치시", "제주특별자치도")
    }


def test_file_and_database_hold_the_same_codes(edition_2022):
    with (settings.BASE_DIR / "pledges/catalogue/data/governments.csv").open(encoding="utf-8", newline="") as file:
        assert {row["code"] for row in csv.DictReader(file)} == set(Government.objects.values_list("code", flat=True))


def test_both_ends_of_a_record_are_days_in_force(db):
    place = factories.government(valid_from=TODAY, valid_to=TODAY + DAY)
    days = [TODAY - DAY, TODAY, TODAY + DAY, TODAY + 2 * DAY]
    there = [Government.objects.in_force(day).filter(pk=place.pk).exists() for day in days]
    assert there == [False, True, True, False]


def test_lineage_leads_to_the_records_of_today(edition_2022):
    lineage = Lineage()
    assert lineage.today("46710") == ["12710"]  # 담양군: the same county with a new code
    assert lineage.today("42110") == ["51110"]  # 춘천시
    assert lineage.today("28110") == ["28125", "28155"]  # 인천 중구 was split
    assert lineage.today("28140") == ["28125"]  # 인천 동구 went into one of them
    assert lineage.today("11000") == ["11000"]


def test_every_ended_record_leads_to_records_in_force(edition_2022):
    lineage = Lineage()
    today = set(Government.objects.in_force(TODAY).values_list("code", flat=True))
    ended = Government.objects.filter(valid_to__lt=TODAY)
    assert ended.count() == 71
    for place in ended:
        assert set(lineage.today(place.code)) <= today, place


def test_lineage_leads_back_to_all_that_came_before(edition_2022):
    lineage = Lineage()
    assert lineage.with_formers(["12710"]) == {"12710", "46710"}
    assert lineage.with_formers(["28125"]) == {"28125", "28110", "28140"}
    assert lineage.with_formers(["12000", "11000"]) == {"12000", "29000", "46000", "11000"}
    assert lineage.with_formers([]) == set()


def test_lineage_follows_several_steps_and_the_order_of_successors(db):
    first, second, small, large = [factories.government() for _ in range(4)]
    factories.succession(first, second)
    factories.succession(second, small, position=1)
    factories.succession(second, large, position=0)
    lineage = Lineage()
    assert lineage.today(first.code) == [large.code, small.code]
    assert lineage.with_formers([small.code]) == {small.code, second.code, first.code}


def test_lineage_is_read_in_one_query(edition_2022, django_assert_num_queries):
    with django_assert_num_queries(1):
        lineage = Lineage()
        lineage.today("28110")
        lineage.with_formers(["28125"])


@pytest.fixture
def places(db):
    """Cities around one of 100,000 people, and what is not like it although its size is."""
    one = factories.government(name="하나시")
    factories.population(one, 100_000)
    for name, people in (
        ("절반시", 50_000),
        ("절반아래시", 49_999),
        ("갑절시", 200_000),
        ("갑절위시", 200_001),
        ("가까운시", 99_000),
        ("먼시", 103_000),
    ):
        factories.population(factories.government(name=name), people)
    for fields in (
        {"name": "같은군", "kind": "군"},
        {"name": "옛시", "valid_to": TODAY - DAY},
        {"name": "올시", "valid_from": TODAY + DAY},
    ):
        factories.population(factories.government(**fields), 100_000)
    factories.government(name="모르는시")
    return one


def test_places_like_one_have_its_kind_and_half_to_twice_its_residents_nearest_first(places):
    found = Government.objects.like(places, TODAY)
    assert [place.name for place in found] == ["가까운시", "먼시", "절반시", "갑절시"]


def test_newest_count_of_residents_is_the_one_that_counts(places):
    near = Government.objects.get(name="가까운시")
    factories.population(near, 10_000, month=dt.date(2026, 9, 1))
    factories.population(places, 1, month=dt.date(2020, 1, 1))
    assert [place.name for place in Government.objects.like(places, TODAY)] == ["먼시", "절반시", "갑절시"]


def test_place_without_a_count_of_residents_is_like_none(places):
    assert not Government.objects.like(Government.objects.get(name="모르는시"), TODAY).exists()


def test_equally_near_places_stand_in_the_order_of_their_codes(places):
    factories.population(factories.government("91970", name="위시"), 101_000)
    factories.population(factories.government("91960", name="아래시"), 101_000)
    names = [place.name for place in Government.objects.like(places, TODAY)]
    assert names[:4] == ["가까운시", "아래시", "위시", "먼시"]


def test_places_like_a_real_one(edition_2022):
    damyang = Government.objects.get(code="12710")
    found = list(Government.objects.like(damyang, TODAY))
    people = damyang.populations.get().people
    assert {place.kind for place in found} == {"군"}
    assert [abs(place.people - people) for place in found] == sorted(abs(place.people - people) for place in found)
    assert all(people / 2 <= place.people <= people * 2 for place in found)
    assert len(found) > 10


def test_provinces_of_every_name_are_like_each_other(edition_2022):
    busan = Government.objects.get(code="26000")
    found = Government.objects.like(busan, TODAY)
    assert {place.parent_id for place in found} == {None}
    assert {"광역시", "도"} <= {place.kind for place in found}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (PlaceKind.CITY, {"자치시"}),
        (PlaceKind.COUNTY, {"군"}),
        (PlaceKind.DISTRICT, {"자치구"}),
        (PlaceKind.PROVINCE, {"특별시", "광역시", "도", "특별자치도", "특별자치시", "통합특별시"}),
    ],
)
def test_kinds_of_governments_are_told_apart(edition_2022, kind, expected):
    found = Government.objects.of_kind(kind)
    assert set(found.values_list("kind", flat=True)) == expected
    assert {place.place_kind for place in found} == {kind}
    assert {place.parent_id is None for place in found} == {kind == PlaceKind.PROVINCE}


def test_places_by_province_with_a_query(db):
    province = factories.province(name="가람도")
    empty = factories.province("92000", name="나리도", short_name="나리")
    one, other = (
        factories.government(parent=province, name="푸른시"),
        factories.government(parent=province, name="붉은군"),
    )
    assert Government.objects.by_province() == [(province, [one, other]), (empty, [])]
    assert Government.objects.by_province("푸 른") == [(province, [one])]
    assert Government.objects.by_province("나리") == [(empty, [])]
    assert Government.objects.by_province("없는곳") == []


def test_places_to_choose_from_stand_in_their_province_which_comes_last(db):
    province = factories.province(name="가람도")
    place = factories.government(parent=province, name="가람도 푸른시")
    assert Government.objects.choices() == [("가람도", [(place.code, "푸른시"), (province.code, "가람도")])]
