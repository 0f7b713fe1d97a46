"""The application as a document: the blank form to be written on by hand, and the form as somebody signed it."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from handbook.consents import ConsentText
from handbook.korean import date_text, moment_text, phone_text
from handbook.models import ConsentWording
from pledges.documents import make, queue
from pledges.documents.tree import (
    ENCODER,
    Block,
    Document,
    Figure,
    Group,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Run,
    Table,
)

from . import strokes
from .models import Application, Signature
from .signed_form import SignedForm
from .texts import DECLARATION, FORM_VERSION, WHY_BIRTHDATE, consent_texts

TITLE = "목민관클럽 회원 가입서"
WIDTHS = (28, 72)
SIGNATURE_MM = 75
FOLDER = settings.VARIABLE_DIRECTORY / "papers"
DRAWN_ALT = "신청인이 그린 서명"
ANSWER = "□ 동의합니다    □ 동의하지 않습니다"


def text(*said: str, look: str = "body") -> Paragraph:
    return Paragraph(tuple(Run(part) for part in said), look="small" if look == "small" else "body")


def listed(sentences: tuple[str, ...]) -> Listing:
    return Listing(tuple((Run(sentence),) for sentence in sentences))


def blank_form() -> Document:
    """The fields of the printed form, notice and consents: to be filled in by hand, signed, and sent."""
    contact = settings.SITE_CONTACT or "사무국에 먼저 확인해 주세요."
    fields = ("성명", "단체와 직위", "생년월일", "전화", "휴대전화", "전자우편", "주소")
    blocks: tuple[Block, ...] = (
        Heading(1, TITLE),
        text("적고 서명하신 뒤 우편, 팩스 또는 스캔하여 사무국으로 보내 주세요. 보낼 곳: ", contact),
        Heading(2, "개인정보"),
        *(block for consent in consent_texts() for block in consent_blocks(consent)),
        Heading(2, "신청인"),
        Table("", ("항목", "적는 칸"), tuple((name, "") for name in fields), WIDTHS, to_fill=True),
        text(f"생년월일: {WHY_BIRTHDATE}", look="small"),
        Heading(2, "다짐"),
        listed(DECLARATION),
        Group(
            (
                Heading(2, "날짜와 서명"),
                Table("", ("항목", "적는 칸"), (("신청일", ""), ("서명", "")), WIDTHS, to_fill=True),
            )
        ),
    )
    return Document(TITLE, blocks, code=f"서식 {FORM_VERSION}판", footer=TITLE, compact=True)


def consent_blocks(consent: ConsentText) -> tuple[Block, ...]:
    """What one agrees to, the period standing out, with a box for yes and one for no."""
    told = tuple((Run(f"{name}: {said}", bold=said == consent.period),) for name, said in consent.lines)
    return (Group((Heading(3, consent.title), Listing(told), text(ANSWER))),)


def signed_form(application: Application, signature: Signature) -> Document:
    """What was signed, as it was signed, with the receipt and the digest by which it can be checked."""
    form = SignedForm.read(bytes(signature.form))
    received = application.received_at or signature.signed_at
    blocks: tuple[Block, ...] = (
        Heading(1, TITLE),
        text(f"접수 번호 {application.number}, 접수한 때 {moment_text(received)}"),
        Heading(2, "신청인"),
        Table("", ("항목", "내용"), applicant_rows(form, signature), WIDTHS),
        Heading(2, "다짐"),
        listed(form.declaration),
        Heading(2, "동의"),
        *agreed_blocks(form),
        Group((Heading(2, "서명"), *signature_blocks(form, signature))),
        Heading(2, "서명한 내용의 확인"),
        Table("", ("항목", "내용"), proof_rows(form, signature), WIDTHS),
        text(
            "SHA-256은 서명한 내용을 정해진 순서로 적은 글에서 셉니다. 그 글은 상태 화면에서 내려받는 JSON에 있습니다.",
            look="small",
        ),
    )
    return Document(
        TITLE, blocks, code=f"{application.number} · {moment_text(signature.signed_at)}", footer=TITLE, compact=True
    )


def applicant_rows(form: SignedForm, signature: Signature) -> tuple[tuple[str, str], ...]:
    """The fields of the form; what was left empty is left out."""
    address = " ".join(filter(None, (f"({form.postcode})", form.address, form.address_detail)))
    rows = (
        ("성명", form.name),
        ("단체와 직위", f"{form.government_name}, {form.office}"),
        ("임기", f"민선 {form.term}기"),
        ("생년월일", date_text(form.birthdate)),
        ("전화", form.phone and phone_text(form.phone)),
        ("휴대전화", form.mobile and phone_text(form.mobile)),
        ("전자우편", form.mail),
        ("주소", address),
        ("신청일", date_text(timezone.localdate(signature.signed_at))),
        ("작성한 사람", Application.FilledBy(form.filled_by).label),
    )
    return tuple((name, str(said)) for name, said in rows if said)


def agreed_blocks(form: SignedForm) -> tuple[Block, ...]:
    """Each consent in the whole wording that was shown."""
    wordings = ConsentWording.objects.in_bulk([digest for _, digest in form.consents])
    shown = [wordings[digest].text.split("\n") for _, digest in form.consents if digest in wordings]
    return tuple(Group((Paragraph((Run(label, bold=True),)), listed(tuple(lines)))) for label, *lines in shown)


def signature_blocks(form: SignedForm, signature: Signature) -> tuple[Block, ...]:
    if signature.drawing is not None:
        picture = Picture(strokes.picture(bytes(signature.drawing)), DRAWN_ALT)
        shown: Block = Figure(picture, SIGNATURE_MM)
    else:
        shown = Paragraph((Run(form.signature.typed_name, bold=True),), look="lead")
    return (shown, text(f"{form.name}, {signature.get_manner_display()}"), text(form.agreement))


def proof_rows(form: SignedForm, signature: Signature) -> tuple[tuple[str, str], ...]:
    return (
        ("서명한 때", moment_text(signature.signed_at)),
        ("서명한 곳", f"IP 주소 {signature.ip_address}" if signature.ip_address else "IP 주소를 알 수 없음"),
        ("서식 판", form.form_version),
        ("SHA-256", signature.form_digest),
    )


def made(document: Document, file_format: make.Format) -> bytes:
    """The file, made in a child process. Raises `make.MakingFailed`."""
    return make.run(file_format, document, settings.TICKETS, queue.new_ticket())


def blank_file(file_format: make.Format) -> bytes:
    """The blank form's file, made once for each wording of it and kept on the disk: it holds nobody's data."""
    document = blank_form()
    digest = hashlib.sha256(ENCODER.encode(document)).hexdigest()
    path = FOLDER / f"{digest}.{file_format}"
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    file = made(document, file_format)
    keep(path, file)
    return file


def keep(path: Path, file: bytes) -> None:
    """Whole or not at all, also when two processes make it at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(file)
    Path(draft.name).replace(path)
