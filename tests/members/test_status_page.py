"""The status page: the course with its days, supplement, withdrawal, deletion, export, the directory."""

import json

import pytest
from django.utils import timezone

from handbook.korean import date_text, moment_text
from handbook.models import Mail
from members import actions
from members.models import Application, Membership, PurgedCount, Signature
from tests.catalogue.test_texts_pages import words_of
from tests.platforms.holder import Fields

from . import people, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return visitor.browser()


@pytest.fixture
def desk(client):
    """Signed and sent by one person."""
    return visitor.sent(client)


def step(desk, verb, **more):
    application = visitor.application(desk)
    return verb(application=application, by=people.some_staff(), now=timezone.now(), **more)


def supplement(desk, reason="주소를 다시 확인해 주세요."):
    step(desk, actions.start_review)
    return step(desk, actions.request_supplement, reason=reason)


def approve(desk):
    step(desk, actions.start_review)
    return step(desk, actions.approve)


def test_page_shows_the_course_with_its_days_and_what_comes(client, desk, settings):
    settings.SITE_CONTACT = "02-000-0000"
    application = step(desk, actions.start_review)
    received, reviewed = (moment_text(row.at) for row in application.course.all())
    page = words_of(client.get(desk).text)
    assert f"가입 신청 {application.number} 지금 상태: 검토 중" in page
    assert f"접수 {received} 검토 중 {reviewed} 승인 또는 불승인" in page
    assert "문의: 02-000-0000. 접수 번호를 말씀해 주세요." in page


def test_page_without_a_contact_says_that_it_is_open(client, desk):
    assert "문의할 곳은 사무국이 정하는 대로 여기에 적습니다." in client.get(desk).text


def test_refusal_shows_its_reason_and_until_when_it_is_kept(client, desk):
    step(desk, actions.start_review)
    application = step(desk, actions.refuse, reason="단체장이 아닙니다.\n<확인>")
    page = client.get(desk).text
    assert "지금 상태: 불승인" in words_of(page)
    assert "단체장이 아닙니다.<br>&lt;확인&gt;" in page
    assert f"{date_text(application.purge_on)}까지 보관하고 지웁니다." in page
    assert "취하하기" not in page


def test_supplement_is_edited_signed_again_and_comes_back(client, desk):
    supplement(desk)
    page = client.get(desk).text
    assert "주소를 다시 확인해 주세요." in page
    assert f'href="{desk}review/"' in page
    visitor.fill(client, desk, address="다른길 2")
    assert client.post(f"{desk}resubmit/")["Location"] == f"{desk}sign/"
    assert client.post(f"{desk}sign/", visitor.signature(client, desk)).status_code == 302
    application = visitor.application(desk)
    assert (application.state, application.address) == ("received", "다른길 2")
    assert [json.loads(bytes(row.form))["address"] for row in Signature.objects.order_by("pk")] == [
        "가람시 가람로 1",
        "다른길 2",
    ]
    assert "보완하여 다시 냈습니다." in client.get(desk).text


def test_supplement_that_needs_no_change_goes_back_by_one_press(client, desk):
    supplement(desk)
    assert "그대로 다시 내기" in client.get(desk).text
    assert "바뀐 내용이 없습니다" in client.get(f"{desk}sign/").text
    assert client.post(f"{desk}resubmit/")["Location"] == f"{desk}receipt/"
    assert visitor.application(desk).state == "received"
    assert client.post(f"{desk}resubmit/")["Location"] == f"{desk}receipt/"  # a second press
    assert visitor.application(desk).course.count() == 4


def test_aide_edits_a_supplement_and_the_head_signs_by_a_new_link():
    aide = visitor.browser()
    desk = visitor.begin(aide, "aide")
    visitor.fill(aide, desk)
    head = visitor.opened(visitor.sign_secret(aide, desk))
    head.post(f"{desk}sign/", {**visitor.signature(head, desk), **visitor.agreement("collection")})
    supplement(desk)
    assert "그대로 다시 내기" not in aide.get(desk).text
    visitor.fill(aide, desk, address="다른길 2")
    second = visitor.opened(visitor.sign_secret(aide, desk))
    form = visitor.signature(second, desk)
    assert "consent_collection" not in Fields.of(second.get(f"{desk}sign/").text)
    assert second.post(f"{desk}sign/", form)["Location"] == f"{desk}receipt/"
    assert Signature.objects.count() == 2


def test_withdrawal_needs_a_tick_and_is_final(client, desk):
    response = client.post(f"{desk}withdraw/")
    assert (response.status_code, "하시려면 위를 표시해 주세요." in response.text) == (422, True)
    assert client.post(f"{desk}withdraw/", {"sure": "on"})["Location"] == desk
    assert "지금 상태: 취하" in words_of(client.get(desk).text)
    assert client.get(f"{desk}withdraw/").status_code == 403
    assert client.post(f"{desk}withdraw/", {"sure": "on"}).status_code == 403


def test_deletion_is_at_once_where_nothing_has_to_be_kept(client, desk):
    response = client.post(f"{desk}delete/")
    assert (response.status_code, "하시려면 위를 표시해 주세요." in response.text) == (422, True)
    assert Application.objects.exists()
    response = client.post(f"{desk}delete/", {"sure": "on"})
    assert "남아 있지 않습니다" in response.text
    assert not (Application.objects.exists() or Signature.objects.exists() or Mail.objects.exists())
    assert PurgedCount.objects.get().count == 1
    assert client.get(desk).status_code == 404


def test_member_asks_for_deletion_and_sees_the_day(client, desk):
    approve(desk)
    assert "요청한 날을 적고 사무국에 알립니다." in client.get(f"{desk}delete/").text
    assert client.post(f"{desk}delete/", {"sure": "on"})["Location"] == desk
    assert Membership.objects.exists()
    asked = visitor.application(desk).deletion_asked_at
    assert asked is not None
    assert "지워 달라고 하셨습니다." in client.get(desk).text


def test_export_is_everything_as_json(client, desk):
    response = client.get(f"{desk}export/")
    assert response["Content-Type"] == "application/json"
    assert "attachment" in response["Content-Disposition"]
    told = json.loads(response.text)
    assert (told["name"], told["number"]) == ("김가람", visitor.application(desk).number)
    assert told["signatures"][0]["form_sha256"] == Signature.objects.get().form_digest


def test_signed_paper_comes_when_it_is_made(client, desk):
    waiting = client.get(f"{desk}paper/")
    assert (waiting.status_code, waiting["Refresh"]) == (200, "5")
    Signature.objects.update(pdf_made_at=people.NOW, pdf=b"%PDF-signed")
    response = client.get(f"{desk}paper/")
    assert (response["Content-Type"], response.content) == ("application/pdf", b"%PDF-signed")


def test_paper_that_cannot_be_made_is_told_and_not_asked_for_every_five_seconds(client, desk):
    Signature.objects.update(pdf_tries=2)
    again = client.get(f"{desk}paper/")
    assert ("Refresh" in again, "아직 만들지 못했습니다" in again.text) == (False, True)
    Signature.objects.update(pdf_tries=Signature.MOST_TRIES)
    given_up = client.get(f"{desk}paper/")
    assert ("Refresh" in given_up, "사무국에 알려 주시면 다시 만듭니다." in given_up.text) == (False, True)


def test_paper_application_has_no_signed_paper_to_carry_away():
    people.some_term()
    values = {name: value for name, value in people.filled().items() if name != "declared"}
    application = actions.enter_paper(
        by=people.some_staff(),
        origin="paper",
        values=values,
        agreed=(),
        scan=b"%PDF",
        scan_type="application/pdf",
        now=people.NOW,
    )
    client = visitor.holding("status", application)
    desk = f"/club/applications/{application.key}/"
    assert "서명한 신청서(PDF)" not in client.get(desk).text
    assert client.get(f"{desk}paper/").status_code == 404
    assert f'href="{desk}scan/"' in client.get(desk).text
    scan = client.get(f"{desk}scan/")
    assert (scan["Content-Type"], scan.content) == ("application/pdf", b"%PDF")
    assert scan["Content-Disposition"] == 'attachment; filename="membership-application-scan.pdf"'


def test_application_signed_here_has_no_scan(client, desk):
    assert client.get(f"{desk}scan/").status_code == 404


def test_mail_to_confirm_is_asked_for_again_a_few_times(client, desk):
    assert "아직 확인하지 않았습니다" in client.get(desk).text
    statuses = [client.post(f"{desk}confirm/").status_code for _ in range(4)]
    assert statuses == [302, 302, 302, 429]
    assert Mail.objects.filter(subject__contains="주소를 확인해 주세요").count() == 3
    people.confirm(visitor.application(desk))
    assert "아직 확인하지 않았습니다" not in client.get(desk).text


def test_asking_again_leads_back_to_a_page_that_says_what_became_of_it(client, desk):
    sent = client.post(f"{desk}confirm/", follow=True)
    assert sent.redirect_chain == [(f"{desk}?letter=sent", 302)]
    assert "확인 링크를 다시 보냈습니다." in sent.text
    for _ in range(5):
        actions.send_link(application=visitor.application(desk))
    count = Mail.objects.count()
    assert "확인 링크를 보내지 않았습니다." in client.post(f"{desk}confirm/", follow=True).text
    assert Mail.objects.count() == count == 5


def test_listing_is_agreed_to_and_withdrawn_by_one_press_each(client, desk):
    membership = approve(desk)
    assert client.post(f"{desk}listing/").status_code == 422
    assert not people.fresh(membership).is_listed
    client.post(f"{desk}listing/", visitor.agreement("directory"))
    assert people.fresh(membership).is_listed
    assert "김가람" in client.get("/club/members/").text
    client.post(f"{desk}listing/withdraw/")
    assert not people.fresh(membership).is_listed
    assert "김가람" not in client.get("/club/members/").text


def test_membership_is_shown_with_its_days(client, desk):
    membership = approve(desk)
    page = words_of(client.get(desk).text)
    first = date_text(membership.started_on)
    assert f"임기 민선 9기 기간 {first}~{date_text(membership.ends_on)}" in page
    actions.end_membership(membership=membership, on=membership.started_on, reason="lost")
    assert f"기간 {first}~{first} 끝난 까닭 직위상실" in words_of(client.get(desk).text)


def test_aide_sees_the_course_but_nothing_that_is_the_applicants_own():
    aide = visitor.browser()
    desk = visitor.begin(aide, "aide")
    visitor.fill(aide, desk)
    head = visitor.opened(visitor.sign_secret(aide, desk))
    head.post(f"{desk}sign/", {**visitor.signature(head, desk), **visitor.agreement("collection")})
    page = words_of(aide.get(desk).text)
    assert "지금 상태: 접수" in page
    assert "신청한 분이 자기 링크로 여는 화면에서" in page
    for personal in ("김가람", "1965", "010-1234-5678", people.MAIL, "가람로"):
        assert personal not in page
    for own in ("withdraw/", "delete/", "export/", "paper/"):
        assert aide.get(f"{desk}{own}").status_code == 403
        assert f'href="{desk}{own}"' not in aide.get(desk).text
        assert head.get(f"{desk}{own}").status_code == 200
    for own in ("withdraw/", "delete/", "listing/", "listing/withdraw/", "confirm/"):
        assert aide.post(f"{desk}{own}", {"sure": "on", "consent_directory": "on"}).status_code == 403
    assert visitor.application(desk).state == "received"


def test_leaving_the_device_forgets_the_links_here_and_nowhere_else(client, desk):
    elsewhere = visitor.holding("status", visitor.application(desk))
    other = visitor.begin(client)
    response = client.post(f"{desk}leave/")
    assert "나갔습니다" in response.text
    assert response["Clear-Site-Data"] == '"storage"'
    assert client.get(desk).status_code == 404
    assert client.get(other).status_code == 200
    assert elsewhere.get(desk).status_code == 200


def test_receipt_can_be_seen_again_and_not_before(client, desk):
    assert visitor.application(desk).number in client.get(f"{desk}receipt/").text
    draft = visitor.begin(client)
    assert client.get(f"{draft}receipt/").status_code == 403


def test_listing_without_the_tick_says_so_at_the_box(client, desk):
    response = client.post(f"{desk}listing/")
    assert response.status_code == 422
    assert 'id="consent_directory_error"' in response.text
    assert "명부에 공개하시려면 표시해 주세요." in response.text
    assert not visitor.application(desk).consents.filter(key="directory").exists()
