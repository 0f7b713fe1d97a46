"""How the tests read a PDF back: its pages, its glyphs, its structure and what a validator says of it."""

import io

import page
import pypdf
import pypdfium2


def pages_by_pdfium(data):
    opened = pypdfium2.PdfDocument(data)
    try:
        return [opened[at].get_textpage().get_text_bounded() for at in range(len(opened))]
    finally:
        opened.close()


def pages_by_pypdf(data):
    return [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(data)).pages]


def glyphs_off_the_page(data):
    opened = pypdfium2.PdfDocument(data)
    off = []
    for at in range(len(opened)):
        sheet, (wide, high) = opened[at], opened[at].get_size()
        words = sheet.get_textpage()
        for place in range(words.count_chars()):
            left, bottom, right, top = words.get_charbox(place)
            if left < 0 or bottom < 0 or right > wide or top > high:
                off.append((at, words.get_text_range(place, 1)))
    opened.close()
    return off


MISREAD = "a stream /Length does not match its raw content length"


def complaints(data, profile):
    """What the validator finds wrong with a file.

    Where a stream's last byte happens to be CR (one in 256), it takes that for a part of the line end that follows.
    """
    found = [failure.message for failure in page.validate_pdf_bytes(data, profile=profile).failures]
    return [message for message in found if message != MISREAD or b"\r\nendstream" not in data]


def structure(data):
    """The elements of the structure tree, in no order."""
    waiting = [pypdf.PdfReader(io.BytesIO(data)).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        item = waiting.pop().get_object()
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            yield item
            if "/K" in item:
                waiting.append(item["/K"])
