"""Pieces of HWPX that are the same wherever they stand: fields, page numbers, margins, as XML text."""

from __future__ import annotations

from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from hwpx.oxml.field_marks import field_type_id
from hwpx.oxml.hyperlink_form import HYPERLINK_FIELD_ID, hyperlink_parameters

CELL_MARGIN = (450, 230)  # HWPUNIT, sideways and up
TAB = '<hp:tab width="4000" leader="0" type="2"/>'
POSITION = (
    '<hp:pos treatAsChar="0" affectLSpacing="0" flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" '
    'vertRelTo="PARA" horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/>'
)
HIDE_ON_THIS_PAGE = (
    '<hp:ctrl><hp:pageHiding hideHeader="1" hideFooter="1" hideMasterPage="0" hideBorder="0" hideFill="0" '
    'hidePageNum="1"/></hp:ctrl>'
)
PAGE, PAGES = (
    f'<hp:ctrl><hp:autoNum num="1" numType="{kind}"><hp:autoNumFormat type="DIGIT" userChar="" prefixChar="" '
    'suffixChar="" supscript="0"/></hp:autoNum></hp:ctrl>'
    for kind in ("PAGE", "TOTAL_PAGE")
)
ADDRESS_SIGNS = "!#$%&'()*+,/:;=?@[]~"  # what an address may hold (RFC 3986); all else is written as %xx
TABLE_FIELD = "TABLEOFCONTENTS"
# The one command seen in Hangul's own files: levels 1 and 2, no leader, entries linked, style 바탕글 collected too.
CONTENTS_COMMAND = (
    "TableOfContents:set:140:ContentsMake:uint:31 ContentsStyles:wstring:0: ContentsLevel:int:2 "
    "ContentsAutoTabRight:int:0 ContentsLeader:int:0 ContentsHyperlink:bool:1  "
)

type Parameters = list[tuple[str, str, str]]  # element, name, value


def margin(name: str) -> str:
    side, up = CELL_MARGIN
    return f'<hp:{name} left="{side}" right="{side}" top="{up}" bottom="{up}"/>'


def link(identity: int, address: str) -> tuple[str, str]:
    """Start and end of a link to an address of the web; a "|" in it would begin a tool tip."""
    parameters = hyperlink_parameters(quote(address, safe=ADDRESS_SIGNS))
    return _field(identity, "HYPERLINK", HYPERLINK_FIELD_ID, parameters)


def jump(identity: int, paragraph: int) -> tuple[str, str]:
    """Start and end of a link to the heading whose paragraph has that id."""
    parameters = [
        ("integerParam", "Prop", "0"),
        ("stringParam", "Command", f"?#{paragraph};0;1;0;"),
        ("stringParam", "Category", "HWPHYPERLINK_TYPE_HWP"),
        ("stringParam", "TargetType", "HWPHYPERLINK_TARGET_OUTLINE"),
        ("stringParam", "DocOpenType", "HWPHYPERLINK_JUMP_CURRENTTAB"),
    ]
    return _field(identity, "HYPERLINK", HYPERLINK_FIELD_ID, parameters)


def contents(identity: int) -> tuple[str, str]:
    """Start and end of the contents; being dirty, Hangul computes them when it opens the file."""
    parameters = [("integerParam", "Prop", "8"), ("stringParam", "Command", CONTENTS_COMMAND)]
    return _field(identity, TABLE_FIELD, field_type_id(TABLE_FIELD), parameters, 'editable="1" dirty="1"')


def _field(
    identity: int, kind: str, control: str, parameters: Parameters, state: str = 'editable="0" dirty="0"'
) -> tuple[str, str]:
    """Start and end of a field, as controls of a run; `control` is Hangul's number of the kind."""
    values = "".join(
        f"<hp:{element} name={quoteattr(name)}{_space(element)}>{escape(value)}</hp:{element}>"
        for element, name, value in parameters
    )
    start = (
        f'<hp:ctrl><hp:fieldBegin id="{identity}" type="{kind}" name="" {state} zorder="-1" fieldid="{control}" '
        f'metaTag=""><hp:parameters cnt="{len(parameters)}" name="">{values}</hp:parameters></hp:fieldBegin></hp:ctrl>'
    )
    return start, f'<hp:ctrl><hp:fieldEnd beginIDRef="{identity}" fieldid="{control}"/></hp:ctrl>'


def _space(element: str) -> str:
    return ' xml:space="preserve"' if element == "stringParam" else ""
