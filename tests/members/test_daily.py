"""Deletion on time: what is due goes with all that belongs to it, counts stay, twice and late do no harm."""

import datetime as dt
import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from handbook.models import Mail
from members import actions
from members.models import Application, ApplicationLink, Member, Membership, Printed, PurgedCount

from . import people

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def run(day):
    out = io.StringIO()
    call_command("daily", date=day, stdout=out)
    return out.getvalue()


def counts():
    return list(PurgedCount.objects.values_list("what", "period", "count"))


def left_of(*kept):
    """The club's models that still have rows about people."""
    models = [model for model in apps.get_app_config("members").get_models() if not issubclass(model, Printed)]
    return {model.__name__ for model in models if model.objects.exists()} - {"ReceiptYear", "PurgedCount", *kept}


def test_draft_is_deleted_fourteen_days_after_its_last_change():
    application = people.draft()
    actions.mail_desk_link(application=application, to="aide@example.org")
    actions.save(application=application, seen=1, values={"name": "이가람"}, now=people.NOW + 3 * DAY)
    assert "club applications deleted: 0" in run(people.TODAY + 17 * DAY)
    assert "club applications deleted: 1" in run(people.TODAY + 18 * DAY)
    assert left_of() == set()
    assert not Mail.objects.exists()
    assert counts() == [("draft", 2026, 1)]


@pytest.mark.parametrize(("make", "what"), [(people.refused, "refused"), (people.withdrawn, "withdrawn")])
def test_application_that_came_to_nothing_is_deleted_after_thirty_days(make, what):
    make()
    assert "club applications deleted: 0" in run(people.TODAY + 30 * DAY)
    assert "club applications deleted: 1" in run(people.TODAY + 31 * DAY)
    assert left_of() == set()
    assert counts() == [(what, 2026, 1)]


def test_undecided_application_is_deleted_with_its_term():
    people.received()
    assert "club applications deleted: 0" in run(dt.date(2031, 6, 30))
    assert "club applications deleted: 1" in run(dt.date(2031, 7, 1))
    assert counts() == [("undecided", 2026, 1)]


def test_member_is_deleted_twelve_months_after_the_term_and_the_term_keeps_a_count():
    membership = people.approved()
    people.dues(membership=membership)
    sent = people.invitation(membership=membership)
    late = dt.datetime(2031, 6, 30, tzinfo=dt.UTC)
    Mail.objects.create(to=people.MAIL, subject="안내", body=b"link", about=sent.about, created_at=late)
    gone = Mail.objects.create(to=people.MAIL, subject="지난 안내", about=sent.about, sent_at=late)
    assert "club memberships deleted: 0" in run(dt.date(2031, 6, 30))
    assert Member.objects.exists()
    assert "club memberships deleted: 1" in run(dt.date(2031, 7, 1))
    assert left_of("ClubRules") == set()
    assert [mail.to for mail in Mail.objects.filter(about=sent.about)] == [""]
    assert people.fresh(gone).subject == "지난 안내"
    assert counts() == [("membership", 9, 1)]


def test_member_of_a_later_term_stays_a_member():
    old = people.membership(ends_on=dt.date(2026, 8, 31), end_reason="resigned")
    new = people.membership(member=old.member)
    run(dt.date(2027, 9, 1))
    assert list(Membership.objects.all()) == [new]
    assert Member.objects.get() == old.member


def test_periods_are_settings(settings):
    settings.CLUB_DRAFT_DAYS, settings.CLUB_REFUSED_DAYS, settings.CLUB_AFTER_TERM_MONTHS = 1, 2, 3
    people.draft()
    people.refused()
    people.approved(name="박가람")
    assert "club applications deleted: 1" in run(people.TODAY + 2 * DAY)
    assert "club applications deleted: 1" in run(people.TODAY + 3 * DAY)
    assert "club memberships deleted: 1" in run(dt.date(2030, 10, 1))


def test_twice_and_a_month_late_do_the_same():
    people.draft()
    people.refused()
    late = people.TODAY + 90 * DAY
    assert "club applications deleted: 2" in run(late)
    assert "club applications deleted: 0" in run(late)
    assert counts() == [("draft", 2026, 1), ("refused", 2026, 1)]


def test_purge_says_no_names_and_leaves_others_alone():
    people.refused()
    kept = people.received(name="박가람")
    said = run(people.TODAY + 60 * DAY)
    assert "가람" not in said
    assert list(Application.objects.all()) == [kept]


def test_ended_links_are_forgotten_after_a_month():
    people.draft()
    now = timezone.now()
    people.link("desk", revoked_at=now - 31 * DAY)
    people.link("sign", expires_at=now - 31 * DAY)
    fresh = people.link("sign", expires_at=now - DAY)
    assert "ended club links deleted: 2" in run(people.TODAY)
    assert ApplicationLink.objects.count() == 2
    assert ApplicationLink.objects.filter(purpose="sign").get().expires_at
    assert fresh
