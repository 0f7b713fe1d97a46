"""The page of one application: facts, likenesses, consents, signatures, course and mails."""

import pytest
from django.utils.html import escape

from handbook.models import Mail
from members import strokes
from members.models import Application, Signature
from members.signed_form import digest
from tests import factories

from . import office, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SAME, CHANGED = "다시 센 값과 같음", "다시 센 값과 다름"


def text(client, application):
    response = client.get(office.page(application))
    assert response.status_code == 200
    return response.text


def signature_page(application, what):
    number = application.signatures.values_list("pk", flat=True).last()
    return office.page(application, f"signatures/{number}/{what}/")


def test_page_holds_all_that_a_decision_needs(client):
    office.secretary(client)
    application = people.confirmed(people.received(agreed=("collection", "directory")))
    shown = text(client, application)
    for words in (
        "2026-0001",
        "김가람",
        "가람시장",
        "가람도 가람시",
        "민선 9기",
        "1965. 3. 2.",
        "010-1234-5678",
        "02-123-4567",
        "(12345) 가람시 가람로 1 2층",
        "head@example.org (2026. 11. 26. 확인한 주소)",
        "회원 명부에 공개하는 것에 동의합니다(선택)",
        f"전자서명(그리기), {application.version}판, 2026. 11. 26. 14:30",
        "동의한 문장: 전자서명으로 제출하는 데 동의합니다. (IP 주소 192.0.2.7)",
        "회비를 내고 포럼에 나가겠습니다.",
        application.signatures.get().form_digest,
        SAME,
        "2026. 11. 26. 14:30 접수, 신청인",
        "같은 분이나 같은 단체의 다른 신청과 회원이 없습니다.",
    ):
        assert words in shown, words
    assert CHANGED not in shown


def test_consents_stand_with_their_whole_wording(client):
    office.secretary(client)
    application = people.received(filled_by="aide", own=("collection",))
    people.actions.withdraw_listing(application=application, now=people.LATER)
    shown = text(client, application)
    for consent in application.consents.select_related("wording"):
        for line in consent.wording.text.split("\n"):
            assert escape(line) in shown
    assert "<td>보좌진</td>" in shown
    assert "<td>본인</td>" in shown


def test_withdrawn_consent_says_when(client):
    office.secretary(client)
    application = people.received(agreed=("collection", "directory"))
    people.actions.withdraw_listing(application=application, now=people.LATER)
    assert "<td>2026. 11. 26. 15:30</td>" in text(client, application)


def test_unconfirmed_address_is_called_so(client):
    office.secretary(client)
    assert "head@example.org (아직 확인하지 않은 주소)" in text(client, people.received())


def test_course_names_who_did_what_and_what_was_said(client):
    staff = office.secretary(client)
    shown = text(client, people.supplement(reason="<주소>를 적어 주세요."))
    assert f"보완 요청, {staff.name}: &lt;주소&gt;를 적어 주세요." in shown


def test_mails_are_named_with_what_became_of_them_and_without_their_text(client):
    office.secretary(client)
    application = people.refused(reason="가람시의 장이 아닙니다.")
    waiting, failed = Mail.objects.filter(about=application.about).order_by("pk")
    Mail.objects.filter(pk=failed.pk).update(failed_at=people.NOW, failure="받는 주소를 받지 않음(550)", body=None)
    sent = Mail.objects.create(
        subject="보낸 것", about=application.about, sent_at=people.NOW, created_at=people.NOW, body=None
    )
    shown = text(client, application)
    for words in (
        waiting.subject,
        "보내려고 기다림",
        "보내지 못함: 받는 주소를 받지 않음(550)",
        sent.subject,
        "14:30 보냄",
    ):
        assert words in shown
    assert "접수 번호는 문의하실 때 필요합니다" not in shown
    told = "신청인의 주소로 보내지 못한 편지가 있습니다."
    assert told in shown
    Mail.objects.filter(pk=sent.pk).update(to=people.MAIL)
    assert told not in text(client, application)  # a later one went there


def test_likenesses_are_told_with_what_they_mean(client):
    office.secretary(client)
    term = factories.term(8, starts_on=people.dt.date(2022, 7, 1), ends_on=people.dt.date(2026, 6, 30))
    earlier = people.membership(
        member=people.member(name="김가람"),
        term=term,
        government=people.some_government(),
        started_on=term.starts_on,
        ends_on=term.ends_on,
    )
    refused = people.refused()
    rival = people.received(name="박가람")
    application = people.received()
    shown = text(client, application)
    assert f'<a href="{office.page(refused)}">{refused}</a>: 같은 이름과 생년월일로 낸 다른 신청입니다.' in shown
    assert f'<a href="{office.page(rival)}">{rival}</a>: 같은 단체와 임기로 다른 분이 낸 신청입니다.' in shown
    assert f'<a href="{office.page(earlier)}">김가람 가람시장, 민선 8기</a>: 같은 이름과 생년월일의 분이' in shown
    assert "2022. 7. 1.부터 2026. 6. 30.까지 회원이었습니다." in shown


def test_member_of_this_term_and_head_of_this_office_stand_in_the_way(client):
    office.secretary(client)
    people.approved()
    same, rival = people.received(), people.received(name="박가람")
    assert "이 임기에 이미 회원입니다. 한 번 더 승인할 수 없습니다." in text(client, same)
    assert "승인하려면 그 회원 자격을 먼저 끝내야 합니다." in text(client, rival)


def test_approved_application_leads_to_its_membership_and_resembles_nothing(client):
    office.secretary(client)
    membership = people.approved()
    shown = text(client, membership.application)
    assert f'<a href="{office.page(membership)}">김가람 가람시장</a>' in shown
    assert "다른 신청과 회원이 없습니다." in shown


def test_drawing_is_shown_from_an_address_of_its_own(client):
    office.secretary(client)
    application = people.received()
    assert f'<img src="{signature_page(application, "drawing")}"' in text(client, application)
    response = client.get(signature_page(application, "drawing"))
    assert response["Content-Type"] == "image/png"
    assert response.content == strokes.picture(strokes.written(people.DRAWN))
    assert "no-store" in response["Cache-Control"]


def test_signed_pdf_is_downloaded_once_it_is_made(client):
    office.secretary(client)
    application = people.received()
    assert "PDF)를 만들고 있습니다." in text(client, application)
    assert client.get(signature_page(application, "pdf")).status_code == 404
    signature = application.signatures.get()
    signature.pdf, signature.pdf_made_at = b"%PDF-1.7", people.NOW
    signature.save()
    assert f'<a href="{signature_page(application, "pdf")}">' in text(client, application)
    response = client.get(signature_page(application, "pdf"))
    assert response.content == b"%PDF-1.7"
    assert response["Content-Disposition"] == f'attachment; filename="2026-0001-{signature.version}.pdf"'


@pytest.mark.parametrize("what", ["scan", "form", "pdf"])
def test_what_a_signature_does_not_have_is_not_found(client, what):
    office.secretary(client)
    assert client.get(signature_page(people.received(), what)).status_code == 404


def test_signature_of_another_application_is_not_found(client):
    office.secretary(client)
    mine, other = people.received(), people.received(name="박가람")
    number = other.signatures.get().pk
    assert client.get(office.page(mine, f"signatures/{number}/drawing/")).status_code == 404


def test_look_at_likenesses_is_recorded_as_a_look_at_theirs(client):
    office.secretary(client)
    membership, application = people.approved(), people.received()
    with office.recorded(
        ("look", f"{membership.application}, 회원 {membership.member_id}"), ("look", str(application))
    ):
        text(client, application)


def test_every_look_is_recorded(client):
    office.secretary(client)
    application = people.received()
    with office.recorded(("look", str(application))):
        text(client, application)
    with office.recorded(("look", str(application))):
        client.get(signature_page(application, "drawing"))


def test_form_that_was_tampered_with_is_told(client):
    office.secretary(client)
    application = people.received()
    signature = application.signatures.get()
    written = bytes(signature.form).decode()
    signature.form = written.replace("가람로 1", "가람로 9").encode()
    assert signature.form != written.encode()
    signature.save()
    shown = text(client, application)
    assert CHANGED in shown
    assert SAME not in shown
    assert "<img" not in shown.partition('id="signatures-heading"')[2].partition("</section>")[0]


def test_form_that_is_no_form_is_told(client):
    office.secretary(client)
    application = people.received()
    Signature.objects.filter(application=application).delete()
    people.signature(application=application, form=b"{}", form_digest=digest(b"{}"))
    assert CHANGED in text(client, application)


def test_drawing_that_was_put_in_place_of_another_is_told(client):
    office.secretary(client)
    application = people.received()
    signature = application.signatures.get()
    signature.drawing = strokes.written([[(0, 0), (600, 240)]])
    signature.save()
    assert CHANGED in text(client, application)


def test_signature_that_no_key_opens_is_told_and_the_page_stands(client, settings):
    office.secretary(client)
    application = people.received()
    settings.FIELD_KEYS = ["bm90IHRoZSBrZXkgdGhhdCBlbmNyeXB0ZWQgaXQgISE="]
    assert "읽지 못함. 암호 열쇠가 다르거나" in text(client, application)
    response = client.get(signature_page(application, "drawing"))
    assert response.status_code == 409
    assert "읽지 못함." in response.text


def test_field_that_differs_from_what_was_signed_is_named(client):
    office.secretary(client)
    application = people.received()
    Application.objects.filter(pk=application.pk).update(address="가람시 가람로 2", mobile="01099999999")
    assert "서명한 내용과 지금 신청서가 다른 칸: 휴대전화, 주소. 다시 서명하지 않았습니다." in text(client, application)


def test_page_asks_the_same_queries_for_any_number_of_rows(client, django_assert_max_num_queries):
    office.secretary(client)
    application = people.received()
    people.received()
    client.get(office.page(application))
    with django_assert_max_num_queries(60) as one:
        client.get(office.page(application))
    people.received(name="박가람"), people.received(name="최가람")
    people.consent(application=application, key="directory"), people.consent(application=application, key="news")
    with django_assert_max_num_queries(len(one)) as more:
        client.get(office.page(application))
    assert len(more) == len(one)
