"""The invitation to the next term: what is known is not asked again, consents are; or no."""

import pytest

from members.models import Application, RenewalInvitation
from tests.catalogue.test_texts_pages import words_of

from . import people, visitor

pytestmark = pytest.mark.django_db


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
    response = client.post(page_of(sent), {"filled_by": "self", **visitor.agreement("collection")})
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
    client.post(page_of(sent), {"filled_by": "self", **visitor.agreement("collection")})
    assert Application.objects.get(state="writing").government is None


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
