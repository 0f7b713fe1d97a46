"""Two of the staff in the same moment: one is taken, the other gets a sentence."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from handbook.personal import Refused
from members import actions
from members.models import Application, Membership, ReceiptYear

from . import office, people

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*presses):
    """What each press gave: True, or the sentence by which it was refused."""

    def press(verb):
        try:
            verb()
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(press, presses))


def test_one_paper_is_entered_once_and_takes_one_number():
    people.some_term(), people.some_government(), people.some_staff()
    answers = at_once(*[office.on_paper] * 4)
    assert answers.count(True) == 1
    assert all("이미 있습니다" in said for said in answers if said is not True)
    assert Application.objects.count() == 1
    assert ReceiptYear.objects.get().last == 1


def test_one_office_gets_one_member():
    people.some_staff()
    rivals = [people.reviewing(name=name) for name in ("김가람", "박가람", "최가람")]

    def approve(application):
        return lambda: actions.approve(application=application, by=people.some_staff(), now=people.NOW)

    answers = at_once(*map(approve, rivals))
    assert answers.count(True) == 1
    assert all("회원" in said for said in answers if said is not True)
    assert Membership.objects.count() == 1
    assert Application.objects.filter(state="approved").count() == 1


def test_another_paper_is_added_once():
    people.some_staff()
    application = office.on_paper()
    known = people.filled(mobile="01099998888")
    known.pop("declared")

    def again():
        actions.enter_paper_again(
            application=application,
            by=people.some_staff(),
            seen=1,
            values=known,
            scan=office.PNG,
            scan_type="image/png",
            now=people.NOW,
        )

    assert at_once(again, again, again).count(True) == 1
    assert application.signatures.count() == 2
