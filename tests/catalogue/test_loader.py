import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pledges.catalogue import actions
from pledges.catalogue.loader import command
from pledges.catalogue.models import Case, Citation, Ordinance, Pledge, PledgeText, Theme
from tests import factories

from .conftest import contents


def run(*arguments):
    said = StringIO()
    call_command("loadedition", "2022", *arguments, stdout=said)
    return said.getvalue()


def case_of(pledge, number):
    return Case.objects.get(pledge__key=f"2022-{pledge}", number=number)


def test_command_loads_an_empty_database_and_says_what_it_made(db):
    said = run()
    assert "make 50 공약: 2022-1-1, 2022-1-2, 2022-1-3 … +47\n" in said
    assert "make 96 참고사례: " in said
    assert "make 12 분야: " in said
    assert "leave to staff" not in said
    assert (Theme.objects.count(), Pledge.objects.count(), Case.objects.count()) == (12, 50, 96)


def test_second_run_reports_nothing_and_writes_nothing(edition_2022):
    before = contents()
    assert run() == "The edition of 2022 is up to date.\n"
    assert contents() == before


def test_dry_run_on_an_empty_database_says_the_same_and_changes_nothing(db):
    said = run("--dry-run")
    assert "make 50 공약: 2022-1-1" in said
    assert said.endswith("This was a trial: nothing was changed.\n")
    assert not any(contents().values())


def test_dry_run_of_a_changed_file_names_the_row_and_changes_nothing(edition_2022, copy, monkeypatch):
    copy.change("themes/01.toml", 'title = "시민주권시대로의 전환"', 'title = "시민의 시대"')
    monkeypatch.setattr(command, "EDITIONS", copy.folder.parent)
    before = contents()
    assert run("--dry-run") == "change 1 분야: 1. 시민의 시대\nThis was a trial: nothing was changed.\n"
    assert contents() == before
    assert run() == "change 1 분야: 1. 시민의 시대\n"
    assert Theme.objects.get(key="2022-1").title == "시민의 시대"


def test_unknown_edition_is_refused_and_the_known_ones_are_named(db):
    with pytest.raises(CommandError, match=r"There is no edition 1999\. There are: .*2022"):
        call_command("loadedition", "1999")


def test_broken_file_ends_the_command_with_a_sentence(edition_2022, copy, monkeypatch):
    copy.change("themes/01.toml", 'title = "시민주권시대로의 전환"', "title = 7")
    monkeypatch.setattr(command, "EDITIONS", copy.folder.parent)
    before = contents()
    with pytest.raises(CommandError, match=r"^01\.toml: title: Expected `str`, got `int`\. Nothing was changed\.$"):
        run()
    assert contents() == before


# --- what staff have edited -------------------------------------------------------------------------------------------


def edit_theme():
    Theme.objects.filter(key="2022-1").update(note="직원의 메모")


def edit_case():
    case = case_of("1-1", 1)
    case.did = "직원이 쓴 문장입니다."
    case.save()


def edit_case_places():
    case_of("1-1", 1).places.set(["26000"])


def edit_citation():
    Citation.objects.filter(case=case_of("1-1", 1)).update(printed_number="6469")


def verify_citation():
    citation = case_of("1-1", 1).citation
    citation.verify(Citation.Check.UNDECIDED, by=factories.staff(), on=dt.date(2026, 11, 23))
    citation.save()


def edit_ordinance_versions():
    Ordinance.objects.get(register_id="2173302").versions.filter(number="7781").delete()


CHANGED_CASE = ("themes/01.toml", "서울시는 지방자치의 기본 방향을 밝힌 헌장을", "서울시는 헌장을")
CHANGED_CITATION = ("themes/01.toml", 'text = "2017.05.18.제정, 조례 제8127호"', 'text = "제8127호"')
CHANGED_ORDINANCE = ("ordinances.csv", "서울특별시자치헌장조례,2017-05-18", "자치헌장조례,2017-05-18")


@pytest.mark.parametrize(
    ("edit", "change", "reported"),
    [
        (edit_theme, ("themes/01.toml", "시민주권시대로의", "새 시대로의"), {"분야": ["1. 시민주권시대로의 전환"]}),
        (edit_case, CHANGED_CASE, {"참고사례": ["서울특별시 자치헌장 조례"]}),
        (edit_case_places, CHANGED_CASE, {"참고사례": ["서울특별시 자치헌장 조례"]}),
        (
            edit_citation,
            CHANGED_CITATION,
            {"조례 인용": ["서울특별시 자치헌장 조례 (2017.05.18.제정, 조례 제8127호)"]},
        ),
        (
            verify_citation,
            CHANGED_CITATION,
            {"조례 인용": ["서울특별시 자치헌장 조례 (2017.05.18.제정, 조례 제8127호)"]},
        ),
        (edit_ordinance_versions, CHANGED_ORDINANCE, {"조례": ["서울특별시 자치헌장 조례"]}),
    ],
)
def test_staff_edit_is_left_alone_and_reported_when_the_file_says_something_new(
    edition_2022, copy, edit, change, reported
):
    edit()
    before = contents()
    assert copy.load().is_empty
    copy.change(*change)
    report = copy.load()
    assert (report.made, report.changed, report.left) == ({}, {}, reported)
    assert contents() == before


def test_pledge_text_written_by_staff_is_left_alone_and_reported(edition_2022, copy):
    text = PledgeText.objects.get(pledge__key="2022-1-1")
    draft = actions.new_draft(text, by=factories.staff())
    draft.title = "직원의 이름"
    draft.save()
    copy.change("themes/01.toml", 'title = "자치헌장 제정"', 'title = "자치헌장을 만들기"')
    before = contents()
    report = copy.load()
    assert (report.made, report.changed, report.left) == ({}, {}, {"공약 글": ["2022-1-1"]})
    assert contents() == before


# --- what the files change --------------------------------------------------------------------------------------------


def test_changed_file_updates_the_untouched_row_only(edition_2022, copy):
    copy.change(*CHANGED_CASE)
    others = dict(Case.objects.exclude(pk=case_of("1-1", 1).pk).values_list("pk", "changed_at"))
    report = copy.load()
    assert (report.made, report.changed, report.left) == ({}, {"참고사례": ["서울특별시 자치헌장 조례"]}, {})
    assert case_of("1-1", 1).did.startswith("서울시는 헌장을 2017년 5월에 만들었습니다.")
    assert dict(Case.objects.exclude(pk=case_of("1-1", 1).pk).values_list("pk", "changed_at")) == others
    assert copy.load().is_empty


def test_changed_places_of_a_case_are_found_by_their_names(edition_2022, copy):
    editorial = 'place_source = "editorial"'
    copy.change("themes/04.toml", f'places = ["27000"]\n{editorial}', f'places = ["26000"]\n{editorial}')
    assert copy.load().changed == {"참고사례": ["한국업사이클센터"]}
    case = Case.objects.get(name="한국업사이클센터")
    assert [place.code for place in case.places.all()] == ["26000"]
    assert "부산광역시" in case.search_text
    assert "대구광역시" not in case.search_text


def test_changed_file_makes_a_new_version_of_the_pledge_text(edition_2022, copy):
    first = PledgeText.objects.get(pledge__key="2022-1-1")
    as_it_was = PledgeText.objects.filter(pk=first.pk).values().get()
    copy.change("themes/01.toml", 'synonyms = ["시민헌장", ', 'synonyms = ["고을 헌장", ')
    assert copy.load().changed == {"공약 글": ["2022-1-1"]}
    second = PledgeText.objects.get(pledge__key="2022-1-1", version=2)
    assert second.title == "자치헌장 제정"
    assert second.synonyms.startswith("고을 헌장,자치 기본 조례,")
    assert [(facet.kind, facet.value) for facet in second.facets.all()] == [
        (facet.kind, facet.value) for facet in first.facets.all()
    ]
    assert PledgeText.objects.filter(pk=first.pk).values().get() == as_it_was
    assert PledgeText.objects.live(second.published_at).get(pledge=first.pledge) == second
    assert PledgeText.objects.count() == 51
    assert copy.load().is_empty


def test_changed_office_makes_a_new_version_with_the_new_facets(edition_2022, copy):
    copy.change(
        "themes/01.toml",
        'title = "주민(마을)자치회 본격 운영"\noffices = ["basic_head", "basic_council"]',
        'title = "주민(마을)자치회 본격 운영"\noffices = ["basic_head", "basic_council", "metro_head"]',
    )
    assert copy.load().changed == {"공약 글": ["2022-1-2"]}
    first, second = PledgeText.objects.filter(pledge__key="2022-1-2").order_by("version")
    assert [facet.value for facet in first.facets.filter(kind="office")] == ["basic_head", "basic_council"]
    assert [facet.value for facet in second.facets.filter(kind="office")] == [
        "basic_head",
        "basic_council",
        "metro_head",
    ]


def test_newer_promulgation_in_the_register_file_becomes_the_current_one(edition_2022, copy):
    copy.change(
        "ordinances.csv",
        "2180224,1346030,2018-04-30,3790,제정,2018-04-30",
        "2180224,1900001,2026-10-01,4900,일부개정,2026-10-02",
    )
    assert copy.load().changed == {"조례": ["수원시 시민자치헌장 조례"]}
    ordinance = Ordinance.objects.get(register_id="2180224")
    assert [
        (version.date.isoformat(), version.number, version.action, version.is_current)
        for version in ordinance.known_versions
    ] == [("2018-04-30", "3790", "제정", False), ("2026-10-01", "4900", "일부개정", True)]
    assert copy.load().is_empty


def test_corrected_number_of_the_current_promulgation_takes_its_place(edition_2022, copy):
    copy.change("ordinances.csv", "2161928,1503891,2020-06-10,1521,", "2161928,1503891,2020-06-10,1600,")
    assert copy.load().changed == {"조례": ["광주광역시 광산구 사회혁신 리빙랩 운영에 관한 조례"]}
    versions = Ordinance.objects.get(register_id="2161928").versions
    assert list(versions.values_list("number", "is_current")) == [("1600", True)]


def test_promulgation_that_leaves_the_register_file_leaves_the_database(edition_2022, copy):
    copy.change("ordinances.csv", "제6469호 2017-05-18;제7781호 2020-12-31;", "제6469호 2017-05-18;")
    copy.load()
    assert [version.number for version in Ordinance.objects.get(register_id="2173302").known_versions] == [
        "6469",
        "8127",
    ]
