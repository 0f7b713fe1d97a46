"""Staff reach an applicant: a mistyped address put right on their word, the link sent again, the PDF made again."""

import pytest

from handbook import sealing
from handbook.models import AccessRecord, Mail
from handbook.personal import Refused
from members import actions
from members.models import ApplicationLink, Signature

from . import office, people, visitor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
RIGHT = {"mail": "right@example.org", "reason": "본인이 전화로 알려 줌"}


def test_address_is_put_right_with_a_reason_and_has_to_be_confirmed_anew(client):
    staff = office.secretary(client)
    application = people.confirmed(people.received())
    mailed = people.link("status", application=application, is_mailed=True)
    page = office.page(application, "mail/")
    assert f'href="{page}"' in client.get(office.page(application)).text
    with office.recorded(("look", str(application)), ("change", str(application))):
        assert f"지금 주소: {people.MAIL}" in client.get(page).text
        assert client.post(page, RIGHT).status_code == 302
    fresh = people.fresh(application)
    assert (fresh.mail, fresh.mail_confirmed_at, fresh.version) == ("right@example.org", None, application.version)
    assert ApplicationLink.objects.get(digest=sealing.digest(mailed)).revoked_at == people.NOW
    assert "주소를 확인해 주세요" in Mail.objects.get(to="right@example.org").subject
    assert not Mail.objects.filter(to=people.MAIL).exists()
    assert AccessRecord.objects.get(what="change").reason == RIGHT["reason"]
    row = fresh.course.last()
    assert (row.message, row.by) == ("사무국이 전자우편 주소를 고쳤습니다.", staff)
    assert "서명한 내용과 지금 신청서가 다른 칸: 전자우편." in client.get(office.page(application)).text


@pytest.mark.parametrize("missing", ["mail", "reason"])
def test_address_and_reason_are_needed(client, missing):
    office.secretary(client)
    application = people.received()
    response = client.post(office.page(application, "mail/"), RIGHT | {missing: ""})
    assert (response.status_code, f'id="{missing}_error"' in response.text) == (422, True)
    assert people.fresh(application).mail == people.MAIL


def test_same_address_is_refused_but_where_its_reader_said_that_it_is_not_theirs(client):
    staff = office.secretary(client)
    application = people.received()
    response = client.post(office.page(application, "mail/"), RIGHT | {"mail": people.MAIL})
    assert (response.status_code, "지금 주소와 같습니다." in response.text) == (409, True)
    people.deny(application)
    shown = client.get(office.page(application)).text
    assert "주소 아님: 2026. 11. 26. 받은 분이 자기 것이 아니라고 함" in shown
    assert office.page(application, "link/") not in shown
    assert actions.correct_mail(application=application, mail=people.MAIL, by=staff, now=people.NOW)
    assert people.fresh(application).mail_denied_at is None


def test_draft_is_its_writers_own(client):
    office.secretary(client)
    draft = people.draft()
    assert client.post(office.page(draft, "mail/"), RIGHT).status_code == 404
    with pytest.raises(Refused):
        actions.correct_mail(application=draft, mail="right@example.org", by=people.some_staff(), now=people.NOW)


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_link_is_sent_again_as_it_was_shown(client, is_confirmed):
    office.secretary(client)
    application = people.received()
    application = people.confirmed(application) if is_confirmed else application
    Mail.objects.all().delete()
    page = office.page(application, "link/")
    shown = client.get(page)
    assert shown.context["subject"] in shown.text
    assert not Mail.objects.exists()
    with office.recorded(("change", str(application))):
        assert client.post(page).status_code == 302
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (people.MAIL, shown.context["subject"])
    secret = visitor.SECRET.search(mail.body.decode())[1]
    assert ApplicationLink.objects.get(digest=sealing.digest(secret)).purpose == (
        "status" if is_confirmed else "confirm"
    )


def test_link_is_not_sent_where_nobody_can_be_reached_or_today_was_enough(client):
    office.secretary(client)
    application = people.received()
    page = office.page(application, "link/")
    for _ in range(4):
        assert client.post(page).status_code == 302
    response = client.post(page)
    assert (response.status_code, "오늘은 더 보내지 못하니 전화로 알려 주세요." in response.text) == (409, True)
    type(application).objects.update(mail="", letters_to="")
    assert client.get(page).status_code == 403
    assert client.post(page).status_code == 409


def test_viewer_puts_nothing_right_and_sends_nothing(client):
    office.viewer(client)
    application = people.received()
    count = Mail.objects.count()
    signature = application.signatures.get()
    Signature.objects.update(pdf_tries=Signature.MOST_TRIES)
    for tail in ("mail/", "link/", f"signatures/{signature.pk}/again/"):
        assert office.page(application, tail) not in client.get(office.page(application)).text
        assert client.post(office.page(application, tail), RIGHT).status_code == 403
    assert (Mail.objects.count(), people.fresh(application).mail) == (count, people.MAIL)
    assert people.fresh(signature).pdf_tries == Signature.MOST_TRIES


def test_pdf_that_was_given_up_is_made_again_by_a_button(client):
    office.secretary(client)
    application = people.received()
    signature = application.signatures.get()
    page = office.page(application, f"signatures/{signature.pk}/again/")
    assert page not in client.get(office.page(application)).text
    assert client.post(page).status_code == 409
    Signature.objects.update(pdf_tries=Signature.MOST_TRIES, pdf_claimed_at=people.NOW)
    shown = client.get(office.page(application)).text
    assert "서명한 신청서(PDF)를 만들지 못했습니다." in shown
    assert f'action="{page}"' in shown
    with office.recorded(("change", str(application))):
        assert client.post(page).status_code == 302
    fresh = people.fresh(signature)
    assert (fresh.pdf_tries, fresh.pdf_claimed_at) == (0, None)


def test_signature_on_the_aides_device_and_one_without_an_address_are_told(client):
    office.secretary(client)
    application = people.received()
    assert "신청서를 쓴 기기에서 서명함" not in client.get(office.page(application)).text
    Signature.objects.update(on_writers_device=True, ip_address=None)
    shown = client.get(office.page(application)).text
    assert "신청서를 쓴 기기에서 서명함. 본인이 서명했는지 전화로 확인해 주세요." in shown
    assert "(IP 주소를 알 수 없음)" in shown
