from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from members.models import ClubTerm, Entry, Forum, Milestone, PrintedTotal, Publication


def run(*arguments):
    said = StringIO()
    call_command("loadclub", "2022", *arguments, stdout=said)
    return said.getvalue()


def contents():
    """Every row of the club, its history included."""
    models = apps.get_app_config("members").get_models()
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in models}


def test_command_loads_an_empty_database_and_says_what_it_made(db):
    said = run()
    assert "make 15 포럼: 민선7기 출범식, 민선7기 2차 정기포럼, 민선7기 3차 정기포럼 … +12\n" in said
    assert "leave to staff" not in said
    made = {model: model.objects.count() for model in (ClubTerm, Milestone, Forum, PrintedTotal, Publication)}
    assert made == {ClubTerm: 5, Milestone: 9, Forum: 15, PrintedTotal: 3, Publication: 7}
    groups = {group: len(entries) for group, entries in Entry.objects.by_group().items()}
    assert groups == {"about": 4, "organ": 3, "office": 6, "activity": 5, "chart": 7, "contact": 3}


def test_second_run_reports_nothing_and_writes_nothing(club_2022):
    before = contents()
    assert run() == "The club of 2022 is up to date.\n"
    assert contents() == before


def test_dry_run_on_an_empty_database_says_the_same_and_changes_nothing(db):
    said = run("--dry-run")
    assert "make 15 포럼: " in said
    assert said.endswith("This was a trial: nothing was changed.\n")
    assert not any(contents().values())


def test_changed_file_changes_its_row_and_a_trial_only_says_so(club_2022, copy):
    copy.change("heads = 16", "heads = 17")
    before = contents()
    assert run("--dry-run") == "change 1 포럼: 민선7기 6차 정기포럼\nThis was a trial: nothing was changed.\n"
    assert contents() == before
    assert run() == "change 1 포럼: 민선7기 6차 정기포럼\n"
    assert Forum.objects.get(number=6).heads == 17


def test_staff_edit_is_left_alone_and_reported_when_the_file_says_something_new(club_2022, copy):
    forum = Forum.objects.get(number=6)
    forum.topic = "직원이 고친 주제"
    forum.save()
    copy.change("heads = 16", "heads = 17")
    before = contents()
    assert run() == "leave to staff 1 포럼: 민선7기 6차 정기포럼\nThe club of 2022 is up to date.\n"
    assert contents() == before


def test_what_staff_have_checked_stays_when_the_file_changes(club_2022, copy):
    Entry.objects.filter(label="총회").update(checked_on="2026-11-26")
    copy.change("가장 높은 의결 기관입니다.", "뜻을 정하는 가장 높은 기관입니다.")
    assert run() == "change 1 클럽 소개: 총회\n"
    assert Entry.objects.get(label="총회").checked_on.isoformat() == "2026-11-26"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("heads = 16", 'heads = "16"', r"club\.toml: forums 5 6차 정기포럼: heads: Expected `int`, got `str`"),
        ("heads = 16", "heds = 16", r"club\.toml: forums 5 6차 정기포럼: \w+: Object (?:contains unknown|missing)"),
        ("to = 2019-09-27", "to = 2019-09-25", r"club\.toml: forums 5 6차 정기포럼: to: must be after from"),
        ("on = 2021-03-10", "on = 2021-03-07", r"club\.toml: forums 11 14차 정기포럼: probable: is the printed date"),
        ("number = 19\n", "number = 18\n", r"club\.toml: forums: number: stands twice in one term"),
        ('name = "19차 정기포럼"', 'name = "18차 정기포럼"', r"club\.toml: forums: name: stands twice in one term"),
        ("members = 62\n", "", r"club\.toml: terms 3: counted: members and counted stand together"),
        ("volume = 6", "volume = 7", r"club\.toml publications: number: must run from 1 without a gap"),
        ("[[about]]\n", "[about]\n", r"club\.toml: not readable as TOML"),
        ("edition = 2022", "", r"club\.toml: edition: Object missing required field `edition`"),
        ("value = 350", "value = -350", r"club\.toml: totals 2: value: Expected `int` >= 1"),
        ('term = 7\ncounts = "heads"', 'term = 4\ncounts = "heads"', r"club\.toml: totals 2: term: there is no term 4"),
        ('section = "모임의 목적"', "", r"club\.toml: about 1: section: what stands in the handbook says where"),
    ],
)
def test_broken_file_is_refused_with_its_place_and_changes_nothing(club_2022, copy, old, new, said):
    copy.change(old, new, times=4 if old == "[[about]]\n" else 1)
    before = contents()
    with pytest.raises(CommandError, match=rf"^{said}.*Nothing was changed\.$"):
        run()
    assert contents() == before


def test_missing_edition_is_refused(db, copy):
    with pytest.raises(CommandError, match=r"^club\.toml: the file is missing\. Nothing was changed\.$"):
        call_command("loadclub", "1999")
