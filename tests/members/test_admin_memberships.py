"""Members and their memberships: one person in all terms, how a membership ends, who stands in the directory."""

import datetime as dt

import pytest

from members.admin.memberships import list_or_unlist
from members.models import Membership
from members.texts import consent_text
from pledges.catalogue.models import Term
from tests import factories

from . import office, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST, PEOPLE = "/admin/members/membership/", "/admin/members/member/"
DAY = dt.timedelta(days=1)
END = {"reason": "resigned", "on": "2026-11-20", "note": "의회 자료"}
NO_DUES = {"dues-TOTAL_FORMS": "0", "dues-INITIAL_FORMS": "0"}
LISTED = {"initial-is_listed": "True"}


def shown(client, **query):
    return list(client.get(LIST, query).context["cl"].result_list)


def earlier_term():
    return Term.objects.filter(number=8).first() or factories.term(
        8, starts_on=dt.date(2022, 7, 1), ends_on=dt.date(2026, 6, 30)
    )


def earlier_membership(**fields):
    term = earlier_term()
    return people.membership(**{"term": term, "started_on": term.starts_on, "ends_on": term.ends_on, **fields})


def long_ago():
    """A running membership that began before the day on which `END` ends it."""
    membership = people.approved()
    Membership.objects.update(started_on=dt.date(2026, 8, 1))
    return people.fresh(membership)


def test_list_begins_with_todays_members_and_has_the_others(client):
    office.secretary(client)
    running, ended = people.membership(), earlier_membership()
    left = people.membership(ends_on=people.TODAY - DAY, end_reason="lost")
    coming = people.membership(started_on=people.TODAY + DAY)
    assert shown(client) == [running]
    assert set(shown(client, running="ended")) == {ended, left}
    assert shown(client, running="coming") == [coming]
    assert len(shown(client, running="all")) == 4
    assert shown(client, running="all", term__id__exact=ended.term_id) == [ended]


def test_row_names_office_and_unpaid_dues(client):
    office.secretary(client)
    membership = people.membership(government=people.some_government())
    people.dues(membership=membership)
    people.dues(membership=membership, due_on=people.TODAY)
    people.dues(membership=membership, due_on=people.TODAY - DAY, paid_on=people.TODAY, payer="가람시")
    text = client.get(LIST).text
    assert '<td class="field-office">가람시장</td>' in text
    assert '<td class="field-unpaid">2건</td>' in text


@pytest.mark.parametrize("path", [LIST, PEOPLE])
def test_lists_ask_the_same_queries_for_any_number_of_rows(client, django_assert_max_num_queries, path):
    office.secretary(client)
    people.membership()
    client.get(path)
    with django_assert_max_num_queries(50) as one:
        client.get(path)
    people.dues(membership=people.membership())
    earlier_membership(member=people.membership().member)
    with django_assert_max_num_queries(len(one)) as three:
        assert client.get(path).context["cl"].result_count == 3
    assert len(three) == len(one)


@pytest.mark.parametrize("path", [LIST, PEOPLE])
def test_lists_and_pages_are_recorded_by_the_members_number(client, path):
    office.secretary(client)
    membership = people.membership()
    number = f"회원 {membership.member_id}"
    with office.recorded(("list", number), ("look", number)):
        client.get(path)
        client.get(office.page(membership if path == LIST else membership.member))


def test_person_stands_once_with_all_terms(client):
    office.secretary(client)
    member = people.member(name="김가람")
    city = people.some_government()
    rows = [earlier_membership(member=member, government=city), people.membership(member=member, government=city)]
    assert "민선 9기 가람시장, 민선 8기 가람시장" in client.get(PEOPLE).text
    text = client.get(office.page(member)).text
    for row in rows:
        assert office.page(row) in text


def test_misspelt_name_is_put_right_and_recorded(client):
    office.secretary(client)
    membership = people.approved()
    member, data = membership.member, {"name": "김가랑", "birthdate": "1965-03-12"}
    formset = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    with office.recorded(("change", f"회원 {member.pk}")):
        assert client.post(office.page(member), data | formset).status_code == 302
    assert (people.fresh(member).name, people.fresh(member).birthdate) == ("김가랑", dt.date(1965, 3, 12))
    shown = client.get(office.page(membership.application)).text
    assert "다른 신청과 회원이 없습니다." in shown


def test_person_who_is_there_already_is_not_made_of_another(client):
    office.secretary(client)
    people.member(name="김가람")
    other = people.member(name="김가랑")
    response = client.post(
        office.page(other),
        {"name": "김가람", "birthdate": "1965-03-02"}
        | {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"},
    )
    assert "이미 있는 사람입니다." in response.text
    assert people.fresh(other).name == "김가랑"


def test_member_of_before_is_added_to_the_end_of_the_term(client):
    office.secretary(client)
    member, term, city = people.member(), earlier_term(), people.some_government()
    data = {"member": member.pk, "government": city.code, "term": term.pk, "started_on": "2022-07-01"}
    with office.recorded(("change", f"회원 {member.pk}")):
        assert client.post(f"{LIST}add/", data | NO_DUES).status_code == 302
    made = Membership.objects.get()
    assert (made.started_on, made.ends_on, made.end_reason) == (term.starts_on, term.ends_on, "term")


def test_membership_outside_its_term_or_of_a_second_head_is_refused(client):
    office.secretary(client)
    member, term, city = people.member(), earlier_term(), people.some_government()
    data = {"member": member.pk, "government": city.code, "term": term.pk, "started_on": "2022-06-30"} | NO_DUES
    assert "임기의 첫날부터 마지막 날까지에서 골라 주세요." in client.post(f"{LIST}add/", data).text
    earlier_membership(government=city)
    response = client.post(f"{LIST}add/", data | {"started_on": "2022-07-01"})
    assert "이 단체의 단체장은 이 임기에 이미 회원입니다." in response.text
    assert Membership.objects.count() == 1


def test_membership_ends_with_reason_and_day(client):
    office.secretary(client)
    membership = long_ago()
    assert f'href="{office.page(membership, "end/")}"' in client.get(office.page(membership)).text
    with office.recorded(("look", f"회원 {membership.member_id}"), ("change", f"회원 {membership.member_id}")):
        assert "권한대행은 회원이 아닙니다." in client.get(office.page(membership, "end/")).text
        assert client.post(office.page(membership, "end/"), END).status_code == 302
    ended = people.fresh(membership)
    assert (ended.end_reason, ended.ends_on, ended.end_note) == ("resigned", dt.date(2026, 11, 20), "의회 자료")
    assert people.fresh(ended.application).purge_on == dt.date(2027, 11, 20)
    assert shown(client, running="ended") == [ended]


@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({"reason": ""}, 422, "사퇴, 직위상실, 취하 가운데 하나를 골라 주세요."),
        ({"reason": "term"}, 422, "올바르게 선택해 주세요"),
        ({"on": ""}, 422, "회원으로서의 마지막 날을 적어 주세요."),
        ({"on": "2026-07-31"}, 409, "마지막 날은 회원이 된 날부터 임기의 마지막 날까지에서 골라 주세요."),
        ({"on": "2030-07-01"}, 409, "마지막 날은 회원이 된 날부터 임기의 마지막 날까지에서 골라 주세요."),
    ],
)
def test_end_that_makes_no_sense_is_refused_and_stays_typed(client, changes, status, says):
    office.secretary(client)
    membership = long_ago()
    response = client.post(office.page(membership, "end/"), END | changes)
    assert response.status_code == status
    assert says in response.text
    assert 'value="의회 자료"' in response.text
    assert people.fresh(membership).end_reason == "term"


def test_end_of_what_has_ended_is_not_opened_and_of_two_at_once_one_is_taken(client):
    office.secretary(client)
    membership = long_ago()
    client.post(office.page(membership, "end/"), END)
    assert client.get(office.page(membership, "end/")).status_code == 403
    response = client.post(office.page(membership, "end/"), END | {"reason": "lost"})
    assert response.status_code == 409
    assert "이미 끝난 회원 자격입니다." in response.text
    assert people.fresh(membership).end_reason == "resigned"


def test_end_noted_by_mistake_is_taken_back(client):
    office.secretary(client)
    membership = long_ago()
    client.post(office.page(membership, "end/"), END)
    assert f'href="{office.page(membership, "resume/")}"' in client.get(office.page(membership)).text
    assert "2030. 6. 30.까지 회원이고" in client.get(office.page(membership, "resume/")).text
    assert client.post(office.page(membership, "resume/")).status_code == 302
    resumed = people.fresh(membership)
    assert (resumed.end_reason, resumed.ends_on, resumed.end_note) == ("term", resumed.term.ends_on, "")
    assert people.fresh(resumed.application).purge_on == dt.date(2031, 6, 30)
    assert client.get(office.page(membership, "resume/")).status_code == 403


def test_end_is_not_taken_back_where_somebody_else_is_head_now(client):
    office.secretary(client)
    membership = long_ago()
    client.post(office.page(membership, "end/"), END)
    people.approved(name="박가람")
    response = client.post(office.page(membership, "resume/"))
    assert response.status_code == 409
    assert "다른 회원 자격이 생겨 되돌리지 못합니다." in response.text
    assert people.fresh(membership).end_reason == "resigned"


def test_member_is_taken_off_the_list_and_the_consent_with_it(client):
    office.secretary(client)
    membership = people.approved(agreed=("collection", "directory"))
    assert membership.is_listed
    assert '<input type="hidden" name="initial-is_listed" value="True"' in client.get(office.page(membership)).text
    assert client.post(office.page(membership), NO_DUES | LISTED).status_code == 302
    assert not people.fresh(membership).is_listed
    assert membership.application.consents.get(key="directory").withdrawn_at == people.NOW


def test_nobody_is_listed_without_their_own_consent(client):
    office.secretary(client)
    membership = people.approved()
    response = client.post(office.page(membership), NO_DUES | {"is_listed": "on"})
    assert "본인이 명부 공개에 동의하지 않았습니다." in response.text
    assert not people.fresh(membership).is_listed


def test_member_without_an_application_is_listed_by_the_day_of_a_paper(client):
    office.secretary(client)
    membership = people.membership()
    page, listed = office.page(membership), NO_DUES | {"is_listed": "on"}
    assert "동의한 종이의 날짜를 적어 주세요." in client.post(page, listed).text
    assert "오늘이나 그 전의 날을" in client.post(page, listed | {"listing_signed_on": "2026-11-27"}).text
    assert not people.fresh(membership).is_listed
    assert client.post(page, listed | {"listing_signed_on": "2026-11-20"}).status_code == 302
    consent = membership.consents.get()
    assert (people.fresh(membership).is_listed, consent.key) == (True, "directory")
    assert consent.wording.text == consent_text("directory").text
    assert "2026. 11. 20." in client.get(page).text
    assert client.post(page, NO_DUES | LISTED).status_code == 302
    assert not people.fresh(membership).is_listed
    assert membership.consents.get().withdrawn_at == people.NOW
    assert "2026. 11. 20.(2026. 11. 26. 거둠)" in client.get(page).text


def test_membership_that_was_ended_meanwhile_stays_ended(client):
    office.secretary(client)
    membership = people.approved(agreed=("collection", "directory"))
    stale = people.fresh(membership)
    people.actions.end_membership(membership=membership, on=people.TODAY, reason="lost")
    stale.is_listed = False
    list_or_unlist(stale, None)
    ended = people.fresh(membership)
    assert (ended.is_listed, ended.end_reason, ended.ends_on) == (False, "lost", people.TODAY)


def test_what_came_of_an_application_is_not_deleted(client):
    office.secretary(client)
    approved, added = people.approved(), people.membership()
    assert client.post(office.page(approved, "delete/"), {"post": "yes"}).status_code == 403
    with office.recorded(("delete", f"회원 {added.member_id}")):
        assert client.post(office.page(added, "delete/"), {"post": "yes"}).status_code == 302
    assert list(Membership.objects.all()) == [approved]


def test_list_is_carried_away_with_a_reason_only(client):
    office.secretary(client)
    membership = people.approved()
    data = {"action": "export", "_selected_action": [membership.pk]}
    assert client.post(LIST, data | {"reason": ""}).status_code == 422
    with office.recorded(("export", f"회원 {membership.member_id}")):
        response = client.post(LIST, data | {"reason": "총회 안내"})
    assert response.content.decode("utf-8-sig").splitlines()[1] == (
        "김가람,1965-03-02,가람시장,민선 9기,2026-11-26,2030-06-30,임기 끝,,"
        "010-1234-5678,02-123-4567,head@example.org,(12345) 가람시 가람로 1 2층"
    )


def test_viewer_changes_nothing(client):
    office.viewer(client)
    membership = people.approved()
    text = client.get(office.page(membership)).text
    assert "끝내기" not in text
    for tail in ("end/", "resume/"):
        assert client.get(office.page(membership, tail)).status_code == 403
        assert client.post(office.page(membership, tail), END).status_code == 403
    assert client.post(office.page(membership), NO_DUES | {"is_listed": "on"}).status_code == 403
    assert client.post(office.page(membership.member), {"name": "아무개"}).status_code == 403
    assert people.fresh(membership).end_reason == "term"
