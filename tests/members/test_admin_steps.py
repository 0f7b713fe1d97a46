"""The next step of an application: what is asked, the mail before it goes, the step, and who may not take it."""

import html
import re

import pytest
from django.test import Client

from handbook.models import Mail
from members import mails
from members.models import Membership

from . import office, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
REASON = "주소를 <다시> 확인해 주세요.\n층도 적어 주세요."
MAKERS = {
    "received": people.received,
    "reviewing": people.reviewing,
    "supplement": people.supplement,
    "refused": people.refused,
    "withdrawn": people.withdrawn,
}
LEADS_TO = {
    "received": ["review", "withdrawn"],
    "reviewing": ["supplement", "approved", "refused", "withdrawn"],
    "supplement": ["review", "refused", "withdrawn"],
    "refused": [],
    "withdrawn": [],
}
ENDS_IN = {
    "review": "reviewing",
    "supplement": "supplement",
    "approved": "approved",
    "refused": "refused",
    "withdrawn": "withdrawn",
}


def step_page(application, key):
    return office.page(application, f"step/{key}/")


def preview(client, application, key, message=REASON):
    """The page with the letter; and what its form holds."""
    response = client.post(step_page(application, key), {"message": message})
    return response, hidden(response)


def hidden(response):
    [form] = re.findall(r'<form method="post">.*?</form>', response.text, re.DOTALL)
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def shown_letter(response):
    return html.unescape(response.text.replace("<br>", "\n"))


def last_mail(application):
    return Mail.objects.filter(about=application.about).order_by("pk").last()


@pytest.mark.parametrize("state", LEADS_TO)
def test_page_offers_only_what_may_follow(client, state):
    office.secretary(client)
    application = MAKERS[state]()
    links = re.findall(r"/step/([a-z]+)/", client.get(office.page(application)).text)
    assert links == LEADS_TO[state]


def test_approved_application_has_no_next_step(client):
    office.secretary(client)
    application = people.approved().application
    assert "/step/" not in client.get(office.page(application)).text


def test_review_begins_with_one_press_and_no_mail(client):
    staff = office.secretary(client)
    application = people.received()
    before = Mail.objects.count()
    response = client.get(step_page(application, "review"))
    assert "편지는 보내지 않습니다." in response.text
    assert client.post(step_page(application, "review"), hidden(response)).status_code == 302
    assert office.state(application) == "reviewing"
    assert application.course.last().by == staff
    assert Mail.objects.count() == before


@pytest.mark.parametrize("key", ["supplement", "approved", "refused", "withdrawn"])
def test_mail_is_shown_as_it_goes_and_then_goes(client, key):
    office.secretary(client)
    application = people.confirmed(people.reviewing())
    page, fields = preview(client, application, key)
    assert page.status_code == 200
    assert office.state(application) == "reviewing"
    response = client.post(step_page(application, key), fields, follow=True)
    assert response.redirect_chain == [(office.page(application), 302)]
    assert office.state(application) == ENDS_IN[key]
    mail = last_mail(application)
    link = re.search(r"https?://\S+/club/open/\S+", mail.body.decode())[0]
    written = mail.body.decode().replace(link, mails.STATUS_PLACE)
    shown = shown_letter(page)
    assert mail.subject in shown
    assert written.strip() in shown
    assert f"<b>받는 주소:</b> {people.MAIL}" in shown


def test_reason_reaches_mail_course_and_status_as_typed(client):
    staff = office.secretary(client)
    application = people.confirmed(people.reviewing())
    _, fields = preview(client, application, "supplement")
    client.post(step_page(application, "supplement"), fields)
    row = application.course.last()
    assert (row.state, row.message, row.by) == ("supplement", REASON, staff)
    assert people.fresh(application).reason == REASON
    assert REASON in last_mail(application).body.decode()


def test_unconfirmed_address_is_told_little_and_staff_are_told_so(client):
    office.secretary(client)
    application = people.reviewing()
    page, fields = preview(client, application, "supplement")
    assert "아직 확인하지 않은 주소라 자세한 내용은 편지에 적지 않습니다." in page.text
    client.post(step_page(application, "supplement"), fields)
    assert "층도" not in last_mail(application).body.decode()


def test_applicant_without_an_address_gets_no_mail_and_staff_are_told_so(client):
    office.secretary(client)
    application = people.reviewing()
    type(application).objects.update(mail="", letters_to="")
    before = Mail.objects.count()
    page, fields = preview(client, application, "refused")
    assert "편지가 나가지 않습니다. 전화나 우편으로 알려 주세요." in page.text
    client.post(step_page(application, "refused"), fields)
    assert office.state(application) == "refused"
    assert Mail.objects.count() == before


def test_approval_makes_a_member_and_needs_no_words(client):
    office.secretary(client)
    application = people.reviewing()
    _, fields = preview(client, application, "approved", message="")
    client.post(step_page(application, "approved"), fields)
    assert Membership.objects.get().application == application


def test_withdrawal_on_the_applicants_word_says_how_and_is_not_mailed_to_the_office(client, settings):
    settings.SECRETARIAT_MAIL = "office@example.org"
    staff = office.secretary(client)
    application = people.received()
    before = Mail.objects.filter(to="office@example.org").count()
    _, fields = preview(client, application, "withdrawn", message="전화로 요청하셨습니다.")
    client.post(step_page(application, "withdrawn"), fields)
    row = application.course.last()
    assert (row.state, row.by, row.message) == ("withdrawn", staff, "전화로 요청하셨습니다.")
    assert Mail.objects.filter(to="office@example.org").count() == before


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("supplement", "신청인에게 보일 사유를 적어 주세요."),
        ("refused", "신청인에게 보일 사유를 적어 주세요."),
        ("withdrawn", "언제 어떻게 요청받았는지 적어 주세요."),
    ],
)
def test_reason_that_is_missing_is_asked_for_at_its_field(client, key, says):
    office.secretary(client)
    application = people.reviewing()
    response = client.post(step_page(application, key), {"message": " \n "})
    assert response.status_code == 422
    [area] = re.findall(r"<textarea[^>]*>", response.text)
    assert 'aria-invalid="true"' in area
    assert 'aria-describedby="message_helptext message_error"' in area
    assert f'id="message_error"><li>{says}</li>' in response.text
    assert office.state(application) == "reviewing"


def test_reason_can_be_changed_after_it_was_looked_at(client):
    office.secretary(client)
    application = people.reviewing()
    _, fields = preview(client, application, "supplement")
    response = client.post(step_page(application, "supplement"), fields | {"again": "고치기"})
    assert response.status_code == 200
    assert "층도 적어 주세요.</textarea>" in response.text
    assert office.state(application) == "reviewing"


def test_other_words_than_those_that_were_seen_are_shown_before_they_go(client):
    office.secretary(client)
    application = people.reviewing()
    _, fields = preview(client, application, "supplement")
    response = client.post(step_page(application, "supplement"), fields | {"message": "다른 말"})
    assert response.status_code == 409
    assert "다시 읽어 보고 눌러 주세요." in response.text
    assert office.state(application) == "reviewing"
    assert client.post(step_page(application, "supplement"), hidden(response)).status_code == 302


def test_letter_that_changed_meanwhile_is_shown_anew(client):
    office.secretary(client)
    application = people.reviewing()
    _, fields = preview(client, application, "refused")
    people.confirmed(application)
    response = client.post(step_page(application, "refused"), fields)
    assert response.status_code == 409
    assert mails.STATUS_PLACE in response.text
    assert office.state(application) == "reviewing"


def test_form_that_changed_meanwhile_is_not_decided_unread(client):
    office.secretary(client)
    application = people.reviewing()
    _, fields = preview(client, application, "approved")
    type(application).objects.update(version=application.version + 1)
    assert client.post(step_page(application, "approved"), fields).status_code == 409
    assert not Membership.objects.exists()


def test_second_of_two_staff_gets_the_sentence(client):
    office.secretary(client)
    application = people.reviewing()
    _, fields = preview(client, application, "refused")
    other = Client()
    office.secretary(other)
    _, others = preview(other, application, "approved")
    assert other.post(step_page(application, "approved"), others).status_code == 302
    response = client.post(step_page(application, "refused"), fields)
    assert response.status_code == 409
    assert "지금 상태는 ‘승인’입니다." in response.text
    assert office.state(application) == "approved"


def test_approval_that_cannot_be_is_refused_with_its_reason(client):
    office.secretary(client)
    people.approved()
    application = people.reviewing(name="박가람")
    _, fields = preview(client, application, "approved")
    response = client.post(step_page(application, "approved"), fields)
    assert response.status_code == 409
    assert "같은 단체의 다른 분이 이 임기의 회원입니다." in response.text
    assert office.state(application) == "reviewing"


def test_step_that_does_not_follow_is_not_opened(client):
    office.secretary(client)
    application = people.received()
    response = client.get(step_page(application, "approved"))
    assert response.status_code == 403
    assert "지금 상태는 ‘접수’입니다." in response.text
    assert client.get(step_page(application, "praise")).status_code == 404


def test_step_is_recorded_as_a_change_and_its_pages_as_looks(client):
    office.secretary(client)
    application = people.reviewing()
    whose = str(application)
    with office.recorded(("look", whose), ("look", whose), ("change", whose)):
        client.get(step_page(application, "supplement"))
        _, fields = preview(client, application, "supplement")
        client.post(step_page(application, "supplement"), fields)


def test_step_that_fails_leaves_no_record_of_a_change(client):
    office.secretary(client)
    people.approved()
    application = people.reviewing(name="박가람")
    _, fields = preview(client, application, "approved")
    with office.recorded():
        client.post(step_page(application, "approved"), fields)


def test_viewer_sees_the_page_without_steps_and_takes_none(client):
    office.viewer(client)
    application = people.reviewing()
    assert "/step/" not in client.get(office.page(application)).text
    for key in ENDS_IN:
        assert client.get(step_page(application, key)).status_code == 403
        assert client.post(step_page(application, key), {"message": REASON}).status_code == 403
    assert office.state(application) == "reviewing"


def test_token_of_the_page_is_needed(client):
    strict = Client(enforce_csrf_checks=True)
    office.secretary(strict)
    application = people.received()
    assert strict.post(step_page(application, "review"), {"seen": "x"}).status_code == 403
    assert office.state(application) == "received"
