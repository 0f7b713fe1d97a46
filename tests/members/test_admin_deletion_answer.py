"""A member's request for deletion is answered: what has to stay and why, or all but membership and dues goes."""

import pytest
from django.contrib.auth.models import Permission

from handbook.models import Mail
from handbook.personal import Refused
from members import actions
from members.models import (
    Application,
    ApplicationLink,
    Dues,
    Member,
    Membership,
    PurgedCount,
    RenewalInvitation,
    Signature,
)
from tests.platforms.holder import Fields

from . import office, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
REASON = "회비를 낸 기록은 남겨야 합니다."


@pytest.fixture
def membership():
    membership = people.approved(agreed=("collection", "directory"))
    people.dues(membership=membership)
    people.confirmed(membership.application)
    actions.ask_deletion(application=membership.application, now=people.NOW)
    return membership


def step_page(membership, key):
    return office.page(membership.application, f"step/{key}/")


def take(client, membership, key):
    shown = client.post(step_page(membership, key), {"message": REASON})
    fields = {name: value for name, value in Fields.of(shown.text).items() if name != "again"}
    return shown, client.post(step_page(membership, key), fields)


def test_page_offers_answers_only_where_somebody_asks(client, membership):
    office.secretary(client)
    shown = client.get(office.page(membership.application)).text
    assert step_page(membership, "kept") in shown
    assert step_page(membership, "erased") in shown
    other = people.approved(name="박가람", government=people.factories.government())
    assert "/step/" not in client.get(office.page(other.application)).text
    assert client.get(step_page(other, "erased")).status_code == 403


def test_what_stays_is_told_with_its_reason_and_the_request_leaves_the_queue(client, membership):
    staff = office.secretary(client)
    shown, response = take(client, membership, "kept")
    assert response.status_code == 302
    application = people.fresh(membership.application)
    assert application.deletion_asked_at is None
    row = application.course.last()
    assert (row.message, row.by) == (REASON, staff)
    mail = Mail.objects.filter(about=application.about).order_by("pk").last()
    assert mail.subject in shown.text
    assert REASON in mail.body.decode()
    assert "2031. 6. 30.까지 보관하고 지웁니다." in mail.body.decode()
    assert not client.get("/admin/members/application/", {"show": "deletion"}).context["cl"].result_count
    assert actions.ask_deletion(application=application, now=people.LATER).deletion_asked_at == people.LATER


def test_erasing_leaves_membership_and_dues_and_tells_so(client, membership):
    office.secretary(client)
    number = str(membership.application)
    shown, response = take(client, membership, "erased")
    assert response["Location"] == "/admin/members/application/"
    assert not (Application.objects.exists() or Signature.objects.exists() or ApplicationLink.objects.exists())
    kept = people.fresh(membership)
    assert (kept.application, kept.is_listed, kept.dues.count()) == (None, False, 1)
    assert Member.objects.get().name == "김가람"
    assert PurgedCount.objects.get().what == "asked"
    [mail] = Mail.objects.exclude(to="")
    assert (mail.to, mail.subject in shown.text, REASON in mail.body.decode()) == (people.MAIL, True, True)
    assert "/club/open/" not in mail.body.decode()
    assert office.records()[-1] == ("delete", number)
    assert client.get(office.page(kept)).status_code == 200


def test_erasing_takes_invitations_with_their_addresses_and_links_and_what_was_noted(client, membership):
    Membership.objects.update(end_note="전화로 들음")
    Dues.objects.update(note="비서실 김 주임")
    ended = {"started_on": people.EARLIEST, "ends_on": people.EARLIEST, "end_reason": "resigned"}
    before = people.membership(member=membership.member, **ended)
    asked = actions.invite_to_renew(
        membership=membership, term=people.factories.term(10), mail=people.MAIL, now=people.NOW
    )
    earlier = people.invitation(membership=before, mail="old@example.org")
    gone = Mail.objects.create(to="old@example.org", subject="보낸 것", about=earlier.about, sent_at=people.NOW)
    office.secretary(client)
    shown, _ = take(client, membership, "erased")
    assert "재가입 안내와 회원 자격, 회비에 적은 메모를 지우고" in shown.text
    assert not RenewalInvitation.objects.exists()
    assert not ApplicationLink.objects.exists()
    assert not Mail.objects.filter(about=asked.about).exists()
    assert people.fresh(gone).to == ""
    assert (people.fresh(membership).end_note, Dues.objects.get().note) == ("", "")
    assert Mail.objects.exclude(to="").get().about.startswith("erased/")


def test_who_was_erased_is_not_offered_for_the_next_invitation(membership):
    term = people.factories.term(10, starts_on=people.dt.date(2030, 7, 1), ends_on=people.dt.date(2034, 6, 30))
    actions.keep_for_now(application=membership.application, by=people.some_staff(), reason=REASON, now=people.NOW)
    assert list(Membership.objects.to_invite(term)) == [membership]
    application = actions.ask_deletion(application=membership.application, now=people.NOW)
    actions.erase(application=application, reason=REASON, now=people.NOW)
    assert not Membership.objects.to_invite(term).exists()
    assert people.fresh(membership).erased_on == people.TODAY
    # One that staff have noted of before, without an application, is.
    other = people.membership()
    assert list(Membership.objects.to_invite(term)) == [other]


def test_unconfirmed_address_is_told_without_the_reason(client, membership):
    Application.objects.update(mail_confirmed_at=None)
    office.secretary(client)
    take(client, membership, "erased")
    assert REASON not in Mail.objects.exclude(to="").get().body.decode()


@pytest.mark.parametrize("key", ["kept", "erased"])
def test_reason_is_needed(client, membership, key):
    office.secretary(client)
    response = client.post(step_page(membership, key), {"message": " "})
    assert (response.status_code, 'id="message_error"' in response.text) == (422, True)
    assert people.fresh(membership.application).deletion_asked_at


def test_request_is_answered_once(membership):
    application = membership.application
    actions.keep_for_now(application=application, by=people.some_staff(), reason=REASON, now=people.NOW)
    with pytest.raises(Refused, match="이미 답했습니다"):
        actions.erase(application=application, reason=REASON, now=people.NOW)
    assert Dues.objects.exists()
    assert Membership.objects.get().application == application


def test_who_may_not_delete_erases_nothing(client, membership):
    staff = office.secretary(client)
    staff.groups.clear()
    staff.user_permissions.set(Permission.objects.filter(codename__in=("view_application", "change_application")))
    assert client.get(step_page(membership, "kept")).status_code == 200
    assert client.get(step_page(membership, "erased")).status_code == 403
    assert client.post(step_page(membership, "erased"), {"message": REASON}).status_code == 403
    assert Application.objects.exists()


def test_viewer_answers_nothing(client, membership):
    office.viewer(client)
    assert "/step/" not in client.get(office.page(membership.application)).text
    for key in ("kept", "erased"):
        assert client.post(step_page(membership, key), {"message": REASON}).status_code == 403
    assert people.fresh(membership.application).deletion_asked_at
