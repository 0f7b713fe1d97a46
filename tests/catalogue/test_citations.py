import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from pledges.catalogue.models import Case, Citation
from tests import factories

DAY = dt.date(2026, 11, 23)
IMPOSSIBLE = "같은 지방자치단체의 앞뒤 번호로 보아 그날 나올 수 없는 번호입니다."
GAP = "원문에 남은 기록으로는 날짜와 번호를 견줄 수 없습니다."
NOT_FOUND = "책의 이름으로는 원문을 찾지 못했습니다."

# One or more of each verdict of the register file, with what pages and files say of it.
SAID = [
    (
        "서울특별시 자치헌장 조례",
        "number_is_of_a_later_amendment",
        ["책의 제8127호는 2021. 9. 30. 타법개정 번호입니다.", "2017. 5. 18.의 번호는 제6469호입니다."],
    ),
    (
        "담양군 주민 자치 활성화 조례",
        "number_is_of_a_later_amendment",
        ["책의 제2534호는 2020. 1. 7. 개정 번호입니다.", "2017. 12. 28.의 번호는 제2409호입니다."],
    ),
    (
        "시흥시 복지재단 설립 및 운영에 관한 조례",
        "number_is_of_a_later_amendment",
        ["책의 제1939호는 2020. 7. 16. 개정 번호입니다."],
    ),
    (
        "인천광역시부평구 여성친화도시 조성에 관한 조례",
        "action_differs",
        ["책에는 ‘제정’으로 실렸습니다. 원문에는 ‘일부개정’으로 나옵니다."],
    ),
    (
        "서울특별시 인권 기본 조례",
        "action_differs",
        ["책에는 ‘일부개정’으로 실렸습니다. 원문에는 다르게 나옵니다."],
    ),
    ("서울특별시 사회투자기금의 설치 및 운용에 관한 조례", "impossible", [IMPOSSIBLE]),
    ("서울특별시 성북구 사회적가치 실현을 위한 사회적경제 기본 조례", "impossible", [IMPOSSIBLE]),
    ("영암군 적극행정 운영 조례", "gap", [GAP]),
    (
        "지역공동체 상호협력 및 지속가능발전구역 지정에 관한 조례",
        "gap",
        ["책에는 날짜와 번호가 실리지 않았습니다."],
    ),
    ("공주시 유니버설디자인 조례", "not_found", [NOT_FOUND]),
    ("수원시 시민자치헌장 조례", "agrees", []),
    ("논산시 아동학대 예방 및 보호에 관한 조례", "agrees", []),
]


@pytest.mark.parametrize(("name", "finding", "said"), SAID)
def test_findings_say_how_book_and_register_differ(edition_2022, name, finding, said):
    citation = Citation.objects.with_register().get(case__name=name)
    assert citation.finding == finding
    assert citation.findings == said


def test_every_verdict_has_its_example():
    assert {finding for _, finding, _ in SAID} == set(Citation.Finding.values)


def test_every_citation_that_differs_or_is_undecided_says_why(edition_2022):
    for citation in Citation.objects.with_register():
        assert bool(citation.findings) == (citation.check_state != Citation.Check.SAME), citation


def test_versions_of_the_printed_number_and_day_are_told_apart(edition_2022):
    citation = Citation.objects.with_register().get(case__name="서울특별시 자치헌장 조례")
    assert citation.version_of_number.date.isoformat() == "2021-09-30"
    assert citation.version_of_date.number == "6469"
    assert citation.ordinance.enacted == citation.version_of_date
    assert citation.ordinance.current == citation.version_of_number


def test_printed_facts_are_never_corrected(edition_2022):
    citation = Citation.objects.get(case__name="서울특별시 사회적경제기업 제품 구매촉진 및 판로지원에 관한 조례")
    assert citation.printed_text == "2014.03.20. 제정, 제07044호"
    assert (citation.printed_date, citation.printed_number) == (dt.date(2014, 3, 20), "7044")


def test_case_and_ordinance_keep_their_own_names(edition_2022):
    case = Case.objects.get(name="대전광역시 대덕구 탄소인지예산제 운영 조례")
    assert case.citation.ordinance.title == "대전광역시 대덕구 온실가스감축인지 예산제 운영 조례"
    assert case.citation.stamps == [("same", "원문과 같음"), ("renamed", "이름 바뀜")]


def test_stamps_show_a_standing_only_where_it_is_not_in_force(db):
    checked = factories.checked_citation(ordinance=factories.ordinance())
    assert checked.stamps == [("same", "원문과 같음")]
    checked.ordinance.standing = "repealed"
    assert checked.stamps == [("same", "원문과 같음"), ("repealed", "폐지됨")]


def test_unchecked_citation_says_nothing_yet(db):
    ordinance = factories.ordinance()
    factories.ordinance_version(ordinance, number="55")
    assert factories.citation(ordinance=ordinance).findings == []


def test_numbers_of_an_ordinance_are_ordered_as_numbers(db):
    ordinance = factories.ordinance()
    for number in ("1000", "999"):
        factories.ordinance_version(ordinance, number=number, action="개정")
    assert [version.number for version in ordinance.known_versions] == ["999", "1000"]
    assert (ordinance.enacted, ordinance.current) == (None, None)


@pytest.mark.parametrize("state", ["same", "differs", "undecided"])
def test_verify_records_who_decided_and_when(db, state):
    citation, staff = factories.citation(), factories.staff()
    citation.verify(state, by=staff, on=DAY)
    citation.save()
    citation.refresh_from_db()
    assert (citation.check_state, citation.checked_by, citation.checked_on) == (state, staff, DAY)
    assert Citation.objects.need_work().exists() == (state != "same")


def test_verify_back_to_unchecked_forgets_who_decided(db):
    citation = factories.checked_citation(checked_by=factories.staff())
    citation.verify("unchecked", by=factories.staff("other@example.org"), on=DAY)
    citation.save()
    citation.refresh_from_db()
    assert (citation.check_state, citation.checked_by, citation.checked_on) == ("unchecked", None, None)


def test_verify_keeps_history(db):
    citation = factories.citation()
    citation.verify("differs", by=factories.staff(), on=DAY)
    citation.save()
    assert list(citation.history.values_list("check_state", flat=True)) == ["differs", "unchecked"]


def test_report_remembers_the_first_who_handled_it(db):
    report, first, second = factories.report(), factories.staff(), factories.staff("other@example.org")
    at = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)
    report.handle(by=first, at=at)
    report.handle(by=second, at=at + dt.timedelta(hours=1))
    report.save()
    report.refresh_from_db()
    assert (report.handled_by, report.handled_at) == (first, at)


def test_case_has_one_citation(db):
    citation = factories.citation()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.citation(citation.case)
    assert Case.objects.get(pk=citation.case.pk).printed_citation == citation
    assert factories.case().printed_citation is None


@pytest.mark.parametrize(
    ("years", "shown"), [({}, ""), ({"year": 2014}, "2014"), ({"year": 1997, "year_to": 2006}, "1997–2006")]
)
def test_years_of_a_case(db, years, shown):
    assert factories.case(**years).years == shown


def test_place_of_a_case_is_the_government_where_it_is_just_one(db):
    one, other = factories.government(name="가람시"), factories.government(name="나리시")
    alone, both = factories.case(places=[one], place="가람"), factories.case(places=[one, other], place="가람, 나리")
    abroad = factories.case(place="덴마크 삼소섬")
    assert (alone.edition_code, alone.place_name) == (one.code, "가람시")
    assert (both.edition_code, both.place_name) == (None, "가람, 나리")
    assert (abroad.edition_code, abroad.place_name) == (None, "덴마크 삼소섬")
