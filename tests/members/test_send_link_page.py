"""The link again for who lost it: only to the address applied with, and telling nobody whether there is one."""

import pytest
from django.utils import timezone

from handbook.models import Mail
from members.models import ApplicationLink

from . import people, visitor

pytestmark = pytest.mark.django_db
PAGE = "/club/link/"


@pytest.fixture
def application():
    made = people.confirmed(people.received())
    Mail.objects.all().delete()
    return made


def ask(number="2026-0001", mail=people.MAIL, client=None):
    return (client or visitor.browser()).post(PAGE, {"number": number, "mail": mail})


def test_number_and_address_bring_a_new_status_link(application):
    assert ask(mail=people.MAIL.upper(), number=" 2026-0001 ").status_code == 200
    mail = Mail.objects.get()
    assert (mail.to, "김가람" in mail.body.decode()) == (people.MAIL, False)
    secret = visitor.mailed_secret(to=people.MAIL)
    assert ApplicationLink.objects.opened_by(secret, timezone.now()).is_mailed
    assert visitor.opened(secret).get(f"/club/applications/{application.key}/export/").status_code == 200


def test_address_that_is_not_confirmed_gets_the_question():
    people.received()
    Mail.objects.all().delete()
    ask()
    assert "주소를 확인해 주세요" in Mail.objects.get().subject


def test_answer_is_the_same_whether_there_is_one_or_not(application):
    draft = people.draft()
    answers = [ask(), ask(number="2026-0002"), ask(mail="other@example.org"), ask(number=draft.key)]
    assert len({answer.content for answer in answers}) == 1
    assert Mail.objects.count() == 1
    type(application).objects.update(mail_confirmed_at=None, mail_denied_at=people.NOW, letters_to="")
    assert ask().content == answers[0].content
    assert Mail.objects.count() == 1


@pytest.mark.parametrize(("field", "said"), [("number", "접수 번호를 입력해 주세요."), ("mail", "예: name@example.kr")])
def test_what_is_missing_is_said_at_its_field(application, field, said):
    response = visitor.browser().post(PAGE, {"number": "2026-0001", "mail": people.MAIL} | {field: ""})
    assert (response.status_code, said in response.text) == (422, True)
    assert f'aria-describedby="{field}_helptext {field}_error"' in response.text
    assert not Mail.objects.exists()


def test_an_application_is_written_to_three_times_an_hour_and_one_network_asks_twenty(application):
    statuses = {ask().status_code for _ in range(5)}
    assert (statuses, Mail.objects.count()) == ({200}, 3)
    answers = [ask(number=f"2026-{number:04}") for number in range(100, 116)]
    assert [answer.status_code for answer in answers] == [200] * 15 + [429]
    assert answers[-1]["Retry-After"]


def test_look_and_press_from_another_site_send_nothing(application):
    assert "링크 받기</button>" in visitor.browser().get(PAGE, {"number": "2026-0001", "mail": people.MAIL}).text
    response = ask(client=visitor.scanner(**{"Sec-Fetch-Site": "cross-site"}))
    assert response.status_code == 403
    assert not Mail.objects.exists()


def test_closed_page_leads_here(application):
    closed = visitor.browser().get(f"/club/applications/{application.key}/")
    assert (closed.status_code, f'href="{PAGE}"' in closed.text) == (404, True)


def test_answer_does_not_sound_as_if_something_was_found():
    page = ask(number="2026-9999").text
    assert "<h1>요청을 받았습니다</h1>" in page
    assert "찾았습니다" not in page
