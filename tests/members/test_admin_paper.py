"""Paper and fax: typed in by staff with the scan, into the same queue with the same receipt."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from handbook.models import Mail
from members.admin import paper_forms
from members.models import Application, Signature
from members.signed_form import SignedForm, digest
from tests import factories

from . import office, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = "/admin/members/application/paper/"


def upload(data=office.PDF, name="scan.pdf"):
    return SimpleUploadedFile(name, data)


def filled(**changes):
    """What the browser sends for a paper of today; None leaves a field out."""
    people.some_term()
    data = {
        "origin": "fax",
        "received_on": "2026-11-25",
        "received_time": "17:40",
        "name": "김가람",
        "government": people.some_government().code,
        "birthdate": "19650302",
        "mobile": "010-1234-5678",
        "phone": "",
        "mail": people.MAIL,
        "postcode": "12345",
        "address": "가람시 가람로 1",
        "address_detail": "",
        "is_signed": "on",
        "consent_collection": "on",
        "scan": upload(),
    }
    return {name: value for name, value in (data | changes).items() if value is not None}


def entered(client, **changes):
    response = client.post(PAGE, filled(**changes), follow=True)
    assert response.status_code == 200, response.context["form"].errors
    return Application.objects.get(), response.text


def test_list_leads_to_the_page_and_the_page_begins_with_now(client):
    office.secretary(client)
    assert f'href="{PAGE}"' in client.get("/admin/members/application/").text
    shown = client.get(PAGE).text
    assert 'type="date" name="received_on" value="2026-11-26"' in shown
    assert 'type="time" name="received_time" value="14:30"' in shown
    assert "checked" not in shown


def test_paper_joins_the_queue_under_a_number_that_staff_write_on_it(client):
    staff = office.secretary(client)
    application, shown = entered(client)
    assert "접수 번호는 2026-0001입니다. 종이에 이 번호를 적어 주세요." in shown
    assert (application.state, application.origin, application.declared) == ("received", "fax", True)
    assert application.received_at == dt.datetime(2026, 11, 25, 8, 40, tzinfo=dt.UTC)
    assert (application.name, application.birthdate, application.mobile) == ("김가람", people.BORN, "01012345678")
    assert list(Application.objects.open()) == [application]
    assert application.course.get().by == staff
    assert [consent.key for consent in application.consents.all()] == ["collection"]


def test_same_receipt_goes_to_the_address_on_the_paper(client):
    office.secretary(client)
    application, _ = entered(client)
    mail = Mail.objects.get(about=application.about)
    assert mail.to == people.MAIL
    assert mail.subject == "[목민관클럽] 가입 신청을 접수했습니다 (2026-0001)"
    assert Signature.objects.get().form_digest in mail.body.decode()


@pytest.mark.parametrize(
    ("data", "media_type", "manner"),
    [
        (office.PDF, "application/pdf", "attachment"),
        (office.JPEG, "image/jpeg", "inline"),
        (office.PNG, "image/png", "inline"),
    ],
)
def test_scan_is_kept_encrypted_and_comes_back_as_it_was(client, data, media_type, manner):
    office.secretary(client)
    application, _ = entered(client, scan=upload(data, "whatever.exe"))
    signature = application.signatures.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT scan, form FROM members_signature")
        stored = b"".join(map(bytes, cursor.fetchone()))
    assert data not in stored
    assert "김가람".encode() not in stored
    with office.recorded(("look", str(application))):
        response = client.get(office.page(application, f"signatures/{signature.pk}/scan/"))
    assert response.content == data
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"].startswith(manner)
    assert response["X-Content-Type-Options"] == "nosniff"


def test_form_holds_the_digest_of_the_scan_and_the_page_counts_it_again(client):
    office.secretary(client)
    application, shown = entered(client)
    signature = application.signatures.get()
    assert SignedForm.read(bytes(signature.form)).signature.sha256 == digest(office.PDF)
    assert "종이에 서명, 1판" in shown
    assert "다시 센 값과 같음" in shown
    signature.scan = office.PDF + b"!"
    signature.save()
    assert "다시 센 값과 다름" in client.get(office.page(application)).text


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"origin": None}, "origin", "종이로 받았는지 팩스로 받았는지 골라 주세요."),
        ({"received_on": ""}, "received_on", "받은 날을 적어 주세요."),
        ({"received_on": "2026-11-27"}, "received_on", "받은 날과 시각을 다시 확인해 주세요."),
        (
            {"received_on": "2026-11-26", "received_time": "14:31"},
            "received_on",
            "받은 날과 시각을 다시 확인해 주세요.",
        ),
        ({"received_on": "2025-11-25"}, "received_on", "받은 날과 시각을 다시 확인해 주세요."),
        ({"received_time": "오후"}, "received_time", "받은 시각을 적어 주세요. 예: 14:30"),
        ({"name": " "}, "name", "성명을 입력해 주세요."),
        ({"government": "99999"}, "government", "목록에 있는 단체를 골라 주세요."),
        ({"birthdate": "1965"}, "birthdate", "생년월일 8자리를 입력해 주세요."),
        ({"mobile": "", "mail": ""}, "mobile", "휴대전화, 전화, 전자우편 가운데 하나는 적어 주세요."),
        ({"mail": "head"}, "mail", "전자우편 주소를 다시 확인해 주세요."),
        ({"postcode": "1234"}, "postcode", "우편번호 5자리를 입력해 주세요."),
        ({"is_signed": None}, "is_signed", "서명이 없는 종이는 접수하지 않습니다."),
        ({"scan": None}, "scan", "서명한 종이를 스캔한 파일을 골라 주세요."),
        ({"scan": upload(b"")}, "scan", "파일이 비어 있습니다."),
        ({"scan": upload(b"<html>%PDF-")}, "scan", "PDF, JPEG, PNG 파일만 올릴 수 있습니다."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(client, changes, field, says):
    office.secretary(client)
    response = client.post(PAGE, filled(**changes))
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert says in errors[field][0]
    assert f'id="{field}_error"' in response.text
    assert not Application.objects.exists()
    assert not Mail.objects.exists()


def test_what_was_typed_stays_and_the_file_is_asked_for_again(client):
    office.secretary(client)
    response = client.post(PAGE, filled(name="", address="가람시 <가람로> 7"))
    assert 'value="가람시 &lt;가람로&gt; 7"' in response.text
    assert 'value="2026-11-25"' in response.text
    assert "고른 파일은 이 화면에 남지 않습니다. 다시 골라 주세요." in response.text


def test_scan_that_is_too_large_is_refused_with_both_sizes(client, monkeypatch):
    office.secretary(client)
    monkeypatch.setattr(paper_forms, "MOST_SCAN", 10)
    response = client.post(PAGE, filled())
    assert response.status_code == 422
    assert "까지 올릴 수 있습니다." in response.context["form"].errors["scan"][0]


def test_largest_scan_fits_through_the_door(settings):
    assert paper_forms.MOST_SCAN < settings.MOST_BODY_BYTES


def test_consent_that_is_not_on_the_paper_keeps_it_out(client):
    office.secretary(client)
    response = client.post(PAGE, filled(consent_collection=None))
    assert response.status_code == 422
    assert 'id="consent_collection_error"' in response.text
    assert not Application.objects.exists()


def test_consent_to_the_directory_is_taken_from_the_paper(client):
    office.secretary(client)
    application, _ = entered(client, consent_directory="on")
    actions = people.actions
    application = actions.start_review(application=application, by=people.some_staff(), now=people.NOW)
    assert actions.approve(application=application, by=people.some_staff(), now=people.NOW).is_listed


def test_paper_without_mail_and_address_is_taken(client):
    office.secretary(client)
    application, _ = entered(client, mail="", postcode="", address="")
    assert not Mail.objects.filter(about=application.about).exists()


def test_second_press_enters_nothing_and_takes_no_number(client):
    office.secretary(client)
    entered(client)
    response = client.post(PAGE, filled())
    assert response.status_code == 409
    assert "같은 분이 같은 때에 낸 종이 신청이 이미 있습니다." in response.text
    assert 'value="김가람"' in response.text
    client.post(PAGE, filled(name="박가람"))
    assert set(Application.objects.values_list("number", flat=True)) == {"2026-0001", "2026-0002"}


def test_day_without_a_term_is_refused_and_what_was_typed_stays(client):
    office.secretary(client)
    data = filled()
    factories.Term.objects.all().delete()
    response = client.post(PAGE, data)
    assert response.status_code == 409
    assert "지금은 임기 자료가 없어 신청을 받지 못합니다." in response.text
    assert 'value="김가람"' in response.text


def test_entry_is_recorded_as_a_change_and_the_page_after_it_as_a_look(client):
    office.secretary(client)
    with office.recorded(("change", "가입 신청 2026-0001"), ("look", "가입 신청 2026-0001")):
        entered(client)


def test_no_browser_keeps_what_staff_type_of_others(client):
    office.secretary(client)
    people.some_government()
    typed = re.findall(r'<input type="(?:text|email)"[^>]*>', client.get(PAGE).text)
    assert len(typed) == 8
    assert [one for one in typed if 'autocomplete="off"' not in one] == []


def test_viewer_enters_nothing(client):
    office.viewer(client)
    assert PAGE not in client.get("/admin/members/application/").text
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, filled()).status_code == 403
    assert not Application.objects.exists()
