"""The public directory: who agreed and is a member today."""

import pytest

from members.models import Membership
from tests import factories
from tests.catalogue.test_texts_pages import words_of

from . import people, visitor

pytestmark = pytest.mark.django_db


def test_empty_directory_says_so(client):
    assert "아직 명부에 공개한 회원이 없습니다." in words_of(client.get("/club/members/").text)


def test_directory_shows_name_office_and_term_and_nothing_else(client):
    government = factories.government(name="가람도 가람군", short_name="가람군", kind="군")
    people.membership(member=people.member(name="김가람"), government=government, is_listed=True, ends_on=people.NEVER)
    people.membership(member=people.member(name="박비밀"), ends_on=people.NEVER)
    page = client.get("/club/members/").text
    assert "가람도 가람군수 김가람 민선 9기" in words_of(page)
    assert "박비밀" not in page
    assert "1965" not in page


def test_directory_is_the_same_bytes_for_all_and_new_when_a_member_goes(client):
    membership = people.membership(is_listed=True, ends_on=people.NEVER)
    first, second = client.get("/club/members/"), visitor.scanner().get("/club/members/")
    assert first.content == second.content
    again = client.get("/club/members/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    membership.is_listed = False
    membership.save()
    again = client.get("/club/members/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert membership.member.name not in again.text


def test_approval_is_seen_by_nobody_who_asks_again_and_again(client):
    government, term = people.some_government(), people.some_term()
    tags = {path: client.get(path)["ETag"] for path in ("/club/", "/club/apply/", "/club/members/")}
    membership = people.membership(government=government, term=term, ends_on=people.NEVER)
    for path, tag in tags.items():
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    membership.is_listed = True
    membership.save()
    answers = [client.get(path, headers={"If-None-Match": tag}).status_code for path, tag in tags.items()]
    assert answers == [304, 304, 200]
    tag = client.get("/club/members/")["ETag"]
    membership.member.name = "김가랑"
    membership.member.save()
    assert "김가랑" in client.get("/club/members/", headers={"If-None-Match": tag}).text


@pytest.mark.parametrize("count", [1, 3])
def test_directory_asks_as_often_for_three_as_for_one(client, django_assert_num_queries, count):
    for _ in range(count):
        people.membership(is_listed=True, ends_on=people.NEVER)
    assert Membership.objects.count() == count
    with django_assert_num_queries(2):  # the stamp, the members
        assert client.get("/club/members/").text.count('<th scope="row">') == count
