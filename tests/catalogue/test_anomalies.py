import datetime as dt

import pytest

from pledges.catalogue.anomalies import AnomalyKind, anomalies
from pledges.catalogue.models import Citation
from tests import factories

ORDER, SAME_DAY = AnomalyKind.ORDER, AnomalyKind.SAME_DAY


def shown(citation):
    """A citation by the label of its pledge and the place in its name: 1-1 서울."""
    return f"{citation.case.pledge.label} {citation.case.name[:2]}"


@pytest.fixture
def found(edition_2022):
    rows = {citation.pk: citation for citation in Citation.objects.with_register()}
    return {
        shown(rows[key]): [(anomaly.kind, shown(anomaly.other) if anomaly.other else "") for anomaly in kinds]
        for key, kinds in anomalies(rows.values()).items()
    }


def pairs(found, kind):
    """Each pair once, the row of the earlier pledge first."""
    named = {(one, other) for one, kinds in found.items() for what, other in kinds if what == kind}
    assert {(other, one) for one, other in named} == named, "a pair is named on both sides"
    return {tuple(sorted(pair, key=lambda row: [int(part) for part in row.split()[0].split("-")])) for pair in named}


def test_order_conflicts_of_the_edition_are_all_found(found):
    assert pairs(found, ORDER) == {
        ("1-1 서울", "3-2 서울"),
        ("1-1 서울", "8-2 서울"),
        ("3-2 서울", "3-4 서울"),
        ("3-2 서울", "10-1 서울"),
        ("3-2 서울", "12-4 서울"),
        ("3-4 서울", "8-2 서울"),
        ("8-2 서울", "10-1 서울"),
        ("8-2 서울", "12-4 서울"),
        ("1-1 수원", "2-2 수원"),
        ("2-2 수원", "12-4 수원"),
        ("2-1 인천", "10-2 인천"),
        ("1-2 논산", "8-5 논산"),
    }


def test_same_day_with_distant_numbers(found):
    assert pairs(found, SAME_DAY) == {("3-4 서울", "12-4 서울")}


def test_same_number_on_the_same_day_is_only_information(found):
    assert pairs(found, AnomalyKind.SAME_NUMBER_AND_DAY) == {("9-1 광주", "9-2 광주")}
    assert pairs(found, AnomalyKind.SAME_NUMBER) == set()


def test_equal_and_swapped_numbers_of_different_places_mean_nothing(found):
    assert found["8-5 논산"] == [(ORDER, "1-2 논산")]  # the number 1529 is 광산's too
    assert "10-4 화성" not in found  # 1278, and 공주 has 1287
    assert found["10-4 공주"] == [(AnomalyKind.NO_ACTION, "")]


def test_missing_action_and_missing_date(found):
    without = {kind: {row for row, kinds in found.items() if (kind, "") in kinds} for kind in AnomalyKind}
    assert without[AnomalyKind.NO_ACTION] == {"1-2 논산", "10-4 공주"}
    assert without[AnomalyKind.NO_DATE] == {"5-4 지역"}


def test_title_without_its_jurisdiction(found):
    nameless = {row for row, kinds in found.items() if (AnomalyKind.NO_JURISDICTION, "") in kinds}
    assert nameless == {"2-3 춘천", "5-4 지역"}


def test_nothing_else_is_found(found):
    assert set(found) == {
        *("1-1 서울", "1-1 수원", "1-2 논산", "2-1 인천", "2-2 수원", "2-3 춘천", "3-2 서울", "3-4 서울", "5-4 지역"),
        *("8-2 서울", "8-5 논산", "9-1 광주", "9-2 광주", "10-1 서울", "10-2 인천", "10-4 공주"),
        *("12-4 서울", "12-4 수원"),
    }  # fmt: skip


def printed(place, day, number, **fields):
    case = factories.ordinance_case(name=f"{place.name} 조례", places=[place])
    return factories.citation(case, printed_date=day, printed_number=number, **fields)


def kinds_of(*citations):
    found = anomalies(Citation.objects.with_register())
    return [[anomaly.kind for anomaly in found.get(citation.pk, [])] for citation in citations]


FIRST, LATER = dt.date(2020, 1, 2), dt.date(2021, 3, 4)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ((FIRST, "100"), (LATER, "101"), None),
        ((FIRST, "100"), (LATER, "99"), AnomalyKind.ORDER),
        ((FIRST, "1000"), (LATER, "999"), AnomalyKind.ORDER),
        ((FIRST, "100"), (LATER, "100"), AnomalyKind.SAME_NUMBER),
        ((FIRST, "100"), (FIRST, "100"), AnomalyKind.SAME_NUMBER_AND_DAY),
        ((FIRST, "100"), (FIRST, "150"), None),
        ((FIRST, "100"), (FIRST, "151"), AnomalyKind.SAME_DAY),
    ],
)
def test_two_citations_of_one_government(db, one, other, kind):
    place = factories.government()
    rows = [printed(place, *one), printed(place, *other)]
    assert kinds_of(*rows) == [[kind] if kind else []] * 2
    assert kinds_of(*reversed(rows)) == [[kind] if kind else []] * 2


def test_two_governments_and_cases_of_several_are_not_compared(db):
    here, there = factories.government(), factories.government()
    rows = [printed(here, FIRST, "100"), printed(there, LATER, "99"), printed(here, LATER, "98")]
    rows[2].case.places.add(there)
    assert kinds_of(*rows) == [[], [], []]


def test_number_that_is_none_is_not_compared(db):
    place = factories.government()
    rows = [printed(place, FIRST, "100"), printed(place, LATER, "제99호")]
    assert kinds_of(*rows) == [[], []]


def test_anomaly_reads_as_a_sentence(db):
    place = factories.government(name="가람시")
    one = printed(place, FIRST, "100", printed_text="2020.1.2. 제정")
    other = printed(place, LATER, "99", printed_text="")
    found = anomalies(Citation.objects.with_register())
    rule = "날짜는 늦은데 번호가 더 작거나, 날짜는 이른데 번호가 더 큽니다"
    assert [str(anomaly) for anomaly in found[one.pk]] == [f"{rule} (견준 것: 가람시 조례)."]
    assert [str(anomaly) for anomaly in found[other.pk]] == [f"{rule} (견준 것: 가람시 조례 (2020.1.2. 제정))."]
