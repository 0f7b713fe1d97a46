from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from workshops.models import Academy, AcademyEntry


def run(*arguments):
    said = StringIO()
    call_command("loadacademy", "2022", *arguments, stdout=said)
    return said.getvalue()


def contents():
    """Every row of workshops, its history included."""
    models = apps.get_app_config("workshops").get_models()
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in models}


def test_command_loads_an_empty_database_and_says_what_it_made(db):
    said = run()
    assert "make 1 지난 시장학교: 희망제작소 2022 시장학교\n" in said
    assert "make 13 지난 시장학교의 내용: " in said
    parts = Academy.objects.get().parts()
    assert {group: len(entries) for group, entries in parts.items()} == {
        "reason": 3,
        "lecture": 2,
        "topic": 7,
        "contact": 1,
    }


def test_second_run_reports_nothing_and_writes_nothing(academy_2022):
    before = contents()
    assert run() == "The 시장학교 of 2022 is up to date.\n"
    assert contents() == before


def test_dry_run_on_an_empty_database_says_the_same_and_changes_nothing(db):
    said = run("--dry-run")
    assert "make 13 지난 시장학교의 내용: " in said
    assert said.endswith("This was a trial: nothing was changed.\n")
    assert not any(contents().values())


def test_changed_file_changes_its_row_and_a_trial_only_says_so(academy_2022, copy):
    copy.change("capacity = 50", "capacity = 60")
    before = contents()
    said = "change 1 지난 시장학교: 희망제작소 2022 시장학교\n"
    assert run("--dry-run") == f"{said}This was a trial: nothing was changed.\n"
    assert contents() == before
    assert run() == said
    assert Academy.objects.get().capacity == 60


def test_staff_edit_is_left_alone_and_reported_when_the_file_says_something_new(academy_2022, copy):
    entry = AcademyEntry.objects.get(label="미리 준비하는 일")
    entry.text = "직원이 고친 글입니다."
    entry.save()
    copy.change("여러 뜻을 모으고", "뜻을 모으고")
    before = contents()
    assert run() == ("leave to staff 1 지난 시장학교의 내용: 미리 준비하는 일\nThe 시장학교 of 2022 is up to date.\n")
    assert contents() == before


def test_what_staff_have_checked_stays_when_the_file_changes(academy_2022, copy):
    Academy.objects.update(checked_on="2026-11-26")
    copy.change("capacity = 50", "capacity = 60")
    run()
    assert Academy.objects.get().checked_on.isoformat() == "2026-11-26"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("capacity = 50", 'capacity = "50"', r"mayors_academy\.toml: capacity: Expected `int`, got `str`"),
        ("capacity = 50", "capacity = 0", r"mayors_academy\.toml: capacity: Expected `int` >= 1"),
        ("capacity = 50", "places = 50", r"mayors_academy\.toml: places: Object contains unknown field `places`"),
        ("to = 2022-06-11", "to = 2022-06-09", r"mayors_academy\.toml: overview: to: must not be before from"),
        ('section = "개요"', "", r"mayors_academy\.toml: overview: section: what stands in the handbook says where"),
        ('section = "문의"', "", r"mayors_academy\.toml: contacts 1: section: what stands in the handbook says where"),
        ("number = 3", "number = 4", r"mayors_academy\.toml topics: number: must run from 1 without a gap"),
        (
            "인수위원회 구성부터 운영 ABC",
            "조직권, 인사권, 예산편성권, 의회 소통",
            r"mayors_academy\.toml: topics: items: an item",
        ),
        ("[overview]", "[overview", r"mayors_academy\.toml: not readable as TOML"),
        ("edition = 2022", "", r"mayors_academy\.toml: edition: Object missing required field `edition`"),
    ],
)
def test_broken_file_is_refused_with_its_place_and_changes_nothing(academy_2022, copy, old, new, said):
    copy.change(old, new)
    before = contents()
    with pytest.raises(CommandError, match=rf"^{said}.*Nothing was changed\.$"):
        run()
    assert contents() == before


def test_missing_edition_is_refused(db, copy):
    with pytest.raises(CommandError, match=r"^mayors_academy\.toml: the file is missing\. Nothing was changed\.$"):
        call_command("loadacademy", "1999")
