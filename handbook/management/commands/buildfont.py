"""The web font: the part of Noto Sans KR that Korean pages need, small enough for a slow line."""

import hashlib
import logging
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

NAME = "NotoSansKR-core.woff2"
LARGEST = 300 * 1024
LAYOUT_FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "tnum"]
# Columns of vertical text are not set anywhere on the site.
LEFT_OUT_TABLES = ["vhea", "vmtx"]
# Blocks of Unicode whose signs Korean texts use: Latin, punctuation, units, arrows, circled numbers, shapes, jamo.
BLOCKS = (
    range(0x20, 0x7F),
    range(0xA0, 0x100),
    range(0x2010, 0x2040),
    range(0x2190, 0x219A),
    range(0x2460, 0x2474),
    range(0x3000, 0x3020),
    range(0x3131, 0x3164),
)
SIGNS = "₩€™℃№㎏㎜㎝㎞㎡㎢㎥㏊㈜⇒⇔■□▪▲△▶▷▼▽◀◁◆◇○◎●★☆☎✓✔"
TEXT_FILES = (".html", ".toml", ".csv", ".py")


class Command(BaseCommand):
    help = (
        "Writes var/built/fonts/NotoSansKR-core.woff2 from the installed font package: the 2,350 syllables of KS X "
        "1001, common signs, and every character in the site's own files. Does nothing when none of these has changed."
    )
    # Django's checks wait for the database, which `prepare` fills meanwhile: on SQLite they then fail after 20 s.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        source, text = source_font(), characters()
        output = settings.VARIABLE_DIRECTORY / "built" / "fonts" / NAME
        # collectstatic leaves out what begins with a dot.
        stamp = output.with_name(f".{NAME}.digest")
        digest = digest_of(source, text)
        if output.exists() and stamp.exists() and stamp.read_text() == digest:
            self.stdout.write("The web font is up to date")
            return
        output.parent.mkdir(parents=True, exist_ok=True)
        size = build(source, text, output)
        stamp.write_text(digest)
        self.stdout.write(f"The web font has {len(text)} characters in {size / 1000:.0f} KB")


def source_font() -> Path:
    folder = Path(str(files("justmytype_intl_cjk"))) / "fonts" / "ofl" / "notosanskr"
    fonts = sorted(folder.glob("*.ttf"))
    if len(fonts) != 1:
        raise CommandError(f"The font package should hold one TTF of Noto Sans KR; it holds {len(fonts)}.")
    return fonts[0]


def characters() -> str:
    blocks = {chr(code) for block in BLOCKS for code in block}
    own = {character for path in own_files() for character in path.read_text(encoding="utf-8")}
    printable = {character for character in own if character.isprintable()}
    return "".join(sorted(blocks | set(SIGNS) | set(common_syllables()) | printable))


def common_syllables() -> Iterator[str]:
    """The 2,350 syllables of KS X 1001, which stand in rows B0 to C8 of EUC-KR."""
    for row in range(0xB0, 0xC9):
        for cell in range(0xA1, 0xFF):
            yield bytes((row, cell)).decode("euc-kr")


def own_files() -> Iterator[Path]:
    """The files whose text may reach a page, so that no shipped character falls back to another font."""
    base = settings.BASE_DIR
    folders = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).is_relative_to(base)]
    ours = [folder for folder in folders if ".venv" not in folder.relative_to(base).parts]
    for folder in [*ours, base / "templates"]:
        yield from (path for path in folder.rglob("*") if path.suffix in TEXT_FILES)


def digest_of(source: Path, text: str) -> str:
    options = f"{LAYOUT_FEATURES} {LEFT_OUT_TABLES} {LARGEST} {text}"
    return hashlib.sha256(source.read_bytes() + options.encode()).hexdigest()


def build(source: Path, text: str, output: Path) -> int:
    """Write the subset with all its weights; its size in bytes. A font above the limit is not put in place."""
    # Imported here because a start that finds the font built should not wait for it.
    from fontTools import subset

    logging.getLogger("fontTools").setLevel(logging.WARNING)
    options = subset.Options(flavor="woff2", layout_features=LAYOUT_FEATURES, hinting=False)
    options.drop_tables += LEFT_OUT_TABLES
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    draft = output.with_name(f".{NAME}.draft")
    with subset.load_font(str(source), options) as font:
        subsetter.subset(font)
        subset.save_font(font, str(draft), options)
    size = draft.stat().st_size
    if size > LARGEST:
        draft.unlink()
        raise CommandError(f"The web font would have {size} bytes, more than {LARGEST}: take out blocks or signs.")
    draft.replace(output)
    return size
