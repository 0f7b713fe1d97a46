import io

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from fontTools.ttLib import TTFont

from handbook.management.commands import buildfont, prepare
from handbook.models import Staff


def output_of(command, *arguments):
    output = io.StringIO()
    call_command(command, *arguments, stdout=output)
    return output.getvalue()


def characters_of(path):
    with TTFont(path) as font:
        return font.getBestCmap()


@pytest.fixture
def variable_directory(settings, tmp_path):
    settings.VARIABLE_DIRECTORY = tmp_path
    return tmp_path


@pytest.fixture
def built_font(settings):
    return settings.VARIABLE_DIRECTORY / "built" / "fonts" / buildfont.NAME


@pytest.mark.django_db
def test_firststaff_prints_a_password_that_opens_the_admin(client):
    email, password = output_of("firststaff").split(": ")[1].split(" (")[0].split(", password ")
    assert authenticate(username=email, password=password) == Staff.objects.get()
    assert client.login(username=email, password=password)
    assert client.get("/admin/handbook/staff/").status_code == 200


@pytest.mark.django_db
def test_firststaff_says_and_makes_nothing_the_second_time():
    output_of("firststaff")
    assert output_of("firststaff") == ""
    assert Staff.objects.count() == 1


@pytest.mark.django_db
def test_firststaff_leaves_an_installation_with_staff_alone():
    Staff.objects.create_user("curator@example.org", "word")
    assert output_of("firststaff") == ""
    assert Staff.objects.get().email == "curator@example.org"


def test_buildfont_is_small_and_keeps_all_weights(built_font):
    assert 100_000 < built_font.stat().st_size <= buildfont.LARGEST
    with TTFont(built_font) as font:
        axis = font["fvar"].axes[0]
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 100, 900)


def test_buildfont_covers_every_common_syllable_and_our_own_files(built_font):
    covered = characters_of(built_font)
    original = characters_of(buildfont.source_font())
    syllables = set(buildfont.common_syllables())
    assert len(syllables) == 2350
    assert not {sign for sign in syllables if ord(sign) not in covered}
    ours = {sign for path in buildfont.own_files() for sign in path.read_text(encoding="utf-8")}
    assert "돌" in ours
    assert not {sign for sign in ours if ord(sign) in original and ord(sign) not in covered and sign.isprintable()}


def test_buildfont_has_the_signs_of_korean_pages(built_font):
    covered = characters_of(built_font)
    assert not {sign for sign in "「」『』〈〉《》·…※→▶■□○●★㎡㎞℃₩㈜①⑳ㄱㅎㅏㅣ“”‘’–—" if ord(sign) not in covered}


def test_buildfont_does_nothing_when_nothing_changed(built_font):
    before = built_font.stat().st_mtime_ns
    assert "up to date" in output_of("buildfont")
    assert built_font.stat().st_mtime_ns == before


@pytest.mark.slow
def test_buildfont_builds_anew_when_the_characters_change(variable_directory, monkeypatch):
    monkeypatch.setattr(buildfont, "characters", lambda: "가나다")
    assert "3 characters" in output_of("buildfont")
    monkeypatch.setattr(buildfont, "characters", lambda: "가나다라")
    assert "4 characters" in output_of("buildfont")
    covered = characters_of(variable_directory / "built" / "fonts" / buildfont.NAME)
    assert set(covered) == {ord(sign) for sign in "가나다라"}


@pytest.mark.slow
def test_buildfont_refuses_a_font_above_the_limit(variable_directory, monkeypatch):
    monkeypatch.setattr(buildfont, "characters", lambda: "가나다")
    monkeypatch.setattr(buildfont, "LARGEST", 100)
    with pytest.raises(CommandError, match="more than 100"):
        call_command("buildfont")
    assert list((variable_directory / "built" / "fonts").iterdir()) == []


def test_static_files_are_collected_only_when_one_has_changed(variable_directory, settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
    calls = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: calls.append(name))
    source = {"site.css": b"a"}
    monkeypatch.setattr(prepare, "static_files", lambda: iter(source.items()))
    prepare.collect_static_files()
    prepare.collect_static_files()
    assert calls == ["collectstatic"]
    source["site.css"] = b"b"
    prepare.collect_static_files()
    assert calls == ["collectstatic", "collectstatic"]
