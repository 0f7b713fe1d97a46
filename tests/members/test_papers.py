"""The form as a document: the blank one for everybody, the signed one as it was signed."""

import page
import pytest

from members import actions, papers
from members.texts import DECLARATION, consent_texts
from pledges.documents import pdf
from pledges.documents.text import missing_glyphs
from pledges.documents.tree import Figure, Table, strings
from tests.documents.reading import complaints, glyphs_off_the_page, pages_by_pypdf

from . import people, visitor

KINDS = {"pdf": ("application/pdf", b"%P"), "hwpx": ("application/hwp+zip", b"PK")}
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(papers, "FOLDER", tmp_path / "papers")
    return tmp_path / "papers"


def signed(**fields):
    application = people.received(**fields)
    return application, application.signatures.last()


def told(document):
    return " ".join(strings(document.blocks))


def test_blank_form_has_the_printed_fields_notice_consents_and_declaration_and_no_party():
    said = told(papers.blank_form())
    for field in ("성명", "단체와 직위", "생년월일", "전화", "휴대전화", "전자우편", "주소", "신청일", "서명"):
        assert field in said
    for consent in consent_texts():
        assert consent.title in said
        for _, line in consent.lines:
            assert line in said
    for sentence in DECLARATION:
        assert sentence in said
    assert said.count("□ 동의합니다    □ 동의하지 않습니다") == 2
    assert "정당" not in said


def test_blank_form_leaves_room_to_write_by_hand():
    tables = [block for block in everything(papers.blank_form().blocks) if isinstance(block, Table)]
    assert len(tables) == 2
    assert all(table.to_fill and all(not cell for _, cell in table.rows) for table in tables)


def cannot_make(settings, tmp_path):
    """A file where the line of those who wait should be: no child can draw its ticket."""
    settings.TICKETS = tmp_path / "tickets"
    settings.TICKETS.write_text("")


def everything(blocks):
    for block in blocks:
        yield block
        yield from everything(getattr(block, "blocks", ()))


@pytest.mark.parametrize("name", KINDS)
def test_blank_form_is_made_once_and_kept(client, folder, settings, tmp_path, name):
    first = client.get(f"/club/form.{name}")
    assert (first.status_code, first["Content-Type"], first.content[:2]) == (200, *KINDS[name])
    assert len(list(folder.iterdir())) == 1
    cannot_make(settings, tmp_path)
    assert visitor.scanner().get(f"/club/form.{name}").content == first.content
    assert f'filename="membership-application.{name}"' in first["Content-Disposition"]


def test_blank_form_is_made_anew_for_another_wording(client, folder, settings):
    client.get("/club/form.pdf")
    settings.CLUB_DRAFT_DAYS = 21
    client.get("/club/form.pdf")
    assert len(list(folder.iterdir())) == 2


def test_form_that_cannot_be_made_is_said_so(client, folder, settings, tmp_path):
    cannot_make(settings, tmp_path)
    response = client.get("/club/form.pdf")
    assert response.status_code == 503
    assert "잠시 뒤에 다시 눌러 주세요." in response.text
    assert not folder.exists()


def test_signed_form_holds_everything_that_was_signed():
    application, signature = signed(agreed=("collection", "directory"))
    said = told(papers.signed_form(application, signature))
    shown = (
        "김가람",
        "가람도 가람시, 가람시장",
        "민선 9기",
        "1965. 3. 2.",
        "02-123-4567",
        "010-1234-5678",
        people.MAIL,
    )
    for word in (*shown, "(12345) 가람시 가람로 1 2층", "2026. 11. 26. 14:30", "2026-0001", signature.form_digest):
        assert word in said
    for word in (*DECLARATION, "전자서명으로 제출하는 데 동의합니다.", "전자서명(그리기)", "IP 주소 192.0.2.7"):
        assert word in said
    for consent in consent_texts():
        assert consent.label in said


def test_signed_form_has_the_drawing_as_a_picture_with_words_or_the_name_that_was_typed():
    application, signature = signed()
    figures = [row for row in everything(papers.signed_form(application, signature).blocks) if isinstance(row, Figure)]
    assert [figure.picture.alt for figure in figures] == ["신청인이 그린 서명"]
    other = people.draft(name="박가람")
    actions.sign_and_submit(application=other, seen=1, signed=people.typed("박가람"), now=people.NOW)
    document = papers.signed_form(people.fresh(other), other.signatures.get())
    assert not [row for row in everything(document.blocks) if isinstance(row, Figure)]
    assert "전자서명(이름 입력)" in told(document)


def test_signed_form_stays_as_it_was_signed():
    application = people.supplement()
    actions.save(application=application, seen=1, values={"address": "다른길 2"}, now=people.LATER)
    changed = people.fresh(application)
    assert "가람로 1" in told(papers.signed_form(changed, changed.signatures.get()))


@pytest.mark.parametrize("which", ["blank", "signed"])
def test_pdf_is_tagged_valid_and_whole(which):
    document = papers.blank_form() if which == "blank" else papers.signed_form(*signed())
    assert missing_glyphs(document) == []
    file = pdf.render(document)
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        assert complaints(file, profile) == []
    assert glyphs_off_the_page(file) == []
    found = "".join("".join(pages_by_pypdf(file)).split())
    for said in strings(document.blocks):
        if said != papers.DRAWN_ALT:
            assert "".join(said.split()) in found
