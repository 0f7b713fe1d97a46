"""What a reader sees of a document, and what every document has to keep to."""

import unicodedata

from pledges.documents.tree import Cover, Document, Group, Heading, Listing, Paragraph, Table, strings


def lines(document: Document) -> list[str]:
    """Every text of the document in reading order, a run a line, without the blanks around it."""
    return [text.strip() for text in strings(document.blocks) if text.strip()]


def words(document: Document) -> str:
    """Everything that stands anywhere in the file."""
    cells = [str(cell) for sheet in document.sheets for row in (sheet.head, *sheet.rows) for cell in row if cell]
    running = (document.title, document.header, document.footer, document.code)
    return "\n".join([*strings(document.blocks), *running, *(sheet.name for sheet in document.sheets), *cells])


def flat(blocks):
    for block in blocks:
        if isinstance(block, Group):
            yield from flat(block.blocks)
        else:
            yield block


def one_line_texts(block):
    match block:
        case Heading():
            return [block.number, block.text]
        case Listing():
            return [run.text for item in block.items for run in item]
        case Table():
            return [block.caption, *block.head, *(cell for row in block.rows for cell in row)]
        case Cover():
            return [block.above, block.title, *block.below, *block.foot]
    return []


def check(document: Document) -> None:
    """The rules of the tree (pledges.documents.tree), and no blank left in braces."""
    level = 0
    for block in flat(document.blocks):
        assert not any("\n" in text for text in one_line_texts(block))
        if isinstance(block, Heading):
            assert block.level <= level + 1
            assert block.text
            level = block.level
        if isinstance(block, Table):
            assert {len(row) for row in block.rows} <= {len(block.head)} == {len(block.widths)}
        if isinstance(block, Paragraph):
            assert any(run.text.strip() for run in block.runs)
    for sheet in document.sheets:
        assert {len(row) for row in sheet.rows} <= {len(sheet.head)}
    everything = words(document)
    assert unicodedata.is_normalized("NFC", everything)
    assert "{{" not in everything
    assert not any(unicodedata.category(letter) in {"Cc", "Cs", "Co"} for letter in everything.replace("\n", ""))
