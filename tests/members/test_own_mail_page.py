"""Whose mail address it is: asked of whoever reads mail there, by the birthdate, before anything personal goes out."""

import pytest
from django.utils import timezone

from handbook.models import Mail
from members import actions, mails
from members.models import ApplicationLink, Signature
from tests.catalogue.test_texts_pages import words_of

from . import people, visitor

pytestmark = pytest.mark.django_db
BORN, WRONG = {"birthdate": "19650302"}, {"birthdate": "1965. 3. 3."}


@pytest.fixture
def application():
    return people.received()


@pytest.fixture
def client(application):
    return visitor.opened(people.link("confirm", application=application))


def page_of(application, tail=""):
    return f"/club/mail/{application.key}/{tail}"


def mails_after(count):
    return list(Mail.objects.order_by("pk")[count:])


def test_page_asks_and_shows_nothing_personal(client, application):
    page = client.get(page_of(application))
    assert "가입 신청 2026-0001의 소식을 이 편지를 받으신 전자우편으로 받으시겠습니까?" in words_of(page.text)
    for button in ("네, 제 주소입니다", "제 것이 아닙니다"):
        assert f"{button}</button>" in page.text
    for personal in ("김가람", "가람", people.MAIL, "1965. 3. 2."):
        assert personal not in page.text
    assert not people.fresh(application).mail_confirmed_at


def test_right_birthdate_confirms_and_brings_the_status_link_and_the_signed_form(client, application):
    Signature.objects.update(pdf=b"%PDF", pdf_made_at=people.NOW)
    count = Mail.objects.count()
    response = client.post(page_of(application), BORN)
    assert response["Location"] == page_of(application)
    assert "주소를 확인했습니다" in client.get(page_of(application)).text
    assert people.fresh(application).mail_confirmed_at
    status, paper = mails_after(count)
    assert "전자우편 주소를 확인했습니다" in status.subject
    assert paper.attachments
    assert client.post(page_of(application), BORN).status_code == 200  # a second press
    assert len(mails_after(count)) == 2


def test_wrong_birthdate_is_said_at_its_field_and_five_tries_end_the_link(client, application):
    count = Mail.objects.count()
    response = client.post(page_of(application), {"birthdate": "1965"})
    assert (response.status_code, "예: 19650302" in response.text) == (422, True)
    for _ in range(ApplicationLink.MOST_TRIES):
        response = client.post(page_of(application), WRONG)
        assert response.status_code == 422
        assert 'aria-describedby="birthdate_helptext birthdate_error"' in response.text
        assert "신청서의 생년월일과 다릅니다." in response.text
        assert 'value="1965. 3. 3."' in response.text
    response = client.post(page_of(application), BORN)
    assert (response.status_code, "이 링크로는 더 하지 못합니다." in response.text) == (409, True)
    assert not people.fresh(application).mail_confirmed_at
    assert mails_after(count) == []


def test_who_says_that_it_is_not_theirs_gets_nothing_more_and_staff_hear_of_it(client, application, settings):
    settings.SECRETARIAT_MAIL = "office@example.org"
    response = client.post(page_of(application, "not-mine/"))
    assert "그 주소로 더 보내지 않습니다." in response.text
    denied = people.fresh(application)
    assert (denied.mail_confirmed_at, denied.mail_denied_at is None) == (None, False)
    assert client.get(page_of(application)).status_code == 404
    assert Mail.objects.get(to="office@example.org").subject == "[목민관클럽] 가입 신청 2026-0001 주소 아님"
    assert not Mail.objects.filter(to=people.MAIL).exists()  # the receipt had not gone out yet
    denied = actions.start_review(application=denied, by=people.some_staff(), now=people.NOW)
    actions.request_supplement(application=denied, by=people.some_staff(), reason="주소", now=people.NOW)
    assert not actions.send_link(application=denied)
    assert not Mail.objects.filter(to=people.MAIL).exists()


def test_applicant_sees_that_the_address_is_not_theirs(client, application):
    own = visitor.holding("status", application)
    client.post(page_of(application, "not-mine/"))
    shown = own.get(f"/club/applications/{application.key}/").text
    assert "자기 주소가 아니라고 했습니다." in shown
    assert "확인 링크 다시 받기" not in shown


def test_confirmed_address_is_not_denied_afterwards(client, application):
    client.post(page_of(application), BORN)
    assert client.post(page_of(application, "not-mine/")).status_code == 409
    assert people.fresh(application).mail_denied_at is None


@pytest.mark.parametrize("tail", ["", "not-mine/"])
def test_page_is_closed_to_whoever_holds_no_link_to_confirm_this_application(application, tail):
    other = visitor.opened(people.link("confirm", application=people.received()))
    for stranger in (visitor.browser(), other, visitor.holding("status", application)):
        assert stranger.post(page_of(application, tail), BORN).status_code == 404
        assert stranger.get(page_of(application)).status_code == 404
    fresh = people.fresh(application)
    assert (fresh.mail_confirmed_at, fresh.mail_denied_at) == (None, None)


@pytest.mark.parametrize("tail", ["", "not-mine/"])
def test_press_from_another_site_changes_nothing(client, application, tail):
    response = client.post(page_of(application, tail), BORN, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    fresh = people.fresh(application)
    assert (fresh.mail_confirmed_at, fresh.mail_denied_at) == (None, None)


def test_another_address_closes_what_was_mailed_and_not_the_signers_own_browser():
    application = people.confirmed(people.supplement())
    own = visitor.holding("status", application)
    mailed = visitor.opened(people.link("status", application=application, is_mailed=True))
    desk = f"/club/applications/{application.key}/"
    form = {"version": application.version, **visitor.CONTACT, "mail": "right@example.org"}
    assert own.post(f"{desk}contact/", form).status_code == 302
    assert own.get(desk).status_code == 200
    for tail in ("", "export/", "delete/", "paper/"):
        assert mailed.get(f"{desk}{tail}").status_code == 404
    fresh = people.fresh(application)
    assert (fresh.mail, fresh.mail_confirmed_at) == ("right@example.org", None)
    assert not Mail.objects.filter(to=people.MAIL, sent_at=None).exists()


@pytest.mark.parametrize("headers", [{}, visitor.AUTOSAVE])
def test_whoever_corrects_the_address_by_a_mailed_link_stays_inside(headers):
    application = people.supplement()
    client = visitor.opened(people.link("status", application=application, is_mailed=True))
    desk = f"/club/applications/{application.key}/"
    form = {"version": application.version, **visitor.CONTACT, "mail": "right@example.org"}
    assert client.post(f"{desk}contact/", form, headers=headers).status_code in {200, 302}
    assert client.get(desk).status_code == 200
    [link] = ApplicationLink.objects.working(timezone.now()).filter(application=application, purpose="status")[1:]
    assert not link.is_mailed


def test_unconfirmed_address_gets_five_mails_a_day_whoever_asks():
    """From several applications and pages together."""
    first, *others = (people.received(mail=mail) for mail in (people.MAIL, people.MAIL, "HEAD@example.org"))
    for _ in range(4):
        actions.send_link(application=first)
    assert Mail.objects.filter(to__iexact=people.MAIL).count() == 5
    actions.withdraw(application=others[0], now=people.NOW)
    assert Mail.objects.filter(to__iexact=people.MAIL).count() == 5
    assert actions.send_link(application=people.confirmed(others[1]))


def test_paper_that_was_signed_last_promises_no_pdf():
    application = people.received()
    assert application.is_signed_online
    known = people.filled()
    known.pop("declared")
    again = {"by": people.some_staff(), "seen": 1, "values": known, "now": people.LATER}
    scan = {"scan": b"%PDF-1.7 paper", "scan_type": "application/pdf"}
    actions.enter_paper_again(application=application, **again, **scan)
    client = visitor.holding("confirm", application)
    assert "PDF" not in client.get(page_of(application)).text.split("<main")[1]
    assert client.post(page_of(application), BORN).status_code == 302
    assert "PDF" not in client.get(page_of(application)).text.split("<main")[1]
    _, body = mails.link_letter(people.received())
    assert "서명하신 신청서(PDF)를" in body
    people.Application.objects.filter(pk=application.pk).update(mail_confirmed_at=None)
    _, body = mails.link_letter(people.fresh(application))
    assert "앞으로의 소식을" in body
