"""Draws share cards with Pillow, in Noto Serif SC and Noto Sans SC (SIL Open Font License), the fonts of the documents."""

import io
import unicodedata
from functools import cache, lru_cache

from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path, serif_path

from boards.channels.cards.face import Face

WIDTH, HEIGHT = 1200, 630  # the size that og:image is shown in everywhere
LEFT, RIGHT = 72, 72
PAPER, INK, SOFT, BRAND, ON_BRAND, WATER = "#f5f1e7", "#1c2a2d", "#575c56", "#0b4653", "#eef5f1", "#7fcfd9"
TONES = {  # as in templates/static/wenqu.css
    "unaccepted": "#1d4f9e", "accepted": "#1f6838", "answered": "#0a6061", "following_up": "#8a4300", "declined": "#6c4425",
    "closed": "#454e50", "overdue": "#b02a1f",
}  # fmt: skip
SIZES = (64, 56, 48)  # of the title: the largest in which it fits
MOST_LINES = {64: 3, 56: 3, 48: 4}
LEADING = 1.35
TOP, BOTTOM = 226, 522  # between which the title stands
COLOURS = 64
MISSING = "□"
# Not at the beginning of a line, and not at its end (GB/T 15834, 5.1).
NOT_FIRST = frozenset("，。、；：？！”’）》〉」』】〕…—·,.;:?!)]}%％℃")
NOT_LAST = frozenset("“‘（《〈「『【〔([{")


def draw(face: Face) -> bytes:
    """The PNG of a card."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    _head(pen, face)
    if face.title:
        _thread(pen, face)
    else:
        _line(pen, face.tagline, 56, (LEFT, 330), INK, serif=True)
    made = io.BytesIO()
    picture.quantize(COLOURS).save(made, "PNG")
    return made.getvalue()


def _head(pen: ImageDraw.ImageDraw, face: Face) -> None:
    pen.rectangle((0, 0, WIDTH, 104), BRAND)
    pen.rectangle((0, 104, WIDTH, 110), WATER)
    _line(pen, face.site, 52, (LEFT, 52), ON_BRAND, serif=True)
    if face.title:
        _line(pen, face.tagline, 28, (WIDTH - RIGHT, 54), ON_BRAND, anchor="rm", width=760)


def _thread(pen: ImageDraw.ImageDraw, face: Face) -> None:
    right = _badge(pen, face.badge, TONES.get(face.tone, SOFT), LEFT) if face.badge else LEFT
    if face.overdue:
        _badge(pen, face.overdue, TONES["overdue"], right)
    size, lines = fitted(face.title)
    top = (TOP + BOTTOM - len(lines) * size * LEADING) / 2
    for number, line in enumerate(lines):
        pen.text((LEFT, top + number * size * LEADING), line, INK, _font(True, size), "lt", stroke_width=1)
    pen.line((LEFT, 534, WIDTH - RIGHT, 534), "#ddd5c4", 2)
    _line(pen, face.office, 32, (LEFT, 574), INK, width=720)
    _line(pen, face.facts, 28, (WIDTH - RIGHT, 574), SOFT, anchor="rm", width=400)


def _badge(pen: ImageDraw.ImageDraw, label: str, colour: str, left: int) -> int:
    """Draw a badge; returns where the next one may begin."""
    font = _font(False, 32)
    width = round(font.getlength(label)) + 36
    pen.rounded_rectangle((left, 150, left + width, 206), 6, outline=colour, width=3)
    pen.text((left + width / 2, 178), label, colour, font, "mm")
    return left + width + 16


def _line(
    pen: ImageDraw.ImageDraw,
    text: str,
    size: int,
    at: tuple[int, int],
    colour: str,
    serif: bool = False,
    anchor: str = "lm",
    width: int = WIDTH - LEFT - RIGHT,
) -> None:
    """Draw one line that ends in … where it is longer than `width` pixels."""
    font = _font(serif, size)
    pen.text(at, _shortened(drawable(text, serif), font, width), colour, font, anchor)


def fitted(title: str) -> tuple[int, list[str]]:
    """(size, lines) in which a title fits; in the smallest size its last line ends in … where it does not."""
    text = drawable(title, serif=True)
    for size in SIZES:
        lines = wrapped(text, _font(True, size), WIDTH - LEFT - RIGHT)
        if len(lines) <= MOST_LINES[size]:
            return size, lines
    most = MOST_LINES[size]
    last = _shortened("".join(lines[most - 1 :]), _font(True, size), WIDTH - LEFT - RIGHT)
    return size, [*lines[: most - 1], last]


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """The lines of a text no wider than `width` pixels: cut between Chinese characters and between words, never before a comma."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and font.getlength((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
        while font.getlength(line) > width:  # a word that is wider than a line
            cut = max(1, len(_shortened(line, font, width)) - 1)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str) -> list[str]:
    """What stays together: words, and Chinese characters with the punctuation that belongs to them."""
    pieces: list[str] = []
    for each in text:
        before = pieces[-1][-1] if pieces else " "
        joined = each in NOT_FIRST or before in NOT_LAST or (before.isascii() and each.isascii() and before != " ")
        if pieces and joined and len(pieces[-1]) < 40:
            pieces[-1] += each
        else:
            pieces.append(each)
    return pieces


def _shortened(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if font.getlength(text[:middle] + "…") <= width else (low, middle - 1)
    return text[:low] + "…"


def drawable(text: str, serif: bool) -> str:
    """`text` in characters that the font has: pictures (emoji) are left out, any other character that it lacks is a □."""
    made = "".join(_drawn(each, serif) for each in unicodedata.normalize("NFC", text))
    return " ".join(made.split())


@lru_cache(maxsize=20_000)
def _drawn(character: str, serif: bool) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in ("Cf", "Cc", "Mn", "Me", "Sk") or 0xFE00 <= ord(character) <= 0xFE0F:
        return ""
    if _has_glyph(character, serif):
        return character
    return "" if category == "So" else MISSING


def _has_glyph(character: str, serif: bool) -> bool:
    font = _font(serif, 32)
    return bytes(font.getmask(character)) != _notdef(serif)


@cache
def _notdef(serif: bool) -> bytes:
    """The glyph of a character that no font has."""
    return bytes(_font(serif, 32).getmask("\U0010fffd"))


@cache
def _font(serif: bool, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(serif_path() if serif else sans_path()), size)
