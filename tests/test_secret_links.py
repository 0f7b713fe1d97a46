"""Secret links: the database knows only digests, and a browser's one cookie holds the secrets of the newest twenty."""

import datetime as dt
import secrets

import pytest
from django.core import serializers
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.urls import resolve
from django.utils import timezone

from handbook import sealing
from handbook.logs import SECRET as LOGGED
from handbook.secret_links import MOST_SECRETS, SECRET, HeldSecrets, address
from members.models import Application, ApplicationLink

NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def application(db):
    return Application.objects.create(purge_on=dt.date(2026, 12, 10))


def make(application, purpose="desk", **fields):
    return ApplicationLink.make(purpose=purpose, application=application, **fields)


def browser(rf, *held):
    """A request of a browser that holds these secrets."""
    request = rf.get("/")
    request.COOKIES["links"] = ".".join(held)
    return request


def kept_by(held):
    response = HttpResponse()
    held.write(response)
    return response.cookies["links"]


def new(number):
    return [secrets.token_urlsafe(16) for _ in range(number)]


def test_database_keeps_only_the_digest_of_a_secret(application):
    secret = make(application)
    assert SECRET.fullmatch(secret)
    link = ApplicationLink.objects.get()
    assert link.digest == sealing.digest(secret)
    assert secret not in serializers.serialize("json", [link])
    assert (link.purpose, link.used_at, link.revoked_at, link.expires_at) == ("desk", None, None, None)


def test_every_link_has_a_secret_of_its_own(application):
    assert len({make(application) for _ in range(50)}) == 50


def test_digest_stands_once(application):
    make(application)
    digest = ApplicationLink.objects.get().digest
    with pytest.raises(IntegrityError, match="digest"), transaction.atomic():
        ApplicationLink.objects.create(digest=digest, purpose="desk", application=application)


@pytest.mark.parametrize(
    ("fields", "opens"),
    [
        ({}, True),
        ({"expires_at": NOW + SECOND}, True),
        ({"expires_at": NOW}, False),
        ({"expires_at": NOW - SECOND}, False),
        ({"revoked_at": NOW - SECOND}, False),
        ({"expires_at": NOW + SECOND, "revoked_at": NOW - SECOND}, False),
        ({"used_at": NOW - SECOND}, True),
    ],
)
def test_link_opens_until_it_is_over_or_closed(application, fields, opens):
    secret = make(application, **fields)
    assert (ApplicationLink.objects.opened_by(secret, NOW) is not None) == opens


@pytest.mark.parametrize("wrong", ["", "x", "A" * 22, "' OR 1=1 --", "가" * 22, "\0"])
def test_wrong_secret_opens_nothing(application, wrong):
    make(application)
    assert ApplicationLink.objects.opened_by(wrong, NOW) is None


def test_digest_itself_opens_nothing(application):
    make(application)
    assert ApplicationLink.objects.opened_by(ApplicationLink.objects.get().digest, NOW) is None


def test_links_that_were_over_before_a_moment_are_found(application):
    for fields in ({}, {"expires_at": NOW}, {"revoked_at": NOW}, {"expires_at": NOW + SECOND}):
        make(application, **fields)
    make(application, expires_at=NOW - SECOND)
    make(application, revoked_at=NOW - SECOND, expires_at=NOW + SECOND)
    over = ApplicationLink.objects.over(NOW)
    assert sorted(over.values_list("expires_at", "revoked_at")) == [
        (NOW - SECOND, None),
        (NOW + SECOND, NOW - SECOND),
    ]


def test_address_of_a_link_is_whole_and_logs_cut_its_secret_out(settings):
    settings.SITE_ORIGIN = "https://handbook.example.kr"
    secret = new(1)[0]
    whole = address("members:link", secret)
    assert whole.startswith("https://handbook.example.kr/")
    assert whole.endswith(f"/open/{secret}/")
    assert resolve(whole.removeprefix("https://handbook.example.kr")).kwargs == {"secret": secret}
    assert secret not in LOGGED.sub("", whole)


def test_browser_opens_what_it_holds_with_one_query(rf, application, django_assert_num_queries):
    held = [make(application) for _ in range(3)]
    make(application, purpose="status")
    closed = make(application, revoked_at=NOW - SECOND)
    over = make(application, expires_at=NOW - SECOND)
    request = browser(rf, *held, closed, over, *new(1))
    with django_assert_num_queries(1):
        found = list(ApplicationLink.objects.held_by(request))
    assert {link.digest for link in found} == {sealing.digest(secret) for secret in held}


def test_link_that_is_over_meanwhile_is_held_no_longer(rf, application, monkeypatch):
    request = browser(rf, make(application, expires_at=NOW))
    for now, number in ((NOW - SECOND, 1), (NOW, 0)):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert ApplicationLink.objects.held_by(request).count() == number


def test_browser_without_a_cookie_holds_nothing(rf, application):
    make(application)
    assert not ApplicationLink.objects.held_by(rf.get("/")).exists()
    assert HeldSecrets.read(rf.get("/")) == HeldSecrets()


@pytest.mark.parametrize(
    "garbage", ["", ".", "...", "x", "가" * 22, "A" * 21, "A" * 23, "A" * 5000, "a b.c d", "\x00", "A" * 21 + "="]
)
def test_garbage_in_the_cookie_is_left_out(rf, garbage):
    assert HeldSecrets.read(browser(rf, garbage)).secrets == ()
    (good,) = new(1)
    assert HeldSecrets.read(browser(rf, good, garbage)).secrets == (good,)


def test_cookie_of_another_program_cannot_make_the_question_long(rf):
    assert len(HeldSecrets.read(browser(rf, *new(500))).digests) == MOST_SECRETS


def test_newest_comes_first_and_the_oldest_falls_out():
    held, all_of_them = HeldSecrets(), new(MOST_SECRETS + 2)
    for secret in all_of_them:
        held = held.with_first(secret)
    assert held.secrets == tuple(reversed(all_of_them[2:]))


def test_secret_that_is_held_already_only_moves_to_the_front():
    first, second, third = new(3)
    assert HeldSecrets((first, second, third)).with_first(third).secrets == (third, first, second)


def test_secrets_are_let_go_by_their_digests():
    first, second, third = new(3)
    held = HeldSecrets((first, second, third)).without([sealing.digest(second), sealing.digest("another")])
    assert held.secrets == (first, third)


def test_cookie_comes_back_as_it_was_written_and_no_script_reads_it(rf):
    held = HeldSecrets(tuple(new(MOST_SECRETS)))
    cookie = kept_by(held)
    assert HeldSecrets.read(browser(rf, cookie.value)) == held
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
    assert len(cookie.output()) < 1000


def test_cookie_without_secrets_is_taken_away():
    cookie = kept_by(HeldSecrets())
    assert (cookie.value, cookie["max-age"]) == ("", 0)


@pytest.mark.parametrize("secrets_held", [(), ("A" * 22,)])
def test_cookie_of_a_site_with_https_is_for_this_host_alone(settings, secrets_held):
    settings.HTTPS, settings.LINKS_COOKIE = True, "__Host-links"
    response = HttpResponse()
    HeldSecrets(secrets_held).write(response)
    cookie = response.cookies["__Host-links"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
