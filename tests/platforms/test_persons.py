"""Who the holder is: into the file only, kept with a consent of its own, forgotten again."""

import datetime as dt
import io
import warnings

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import ExifTags, Image, PngImagePlugin

from pledges.documents.tree import DECODER, Cover, strings
from pledges.platforms import files
from pledges.platforms.models import FileJob
from tests.platforms import holder

NAME, WORDS = "홍길동", "마을에서 스무 해를 살았습니다"
SECRETS = (b"37.123456", b"SECRET-CAMERA", b"SECRET-COMMENT", b"SECRET-XMP", b"SECRET-PROFILE", b"SECRET-TEXT")

pytestmark = pytest.mark.usefixtures("edition_2022")


@pytest.fixture
def documents(monkeypatch):
    """The documents that children would have been given."""
    given = []
    monkeypatch.setattr(files, "run_in_background", lambda held, job, document: given.append(document))
    return given


@pytest.fixture
def client():
    client = holder.browser()
    holder.take(client)
    return client


def picture(size=(400, 600), **options):
    out = io.BytesIO()
    Image.new("RGB", size, (10, 120, 200)).save(out, **{"format": "JPEG", **options})
    return out.getvalue()


def telling_photo():
    """A JPEG as a camera and a program leave it: place, maker, a comment, XMP, a colour profile."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SECRET-CAMERA"
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSMapDatum] = "37.123456"
    more = {"comment": b"SECRET-COMMENT", "xmp": b"<x>SECRET-XMP</x>", "icc_profile": b"SECRET-PROFILE" * 20}
    return picture(exif=exif, **more)


def telling_png():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "SECRET-TEXT")
    info.add_itxt("XML:com.adobe.xmp", "SECRET-XMP")
    return picture(format="PNG", pnginfo=info)


def make(client, photo=None, **fields):
    form = {"profile": "draft", "format": "pdf", "name": NAME, "introduction": WORDS, **fields}
    if photo is not None:
        form["photo"] = SimpleUploadedFile("photo.jpg", photo)
    return client.post(f"{holder.desk(client)}files/make/", form)


def cover(document):
    return next(block for block in document.blocks if isinstance(block, Cover))


def test_name_goes_into_the_file_and_is_not_kept(client, documents):
    assert make(client, picture()).status_code == 302
    assert NAME in "\n".join(strings(documents[0].blocks))
    platform = holder.held(client).platform
    assert (platform.sealed_person, platform.person_agreed_at) == (None, None)
    page = holder.Fields.of(client.get(f"{holder.desk(client)}files/").text)
    assert (page["name"], page["introduction"]) == ("", "")
    assert "keep_person" not in page


def test_name_is_kept_with_the_time_of_the_consent(client, documents):
    before = timezone.now()
    make(client, picture(), keep_person="on")
    opened = holder.held(client)
    assert before <= opened.platform.person_agreed_at <= timezone.now() + dt.timedelta(seconds=1)
    assert (opened.person.name, opened.person.introduction) == (NAME, WORDS)
    assert opened.person.photo.startswith(b"\xff\xd8")
    page = holder.Fields.of(client.get(f"{holder.desk(client)}files/").text)
    assert (page["name"], page["introduction"], page["keep_person"]) == (NAME, WORDS, "on")


def test_photo_that_is_kept_goes_into_the_next_file(client, documents):
    make(client, picture(), keep_person="on")
    make(client, keep_person="on")
    first, second = (FileJob.objects.order_by("created_at")[place] for place in (0, 1))
    opened = holder.held(client)
    documents_made = [
        DECODER.decode(opened.unseal(job.sealed_input, f"file-input/{job.key}")) for job in (first, second)
    ]
    assert cover(documents_made[0]) == cover(documents_made[1])


def test_name_is_forgotten_when_the_consent_is_taken_back(client, documents):
    make(client, picture(), keep_person="on")
    make(client)
    platform = holder.held(client).platform
    assert (platform.sealed_person, platform.person_agreed_at) == (None, None)


def test_consent_without_anything_to_keep_keeps_nothing(client, documents):
    make(client, name="", introduction="", keep_person="on")
    assert holder.held(client).platform.person_agreed_at is None


def test_file_that_could_not_be_begun_keeps_nothing(client, documents):
    assert make(client, keep_person="on", format="nonsense").status_code == 422
    assert holder.held(client).platform.sealed_person is None


def test_page_says_what_consent_needs(client):
    page = client.get(f"{holder.desk(client)}files/").text
    for word in ("목적", "항목", "기간", "거부", "민감정보", "동의하지 않아도 모든 것을 그대로 쓸 수 있습니다."):
        assert word in page


def test_person_is_not_carried_away_and_not_copied(client, documents):
    make(client, picture(), keep_person="on")
    assert NAME not in client.get(f"{holder.desk(client)}carry/").text
    client.post(f"{holder.desk(client)}duplicate/")
    assert holder.held(client).platform.sealed_person is None


def test_reader_is_not_shown_the_persons_name(client, documents):
    make(client, picture(), keep_person="on")
    reader = holder.reader_of(client)
    page = reader.get(f"{holder.desk(client)}files/").text
    assert NAME not in page
    assert WORDS not in page
    make(reader, name="", introduction="")
    assert NAME not in "\n".join(strings(documents[-1].blocks))


def kept_photo(client, photo):
    assert make(client, photo, keep_person="on").status_code == 302
    return holder.held(client).person.photo


@pytest.mark.parametrize("make_photo", [telling_photo, telling_png])
def test_photo_is_a_picture_and_nothing_else(client, documents, make_photo):
    photo = make_photo()
    assert any(secret in photo for secret in SECRETS)
    kept = kept_photo(client, photo)
    assert not [secret for secret in SECRETS if secret in kept]
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.format == "JPEG"
        assert not shown.getexif()
        assert not {"exif", "comment", "xmp", "icc_profile"} & set(shown.info)


def test_photo_stands_upright_without_its_mark(client, documents):
    kept = kept_photo(client, telling_photo())
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.size == (600, 400)


def test_photo_is_made_small(client, documents):
    kept = kept_photo(client, picture((2000, 3000)))
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.size == (600, 900)


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "LA", "CMYK", "I;16"])
def test_photo_of_any_colours_is_taken(client, documents, mode):
    out = io.BytesIO()
    Image.new(mode, (40, 60)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert kept_photo(client, out.getvalue()).startswith(b"\xff\xd8")


def wrong_photos():
    whole = telling_photo()
    gif = picture(format="GIF")
    tiny_png = picture((3, 3), format="PNG")
    return {
        "text": b"<svg onload=alert(1)>",
        "cut": whole[: len(whole) // 2],
        "only a beginning": whole[:30],
        "of another kind": gif,
        "cut PNG": telling_png()[:200],
        "PNG with a wrong checksum": tiny_png[:29] + b"\0\0\0\0" + tiny_png[33:],
        "nul": bytes(5000),
    }


@pytest.mark.parametrize("case", wrong_photos())
def test_photo_that_cannot_be_read_is_said_in_a_sentence(client, documents, case):
    response = make(client, wrong_photos()[case], keep_person="on")
    assert response.status_code == 422
    assert "사진을 읽지 못했습니다. JPEG나 PNG 파일을 골라 주세요." in response.text
    assert holder.Fields.of(response.text)["name"] == NAME
    assert holder.held(client).platform.sealed_person is None
    assert not documents


def test_photo_that_would_unpack_to_too_much_is_said_in_a_sentence(client, documents):
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    response = make(client, out.getvalue())
    assert response.status_code == 422
    assert "사진이 너무 큽니다." in response.text


def test_photo_with_a_byte_wrong_is_a_picture_or_a_sentence(client, documents):
    """A torn file must end in neither an error page nor a wait."""
    from django.core.exceptions import ValidationError

    from pledges.platforms.forms.files import small_photo

    for whole in (telling_photo(), telling_png()):
        for position in range(0, min(len(whole), 1200), 5):
            for value in (0, 0xFF):
                changed = bytearray(whole)
                changed[position] = value
                try:
                    with warnings.catch_warnings(action="ignore"):  # Pillow's own, which the site passes over too
                        assert small_photo(bytes(changed)).startswith(b"\xff\xd8")
                except ValidationError as refused:
                    assert "사진" in refused.messages[0]
