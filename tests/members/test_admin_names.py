"""Names stand on the pages of the secretariat, and neither in titles nor in addresses: browsers and logs keep those."""

import re

import pytest

from . import office, people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST, PEOPLE = "/admin/members/membership/", "/admin/members/member/"


def test_titles_have_numbers_and_no_names(client):
    office.secretary(client)
    membership = people.approved()
    number = f"회원 {membership.member_id}"
    rows = (membership, membership.member, people.dues(membership=membership), membership.application)
    for row in rows:
        for tail in ("change/", "history/"):
            [title] = re.findall("<title>(.*?)</title>", client.get(office.page(row, tail)).text, re.DOTALL)
            assert membership.member.name not in title
            assert (str(row) if row is membership.application else number) in title


def test_lists_are_searched_for_governments_and_not_for_names(client):
    office.secretary(client)
    membership = people.approved()
    people.dues(membership=membership)
    for path in (LIST, PEOPLE, "/admin/members/dues/", "/admin/members/renewalinvitation/"):
        assert shown_of(client, path, q="김가람") == 0
    assert [shown_of(client, path, q="가람시") for path in (LIST, PEOPLE, "/admin/members/dues/")] == [1, 1, 1]


def shown_of(client, path, **query):
    return client.get(path, query).context["cl"].result_count


def test_names_are_found_by_a_page_that_keeps_them_out_of_addresses(client):
    office.secretary(client)
    membership = people.approved()
    member, application = membership.member, membership.application
    page = f"{PEOPLE}find/"
    assert f'href="{page}"' in client.get(PEOPLE).text
    assert client.post(page, {"name": " "}).status_code == 422
    with office.recorded(("list", f"회원 {member.pk}, {application}")):
        text = client.post(page, {"name": "가람"}).text
    assert office.page(member) in text
    assert office.page(application) in text
    assert "회원 0명" in client.post(page, {"name": "없는이름"}).text


def test_what_staff_are_told_stands_in_no_cookie(client):
    office.secretary(client)
    member = people.member(name="김가람")
    rows = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    response = client.post(office.page(member), {"name": "김가람", "birthdate": "1965-03-03", **rows})
    assert (response.status_code, "messages" in response.cookies) == (302, False)
    assert "김가람" in client.get(response["Location"]).text
