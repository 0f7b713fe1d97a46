"""Another paper for an application that stands: a supplement by post, or what was typed wrong."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from handbook.limits import spend
from handbook.models import Mail
from members.signed_form import SignedForm

from . import office, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def page(application):
    return office.page(application, "paper/")


def filled(application, **changes):
    data = {
        "version": application.version,
        "name": "김가람",
        "government": application.government_id,
        "birthdate": "19650302",
        "mobile": "010-9999-8888",
        "mail": people.MAIL,
        "is_signed": "on",
        "scan": SimpleUploadedFile("again.png", office.PNG),
    }
    return data | changes


def test_form_begins_with_what_stands(client):
    office.secretary(client)
    application = office.on_paper()
    assert f'href="{page(application)}"' in client.get(office.page(application)).text
    shown = client.get(page(application)).text
    for value in ("김가람", "19650302", "010-1234-5678", people.MAIL, "가람시 가람로 1"):
        assert f'value="{value}"' in shown
    assert f'<option value="{application.government_id}" selected>' in shown
    assert "종이에 표시된 동의" not in shown


def test_what_was_typed_wrong_is_put_right_and_the_first_paper_stays(client):
    staff = office.secretary(client)
    application = office.on_paper()
    mails = Mail.objects.count()
    with office.recorded(("change", str(application))):
        assert client.post(page(application), filled(application)).status_code == 302
    corrected = people.fresh(application)
    assert (corrected.state, corrected.mobile, corrected.version) == ("received", "01099998888", 2)
    assert [bytes(one.scan) for one in corrected.signatures.all()] == [office.PDF, office.PNG]
    last = corrected.signatures.last()
    assert (last.version, SignedForm.read(bytes(last.form)).mobile) == (2, "01099998888")
    row = corrected.course.last()
    assert (row.by, row.message) == (staff, "사무국이 종이 신청서를 다시 넣었습니다.")
    assert Mail.objects.count() == mails
    assert "다시 서명하지 않았습니다" not in client.get(office.page(application)).text


def test_supplement_on_paper_comes_back_into_the_queue_with_a_receipt(client):
    office.secretary(client)
    application = people.supplement()
    assert client.post(page(application), filled(application)).status_code == 302
    again = people.fresh(application)
    assert (again.state, again.number, again.reason) == ("received", application.number, "")
    assert [one.manner for one in again.signatures.all()] == ["drawn", "paper"]
    mail = Mail.objects.filter(about=application.about).order_by("pk").last()
    assert mail.subject == "[목민관클럽] 가입 신청을 접수했습니다 (2026-0001)"


@pytest.mark.parametrize(("mail", "stays"), [(people.MAIL, True), ("other@example.org", False)])
def test_another_address_is_not_confirmed_yet(client, mail, stays):
    office.secretary(client)
    application = people.confirmed(office.on_paper())
    client.post(page(application), filled(application, mail=mail))
    corrected = people.fresh(application)
    assert (corrected.mail, corrected.mail_confirmed_at is not None) == (mail, stays)
    confirming = corrected.links.filter(purpose="confirm")
    assert (confirming.first().revoked_at is None, confirming.filter(revoked_at=None).count()) == (stays, 1)


def test_second_press_adds_nothing(client):
    office.secretary(client)
    application = office.on_paper()
    client.post(page(application), filled(application))
    response = client.post(page(application), filled(application))
    assert response.status_code == 409
    assert "그사이 신청서가 바뀌었습니다." in response.text
    assert application.signatures.count() == 2


def test_scan_is_needed_each_time(client):
    office.secretary(client)
    application = office.on_paper()
    response = client.post(page(application), filled(application, scan="", mobile="010-7777-6666"))
    assert response.status_code == 422
    assert "서명한 종이를 스캔한 파일을 골라 주세요." in response.text
    assert 'value="010-7777-6666"' in response.text
    assert people.fresh(application).version == application.version


@pytest.mark.parametrize("make", [people.refused, people.withdrawn])
def test_what_is_decided_takes_no_paper(client, make):
    office.secretary(client)
    application = make()
    assert page(application) not in client.get(office.page(application)).text
    assert client.get(page(application)).status_code == 403
    response = client.post(page(application), filled(application))
    assert response.status_code == 409
    assert "지금 상태는" in response.text
    assert application.signatures.count() == 1


def test_viewer_adds_nothing(client):
    office.viewer(client)
    application = office.on_paper()
    assert client.get(page(application)).status_code == 403
    assert client.post(page(application), filled(application)).status_code == 403
    assert application.signatures.count() == 1


@pytest.mark.parametrize("make", [office.on_paper, people.supplement])
def test_another_address_is_asked_whose_it_is_and_staff_are_told(client, make):
    office.secretary(client)
    application = people.confirmed(make())
    Mail.objects.all().delete()
    data = filled(application, mail="new@example.org")
    shown = client.post(page(application), data, follow=True)
    assert "바뀐 주소로 확인을 묻는 편지를 보냅니다." in shown.text
    letter = Mail.objects.get(to="new@example.org")
    assert "‘제 것이 아닙니다’를 눌러 주세요." in letter.body.decode()
    assert people.fresh(application).letters_to == "new@example.org"


def test_another_address_that_had_enough_for_today_is_told(client):
    office.secretary(client)
    application = office.on_paper()
    for _ in range(5):
        spend("mail to an address not confirmed", "new@example.org", most=5, seconds=24 * 3600)
    shown = client.post(page(application), filled(application, mail="new@example.org"), follow=True)
    assert "오늘은 더 보내지 못하니 전화로 알려 주세요." in shown.text
    application = people.fresh(application)
    shown = client.post(page(application), filled(application, mail="new@example.org"), follow=True)
    assert "오늘은 더 보내지" not in shown.text
