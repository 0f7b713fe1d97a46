"""The 2022 edition as it stands in the database: the counts and facts of the printed handbook."""

from collections import Counter

import pytest

from pledges.catalogue.models import (
    Case,
    Citation,
    Government,
    InstituteEntry,
    LawClaim,
    Lineage,
    Ordinance,
    Pledge,
    PledgeText,
    Question,
    Rule,
    Theme,
)


def titles_of(label):
    pledge = Pledge.objects.get(key=f"2022-{label}")
    return pledge.texts.get().title, pledge.printed_contents, pledge.printed_list, pledge.printed_heading


def test_front_matter_is_as_printed(edition_2022):
    assert edition_2022.title == "2022 지방선거 HANDBOOK"
    assert edition_2022.published_on.isoformat() == "2022-04-27"
    assert (edition_2022.publisher, edition_2022.editor) == ("정지강 희망제작소 이사장", "임주환 희망제작소 소장")
    assert (edition_2022.essay_author, edition_2022.essay_year) == ("박성민 정치컨설팅 MIN 대표", 2010)


def test_edition_has_12_themes_50_pledges_and_96_cases(edition_2022):
    assert list(Theme.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 13))
    assert Pledge.objects.count() == PledgeText.objects.count() == 50
    counts = Counter(Pledge.objects.values_list("theme__number", flat=True))
    assert [counts[number] for number in range(1, 13)] == [4, 4, 5, 4, 4, 5, 5, 5, 2, 4, 4, 4]
    assert Case.objects.totals(edition_2022) == {
        "ordinance": 50,
        "programme": 41,
        "overseas": 4,
        "publication": 1,
        "all": 96,
    }


def test_every_pledge_has_a_case_and_every_case_says_what_was_done(edition_2022):
    assert not Pledge.objects.filter(cases=None).exists()
    assert not Case.objects.filter(did="").exists()


def test_every_pledge_names_offices_places_targets_and_needs(edition_2022):
    for text in PledgeText.objects.prefetch_related("facets"):
        assert {facet.kind for facet in text.facets.all()} == {"office", "place", "target", "need"}, text


def test_49_citations_have_a_printed_date_and_number(edition_2022):
    assert Citation.objects.exclude(printed_date=None).count() == 49
    assert Citation.objects.exclude(printed_number="").count() == 49
    without = Citation.objects.get(printed_date=None)
    assert without.case.name == "지역공동체 상호협력 및 지속가능발전구역 지정에 관한 조례"


def test_43_ordinances_have_a_register_id(edition_2022):
    assert Ordinance.objects.count() == 50
    assert Ordinance.objects.exclude(register_id=None).count() == 43
    standings = Counter(Citation.objects.values_list("ordinance__standing", flat=True))
    assert standings == {"in_force": 39, "renamed": 4, "not_found": 7}
    assert set(Ordinance.objects.filter(register_id=None).values_list("standing", flat=True)) == {"not_found"}


def test_checks_follow_the_register_files_verdicts(edition_2022):
    assert Citation.objects.of_edition(edition_2022).counts_by_check() == {
        "same": 18,
        "differs": 23,
        "undecided": 9,
        "all": 50,
    }
    assert Counter(Citation.objects.values_list("check_state", "finding")) == {
        ("same", "agrees"): 18,
        ("differs", "number_is_of_a_later_amendment"): 16,
        ("differs", "impossible"): 4,
        ("differs", "action_differs"): 3,
        ("undecided", "not_found"): 5,
        ("undecided", "gap"): 4,
    }
    days = set(Citation.objects.values_list("checked_on", flat=True))
    assert {day.isoformat() for day in days} == {"2026-11-22"}
    assert Citation.objects.need_work().count() == 32


def test_guide_and_institute_are_whole(edition_2022):
    assert list(Question.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert list(Rule.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 21))
    assert not Rule.objects.filter(check_question="").exists()
    assert set(LawClaim.objects.values_list("as_of", flat=True)) == {2010}
    assert not LawClaim.objects.filter(today_what="").exists()
    groups = Counter(InstituteEntry.objects.values_list("group", flat=True))
    assert (groups["principle"], groups["donation"]) == (4, 1)
    assert set(groups) == set(InstituteEntry.Group.values)
    assert set(InstituteEntry.objects.values_list("checked_on", flat=True)) == {None}


@pytest.mark.parametrize(
    ("label", "titles"),
    [
        ("2-4", ("시민력을 키우는 중간지원조직 운영", "공익활동지원센터의 설치 및 운영활성화", "", "")),
        ("8-3", ("재난·안전 통합자원관리", "", "", "재난·안전관리자원 통합관리전략 마련")),
        ("12-1", ("혁신적 인사 평가 시스템 구축", "", "", "혁신적 인사 시스템 도입")),
    ],
)
def test_title_that_really_differs_keeps_both_forms(edition_2022, label, titles):
    assert titles_of(label) == titles


@pytest.mark.parametrize(
    ("label", "titles"),
    [
        ("1-1", ("자치헌장 제정", "자치현장 제정", "", "")),
        ("6-2", ("공동체를 살리는 지역재단 설립", "동체를 살리는 지역재단 설립", "", "")),
        ("10-1", ("인권도시 헌장, 인권조례제정", "인권도시 현장, 인권조례제정", "", "인권도시헌장, 인권조례제정")),
        ("12-3", ("시민 옴부즈만 도입", "", "", "시민 음부즈만 도입")),
    ],
)
def test_misreading_is_corrected_and_its_printed_form_kept(edition_2022, label, titles):
    assert titles_of(label) == titles


def test_other_titles_have_one_form(edition_2022):
    several = Pledge.objects.exclude(printed_contents="", printed_list="", printed_heading="")
    assert {pledge.label for pledge in several} == {"1-1", "2-4", "6-2", "8-3", "10-1", "12-1", "12-3"}


def test_misread_name_of_an_ordinance_is_corrected_and_its_printed_form_kept(edition_2022):
    case = Case.objects.get(pledge__key="2022-12-3", kind="ordinance")
    assert case.name == "서울특별시 구로구 옴부즈맨 구성 및 운영에 관한 조례"
    assert case.printed_name == "서울특별시 구로구 음부즈맨 구성 및 운영에 관한 조례"


def test_pledges_printed_out_of_order_stand_under_their_own_number(edition_2022):
    assert titles_of("2-2")[0] == "시민배심원제 운영"
    assert Pledge.objects.get(key="2022-11-4").cases.get(kind="ordinance").name == "오산시 청소년 기본 조례"
    assert Pledge.objects.get(key="2022-12-4").cases.filter(name__contains="사회성과").count() == 2


def test_every_case_names_a_code_in_force_when_the_edition_appeared(edition_2022):
    of_old = {code for code in Case.objects.values_list("places", flat=True) if code}
    day = edition_2022.published_on
    for case in Case.objects.prefetch_related("places"):
        for place in case.places.all():
            assert place.valid_from is None or place.valid_from <= day, case
            assert place.valid_to is None or place.valid_to >= day, case
    assert {"46710", "42110", "45110", "29200"} <= of_old


def test_every_code_of_a_case_leads_to_a_record_of_today(edition_2022):
    today = set(Government.objects.in_force(edition_2022.register_read_on).values_list("code", flat=True))
    lineage = Lineage()
    for code in filter(None, Case.objects.values_list("places", flat=True).distinct()):
        assert lineage.today(code), code
        assert set(lineage.today(code)) <= today, code
    damyang = Case.objects.get(name="담양군 주민 자치 활성화 조례")
    assert damyang.edition_code == "46710"
    assert lineage.today("46710") == ["12710"]


def test_cases_without_a_government_are_abroad_or_of_the_state(edition_2022):
    nowhere = Case.objects.filter(places=None)
    assert set(nowhere.filter(kind="programme").values_list("place", flat=True)) == {"여성가족부", "중소벤처기업부"}
    assert nowhere.filter(kind="overseas").count() == 4
    assert not nowhere.filter(kind__in=("ordinance", "publication")).exists()
