"""How far each link reaches: the aide's and the signer's open little, and less once the form is sent."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from handbook.models import Mail
from members import actions
from members.models import ApplicationLink, Signature
from tests.catalogue.test_texts_pages import words_of

from . import people, visitor

pytestmark = pytest.mark.django_db
OWN = ("withdraw/", "delete/", "export/", "paper/", "scan/")
OWN_POSTS = ("withdraw/", "delete/", "listing/", "listing/withdraw/", "confirm/")
PERSONAL = ("김가람", "1965. 3. 2.", "010-1234-5678", people.MAIL, "가람로")


@pytest.fixture
def desk(aide):
    """Written by an aide, signed by the head on a phone, sent back for a supplement."""
    desk = visitor.begin(aide, "aide")
    visitor.fill(aide, desk)
    head = visitor.opened(visitor.sign_secret(aide, desk))
    head.post(f"{desk}sign/", {**visitor.signature(head, desk), **visitor.agreement("collection")})
    staff, now = people.some_staff(), timezone.now()
    actions.start_review(application=visitor.application(desk), by=staff, now=now)
    actions.request_supplement(application=visitor.application(desk), by=staff, reason="층을 적어 주세요.", now=now)
    return desk


def refused(client, desk):
    looks = {client.get(f"{desk}{page}").status_code for page in OWN}
    presses = {
        client.post(f"{desk}{page}", {"sure": "on", "consent_directory": "on"}).status_code for page in OWN_POSTS
    }
    return (looks, presses) == ({403}, {403})


def test_aide_who_opens_the_signers_link_gets_no_more_than_a_place_to_sign(aide, desk):
    visitor.opened(visitor.sign_secret(aide, desk), aide)
    assert refused(aide, desk)
    assert aide.get(f"{desk}sign/").status_code == 200
    assert visitor.application(desk).state == "supplement"
    assert not visitor.application(desk).deletion_asked_at


def test_signature_on_the_aides_device_is_noted_and_opens_nothing(aide, desk):
    visitor.opened(visitor.sign_secret(aide, desk), aide)
    visitor.fill(aide, desk, address="다른길 2")
    assert aide.post(f"{desk}sign/", visitor.signature(aide, desk))["Location"] == f"{desk}receipt/"
    assert [row.on_writers_device for row in Signature.objects.order_by("pk")] == [False, True]
    assert aide.get(f"{desk}receipt/").status_code == 200
    assert refused(aide, desk)
    assert ApplicationLink.objects.filter(purpose="status").count() == 1  # the head's own


def test_address_that_the_aide_typed_gets_no_way_in_before_it_is_signed(aide, desk):
    visitor.fill(aide, desk, mail="aide@example.org")
    aide.post("/club/link/", {"number": visitor.application(desk).number, "mail": "aide@example.org"})
    assert not Mail.objects.filter(to="aide@example.org").exists()
    visitor.opened(visitor.sign_secret(aide, desk), aide)
    aide.post(f"{desk}sign/", visitor.signature(aide, desk))
    assert "주소가 맞는지 확인해" in Mail.objects.get(to="aide@example.org").body.decode()


def test_aide_and_signer_see_state_and_supplement_and_nothing_personal(aide, desk):
    for client in (aide, visitor.holding("sign", visitor.application(desk))):
        page = words_of(client.get(desk).text)
        assert "지금 상태: 보완 요청" in page
        assert "층을 적어 주세요." in page
        assert [word for word in PERSONAL if word in page] == []


@pytest.mark.parametrize("purpose", ["desk", "sign"])
@pytest.mark.parametrize("end", ["approve", "refuse", "withdraw"])
def test_decision_ends_what_writes_and_signs(end, purpose):
    application = people.reviewing(filled_by="aide", own=("collection",))
    client = visitor.holding(purpose, application)
    desk = f"/club/applications/{application.key}/"
    assert client.get(desk).status_code == 200
    more = {"reason": "단체장이 아닙니다."} if end == "refuse" else {}
    getattr(actions, end)(application=application, by=people.some_staff(), now=people.LATER, **more)
    assert client.get(desk).status_code == 404


def test_signer_of_a_draft_neither_deletes_nor_exports_it():
    for filled_by in ("self", "aide"):
        draft = people.draft(filled_by=filled_by)
        client = visitor.holding("sign", draft)
        desk = f"/club/applications/{draft.key}/"
        assert [client.post(f"{desk}{page}", {"sure": "on"}).status_code for page in ("delete/",)] == [403]
        assert client.get(f"{desk}export/").status_code == 403
        assert client.get(f"{desk}sign/").status_code == 200


def test_mailed_link_to_write_ends_when_the_applicant_has_sent_it():
    client = visitor.browser()
    desk = visitor.begin(client)
    visitor.fill(client, desk)
    client.post(f"{desk}mail-link/", {"to": "anybody@example.org"})
    other = visitor.opened(visitor.mailed_secret(to="anybody@example.org"))
    assert other.get(f"{desk}export/").status_code == 200
    client.post(f"{desk}sign/", visitor.signature(client, desk))
    assert other.get(desk).status_code == 404
    assert client.get(f"{desk}export/").status_code == 200


def test_who_signs_on_a_phone_finds_the_state_on_the_desk_and_all_on_the_phone():
    """The link to write may have gone anywhere; that of the signer's browser is the applicant's."""
    client = visitor.browser()
    desk = visitor.begin(client)
    visitor.fill(client, desk)
    phone = visitor.opened(visitor.sign_secret(client, desk))
    phone.post(f"{desk}sign/", visitor.signature(phone, desk))
    assert not Signature.objects.get().on_writers_device
    assert "서명하고 제출했습니다." in client.get(f"{desk}sign-link/state/").text
    assert "지금 상태: 접수" in words_of(client.get(desk).text)
    assert refused(client, desk)
    assert phone.get(f"{desk}export/").status_code == 200


def test_link_to_write_ends_with_the_draft_and_goes_on_with_every_save():
    draft = people.draft(now=people.NOW)
    link = draft.links.get()
    midnight = dt.datetime(2026, 12, 10, 15, tzinfo=dt.UTC)
    assert link.expires_at == midnight
    later = people.NOW + dt.timedelta(days=3)
    actions.save(application=draft, seen=1, values={"name": "이가람"}, now=later)
    assert people.fresh(link).expires_at == midnight + dt.timedelta(days=3)


@pytest.mark.parametrize(("days", "has_strokes"), [(-1, True), (1, False)])
def test_strokes_are_exported_only_by_a_link_that_is_older_than_the_signature(days, has_strokes):
    application = people.received(now=timezone.now())
    ApplicationLink.objects.all().delete()
    made = timezone.now() + dt.timedelta(days=days)
    client = visitor.holding("status", application, created_at=made)
    told = json.loads(client.get(f"/club/applications/{application.key}/export/").text)
    assert (told["signatures"][0]["drawing"] is not None) == has_strokes
    assert any("서명한 뒤에 받은 링크" in said for said in told["not_in_this_file"])


def test_own_browser_has_the_strokes():
    client = visitor.browser()
    desk = visitor.sent(client)
    assert json.loads(client.get(f"{desk}export/").text)["signatures"][0]["drawing"]
