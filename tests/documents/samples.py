"""Documents to test every renderer with: one as full as a platform gets, and one that wants to break the file."""

import io
import struct
import zlib

from PIL import Image, ImageDraw

from pledges.documents.tree import (
    Block,
    Contents,
    Cover,
    Document,
    Figure,
    Group,
    Heading,
    Listing,
    PageBreak,
    Paragraph,
    Picture,
    Run,
    Sheet,
    Table,
)

CODE = "판 3f9a2c · 2026-05-01 14:30"
THEMES = ("교통·이동", "주거·도시", "보육·교육", "복지·건강", "경제·일자리", "환경·안전", "문화·체육", "행정·참여")
TOPICS = (
    (
        "마을버스 심야 노선 확대",
        "막차가 끊긴 뒤에도 집까지 안전하게 돌아가도록 심야 마을버스를 운행합니다.",
    ),
    ("공공임대 주택 개보수", "준공 20년이 지난 임대주택의 단열과 승강기를 우선 고쳐 난방비와 사고를 함께 줄입니다."),
    ("초등 돌봄교실 대기 해소", "학교와 지역아동센터의 빈 시간을 잇는 창구를 열어 돌봄 대기자를 없앱니다."),
    ("어르신 방문 건강관리", "거동이 불편한 75세 이상 주민에게 간호사가 월 2회 찾아갑니다."),
    ("골목상권 임대료 상생협약", "임대료 인상률 상한에 합의한 건물주에게 시설 개선비를 지원합니다."),
    ("침수 취약지역 빗물받이 정비", "상습 침수구간의 빗물받이와 하수관로를 전수 조사하고 우기 전에 정비를 마칩니다."),
    ("작은 도서관 주말 운영", "걸어서 10분 거리의 작은 도서관을 주말에도 열고 공동 서가와 학습실을 넓힙니다."),
    ("주민참여예산 2배 확대", "주민이 직접 제안하고 결정하는 예산의 비율을 본예산의 0.5%에서 1.0%로 높입니다."),
)
WHY = (
    "2025년 주민 조사에서 응답자의 62.4%가 밤 11시 이후 귀가가 어렵다고 답했고, "
    "담당 부서의 민원 3,218건 가운데 가장 많은 것이 이 문제였습니다. 지금의 지원은 한 해만 이어져 해마다 끊깁니다."
)
STEPS = (
    "2026년 9월까지 현황 조사와 주민 설명회를 열어 대상지를 확정합니다.",
    "2026년 12월까지 조례를 고치고 2027년도 본예산에 사업비를 반영합니다.",
    "2027년 6월까지 세 곳에서 시범 운영하고 결과를 공개합니다.",
    "2028년 3월까지 모든 읍·면·동으로 넓힙니다.",
    "2029년 12월까지 주민 평가단이 성과를 확인하고 다음 계획을 세웁니다.",
)
LAWS = (
    "전라남도 담양군 교통약자의 이동편의 증진에 관한 조례",
    "부산광역시 해운대구 주거복지 지원 조례",
    "수원시 아이돌봄 지원에 관한 조례",
    "전주시 어르신 건강관리 지원 조례",
    "성남시 지역상권 상생 및 활성화에 관한 조례",
)
PURSES = ("국비", "도비", "군비", "민간", "그 밖")


def png(width: int = 60, height: int = 80) -> bytes:
    """A plain grey PNG, made without a picture library."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    lines = b"".join(b"\0" + bytes((150 + row % 60,)) * width for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def signature() -> bytes:
    """A dark line on nothing, 3 to 1, as a drawing surface saves it: a PNG with transparency."""
    image, file = Image.new("RGBA", (600, 200)), io.BytesIO()
    line = [(20, 150), (120, 30), (200, 170), (320, 40), (420, 160), (580, 60)]
    ImageDraw.Draw(image).line(line, fill=(20, 20, 40, 255), width=8)
    image.save(file, "PNG")
    return file.getvalue()


def money(caption: str, base: int) -> Table:
    """Four years by five purses with sums, in millions of won."""
    rows = [[base * (year + 1) * (purse + 2) % 4_000 for purse in range(len(PURSES))] for year in range(4)]
    body = tuple((f"{2027 + year}년", *(f"{n:,}" for n in row), f"{sum(row):,}") for year, row in enumerate(rows))
    sums = [sum(column) for column in zip(*rows, strict=True)]
    total = ("합계", *(f"{n:,}" for n in sums), f"{sum(sums):,}")
    return Table(
        caption=caption,
        head=("해", *PURSES, "합계"),
        rows=(*body, total),
        widths=(3, 3, 3, 3, 3, 3, 4),
        numbers=(1, 2, 3, 4, 5, 6),
        has_total=True,
    )


def pledge(number: int) -> Group:
    """One pledge with everything a holder can fill in."""
    title, goal = TOPICS[number % len(TOPICS)]
    cited = [LAWS[(number + offset) % len(LAWS)] for offset in range(3)]
    return Group(
        (
            Heading(2, title, number=str(number + 1)),
            Paragraph((Run(goal),), look="lead"),
            Paragraph((Run("왜 필요한가", bold=True), Run("  "), Run(WHY))),
            Paragraph((Run("지표", bold=True), Run("  이용자 수 연 12,000명에서 20,000명으로"))),
            Listing(tuple((Run(step),) for step in STEPS), ordered=True),
            money(f"재원 계획 {number + 1} (단위: 백만 원)", 37 * (number + 1)),
            Listing(
                tuple(
                    (
                        Run(f"「{law}」", link=f"https://www.law.go.kr/자치법규/{law.replace(' ', '')}"),
                        Run(f" 제{number % 20 + 3}조제{number % 3 + 1}항"),
                    )
                    for law in cited
                )
            ),
        )
    )


def _cover() -> Cover:
    return Cover(
        title="함께 걷는 담양, 오늘보다 나은 내일",
        above="전라남도 담양군",
        below=("제9회 전국동시지방선거 군수 후보 공약집", "공약 50가지와 재원 계획"),
        foot=("홍길동", "2026년 5월 1일"),
        picture=Picture(png(), "회색 네모"),
    )


def _summary(pledges: int) -> tuple[Block, ...]:
    rows = tuple((theme, str(len(range(at, pledges, len(THEMES))))) for at, theme in enumerate(THEMES))
    return (
        Heading(1, "공약 한눈에 보기"),
        Table("분야별 공약 수", ("분야", "공약 수"), (*rows, ("합계", str(pledges))), (3, 1), (1,), has_total=True),
        Paragraph((Run("금액은 2026년 가격으로 적은 네 해의 합계이며, 국비에 따라 달라질 수 있습니다."),), look="note"),
    )


def full(pledges: int = 50) -> Document:
    """A platform with every field filled: why, indicator, five dated steps, 4 years by 5 purses, three citations."""
    blocks: list[Block] = [_cover(), Contents("차례"), PageBreak(), *_summary(pledges)]
    for at, theme in enumerate(THEMES):
        numbers = range(at, pledges, len(THEMES))
        if numbers:
            blocks += [Heading(1, theme, number=f"{at + 1}부"), *(pledge(number) for number in numbers)]
    blocks.append(Paragraph((Run("이 문서는 선거공보를 대신하지 않습니다."),), look="small"))
    return Document(
        title="함께 걷는 담양, 오늘보다 나은 내일",
        blocks=tuple(blocks),
        code=CODE,
        header="전라남도 담양군 공약집",
        footer="홍길동",
        accent="teal",
        sheets=(
            Sheet("공약", ("번호", "제목"), tuple((n + 1, TOPICS[n % len(TOPICS)][0]) for n in range(pledges))),
            Sheet("재원", ("해", "금액"), tuple((f"{2027 + year}년", 1_200 * year or None) for year in range(4))),
        ),
    )


def form() -> Document:
    """A form: one part to write in by hand, one filled in and signed."""
    asked = ("성명", "지방자치단체와 직위", "생년월일(여덟 자리)", "전화번호", "주소")
    signed = (Paragraph((Run("신청인 홍길동"),)), Figure(Picture(signature(), "손으로 그린 이름"), 60))
    return Document(
        title="가입 신청서",
        blocks=(
            Heading(1, "가입 신청서"),
            Table("종이에 적는 칸", ("항목", "적는 곳"), tuple((it, "") for it in asked), (1, 3), to_fill=True),
            Table("화면에서 적은 것", ("항목", "내용"), (("성명", "홍길동"), ("직위", "담양군수")), (1, 3)),
            Group((*signed, Paragraph((Run("2026. 5. 1. 14:30"),), look="small"))),
        ),
        code=CODE,
        sheets=(Sheet("신청", ("항목", "내용"), (("성명", "홍길동"),)),),
    )


MARKUP = (
    "#let x = 1; *굵게* _기울임_ $수식$ `코드` <라벨> @참조 // 주석 [대괄호] \\역슬래시 ~ -- ... ''' \"\"\"",
    "{{ x }} {% if x %} {# 말 #} {x} ${x} %s %(x)s",
    "<script>alert('x')</script> <b>&amp; &lt; ]]> <![CDATA[ --> </w:t></w:p> <hp:t>",
    "=1+1 +2 -3 @SUM(A1) |ls",
)
LONG_ADDRESS = "https://example.go.kr/" + ("a1b2c3" * 40)[:218]
LONG_WORD = "가나다라마바사" * 40
OLD_HANGUL = "나랏말ᄊᆞ미 듕귁에 달아"
HANJA = "大韓民國 洪吉童 龜"
UNKNOWN = "🚌 버스 👨‍👩‍👧 가족 ✅"
SYMBOLS = "①②⑳ ㎡ ㎞ ℃ ₩ ㈜ ◎ ☎ ※ → 「법」 『책』 〈절〉 — – … · 100% ½"


def _sections() -> tuple[Block, ...]:
    texts = (*MARKUP, LONG_ADDRESS, LONG_WORD, OLD_HANGUL, HANJA, UNKNOWN, SYMBOLS)
    blocks: list[Block] = []
    for at, text in enumerate(texts):
        blocks += [
            Heading(2, text[:120], number=f"2-{at + 1}"),
            Paragraph((Run(text), Run(" 굵은 " + text, bold=True))),
            Paragraph((Run(text),), look="note"),
            Listing(((Run(text),), (Run("둘째 "), Run(text, bold=True))), ordered=at % 2 == 0),
            Table(
                text[:60],
                (text[:20], "값", "수"),
                ((text, text, "1,000"), ("합계", "", "1,000")),
                (2, 3, 1),
                (2,),
                True,
            ),
        ]
    return tuple(blocks)


def hostile() -> Document:
    """What people paste: markup of every format, formulas, glyphs no font has, addresses and words without end."""
    return Document(
        title="<제목> & #let x = 1 {{ x }} 🚌",
        blocks=(
            Cover(
                title="<제목> & #let x = 1 {{ x }} 🚌 " + LONG_WORD[:60],
                above=MARKUP[0],
                below=(*MARKUP, OLD_HANGUL),
                foot=(HANJA, UNKNOWN),
                picture=Picture(png(300, 20), '<그림> & "말" 🚌'),
            ),
            Contents("차례 <b>"),
            Heading(1, "여러 단계 *제목*", number="1"),
            Heading(2, "둘째 단계"),
            Heading(3, "셋째 단계", number="1-1-1"),
            Paragraph(
                (Run("줄을\n바꾼 단락\n\n빈 줄 뒤"), Run("링크 "), Run(LONG_ADDRESS, link=LONG_ADDRESS)), look="lead"
            ),
            Paragraph((Run("이름 있는 링크", bold=True, link='https://example.go.kr/?a=1&b="2"<3>#넷'),), look="small"),
            Group(
                (
                    Heading(2, "한 쪽보다 긴 묶음"),
                    *(Paragraph((Run(f"{n}째 단락. {WHY} {WHY}"),)) for n in range(1, 31)),
                    Group((Heading(3, "묶음 안의 묶음"), Table("", ("가", "나"), (("=1+1", "-2"),), (1, 1)))),
                )
            ),
            Group((Figure(Picture(png(20, 900), "긴 그림 " + MARKUP[2]), 300), Paragraph((Run("긴 그림 뒤"),)))),
            Figure(Picture(png(900, 20), "얇은 그림 " + MARKUP[0]), 1),
            Table("빈 표", ("이름", "값"), (), (1, 1)),
            Table("적을 칸", ("이름", "값"), (("", ""), (LONG_WORD, "")), (1, 3), to_fill=True),
            Table("", ("한 칸",), tuple((f"{n}째 줄 {LONG_WORD[:40]}",) for n in range(1, 90)), (1,)),
            Heading(1, "표시 <i>둘</i>", number="2"),
            *_sections(),
            Listing(()),
            PageBreak(),
            PageBreak(),
            Paragraph((Run("끝"),), look="note"),
        ),
        code=CODE + " <b>",
        header="머리 & <b> #x 🚌",
        footer="바닥 & <b> $x$",
        accent="plum",
        sheets=(
            Sheet("=1+1", ("=머리", "값"), tuple((text, n) for n, text in enumerate(MARKUP))),
            Sheet("빈 장", ("하나",), ()),
            Sheet("긴 글", ("글", "수"), ((LONG_ADDRESS, 2_147_483_648), (LONG_WORD, None), (UNKNOWN, -1))),
        ),
    )
