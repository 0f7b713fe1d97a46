"""Carrying away: files made by real children behind a page that waits, sealed until the download, gone soon after."""

import datetime as dt
import io
import os
import subprocess
import time
import zipfile

import pypdf
import pytest
from django.db import connection
from django.utils import timezone

from pledges.documents.tree import ENCODER
from pledges.platforms import files
from pledges.platforms.models import FileJob
from pledges.platforms.profiles import PROFILES, Choice
from pledges.platforms.whole import whole
from tests.platforms import holder

TYPES = {
    "pdf": "application/pdf",
    "hwpx": "application/hwp+zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
}
TITLE = "밤에도 여는 돌봄방"

pytestmark = pytest.mark.usefixtures("edition_2022")
with_children = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client(settings, tmp_path):
    settings.TICKETS = tmp_path / "tickets"
    client = holder.browser()
    holder.take(client)
    holder.settle(client, office="basic_council", election="local-9", district="가선거구")
    client.post(f"{holder.desk(client)}own/", {"title": TITLE})
    return client


@pytest.fixture
def no_children(monkeypatch):
    """The jobs are kept, but nobody works on them."""
    begun = []
    monkeypatch.setattr(files, "run_in_background", lambda held, job, document: begun.append(job.key))
    return begun


def make(client, format="pdf", **fields):
    return client.post(f"{holder.desk(client)}files/make/", {"profile": "draft", "format": format, **fields})


def wait(client, address):
    """Looks at the waiting page as a browser does, until it no longer asks again."""
    for _ in range(1200):
        page = client.get(address)
        if "Refresh" not in page:
            return page
        time.sleep(0.1)
    raise AssertionError("the file never came")


def text_of(format, data):
    if format == "pdf":
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    if format == "html":
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


@with_children
@pytest.mark.parametrize("format", TYPES)
def test_file_arrives_through_the_waiting_page(client, format):
    response = make(client, format)
    assert response.status_code == 302
    address = response["Location"]
    page = wait(client, address)
    assert "파일을 다 만들었습니다" in page.text
    file = client.get(f"{address}download/")
    assert file.status_code == 200
    assert file["Content-Type"] == TYPES[format]
    assert TITLE.replace(" ", "") in text_of(format, file.content).replace(" ", "").replace("\n", "")
    assert file["Cache-Control"] == "no-store, private"
    assert "noindex" in file["X-Robots-Tag"]
    job = FileJob.objects.get()
    assert TITLE.encode() not in bytes(job.sealed_input) + bytes(job.sealed_file) + bytes(job.sealed_name)


@with_children
def test_file_has_a_name_that_every_browser_can_read(client):
    address = make(client, "html")["Location"]
    page = wait(client, address)
    today = timezone.localdate().isoformat()
    opened = holder.held(client)
    name = f"순창군의원_공약초안_{today}_{opened.platform.key[:3]}-{opened.platform.saves}.html"
    assert name in page.text
    disposition = client.get(f"{address}download/")["Content-Disposition"]
    assert disposition.isascii()
    assert disposition.startswith("attachment; filename=\"platform.html\"; filename*=UTF-8''%EC%88%9C%EC%B0%BD")


def test_waiting_page_asks_again_by_itself_and_shows_its_place(client, no_children, monkeypatch):
    address = make(client)["Location"]
    monkeypatch.setattr(files, "place_in_line", lambda job: 3)
    page = client.get(address)
    assert page["Refresh"] == "2"
    assert "앞에 3개가 있습니다." in page.text
    response = client.get(f"{address}download/")
    assert (response.status_code, response["Location"]) == (302, address)


@with_children
def test_file_that_could_not_be_made_is_said_without_loss(client, monkeypatch):
    def fail(*arguments):
        raise files.make.MakingFailed("no")

    monkeypatch.setattr(files.make, "run", fail)
    address = make(client)["Location"]
    page = wait(client, address)
    assert "파일을 만들지 못했습니다" in page.text
    assert "쓰신 내용은 그대로 있습니다." in page.text


@with_children
def test_failure_that_nobody_foresaw_does_not_leave_the_page_waiting(client, monkeypatch):
    """No memory for a child, no more processes: the person has to hear of it."""

    def fail(*arguments, **fields):
        raise OSError("no more processes")

    monkeypatch.setattr(subprocess, "run", fail)
    monkeypatch.setattr("threading.excepthook", lambda arguments: None)
    address = make(client)["Location"]
    for _ in range(50):
        page = client.get(address)
        if "Refresh" not in page:
            break
        time.sleep(0.1)
    assert "파일을 만들지 못했습니다" in page.text


def waiting_job(client, **fields):
    """A job as a process left it that is no longer there."""
    opened = holder.held(client)
    document = PROFILES["draft"].build(whole(opened), Choice())
    job = files.new_job(opened, "html", "파일.html", ENCODER.encode(document))
    for name, value in fields.items():
        setattr(job, name, value)
    job.save(force_insert=True)
    return f"{holder.desk(client)}files/{job.key}/"


def ended_process():
    with subprocess.Popen(["true"]) as process:
        process.wait()
    return process.pid


@with_children
def test_job_of_a_dead_process_starts_anew(client):
    address = waiting_job(client, runner=f"{files.THIS_MACHINE}:{ended_process()}")
    assert "파일을 다 만들었습니다" in wait(client, address).text
    assert TITLE in client.get(f"{address}download/").content.decode()


@pytest.mark.parametrize(
    "runner", ["", "nonsense", f"{files.THIS_MACHINE}:", f"{files.THIS_MACHINE}:x", f"{files.THIS_MACHINE}:999999999"]
)
def test_job_with_no_process_is_taken_once(client, no_children, runner):
    address = waiting_job(client, runner=runner, created_at=timezone.now() - files.GIVEN_UP - dt.timedelta(minutes=1))
    client.get(address)
    client.get(address)
    assert len(no_children) == 1


def test_job_of_a_living_process_is_left_alone(client, no_children):
    client.get(waiting_job(client, runner=files.runner()))
    assert not no_children


def test_job_of_another_machine_is_left_alone_until_it_must_be_over(client, no_children):
    fresh = waiting_job(client, runner="another:1")
    client.get(fresh)
    assert not no_children
    old = waiting_job(client, runner="another:1", created_at=timezone.now() - files.GIVEN_UP - dt.timedelta(minutes=1))
    client.get(old)
    assert len(no_children) == 1


def test_job_that_must_be_over_starts_anew_although_its_number_lives_again(client, no_children):
    """After a restart in a container another process has the same number; a child ends after three minutes."""
    long_ago = timezone.now() - files.GIVEN_UP - dt.timedelta(minutes=1)
    client.get(waiting_job(client, runner=f"{files.THIS_MACHINE}:{os.getpid()}", created_at=long_ago))
    assert len(no_children) == 1


def test_file_is_gone_after_half_an_hour(client, no_children, monkeypatch):
    job = files.finished(holder.held(client), "png", "열쇠카드.png", b"picture")
    address = f"{holder.desk(client)}files/{job.key}/"
    assert client.get(f"{address}download/").content == b"picture"
    later = timezone.now() + dt.timedelta(minutes=30)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.get(address).status_code == 404
    assert client.get(f"{address}download/").status_code == 404
    make(client)
    assert not FileJob.objects.filter(key=job.key).exists()


def test_file_of_another_platform_is_a_404(client, no_children):
    job = files.finished(holder.held(client), "png", "열쇠카드.png", b"picture")
    other = holder.browser()
    holder.take(other)
    for end in ("", "download/"):
        assert other.get(f"{holder.desk(other)}files/{job.key}/{end}").status_code == 404
        assert other.get(f"{holder.desk(client)}files/{job.key}/{end}").status_code == 404


def test_reader_does_not_get_the_holders_key_card(client):
    """It holds a link that may edit: whoever may only read must not make themselves an editor."""
    address = client.post(f"{holder.desk(client)}ways/card/")["Location"]
    assert client.get(f"{address}download/").status_code == 200
    reader = holder.reader_of(client)
    for end in ("", "download/", "download/?show=1"):
        assert reader.get(address + end).status_code in {403, 404}


def test_files_waiting_at_once_end_with_a_sentence(client, no_children, monkeypatch):
    monkeypatch.setattr(files, "MOST_WAITING", 2)
    assert [make(client).status_code for _ in range(2)] == [302, 302]
    response = make(client)
    assert response.status_code == 429
    assert "아직 만들고 있는 파일이 많습니다." in response.text
    assert FileJob.objects.count() == 2


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"profile": "nonsense"}, "nonsense"),
        ({"format": "exe"}, "exe"),
        ({"profile": "summary", "format": "xlsx"}, "엑셀로는 공약 초안만 받을 수 있습니다."),
        ({"grouping": "nonsense"}, "nonsense"),
        ({"accent": "pink"}, "pink"),
        ({"five": ["nonsense"]}, "errorlist"),
        ({"name": "가" * 51}, "50자까지"),
        ({"introduction": "가" * 1001}, "1000자까지"),
        ({}, ""),
    ],
)
def test_file_that_is_not_offered_is_not_made(client, no_children, form, says):
    whole_form = {"profile": "draft", "format": "pdf", **form} if form else {}
    response = client.post(f"{holder.desk(client)}files/make/", whole_form)
    assert response.status_code == 422
    assert says in response.text
    assert not FileJob.objects.exists()


def test_five_pledges_at_most_for_the_commissions_paper(client, no_children):
    holder.settle(client, office="basic_head", election="local-9")
    for pledge in ("2022-1-2", "2022-1-3", "2022-2-1", "2022-2-2"):
        holder.take(client, pledge)
    keys = [row.key for row in holder.rows(client)]
    assert len(keys) == 6
    assert make(client, profile="five", five=keys[:5]).status_code == 302
    response = make(client, profile="five", five=keys)
    assert response.status_code == 422
    assert "다섯 개까지 고를 수 있습니다." in response.text
    assert FileJob.objects.count() == 1


def test_office_without_the_paper_sees_why(client, no_children):
    page = client.get(f"{holder.desk(client)}files/").text
    assert 'value="five"' not in page
    assert make(client, profile="five").status_code == 422


def test_page_says_what_is_unfilled_before_a_file_is_made(client):
    page = client.get(f"{holder.desk(client)}files/").text
    assert "아직 채우지 않은 것이 있는 공약 2개" in page
    assert f"2. {TITLE}" in page


def test_line_about_the_other_browser_is_for_kakaotalk(client, no_children):
    job = files.finished(holder.held(client), "png", "열쇠카드.png", b"picture")
    address = f"{holder.desk(client)}files/{job.key}/"
    inside = {"User-Agent": "Mozilla/5.0 (Linux; Android 15; wv) KAKAOTALK/25.9.0 (INAPP)"}
    assert "다른 브라우저로 열기" in client.get(address, headers=inside).text
    assert "다른 브라우저로 열기" not in client.get(address).text


@with_children
def test_platform_deleted_while_its_file_is_made_leaves_nothing(client, monkeypatch):
    began = []
    monkeypatch.setattr(files.make, "run", lambda *arguments: began.append(1) or b"file")
    monkeypatch.setattr(files, "run_in_background", lambda held, job, document: began.append((held, job, document)))
    make(client)
    client.post(f"{holder.desk(client)}delete/", {"sure": "on"})
    files.run(*began[0])
    connection.ensure_connection()
    assert not FileJob.objects.exists()
