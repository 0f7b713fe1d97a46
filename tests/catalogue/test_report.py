from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from pledges.catalogue.models import CitationReport
from tests import factories

ADDRESS = "/pledges/2022/1-1/cases/1/report/"
SEND = f"{ADDRESS}send/"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
WORDS = "번호가 제300호입니다."


@pytest.fixture
def citation(db):
    return factories.checked_citation(factories.ordinance_case(name="누리시 돌봄 조례"), "differs")


def send(client, text, **extra):
    return client.post(SEND, {"text": text}, headers=SAME_ORIGIN, **extra)


def test_form_shows_the_citation_and_asks_for_no_name(client, citation):
    page = client.get(ADDRESS).text
    assert "누리시 돌봄 조례" in page
    assert "2020.01.02. 제정, 제100호" in page
    assert "무엇이 틀렸습니까?" in page
    assert f'action="{SEND}"' in page
    inputs = page[page.index(f'action="{SEND}"') :].split("</form>")[0]
    assert inputs.count("<textarea") == 1
    assert "<input" not in inputs


def test_report_is_kept_with_nothing_about_the_person(client, citation):
    response = send(client, WORDS, REMOTE_ADDR="192.0.2.1")
    assert (response.status_code, response["Location"]) == (302, "/report-sent/")
    assert "보내 주신 내용을 받았습니다" in client.get("/report-sent/").text
    report = CitationReport.objects.get()
    assert (report.citation, report.text, report.handled_at) == (citation, WORDS, None)
    assert {field.name for field in CitationReport._meta.get_fields()} == {
        "id",
        "citation",
        "text",
        "created_at",
        "handled_at",
        "handled_by",
        "answer",
    }
    assert not response.cookies


def test_report_sent_twice_is_one(client, citation):
    assert [send(client, WORDS).status_code for _ in range(2)] == [302, 302]
    assert CitationReport.objects.count() == 1
    send(client, "날짜도 다릅니다.")
    assert CitationReport.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_report_pressed_twice_at_once_is_one():
    factories.citation()

    def press(_):
        try:
            return send(Client(), WORDS).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(press, range(8))) == [302] * 8
    assert CitationReport.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "무엇이 틀렸는지 적어 주세요."),
        ("   \n ", "무엇이 틀렸는지 적어 주세요."),
        ("틀림", "다섯 글자 넘게 적어 주세요."),
        ("가" * 501, "500자까지 적을 수 있습니다. 지금 501자입니다."),
        ("번호가 틀렸습니다\x00", "문자"),
    ],
)
def test_report_that_cannot_be_taken_keeps_what_was_typed(client, citation, text, sentence):
    response = send(client, text)
    assert response.status_code == 422
    assert sentence in response.text
    assert text.strip() in response.text
    assert "csrfmiddlewaretoken" not in response.text
    assert not CitationReport.objects.exists()


@pytest.mark.parametrize("text", ["가" * 5, "가" * 500])
def test_report_at_the_edge_of_its_length_is_taken(client, citation, text):
    assert send(client, text).status_code == 302
    assert CitationReport.objects.get().text == text


def test_eleventh_report_of_an_hour_has_to_wait(client, citation):
    assert {send(client, f"{WORDS} {number}").status_code for number in range(10)} == {302}
    response = send(client, f"{WORDS} 11 <b>")
    assert response.status_code == 429
    assert 0 <= int(response["Retry-After"]) <= 3600
    assert "잠시 뒤에 다시 해 주세요." in response.text
    assert f"{WORDS} 11 &lt;b&gt;" in response.text
    assert CitationReport.objects.count() == 10
    assert send(client, WORDS, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_report_that_cannot_be_taken_counts_no_try(client, citation):
    for _ in range(12):
        assert send(client, "").status_code == 422
    assert send(client, WORDS).status_code == 302


def test_link_changes_nothing(client, citation):
    assert client.get(ADDRESS, {"text": WORDS}).status_code == 200
    assert client.get(SEND, {"text": WORDS}).status_code == 405
    assert client.head(SEND).status_code == 405
    assert not CitationReport.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.org"}])
def test_report_from_another_site_is_refused(client, citation, headers):
    assert client.post(SEND, {"text": WORDS}, headers=headers).status_code == 403
    assert not CitationReport.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_case_without_a_citation_takes_no_report(client, citation, method):
    factories.case(citation.case.pledge)
    address = "/pledges/2022/1-1/cases/2/report/" + ("" if method == "get" else "send/")
    assert getattr(client, method)(address, {"text": WORDS}, headers=SAME_ORIGIN).status_code == 404


def test_answers_to_a_report_may_be_kept_by_nobody(client, citation):
    for response in (send(client, ""), send(client, WORDS)):
        assert "public" not in response.get("Cache-Control", "")
        assert "ETag" not in response
