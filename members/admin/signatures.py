"""What was signed: checked anew each time it is looked at, and its files, every one a look that is recorded."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from handbook.access_log import note_access
from handbook.encrypted import CannotDecrypt
from handbook.models import AccessRecord
from handbook.personal import Refused

from .. import strokes
from ..models import Application, Signature
from ..signed_form import SignedForm, digest
from .pages import HasPages, change_address, staff_page

SAME = "다시 센 값과 같음"
CHANGED = "다시 센 값과 다름. 서명한 뒤에 내용이 바뀌었습니다. 처리하지 말고 이 사이트를 관리하는 사람에게 알려 주세요."
NOT_READ = "읽지 못함. 암호 열쇠가 다르거나 저장된 값이 바뀌었습니다. 이 사이트를 관리하는 사람에게 알려 주세요."
# What was signed and stands in the application's own fields, too.
FIELDS = ("name", "birthdate", "phone", "mobile", "mail", "postcode", "address", "address_detail")


@dataclass(frozen=True)
class Checked:
    """A signature, what counting its SHA-256 again says, and where that is as it was: what was signed, and which
    fields of the application differ from it today.
    """

    signature: Signature
    says: str
    form: SignedForm | None = None
    differing: tuple[str, ...] = ()


def checked(application: Application) -> list[Checked]:
    """One query where all can be read."""
    rows = application.signatures.defer("pdf")
    try:
        return [check(application, signature) for signature in rows]
    except CannotDecrypt:
        bare = rows.defer("pdf", "scan", "drawing", "form")
        return [Checked(signature, NOT_READ) for signature in bare]


def check(application: Application, signature: Signature) -> Checked:
    form = read(signature)
    return Checked(signature, SAME, form, differing(application, form)) if form else Checked(signature, CHANGED)


def read(signature: Signature) -> SignedForm | None:
    """What was signed; None where it, the drawing or the scan is not what the digests were counted of."""
    written, proof = bytes(signature.form), signature.drawing or signature.scan
    try:
        form = SignedForm.read(written)
    except msgspec.MsgspecError:
        return None
    is_same = digest(written) == signature.form_digest and form.signature.sha256 == (
        digest(bytes(proof)) if proof else ""
    )
    return form if is_same else None


def differing(application: Application, form: SignedForm) -> tuple[str, ...]:
    names = [name for name in FIELDS if getattr(application, name) != getattr(form, name)]
    names += ["government"] if application.government_id != form.government else []
    return tuple(str(field.verbose_name) for field in application._meta.fields if field.name in names)


@staff_page("view", "GET")
def file(admin: HasPages, request: HttpRequest, pk: int, number: int, what: str) -> HttpResponseBase:
    """The drawing as a picture, the scan, or the signed form as PDF."""
    application = admin.row(request, pk)
    try:
        signature = application.signatures.filter(pk=number).first()
    except CannotDecrypt:
        raise Refused(NOT_READ) from None
    response = FILES[what](signature) if signature and what in FILES else None
    if response is None:
        raise Http404
    note_access(request, AccessRecord.What.LOOK, [str(application)])
    return response


@staff_page("change", "POST")
def make_again(admin: HasPages, request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A PDF that was given up is made from the start again."""
    application = admin.row(request, pk)
    given_up = application.signatures.filter(pk=number, pdf_made_at=None, pdf_tries__gte=Signature.MOST_TRIES)
    if not given_up.update(pdf_tries=0, pdf_claimed_at=None):
        raise Refused("이미 만들었거나 지금 만들고 있습니다.")
    note_access(request, AccessRecord.What.CHANGE, [str(application)])
    admin.message_user(request, "신청서(PDF)를 다시 만듭니다. 조금 뒤에 다시 열어 주세요.", messages.SUCCESS)
    return redirect(change_address(application))


def drawing(signature: Signature) -> HttpResponse | None:
    if signature.drawing is None:
        return None
    return HttpResponse(strokes.picture(bytes(signature.drawing)), content_type="image/png")


def scan(signature: Signature) -> HttpResponse | None:
    """A picture is shown; a PDF is downloaded, since what it may run is not ours to say."""
    ending = signature.scan_ending
    if signature.scan is None or not ending:
        return None
    response = HttpResponse(bytes(signature.scan), content_type=signature.scan_type)
    manner = "attachment" if ending == "pdf" else "inline"
    response.headers["Content-Disposition"] = f'{manner}; filename="{name(signature)}-scan.{ending}"'
    return response


def pdf(signature: Signature) -> HttpResponse | None:
    if signature.pdf is None:
        return None
    response = HttpResponse(bytes(signature.pdf), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name(signature)}.pdf"'
    return response


def name(signature: Signature) -> str:
    """2026-0001-2: the application's number and the version that was signed."""
    return f"{signature.application.number}-{signature.version}"


FILES = {"drawing": drawing, "scan": scan, "pdf": pdf}
