import datetime as dt
import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from handbook.limits import TooOften, client_address, spend
from handbook.models import Limit

NOON = dt.datetime(2026, 11, 26, 12, 0, tzinfo=dt.UTC)
ADDRESS = "192.0.2.1"


def is_let_in(who=ADDRESS, *, what="report", most=10, now=NOON):
    try:
        spend(what, who, most=most, seconds=3600, now=now)
    except TooOften:
        return False
    return True


@pytest.mark.django_db
def test_limit_lets_the_last_one_in_and_the_next_one_not():
    assert [is_let_in(most=3) for _ in range(5)] == [True, True, True, False, False]


@pytest.mark.django_db
def test_limit_is_each_address_and_each_thing_for_itself():
    assert is_let_in(most=1)
    assert not is_let_in(most=1)
    assert is_let_in("192.0.2.2", most=1)
    assert is_let_in(what="another", most=1)


@pytest.mark.django_db
def test_limit_starts_again_in_the_next_window():
    assert is_let_in(most=1, now=NOON + dt.timedelta(minutes=59, seconds=59))
    assert not is_let_in(most=1, now=NOON + dt.timedelta(minutes=59, seconds=59))
    assert is_let_in(most=1, now=NOON + dt.timedelta(hours=1))


@pytest.mark.django_db
def test_limit_says_when_to_come_back():
    spend("report", ADDRESS, most=1, seconds=3600, now=NOON)
    with pytest.raises(TooOften, match="30분") as refused:
        spend("report", ADDRESS, most=1, seconds=3600, now=NOON + dt.timedelta(minutes=30, seconds=1))
    assert refused.value.seconds == 1799


@pytest.mark.django_db
def test_limit_keeps_no_address_and_nothing_once_its_window_is_over():
    spend("report", ADDRESS, most=1, seconds=3600, now=NOON)
    kept = Limit.objects.get()
    assert ADDRESS not in kept.key
    window = int(NOON.timestamp()) // 3600
    assert kept.key != hashlib.sha256(f"report\n{ADDRESS}\n{window}".encode()).hexdigest()
    assert kept.until == NOON + dt.timedelta(hours=1)
    spend("report", "192.0.2.2", most=1, seconds=3600, now=NOON + dt.timedelta(hours=1, seconds=1))
    assert not Limit.objects.filter(pk=kept.pk).exists()
    assert Limit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_limit_is_exact_when_many_ask_at_once():
    def ask(_):
        try:
            return is_let_in(most=10)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(48)))
    assert answers.count(True) == 10
    assert Limit.objects.get().times == 48


@pytest.mark.parametrize(
    ("proxy", "forwarded", "expected"),
    [
        (None, "198.51.100.7", ADDRESS),
        (("HTTP_X_FORWARDED_PROTO", "https"), "198.51.100.7", "198.51.100.7"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "", ADDRESS),
    ],
)
def test_address_is_what_a_trusted_proxy_saw_and_never_what_a_visitor_claims(rf, settings, proxy, forwarded, expected):
    settings.SECURE_PROXY_SSL_HEADER = proxy
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_address(rf.get("/", headers=headers, REMOTE_ADDR=ADDRESS)) == expected
