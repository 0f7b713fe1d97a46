"""Dues: a ledger with its sums, one row for many members, and what was paid by whom."""

import datetime as dt

import pytest

from handbook.personal import Refused
from members import actions
from members.admin.dues import DuesForm
from members.models import Dues
from tests import factories

from . import office, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST, MEMBERSHIPS = "/admin/members/dues/", "/admin/members/membership/"
DAY = dt.timedelta(days=1)
PAID = {"on": "2026-11-25", "payer": "가람시"}


def shown(client, **query):
    return list(client.get(LIST, query).context["cl"].result_list)


def ledger():
    """Paid, overdue, and due today."""
    return (
        people.dues(due_on=people.TODAY - 2 * DAY, paid_on=people.TODAY - DAY, payer="가람시", amount=500_000),
        people.dues(due_on=people.TODAY - DAY),
        people.dues(due_on=people.TODAY, amount=300_000),
    )


def test_ledger_is_narrowed_to_what_is_owed(client):
    office.secretary(client)
    paid, overdue, due = ledger()
    assert shown(client) == [due, overdue, paid]
    assert shown(client, owed="unpaid") == [due, overdue]
    assert shown(client, owed="overdue") == [overdue]
    assert shown(client, owed="paid") == [paid]


def test_sums_are_those_of_the_list_that_is_shown(client):
    office.secretary(client)
    ledger()

    def sums(**query):
        return client.get(LIST, query).context["sums"]

    assert sums() == [("모두", "1,800,000원"), ("낸 것", "500,000원"), ("내지 않은 것", "1,300,000원")]
    assert sums(owed="overdue")[0] == ("모두", "1,000,000원")
    Dues.objects.all().delete()
    assert sums() == [("모두", "0원"), ("낸 것", "0원"), ("내지 않은 것", "0원")]
    assert '<th scope="row">내지 않은 것</th><td>0원</td>' in client.get(LIST).text


def test_list_asks_the_same_queries_for_any_number_of_rows(client, django_assert_max_num_queries):
    office.secretary(client)
    people.dues()
    client.get(LIST)
    with django_assert_max_num_queries(50) as one:
        client.get(LIST)
    people.dues(), people.dues(paid_on=people.TODAY, payer="본인")
    with django_assert_max_num_queries(len(one)) as three:
        assert client.get(LIST).context["cl"].result_count == 3
    assert len(three) == len(one)


def test_payment_is_noted_with_day_and_payer(client):
    office.secretary(client)
    dues = people.dues()
    number = f"회원 {dues.membership.member_id}"
    assert f'<a href="{office.page(dues, "pay/")}">낸 것으로 적기</a>' in client.get(LIST).text
    with office.recorded(("look", number), ("change", number)):
        assert 'value="2026-11-26"' in client.get(office.page(dues, "pay/")).text
        assert client.post(office.page(dues, "pay/"), PAID).status_code == 302
    paid = people.fresh(dues)
    assert (paid.paid_on, paid.payer) == (dt.date(2026, 11, 25), "가람시")
    assert "낸 것으로 적기" not in client.get(LIST).text


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"on": ""}, "on", "회비를 낸 날을 적어 주세요."),
        ({"on": "2026-11-27"}, "on", "오늘이나 그 전의 날을 적어 주세요."),
        ({"payer": " "}, "payer", "회비를 낸 곳을 적어 주세요. 예: 순창군, 본인"),
    ],
)
def test_payment_without_day_or_payer_is_not_noted(client, changes, field, says):
    office.secretary(client)
    dues = people.dues()
    response = client.post(office.page(dues, "pay/"), PAID | changes)
    assert response.status_code == 422
    assert f'id="{field}_error"><li>{says}</li>' in response.text
    assert people.fresh(dues).paid_on is None


def test_payment_is_noted_once(client):
    office.secretary(client)
    dues = people.dues()
    client.post(office.page(dues, "pay/"), PAID)
    assert client.get(office.page(dues, "pay/")).status_code == 403
    response = client.post(office.page(dues, "pay/"), PAID | {"payer": "본인"})
    assert response.status_code == 409
    assert "이미 낸 것으로 적혀 있습니다." in response.text
    assert people.fresh(dues).payer == "가람시"


def many(*memberships, **changes):
    rules = people.ClubRules.objects.first() or people.club_rules()
    owed = {"rules": rules.pk, "amount": "1000000", "due_on": "2027-03-31", "note": ""}
    return {"action": "record_dues", "_selected_action": [one.pk for one in memberships], **owed, **changes}


def test_same_dues_are_noted_for_many_members_once(client):
    office.secretary(client)
    first, second = people.membership(), people.membership()
    asked = client.post(MEMBERSHIPS, {"action": "record_dues", "_selected_action": [first.pk, second.pk]})
    assert "아래 2명에게 같은 회비를 적습니다." in asked.text
    assert str(first.member) in asked.text
    people.dues(membership=first, amount=1)
    with office.recorded(("change", f"회원 {second.member_id}")):
        response = client.post(MEMBERSHIPS, many(first, second))
    assert response.status_code == 302
    assert "회비 1건을 적었습니다. 1건은 그날 낼 회비가 이미 있습니다." in client.get(MEMBERSHIPS).text
    assert sorted(Dues.objects.values_list("amount", flat=True)) == [1, 1_000_000]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"rules": ""}, "회비를 내게 한 규약을 골라 주세요."),
        ({"amount": "백만"}, "금액을 숫자로 적어 주세요. 예: 1000000"),
        ({"amount": "0"}, "1 이상"),
        ({"due_on": ""}, "언제까지 낼 회비인지 적어 주세요."),
    ],
)
def test_dues_that_are_not_complete_are_asked_for_again(client, changes, says):
    office.secretary(client)
    membership = people.membership()
    response = client.post(MEMBERSHIPS, many(membership, **changes))
    assert response.status_code == 422
    assert says in response.text
    assert f'name="_selected_action" value="{membership.pk}"' in response.text
    assert not Dues.objects.exists()


def test_without_rules_the_page_says_where_to_write_them(client):
    office.secretary(client)
    membership = people.membership()
    shown = client.post(MEMBERSHIPS, {"action": "record_dues", "_selected_action": [membership.pk]}).text
    assert '먼저 <a href="/admin/members/clubrules/add/">규약</a>을 적어 주세요.' in shown


def test_dues_are_written_on_the_page_of_a_membership(client):
    office.secretary(client)
    membership, rules = people.membership(), people.club_rules()
    row = {"due_on": "2027-03-31", "amount": "", "rules": rules.pk, "paid_on": "2027-03-01", "payer": "본인"}
    data = {"dues-TOTAL_FORMS": "1", "dues-INITIAL_FORMS": "0", **{f"dues-0-{key}": said for key, said in row.items()}}
    assert 'id="id_dues-0-amount_error"' in client.post(office.page(membership), data).text
    with office.recorded(("change", f"회원 {membership.member_id}")):
        assert client.post(office.page(membership), data | {"dues-0-amount": "1000000"}).status_code == 302
    made = Dues.objects.get()
    assert (made.rules, made.paid_on, made.payer) == (rules, None, "")


def test_page_that_was_open_since_before_takes_no_payment_back(client):
    office.secretary(client)
    membership = people.membership()
    dues = people.dues(membership=membership)
    opened = client.get(office.page(membership)).context["inline_admin_formsets"][0].formset
    assert opened.total_form_count() == 1
    old = {"rules": dues.rules_id, "amount": "1", "due_on": "2027-03-31", "paid_on": "", "payer": "", "note": "옛 화면"}
    client.post(office.page(dues, "pay/"), PAID)
    inline = {"dues-TOTAL_FORMS": "1", "dues-INITIAL_FORMS": "1", "dues-0-id": dues.pk}
    rows = {f"dues-0-{key}": said for key, said in old.items()}
    client.post(office.page(membership), inline | rows | {"is_listed": "on", "listing_signed_on": "2026-11-01"})
    client.post(office.page(dues), old)
    kept = people.fresh(dues)
    assert (kept.paid_on, kept.payer, kept.note) == (dt.date(2026, 11, 25), "가람시", "옛 화면")


def test_rules_are_written_as_versions(client):
    office.secretary(client)
    data = {"name": "목민관클럽 규약", "adopted_on": "2026-09-07", "note": ""}
    assert client.post("/admin/members/clubrules/add/", data).status_code == 302
    assert "목민관클럽 규약" in client.get("/admin/members/clubrules/").text


def test_wrong_payment_is_put_right_and_recorded(client):
    office.secretary(client)
    dues = people.dues(paid_on=people.TODAY, payer="가람시")
    whose = f"회원 {dues.membership.member_id}"
    assert f'href="{office.page(dues, "unpay/")}"' in client.get(office.page(dues)).text
    with office.recorded(("look", whose), ("change", whose)):
        asked = client.get(office.page(dues, "unpay/"))
        assert "2026. 11. 26.에 가람시에서 낸 것으로 적혀 있습니다." in asked.text
        assert client.post(office.page(dues, "unpay/"), {"seen": asked.context["seen"]}).status_code == 302
    assert (people.fresh(dues).paid_on, people.fresh(dues).payer) == (None, "")
    assert client.get(office.page(dues, "unpay/")).status_code == 403


def test_payment_that_was_noted_meanwhile_is_not_taken_back(client):
    office.secretary(client)
    dues = people.dues(paid_on=people.TODAY, payer="가람시")
    seen = client.get(office.page(dues, "unpay/")).context["seen"]
    Dues.objects.update(payer="본인")
    response = client.post(office.page(dues, "unpay/"), {"seen": seen})
    assert (response.status_code, "그사이 낸 날이나 낸 곳이 바뀌었습니다." in response.text) == (409, True)
    with pytest.raises(Refused, match="그사이"):
        actions.unpay_dues(dues=dues)
    assert people.fresh(dues).payer == "본인"


def test_ledger_is_carried_away_with_a_reason_only(client):
    office.secretary(client)
    membership = people.membership(member=people.member(name="김가람"), government=people.some_government())
    dues = people.dues(
        membership=membership,
        payer="가람시",
        paid_on=people.TODAY,
        rules=people.club_rules(adopted_on=dt.date(2010, 9, 7)),
    )
    data = {"action": "export", "_selected_action": [dues.pk]}
    assert client.post(LIST, data | {"reason": ""}).status_code == 422
    with office.recorded(("export", f"회원 {membership.member_id}")):
        response = client.post(LIST, data | {"reason": "결산"})
    assert response.content.decode("utf-8-sig").splitlines()[1] == (
        "2027-03-31,김가람,가람시장,민선 9기,1000000,목민관클럽 규약 (2010-09-07),2026-11-26,가람시,"
    )


def test_viewer_notes_nothing(client):
    office.viewer(client)
    dues = people.dues()
    text = client.get(LIST).text
    assert dues.membership.member.name in text
    assert "낸 것으로 적기" not in text
    assert client.get(office.page(dues, "pay/")).status_code == 403
    assert client.post(office.page(dues, "pay/"), PAID).status_code == 403
    client.post(MEMBERSHIPS, many(people.membership()))
    assert list(Dues.objects.values_list("paid_on", flat=True)) == [None]


def test_dues_are_not_added_without_a_membership(client):
    office.secretary(client)
    assert client.get(f"{LIST}add/").status_code == 403
    assert factories.Staff.objects.count() == 1


def test_day_that_has_its_dues_already_is_said_at_its_field(client, monkeypatch):
    office.secretary(client)
    first = people.dues()
    second = people.dues(membership=first.membership, due_on=dt.date(2027, 9, 30))
    data = {"rules": second.rules_id, "amount": "500000", "due_on": "2027-03-31", "note": "반기"}
    response = client.post(office.page(second), data)
    assert 'id="id_due_on_error"' in response.text
    assert "이 날 낼 회비가 이미 있습니다." in response.text
    assert 'value="반기"' in response.text
    assert client.post(office.page(second), data | {"due_on": "2027-09-30"}).status_code == 302
    # Somebody else was quicker, after the field was checked.
    monkeypatch.setattr(DuesForm, "clean_due_on", lambda form: form.cleaned_data["due_on"])
    with office.recorded():
        response = client.post(office.page(second), data)
    assert (response.status_code, "이 날 낼 회비가 이미 있습니다." in response.text) == (409, True)
    assert f'href="{office.page(second)}"' in response.text
    assert people.fresh(second).due_on == dt.date(2027, 9, 30)
