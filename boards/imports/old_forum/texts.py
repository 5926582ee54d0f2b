"""The texts of an old forum as they are stored here: Markdown, without what cannot be stored. Pure."""

import re
from html import unescape

import nh3

from boards.imports.bbcode.markdown import Surroundings, to_markdown
from boards.imports.old_forum.addresses import ReadAddress
from boards.imports.old_forum.records import OldFile, OldPost
from forum.text.checks import BIDI, TITLE_LIMIT, count_visible, excerpt, normalize

LONGEST = 200_000  # characters of an imported text; what people write here is shorter
NO_TEXT = "（原帖没有文字）"
NO_TITLE = "（无标题）"
IN_RECYCLE_BIN = "（这一楼在原论坛的回收站里，没有导入）"
NOT_THERE = "（这一楼在原论坛里已经没有了）"
CUT = "\n\n（原文更长，导入时截断）"

_UNSTORABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_OF_PLANES = re.compile(
    "[" + "".join(chr(plane << 16 | 0xFFFE | last) for plane in range(1, 17) for last in (0, 1)) + "]"
)
_MARKS = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u064b-\u065f\u0e31-\u0e3a\u0e47-\u0e4e\u20d0-\u20ff]{8})[\u0300-\u036f\u0483-\u0489\u064b-\u065f\u0e31-\u0e3a\u0e47-\u0e4e\u20d0-\u20ff]+"
)
_LINK_IN_QUOTE = re.compile(
    r"\[quote\](?:\[(?:size|color|b)[^\[\]]*\])*+[^\[]*+(?:\[/?(?:size|color|b)[^\[\]]*\])*+\s*+\[url=([^\[\]]+)\]"
)
_BLOCK_END = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d|hr)\b[^<>]*>", re.IGNORECASE)
_SPACES = re.compile(r"[\s]+")


def text_of(post: OldPost, around: Surroundings) -> str:
    """The Markdown of a post, never empty and at most LONGEST characters."""
    typed = _without_html(post.text) if post.html else post.text
    written = typed if post.plain else to_markdown(typed, around)
    text = normalize(storable(written))
    if not count_visible(text):
        return NO_TEXT
    return text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT


def title_of(title: str, first: OldPost | None) -> str:
    """A title of one line, at most TITLE_LIMIT characters: from the text where the thread had none."""
    for candidate in (title, first.title if first else "", first.text if first else ""):
        line = _SPACES.sub(
            " ", normalize(storable(unescape(candidate))).translate(dict.fromkeys(map(ord, BIDI)))
        ).strip()
        if count_visible(line):
            return excerpt(line, TITLE_LIMIT)
    return NO_TITLE


def written_for(file: OldFile) -> str:
    """What stands for an attachment that is not imported."""
    said = f"：{file.description}" if file.description else ""
    name = file.name.replace("[", "(").replace("]", ")") or str(file.id)
    return f"〔附件 {name}{said}〕"


def first_quoted(text: str, read_address: ReadAddress) -> int | None:
    """The number there of the post that a text in BBCode quotes first; None when it quotes none."""
    for found in _LINK_IN_QUOTE.finditer(text):
        old = read_address(unescape(found[1]))
        if old and old.post:
            return old.post
    return None


def storable(text: str) -> str:
    """`text` without control characters, halves of characters and marks piled on one another."""
    return _MARKS.sub(r"\1", _OF_PLANES.sub("", _UNSTORABLE.sub("", text)))


def _without_html(text: str) -> str:
    return unescape(nh3.clean(_BLOCK_END.sub("\n", text), tags=set()))
