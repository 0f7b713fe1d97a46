"""Every text of the tree comes back, in order, from every office format, read by readers that are not the writers."""

import io
import json
import re
import subprocess
import sys
import zipfile
from html import unescape

import openpyxl
import pytest
from docx2python import docx2python
from hwp_hwpx_parser import Reader
from lxml import etree

from pledges.documents import docx, hwpx, xlsx
from pledges.documents.tree import Cover, Figure, Group, Table, strings
from tests.documents.samples import form, full, hostile

DOCUMENTS = {"full": full(), "hostile": hostile(), "form": form()}
SPACE = re.compile(r"\s+")
# rhwp leaves finding FreeType to the program that loads it.
READ_WITH_RHWP = "import rhwp, sys; print(rhwp.parse(sys.argv[1]).to_ir_json())"


@pytest.fixture(scope="module", params=DOCUMENTS)
def document(request):
    return DOCUMENTS[request.param]


@pytest.fixture(scope="module")
def docx_file(document):
    return docx.render(document)


@pytest.fixture(scope="module")
def hwpx_file(document, tmp_path_factory):
    path = tmp_path_factory.mktemp("hwpx") / "document.hwpx"
    path.write_bytes(hwpx.render(document))
    return path


def squash(text):
    return SPACE.sub("", text)


def lost(document, text, prepare=squash):
    """The tree's texts that do not follow each other in `text`, spaces aside."""
    text, at, gone = prepare(text), 0, []
    for string in strings(document.blocks):
        wanted = prepare(string)
        found = text.find(wanted, at)
        if found < 0:
            gone.append(string)
        else:
            at = found + len(wanted)
    return gone


def of_kind(kind, blocks):
    for block in blocks:
        if isinstance(block, Group):
            yield from of_kind(kind, block.blocks)
        elif isinstance(block, kind):
            yield block


def tables(blocks):
    return of_kind(Table, blocks)


def untold(document):
    """What figures show: no reader of HWPX that we know says it, but the file does."""
    return [figure.picture.alt for figure in of_kind(Figure, document.blocks)]


def pictures(document):
    return sum(block.picture is not None for block in of_kind(Figure | Cover, document.blocks))


def written(root, text, description, attribute=None):
    """The texts of the XML and what its drawings show, in order."""
    for node in root.iter(f"{{*}}{text}", f"{{*}}{description}"):
        said = attribute and node.get(attribute)
        yield said or "".join(node.itertext())


def xml_of(file, name):
    return etree.fromstring(zipfile.ZipFile(file).read(name))


def test_lost_tells_a_text_that_is_missing_or_out_of_order():
    document = full(1)
    texts = list(strings(document.blocks))
    assert lost(document, "".join(texts)) == []
    assert lost(document, "".join(texts[:-1])) == [texts[-1]]
    assert lost(document, "".join([texts[-1], *texts[:-1]])) == [texts[-1]]


def test_docx_gives_back_every_text_to_docx2python(document, docx_file):
    with docx2python(io.BytesIO(docx_file)) as read:
        text = re.sub(r'<a href="https://.*?">|</a>', "", read.text)  # as it writes links
    assert lost(document, text) == []


def test_docx_gives_back_every_text_from_its_xml(document, docx_file):
    root = xml_of(io.BytesIO(docx_file), "word/document.xml")
    assert lost(document, "".join(written(root, "t", "docPr", "descr"))) == []
    rows = [len(table.findall("{*}tr")) for table in root.iter("{*}tbl")]
    assert rows == [1 + len(table.rows) for table in tables(document.blocks)]


def test_hwpx_gives_back_every_text_to_hwp_hwpx_parser(document, hwpx_file):
    with Reader(str(hwpx_file)) as read:
        text = read.text.replace("\\|", "|")  # as it escapes cells
        assert lost(document, text) == untold(document)
        assert text.count("[IMAGE]") == pictures(document)
        assert len(read.tables) == len(list(tables(document.blocks)))


def test_hwpx_gives_back_every_text_to_unhwp(document, hwpx_file):
    import unhwp

    markdown = unhwp.to_markdown(str(hwpx_file))
    # It drops the text of the paragraph that carries header and footer, which on a cover is an empty one.
    first = [] if isinstance(document.blocks[0], Cover) else list(strings(document.blocks[:1]))
    assert lost(document, markdown, plain_of_markdown) == first + untold(document)
    assert markdown.count("![image](") == pictures(document)
    # What has one column or no rows below its head is no table to unhwp.
    expected = [table for table in tables(document.blocks) if len(table.head) > 1 and table.rows]
    assert len(re.findall(r"^\|[\s:|-]+\|$", markdown, re.M)) == len(expected)


def plain_of_markdown(text):
    """What Markdown marks and escapes taken from both sides: the words between are what counts."""
    text = re.sub(r"\]\((?:https?:)[^\s)]*\)|<br\s*/?>", "", text)
    return re.sub(r"[\\|*\[\]#`~_]+", "", squash(unescape(text)))


def test_hwpx_gives_back_every_text_to_rhwp(document, hwpx_file):
    command = [sys.executable, "-c", READ_WITH_RHWP, str(hwpx_file)]
    answer = subprocess.run(command, env={"LD_PRELOAD": "libfreetype.so.6"}, capture_output=True, check=True)
    body = json.loads(answer.stdout)["body"]
    assert lost(document, "".join(texts_of(body))) == untold(document)
    assert sum(block["kind"] == "table" for block in body) == len(list(tables(document.blocks)))
    assert sum(block["kind"] == "picture" for block in body) == pictures(document)


def texts_of(node):
    """The texts of rhwp's tree in reading order: a paragraph's own, not its inlines that repeat it."""
    if isinstance(node, list):
        for item in node:
            yield from texts_of(item)
    elif isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        for name, value in node.items():
            if name != "inlines":
                yield from texts_of(value)


def test_hwpx_gives_back_every_text_from_its_xml(document, hwpx_file):
    root = xml_of(hwpx_file, "Contents/section0.xml")
    assert lost(document, "".join(written(root, "t", "shapeComment"))) == []
    rows = [int(table.get("rowCnt")) for table in root.iter("{*}tbl")]
    assert rows == [1 + len(table.rows) for table in tables(document.blocks)]


def test_xlsx_gives_back_every_cell_and_none_is_a_formula(document):
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(document)))
    assert len(book.worksheets) == len(document.sheets)
    for page, sheet in zip(book.worksheets, document.sheets, strict=True):
        assert list(page.iter_rows(values_only=True)) == [sheet.head, *sheet.rows]
        kinds = {cell.data_type for row in page.iter_rows() for cell in row}
        assert kinds <= {"s", "n"}
        assert not any(cell.hyperlink for row in page.iter_rows() for cell in row)
