"""The PDF, read back by two independent readers and by a validator of both standards."""

import io
import itertools
import re
import subprocess
import sys
from collections import Counter

import msgspec
import page
import pypdf
import pypdfium2
import pytest
import typst
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pledges.documents import pdf, text
from pledges.documents.accents import ACCENTS
from pledges.documents.tree import (
    Contents,
    Cover,
    Document,
    Figure,
    Group,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Run,
    Table,
    strings,
)
from tests.documents import samples
from tests.documents.reading import complaints, glyphs_off_the_page, pages_by_pdfium, pages_by_pypdf, structure

DOCUMENTS = {
    "full": samples.full(),
    "hostile": samples.hostile(),
    "form": samples.form(),
    "compact": msgspec.structs.replace(samples.full(8), compact=True, accent="plum"),
    "bare": Document(title="빈 문서", blocks=(), code=""),
}


@pytest.fixture(scope="module")
def files():
    return {name: pdf.render(document) for name, document in DOCUMENTS.items()}


def squeezed(words):
    return re.sub(r"\s", "", words)


def shown(document):
    """What the document's strings look like on paper, told without the renderer's own cleaning."""
    missing = set(text.missing_glyphs(document))
    for words in strings(document.blocks):
        yield squeezed("".join("□" if sign in missing else sign for sign in words if sign != "\u200d"))


def without_running(pages, document):
    """The pages without header and footer, which stand inside what runs over a page's end; a cover has none."""
    has_cover = bool(document.blocks) and isinstance(document.blocks[0], Cover)
    found = "\n".join(pages[has_cover:])
    for running in (document.header, document.footer, document.code):
        found = found.replace(text.printable(running), "")
    return squeezed("\n".join(pages[:has_cover]) + re.sub(r"\d+ ?/ ?\d+\s*(?=\n|$)", "", found))


@pytest.mark.parametrize("reader", [pages_by_pdfium, pages_by_pypdf])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_pdf_brings_back_every_string(files, name, reader):
    document = DOCUMENTS[name]
    told = "".join(element.get("/Alt", "") for element in structure(files[name]))
    found = without_running(reader(files[name]), document) + squeezed(told)
    assert [words for words in shown(document) if words not in found] == []


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_pdf_meets_both_standards(files, name, profile):
    assert complaints(files[name], profile) == []


def tags(data):
    """How often each structure type stands in the file, and the scopes of its header cells."""
    counted, scopes = Counter(), []
    for element in structure(data):
        kind = element.get("/S")
        counted[kind] += 1
        if kind == "/TH":
            attributes = element.get("/A", {}).get_object()
            attributes = attributes if isinstance(attributes, list) else [attributes]
            scopes += [part.get_object()["/Scope"] for part in attributes if "/Scope" in part.get_object()]
    return counted, scopes


def test_pdf_says_which_cells_are_heads_of_columns(files):
    counted, scopes = tags(files["full"])
    heads = 2 + 50 * 7
    assert counted["/TH"] == heads
    assert scopes == ["/Column"] * heads


def test_pdf_tags_headings_lists_links_and_the_picture(files):
    counted, _ = tags(files["full"])
    assert counted["/H1"] == 10  # eight themes, the summary and the contents
    assert counted["/H2"] == 50
    assert counted["/L"] >= 100
    assert counted["/Figure"] == 1
    assert counted["/Caption"] == 51


def test_pdf_contents_name_the_page_each_heading_stands_on(files):
    pages = pages_by_pdfium(files["full"])
    lines = (line.strip() for at in (1, 2) for line in pages[at].splitlines())
    found = (re.fullmatch(r"(\d+) \D.*?[ .]{9,}(\d+)", line) for line in lines)
    entries = {int(entry[1]): int(entry[2]) for entry in found if entry}
    assert sorted(entries) == list(range(1, 51))
    for number, on in entries.items():
        assert squeezed(f"재원 계획 {number} (단위") in squeezed(pages[on - 1])


def test_pdf_numbers_all_pages_but_the_cover(files):
    pages = pages_by_pdfium(files["full"])
    assert not re.search(r"\d+ ?/ ?\d+", pages[0])
    assert samples.CODE not in pages[0]
    for at, words in enumerate(pages[1:], start=2):
        assert f"{at} / {len(pages)}" in words
        assert samples.CODE in words
        assert "전라남도 담양군 공약집" in words


@pytest.mark.parametrize("name", ["hostile", "compact"])
def test_pdf_draws_nothing_off_the_page(files, name):
    assert glyphs_off_the_page(files[name]) == []


def test_pdf_is_the_same_bytes_twice(files):
    assert pdf.render(DOCUMENTS["hostile"]) == files["hostile"]


def test_pdf_keeps_a_pledge_on_one_page(files):
    pages = [squeezed(words) for words in pages_by_pdfium(files["full"])]
    for number in range(1, 51):
        (on,) = [at for at, words in enumerate(pages) if squeezed(f"재원 계획 {number} (단위") in words]
        assert "왜필요한가" in pages[on]
        assert pages[on].count("제") >= 3


def test_pdf_repeats_the_head_of_a_long_table(files):
    pages = [words for words in pages_by_pdfium(files["hostile"]) if re.search(r"\d째 줄 가나다", words)]
    assert len(pages) > 1
    assert all("한 칸" in words for words in pages)


def test_pdf_keeps_old_hangul_and_hanja(files):
    found = squeezed("".join(pages_by_pdfium(files["hostile"])))
    assert squeezed(samples.OLD_HANGUL) in found
    assert squeezed(samples.HANJA) in found


def test_pdf_refuses_what_typst_warns_of(monkeypatch, tmp_path):
    template = tmp_path / "warns.typ"
    template.write_text('#set text(font: ("Nowhere", "Noto Sans KR"), lang: "ko")\n#set document(title: "가")\n')
    monkeypatch.setattr(pdf, "TEMPLATE", template)
    with pytest.raises(pdf.NotSet, match="unknown font"):
        pdf.render(DOCUMENTS["bare"])


def test_pdf_refuses_skipped_heading_levels():
    document = Document(title="건너뜀", blocks=(Heading(1, "하나"), Heading(3, "셋")), code="")
    with pytest.raises(typst.TypstError):
        pdf.render(document)


def test_pdf_sets_time_from_the_code():
    data = pdf.render(Document(title="때", blocks=(), code="판 1 · 2026-05-01 14:30"))
    assert pypdf.PdfReader(io.BytesIO(data)).metadata.creation_date.isoformat() == "2026-05-01T05:30:00+00:00"


def test_pdf_breaks_lines_between_korean_words():
    prose = "골목상권임대료 상생협약을 널리 알리고 시설개선비를 지원하여 오래가는 가게를 만들어 갑니다. " * 12
    document = Document(title="줄", blocks=(Paragraph((Run(prose),)),), code="")
    (words,) = pages_by_pdfium(pdf.render(document))
    lines = [line.strip() for line in words.splitlines() if "1 / 1" not in line]
    assert len(lines) > 5
    assert {word for line in lines for word in line.split()} == set(prose.split())


def test_pdf_sets_amounts_to_the_right():
    table = Table("", ("해", "금액"), (("가", "7"), ("나", "1,234,567")), (1, 1), numbers=(1,))
    opened = pypdfium2.PdfDocument(pdf.render(Document(title="표", blocks=(table,), code="")))
    words = opened[0].get_textpage()
    seen = [(words.get_text_range(at, 1), words.get_charbox(at)[2]) for at in range(words.count_chars())]
    rights = [right for sign, right in seen if sign == "7"]
    opened.close()
    assert len(rights) == 2
    assert abs(rights[0] - rights[1]) < 1


def test_pdf_begins_pages_inside_a_group():
    cover = Cover("겉장")
    group = Group(
        (Paragraph((Run("앞"),)), Group((cover, Contents("차례"), Heading(1, "하나"))), Paragraph((Run("뒤"),)))
    )
    assert len(pages_by_pdfium(pdf.render(Document(title="쪽", blocks=(group,), code="")))) == 3


words = st.text(st.sampled_from("가나다라 마바사 ab WM1,.「」·"), min_size=1, max_size=400).filter(
    lambda it: it.strip()
)
blocks = st.one_of(
    st.builds(lambda it, look: Paragraph((Run(it),), look), words, st.sampled_from(["body", "lead", "small", "note"])),
    st.builds(lambda it: Heading(1, it[:90]), words),
    st.builds(
        lambda items, ordered: Listing(tuple((Run(it),) for it in items), ordered), st.lists(words), st.booleans()
    ),
    st.builds(
        lambda rows, caption, filled: Table(caption[:80], ("하나", "둘"), tuple(rows), (1, 3), (0,), True, filled),
        st.lists(st.tuples(words, words), max_size=9),
        words,
        st.booleans(),
    ),
    st.builds(
        lambda wide, high, asked: Figure(Picture(samples.png(wide, high), "그림"), asked),
        st.integers(1, 90),
        st.integers(1, 90),
        st.integers(1, 180),
    ),
)


def fullest(content, measures):
    """The most of these blocks, over and over, that is still said to fit a page."""
    found = ()
    for block in itertools.cycle(content):
        if not pdf.stays_whole(Group((*found, block)), measures):
            return Group(found)
        found = (*found, block)
    raise AssertionError("nothing to set")


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(blocks, min_size=1, max_size=5), st.booleans())
def test_pdf_keeps_whole_only_what_fits_a_page(content, compact):
    group = fullest(content, pdf.COMPACT if compact else pdf.ROOMY)
    assume(group.blocks)
    data = pdf.render(Document(title="묶음", blocks=(group,), code="", compact=compact))
    assert glyphs_off_the_page(data) == []
    assert len(pages_by_pdfium(data)) == 1


def test_missing_glyphs_are_named_once_in_order():
    assert text.missing_glyphs(samples.hostile()) == ["🚌", "👨", "👩", "👧", "✅"]
    assert text.missing_glyphs(samples.full(3)) == []


def test_font_covers_what_fonttools_reads():
    from fontTools.ttLib import TTFont

    with TTFont(text.font_folder() / text.FONT_FILE, lazy=True) as font:
        assert text.covered() == frozenset(font.getBestCmap())


def test_pieces_keep_korean_words_and_cut_what_never_breaks():
    assert text.pieces("「담양군 조례」를 봅니다.") == [
        (text.FLOWS, "「"),
        (text.KEPT, "담양군"),
        (text.FLOWS, " "),
        (text.KEPT, "조례」를"),
        (text.FLOWS, " "),
        (text.KEPT, "봅니다"),
        (text.FLOWS, "."),
    ]
    assert "".join(part for _, part in text.pieces(samples.LONG_ADDRESS)) == samples.LONG_ADDRESS
    assert {kind for kind, _ in text.pieces("a" * 60)} == {text.BREAKS_AFTER}
    assert text.pieces("가나 다라", room=9) == [(text.FLOWS, "가나 다라")]


def contrast_with_white(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize("colour", ACCENTS.values(), ids=ACCENTS)
def test_accent_reads_on_white(colour):
    assert contrast_with_white(colour) >= 7


def test_pdf_renderer_needs_no_settings():
    program = "import sys; from pledges.documents import pdf; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=pdf.TEMPLATE.parents[2], check=False).returncode == 0
