"""참가 확인서: what it says, that it is a sound PDF, and who gets it."""

import datetime as dt
import io

import pypdf
import pytest

from pledges.documents import make
from pledges.documents.tree import strings
from tests import factories
from workshops import attendance, certificate, people
from workshops.certificate import NO_ISSUER
from workshops.models import Attendee
from workshops.people import Guest

from . import rows
from .browsing import of_party, of_person
from .parties import BEGUN, OPEN, consents, register

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 3, 11)


@pytest.fixture(autouse=True)
def issued(settings):
    settings.SITE_OPERATOR = "가람연구소"


@pytest.fixture
def party(db):
    place = factories.government(name="가람도 가람군")
    event = rows.event(title="봄 포럼", aides_most=2)
    deputy = Guest(name="박부군수", post="부군수", mail="deputy@example.org")
    return register(
        event, kind="deputy", government=place, principal=deputy, people=[Guest("", "김참모", "", "a@b.kr")]
    )


def came(person):
    people.confirm_person(person=person, consents=consents(), now=OPEN)
    attendance.check_in(person=person, by=factories.staff(f"{person.pk}@example.org"), now=BEGUN)
    person.refresh_from_db()
    return person


def said(person):
    return list(strings(certificate.document(person, DAY).blocks))


def test_paper_says_who_came_to_what_and_who_issues_it(party):
    texts = said(came(party.people.get(role="principal")))
    for text in (
        f"2027-{party.event_id}-0001",
        "박부군수",
        "가람도 가람군 부군수",
        "정기포럼 봄 포럼",
        "2027. 3. 10.",
        "희망제작소",
        "2027. 3. 11.",
        "가람연구소",
    ):
        assert text in texts


def test_paper_that_nobody_issues_is_not_made(party, settings):
    settings.SITE_OPERATOR = ""
    person = came(party.people.get(role="aide"))
    response = of_person(person).get(f"/events/people/{person.key}/certificate/")
    assert response.status_code == 409
    assert NO_ISSUER in response.text


def test_paper_names_a_role_without_a_post(party):
    assert "가람도 가람군 동행자" in said(came(party.people.get(role="aide")))


def test_paper_of_an_example_says_so_and_needs_no_issuer(party, settings):
    settings.SITE_OPERATOR = ""
    party.event.is_example = True
    party.event.save()
    person = came(party.people.get(role="aide"))
    assert "예시로 만든 행사입니다. 실제로 열리지 않았습니다." in said(person)


def test_head_without_a_post_is_named_by_office():
    place = factories.government(name="가람도 가람군")
    party = register(rows.event(), government=place, principal=Guest("", "홍길동", "", "head@example.org"))
    assert "가람도 가람군 단체장" in said(came(party.people.get()))


@pytest.mark.slow
def test_file_is_a_pdf_that_reads_back(party, clock):
    clock(BEGUN)
    person = came(party.people.get(role="principal"))
    own = of_person(person).get(f"/events/people/{person.key}/certificate/")
    assert own.status_code == 200
    assert own["Content-Disposition"] == f'attachment; filename="certificate-{person.certificate}.pdf"'
    assert own["Cache-Control"] == "no-store, private"
    [page] = pypdf.PdfReader(io.BytesIO(own.content)).pages
    text = "".join(page.extract_text().split())
    assert "박부군수" in text
    assert "참가하였음을확인합니다" in text


def test_nobody_gets_a_certificate_before_coming(party):
    person = party.people.get(role="principal")
    assert of_person(person).get(f"/events/people/{person.key}/certificate/").status_code == 404
    assert of_party(party).get(f"/events/parties/{party.key}/people/{person.key}/certificate/").status_code == 404


def test_whoever_registered_gets_their_own_certificate_and_nobody_elses(party, monkeypatch):
    monkeypatch.setattr("workshops.certificate.make.run", lambda *_: b"%PDF-")
    client = of_party(party)
    aide, head = came(party.people.get(role="aide")), came(party.people.get(role="principal"))
    Attendee.objects.filter(pk=aide.pk).update(is_registrant=True)
    assert client.get(f"/events/parties/{party.key}/people/{aide.key}/certificate/").content == b"%PDF-"
    assert client.get(f"/events/parties/{party.key}/people/{head.key}/certificate/").status_code == 404
    page = client.get(f"/events/parties/{party.key}/").text
    assert f"{aide.key}/certificate/" in page
    assert f"{head.key}/certificate/" not in page
    assert page.count("도착 10:00") == 1


def test_certificates_are_counted_for_each_person(party, monkeypatch):
    monkeypatch.setattr("workshops.certificate.make.run", lambda *_: b"%PDF-")
    monkeypatch.setattr("workshops.patience.MOST_CERTIFICATES", 1)
    people = [came(person) for person in party.people.all()]
    answers = [of_person(one).get(f"/events/people/{one.key}/certificate/") for one in [*people, people[0]]]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_file_that_cannot_be_made_is_said_in_a_sentence(party, monkeypatch):
    person = came(party.people.get(role="principal"))

    def fails(*_):
        raise make.MakingFailed(make.WENT_WRONG)

    monkeypatch.setattr("workshops.certificate.make.run", fails)
    response = of_person(person).get(f"/events/people/{person.key}/certificate/")
    assert response.status_code == 409
    assert "파일을 만들지 못했습니다." in response.text
