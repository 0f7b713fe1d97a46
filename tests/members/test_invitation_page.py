"""The invitation to the next term: what is known is not asked again, consents are; or no."""

import pytest

from members import actions
from members.models import Application, ApplicationLink, RenewalInvitation
from tests.catalogue.test_texts_pages import words_of

from . import people, visitor

pytestmark = pytest.mark.django_db
AGAIN = {"filled_by": "self", "consent_collection": "on"}


@pytest.fixture
def sent():
    """An invitation to a member of an application that was approved."""
    membership = people.approved()
    return people.invitation(membership=membership, term=people.factories.term(10))


@pytest.fixture
def client(sent):
    return visitor.opened(people.link("invitation", invitation=sent))


def page_of(sent):
    return f"/club/invitations/{sent.pk}/"


def test_link_leads_to_the_question(sent):
    client = visitor.browser()
    response = client.post("/club/open/", {"secret": people.link("invitation", invitation=sent)})
    assert response["Location"] == page_of(sent)
    page = client.get(page_of(sent)).text
    assert "민선 10기에도 함께하시겠습니까?" in words_of(page)
    assert "김가람" not in page
    assert "checked" not in page.split("<main")[1]


def test_again_begins_a_draft_with_what_is_known(client, sent):
    response = client.post(page_of(sent), AGAIN | {"birthdate": "1965. 3. 2."})
    draft = Application.objects.get(state="writing")
    assert response["Location"] == f"/club/applications/{draft.key}/applicant/"
    assert client.get(response["Location"]).status_code == 200
    assert (draft.name, draft.birthdate, draft.mobile, draft.government) == (
        "김가람",
        people.BORN,
        "01012345678",
        people.some_government(),
    )
    assert (draft.declared, draft.mail_confirmed_at, draft.invitation) == (False, None, sent)
    assert people.fresh(sent).answer == "applies"


def test_government_that_is_gone_is_asked_anew(client, sent):
    people.Government.objects.filter(pk=people.some_government().pk).update(valid_to="2000-01-01")
    client.post(page_of(sent), AGAIN)
    assert Application.objects.get(state="writing").government is None


def test_without_a_birthdate_only_name_and_government_are_carried_over(client, sent):
    page = client.post(page_of(sent), AGAIN, follow=True)
    draft = Application.objects.get(state="writing")
    assert (draft.name, draft.government, draft.birthdate, draft.mobile, draft.mail, draft.address) == (
        *("김가람", people.some_government(), None),
        *("", "", ""),
    )
    assert 'value="1965' not in page.text


def test_wrong_birthdate_begins_nothing_and_is_asked_five_times(client, sent):
    for _ in range(5):
        response = client.post(page_of(sent), AGAIN | {"birthdate": "19650303"})
        assert (response.status_code, "지난 신청의 생년월일과 다릅니다." in response.text) == (422, True)
        assert 'value="19650303"' in response.text
    response = client.post(page_of(sent), AGAIN | {"birthdate": "19650302"})
    assert (response.status_code, "생년월일을 비우면" in response.text) == (409, True)
    assert not Application.objects.filter(state="writing").exists()


def test_second_press_leads_to_the_same_draft(client, sent):
    first, second = (client.post(page_of(sent), AGAIN)["Location"] for _ in range(2))
    assert first == second
    assert Application.objects.filter(state="writing").count() == 1


def test_draft_that_somebody_has_written_in_is_not_opened_by_the_invitation(client, sent):
    desk = client.post(page_of(sent), AGAIN)["Location"]
    visitor.fill(client, desk.removesuffix("applicant/"))
    later = visitor.opened(people.link("invitation", invitation=sent))
    page = later.get(page_of(sent)).text
    assert "쓰시던 기기에서 이어 쓰시거나" in page
    assert "신청서 쓰기" not in page
    response = later.post(page_of(sent), AGAIN)
    assert (response.status_code, later.get(desk).status_code) == (409, 404)
    actions.delete(application=Application.objects.get(state="writing"), now=people.NOW)
    assert later.post(page_of(sent), AGAIN).status_code == 302


def test_draft_that_came_with_the_birthdate_is_not_opened_without_it(client, sent):
    desk = client.post(page_of(sent), AGAIN | {"birthdate": "19650302"})["Location"]
    assert client.post(page_of(sent), AGAIN | {"birthdate": "19650302"})["Location"] == desk
    other = visitor.opened(people.link("invitation", invitation=sent))
    response = other.post(page_of(sent), AGAIN)
    assert (response.status_code, other.get(desk).status_code) == (409, 404)
    assert Application.objects.filter(state="writing").count() == 1


def test_mailed_link_is_over_after_ninety_days(settings):
    actions.invite_to_renew(
        membership=people.membership(), term=people.factories.term(10), mail=people.MAIL, now=people.NOW
    )
    secret = visitor.mailed_secret(to=people.MAIL)
    days = people.dt.timedelta(days=90)
    assert ApplicationLink.objects.opened_by(secret, people.NOW + days - people.dt.timedelta(minutes=1))
    assert not ApplicationLink.objects.opened_by(secret, people.NOW + days)


def test_invitation_begins_only_so_often(client, sent):
    statuses = []
    for _ in range(11):
        statuses.append(client.post(page_of(sent), AGAIN).status_code)
        Application.objects.filter(state="writing").delete()
    assert statuses == [302] * 10 + [429]


def test_without_consent_nothing_begins(client, sent):
    response = client.post(page_of(sent), {"filled_by": "self"})
    assert response.status_code == 422
    assert "동의하시면 표시해 주세요." in words_of(response.text)
    assert not Application.objects.filter(state="writing").exists()
    assert people.fresh(sent).answer == ""


def test_no_is_one_press_and_can_be_thought_over(client, sent):
    assert client.post(f"{page_of(sent)}decline/")["Location"] == page_of(sent)
    assert RenewalInvitation.objects.get().answer == "declines"
    page = client.get(page_of(sent)).text
    assert "이번에는 가입하지 않는다고 하셨습니다." in words_of(page)
    assert "이번에는 가입하지 않습니다</button>" not in page
    assert "신청서 쓰기" in page


@pytest.mark.parametrize("number", ["9" * 30, "9" * 18])
def test_number_that_no_row_can_have_is_not_found(client, number):
    for response in (client.get(f"/club/invitations/{number}/"), client.post(f"/club/invitations/{number}/decline/")):
        assert response.status_code == 404
