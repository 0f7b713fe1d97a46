"""Recovery by mail, through a real mail server: the holder's choice, and the same answer for every address."""

import datetime as dt
import email
import re
import socket

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from handbook import environment
from pledges.platforms.models import Link
from tests.platforms import holder

MAIL = "holder@example.kr"
ADDRESS = "/platform/recover/"
LINK = re.compile(r"/open/([A-Za-z0-9_-]{22})/")

pytestmark = [pytest.mark.usefixtures("edition_2022"), pytest.mark.allow_hosts(["127.0.0.1"])]


class Letters:
    """Keeps what arrives."""

    def __init__(self):
        self.kept = []

    async def handle_DATA(self, server, session, envelope):
        self.kept.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content)))
        return "250 taken"


class Refusing(Letters):
    async def handle_RCPT(self, server, session, envelope, address, options):
        return "550 nobody here"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def use_server(settings, monkeypatch, tmp_path, port):
    monkeypatch.setenv("MAIL_URL", f"smtp://127.0.0.1:{port}")
    settings.MAILERS = {"default": environment.mailer(tmp_path)}


@pytest.fixture
def server(request, settings, monkeypatch, tmp_path):
    letters = getattr(request, "param", Letters)()
    controller = Controller(letters, hostname="127.0.0.1", port=free_port())
    controller.start()
    use_server(settings, monkeypatch, tmp_path, controller.port)
    yield letters
    controller.stop()


@pytest.fixture
def client():
    client = holder.browser()
    holder.take(client)
    assert client.post(f"{holder.desk(client)}ways/recovery/", {"mail": MAIL}).status_code == 302
    return client


def ask(address=MAIL, client=None):
    return (client or holder.browser()).post(ADDRESS, {"mail": address})


def said(response):
    return response.status_code, response["Location"], response.content


def secrets_in(letters):
    return [secret for _, letter in letters.kept for secret in LINK.findall(letter.get_payload(decode=True).decode())]


def test_mail_brings_a_link_that_opens_once_pressed(client, server):
    response = ask()
    assert said(response) == (302, "/platform/recover/sent/", b"")
    ((to, letter),) = server.kept
    assert to == [MAIL]
    assert str(email.header.make_header(email.header.decode_header(letter["Subject"]))) == "[공약 핸드북] 요청하신 링크"
    (secret,) = secrets_in(server)
    assert "Content-Type: text/plain" in letter.as_string()
    visitor = holder.browser()
    assert visitor.get(holder.desk(client)).status_code == 404
    assert visitor.get(f"/open/{secret}/").status_code == 200
    assert visitor.get(holder.desk(client)).status_code == 404
    holder.opened(secret, visitor)
    assert visitor.get(holder.desk(client)).status_code == 200
    assert holder.held(visitor).may_edit


def test_mail_says_nothing_of_what_is_in_the_draft(client, server):
    holder.settle(client, title="비밀스러운 제목", district="가선거구")
    ask()
    text = server.kept[0][1].get_payload(decode=True).decode()
    for word in ("비밀스러운 제목", "가선거구", "자치헌장", "순창", holder.key(client)):
        assert word not in text


def test_link_of_a_mail_is_over_after_a_day(client, server, monkeypatch):
    ask()
    (secret,) = secrets_in(server)
    end = Link.objects.latest("pk").expires_at
    assert dt.timedelta(hours=23) < end - timezone.now() <= dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: end + dt.timedelta(seconds=1))
    assert holder.browser().post("/open/", {"secret": secret}).status_code == 404


def test_device_that_came_back_by_mail_is_not_shut_out_the_next_day(client, server, monkeypatch):
    """The letter's link ends; the device that it let in goes on, as one let in by a code does."""
    ask()
    device = holder.opened(secrets_in(server)[0])
    later = timezone.now() + dt.timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert device.get(holder.desk(client)).status_code == 200


def test_unknown_address_gets_no_mail_and_the_same_answer(client, server):
    known = ask()
    links = Link.objects.count()
    unknown = ask("somebody-else@example.kr")
    assert said(unknown) == said(known)
    assert unknown.headers == known.headers
    assert len(server.kept) == 1
    assert Link.objects.count() == links
    page = holder.browser().get(unknown["Location"]).text
    assert MAIL not in page


def test_address_is_found_however_it_is_written(client, server):
    ask(f"  {MAIL.upper()} ")
    assert len(server.kept) == 1


def test_mail_brings_a_link_for_each_platform_of_the_address(client, server):
    first = holder.desk(client)
    client.post(f"{first}duplicate/")
    client.post(f"{holder.desk(client)}ways/recovery/", {"mail": MAIL})
    ask()
    visitor = holder.browser()
    for secret in secrets_in(server):
        holder.opened(secret, visitor)
    assert len(server.kept) == 1
    assert visitor.get(first).status_code == 200
    assert visitor.get(holder.desk(client)).status_code == 200


def test_turning_it_off_forgets_key_and_address(client, server):
    page = client.get(f"{holder.desk(client)}ways/").text
    assert MAIL not in page
    assert 'name="forget"' in page
    client.post(f"{holder.desk(client)}ways/recovery/", {"forget": "1"})
    platform = holder.held(client).platform
    assert (platform.recovery_key, platform.recovery_mail) == (None, "")
    ask()
    assert not server.kept
    assert "서버를 다루는 사람이 마음먹으면" in client.get(f"{holder.desk(client)}ways/").text


def test_platform_without_the_choice_is_not_found(server):
    holder.take(holder.browser())
    ask()
    assert not server.kept


def test_server_that_is_down_is_said_in_a_sentence(client, settings, monkeypatch, tmp_path):
    use_server(settings, monkeypatch, tmp_path, free_port())
    links = Link.objects.count()
    response = ask()
    assert response.status_code == 422
    assert "지금은 전자우편을 보내지 못합니다. 잠시 뒤에 다시 해 주세요." in response.text
    assert holder.Fields.of(response.text)["mail"] == MAIL
    assert Link.objects.count() == links


@pytest.mark.parametrize("server", [Refusing], indirect=True)
def test_server_that_refuses_is_said_in_the_same_sentence(client, server):
    response = ask()
    assert response.status_code == 422
    assert "지금은 전자우편을 보내지 못합니다." in response.text


@pytest.mark.parametrize(
    "typed", ["", "no address", "a@b", f"{MAIL}\nBcc: thief@example.org", "x" * 201 + "@example.kr", "a\0@example.kr"]
)
def test_address_that_is_none_sends_nothing(client, server, typed):
    response = ask(typed)
    assert response.status_code == 422
    assert not server.kept


def test_one_address_is_written_to_three_times_a_day(client, server):
    assert [ask().status_code for _ in range(4)] == [302, 302, 302, 429]
    assert len(server.kept) == 3


def test_one_visitor_asks_five_times_an_hour(server):
    answers = [ask(f"person{number}@example.kr").status_code for number in range(6)]
    assert answers == [302] * 5 + [429]


def test_second_letter_closes_the_link_of_the_first(client, server):
    ask()
    ask()
    first, second = secrets_in(server)
    assert holder.browser().post("/open/", {"secret": first}).status_code == 404
    holder.opened(second)
    assert holder.browser().post("/open/", {"secret": second}).status_code == 404


def test_wrong_address_at_turning_on_keeps_nothing(client):
    other = holder.browser()
    holder.take(other)
    response = other.post(f"{holder.desk(other)}ways/recovery/", {"mail": "no address"})
    assert response.status_code == 422
    assert "전자우편 주소를 다시 확인해 주세요." in response.text
    assert holder.held(other).platform.recovery_key is None


def test_reader_cannot_turn_it_on(client):
    reader = holder.reader_of(client)
    before = holder.held(client).platform.recovery_mail
    assert reader.post(f"{holder.desk(client)}ways/recovery/", {"mail": "thief@example.org"}).status_code == 403
    assert holder.held(client).platform.recovery_mail == before
