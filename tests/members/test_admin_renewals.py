"""After an election: who of the earlier members is asked, by which mail, and once."""

import datetime as dt
import re

import pytest

from handbook.models import Mail
from members import mails
from members.models import RenewalInvitation
from pledges.catalogue.models import Term

from . import office, people
from .test_admin_memberships import earlier_membership, earlier_term

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST = "/admin/members/renewalinvitation/"
PAGE = f"{LIST}invite/"
EARLY = dt.datetime(2024, 1, 2, tzinfo=dt.UTC)


def earlier_member(confirmed=True, **fields):
    """The membership of 민선 8기 of somebody who applied here."""
    earlier_term(), people.some_term()
    membership = people.approved(now=EARLY, **fields)
    if confirmed:
        people.confirmed(membership.application)
    return membership


def choice(*memberships, mail=people.MAIL):
    return {f"{name}_{one.pk}": said for one in memberships for name, said in (("send", "on"), ("mail", mail))}


def invited():
    return [invitation.membership for invitation in RenewalInvitation.objects.order_by("pk")]


def test_members_of_before_stand_with_their_addresses(client):
    office.secretary(client)
    sure = earlier_member()
    unsure = earlier_member(confirmed=False, name="박가람", government=people.factories.government())
    unknown = earlier_membership()
    people.membership()
    assert f'href="{PAGE}"' in client.get(LIST).text
    shown = client.get(PAGE).text
    assert "민선 9기 재가입 안내" in shown
    boxes = re.findall(r'name="send_(\d+)"[^>]*?( checked)?>', shown)
    assert {int(pk): bool(ticked) for pk, ticked in boxes} == {sure.pk: True, unsure.pk: False, unknown.pk: False}
    for words in ("확인한 주소", "확인하지 않은 주소", "주소 없음", "김가람 가람시장, 민선 8기"):
        assert words in shown


def test_mail_is_shown_before_it_goes_and_goes_to_the_chosen(client):
    office.secretary(client)
    first = earlier_member()
    other = earlier_membership()
    page = client.post(PAGE, choice(first))
    subject, body = mails.invitation_letter(Term.objects.get(number=9))
    for line in (subject, *filter(None, body.split("\n"))):
        assert line in page.text
    assert mails.INVITATION_PLACE in page.text
    assert 'value="1명에게 보내기"' in page.text
    assert invited() == []
    response = client.post(PAGE, choice(first) | {"send": "on"}, follow=True)
    assert "재가입 안내 1통을 보낼 편지에 넣었습니다." in response.text
    assert invited() == [first]
    mail = Mail.objects.get(about__startswith="invitation/")
    link = re.search(r"https?://\S+/club/open/\S+", mail.body.decode())[0]
    assert (mail.to, mail.subject) == (people.MAIL, subject)
    assert mail.body.decode().replace(link, mails.INVITATION_PLACE) == body
    left = client.get(PAGE).text
    assert f"send_{other.pk}" in left
    assert f"send_{first.pk}" not in left


def test_choice_can_be_changed_after_the_mail_was_looked_at(client):
    office.secretary(client)
    membership = earlier_member()
    response = client.post(PAGE, choice(membership) | {"again": "고치기"})
    assert response.status_code == 200
    assert f'name="send_{membership.pk}"' in response.text
    assert 'value="미리보기"' in response.text


def test_nobody_chosen_or_an_address_that_is_missing_is_said(client):
    office.secretary(client)
    people.some_term()
    membership = earlier_membership()
    response = client.post(PAGE, {})
    assert response.status_code == 422
    assert "보낼 분을 골라 주세요." in response.text
    response = client.post(PAGE, choice(membership, mail="") | {"send": "on"})
    assert response.status_code == 422
    assert f'id="mail_{membership.pk}_error"' in response.text
    assert "보낼 전자우편 주소를 적어 주세요." in response.text
    assert invited() == []


def test_second_press_and_second_staff_send_nothing_more(client):
    office.secretary(client)
    membership = earlier_member()
    data = choice(membership) | {"send": "on"}
    client.post(PAGE, data)
    response = client.post(PAGE, data)
    assert response.status_code == 422
    assert "그사이 보낸 분은 이 목록에서 빠집니다." in response.text
    assert Mail.objects.filter(about__startswith="invitation/").count() == 1


def test_who_asked_to_be_deleted_is_not_written_to(client):
    office.secretary(client)
    membership = earlier_member()
    people.actions.ask_deletion(application=membership.application, now=people.NOW)
    assert "안내할 분이 없습니다." in client.get(PAGE).text


def test_without_a_term_there_is_a_sentence(client):
    office.secretary(client)
    response = client.get(PAGE)
    assert response.status_code == 409
    assert "지금은 임기 자료가 없어" in response.text


def test_page_asks_the_same_queries_for_any_number_of_members(client, django_assert_max_num_queries):
    office.secretary(client)
    earlier_member()
    client.get(PAGE)
    with django_assert_max_num_queries(50) as one:
        client.get(PAGE)
    earlier_membership(), earlier_membership()
    with django_assert_max_num_queries(len(one)) as three:
        assert client.get(PAGE).text.count('name="send_') == 3
    assert len(three) == len(one)


def test_looks_and_mails_are_recorded(client):
    office.secretary(client)
    membership = earlier_member()
    number = f"회원 {membership.member_id}"
    with office.recorded(("list", number), ("list", number), ("change", number), ("list", number)):
        client.get(PAGE)
        client.post(PAGE, choice(membership) | {"send": "on"}, follow=True)


def test_answers_can_be_read_and_not_written(client):
    office.secretary(client)
    invitation = people.invitation(answer="declines", answered_at=people.NOW)
    text = client.get(LIST).text
    assert "이번에는 하지 않음" in text
    assert people.MAIL in client.get(office.page(invitation)).text
    assert client.post(office.page(invitation), {"answer": "applies"}).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403


def test_list_asks_the_same_queries_for_any_number_of_rows(client, django_assert_max_num_queries):
    office.secretary(client)
    people.invitation()
    client.get(LIST)
    with django_assert_max_num_queries(50) as one:
        client.get(LIST)
    people.invitation(), people.invitation()
    with django_assert_max_num_queries(len(one)) as three:
        assert client.get(LIST).context["cl"].result_count == 3
    assert len(three) == len(one)


def test_viewer_invites_nobody(client):
    office.viewer(client)
    membership = earlier_member()
    assert PAGE not in client.get(LIST).text
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, choice(membership) | {"send": "on"}).status_code == 403
    assert invited() == []
