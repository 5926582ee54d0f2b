"""Renders what people type as safe HTML: Markdown, then bleach, then nh3. No other file does.

bleach is a fixed dependency and no longer maintained; nh3 is maintained and runs last. A text whose
Markdown would be nested too deeply, too long or too complex is shown exactly as it was typed: bleach
takes quadratic time on nested tags, markdown-it drops what is nested deeper than its limit, and both take
tens of microseconds for each sign that could be markup (docs/verify.md names the limits of each version).
"""

import re
from html import escape
from typing import NamedTuple

import bleach
import nh3
from bleach.sanitizer import INVISIBLE_CHARACTERS_RE
from markdown_it import MarkdownIt

from forum.text.checks import without_bidi
from forum.text.rendering import version_1, version_2, version_4
from forum.text.rendering.addresses import linkable

VERSION = 4  # of the renderer; what is written now is rendered by it

MOST_NESTING = 20
LONGEST = 40_000
SCHEMES = {"http", "https", "mailto"}
TAGS = set("p br strong em blockquote ul ol li code pre h4 h5 h6 hr a".split())
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
LINK_REL = "nofollow ugc noopener"

# Lines of words that no version reads as Markdown, whatever their order: as most posts are. They are not parsed.
_WORD = "[0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff，。？！；：、“”‘’（）《》…—]+"
_WORDS = re.compile(f"{_WORD}(?:(?: |\n\n?){_WORD})*")
_BLANK_LINES = re.compile(r"\n{2,}")
_MARKS = re.compile(r"[\n!#&()*<>\[\]_`~]|://|www")
_MARKS_AND_MENTIONS = re.compile(r"[\n!#&()*<>\[\]_`~@＠]|://|www")


class _Renderer(NamedTuple):
    """A version of the renderer: its parser, and how many marks and tokens a text rendered by it may have."""

    parser: MarkdownIt
    most_marks: int
    most_tokens: int
    marks: re.Pattern[str] = _MARKS


def render(source: str, version: int = VERSION) -> str:
    """Safe HTML of a text in Markdown, by this or an older version. Single line ends stay; headings start at h4; no images.

    Raises KeyError for a version that this program does not know.
    """
    markdown, most_marks, most_tokens, marks = _renderers[version]
    source = without_bidi(source)
    if len(source) > LONGEST or len(marks.findall(source)) > most_marks:
        return plain_text_html(source)
    if _WORDS.fullmatch(source) and "www" not in source.lower():
        return _of_plain_text(_quick(source))
    tokens = markdown.parse(source)
    if _count(tokens) > most_tokens or _depth(tokens) >= MOST_NESTING:
        return plain_text_html(source)
    html = markdown.renderer.render(tokens, markdown.options, {})
    return _of_plain_text(html) if html == _quick(source) else sanitize(html)


def is_html_of(source: str, html: str, version: int) -> bool:
    """Whether `html` is what a version of the renderer makes of `source`, as Markdown or as plain text; False for an unknown version."""
    if version not in VERSIONS:
        return False
    return html == _quick(source) or html == render(source, version) or html == plain_text_html(source)


def covered_html(source: str, html: str, left: str, blocks: str, version: int) -> str:
    """HTML of `left`, which is `source` with `blocks` over some stretches, rendered as `html` was; the blocks are marked."""
    made = plain_text_html(left) if html == plain_text_html(source) else render(left, version)
    # Through nh3 again, so that the blocks cannot produce anything but text and TAGS.
    marked = made.replace(blocks, f'<span class="covered">{blocks}</span>')
    return _last_word(marked, TAGS | {"span"}, {"span": {"covered"}})


def plain_text_html(source: str) -> str:
    """Safe HTML that shows `source` as it was typed, for text that is not Markdown."""
    paragraphs = _BLANK_LINES.split(without_bidi(source).strip("\n"))
    shown = (escape(each, quote=False).replace("\n", "<br>\n") for each in paragraphs)
    return _of_plain_text("".join(f"<p>{each}</p>\n" for each in shown))


def sanitize(html: str) -> str:
    """`html` with nothing but TAGS, ATTRIBUTES and SCHEMES. Sanitizing it again changes nothing."""
    allowed = {tag: sorted(names) for tag, names in ATTRIBUTES.items()}
    once = bleach.clean(html, tags=TAGS, attributes=allowed, protocols=SCHEMES, strip=True)
    return _last_word(once, TAGS)


def _of_plain_text(html):
    """Safe HTML of paragraphs in which every sign is escaped, so that bleach would change control characters only.

    It takes 20 microseconds for each escaped sign.
    """
    return sanitize(html) if INVISIBLE_CHARACTERS_RE.search(html) else _last_word(html, TAGS)


def _quick(source):
    """The HTML of a text without Markdown, as most are; neither parsed nor sanitized."""
    return "".join(map(_paragraph, source.split("\n\n")))


def _last_word(html, tags, classes=None):
    return nh3.clean(
        html,
        tags=tags,
        attributes=ATTRIBUTES,
        attribute_filter=_only_links,
        allowed_classes=classes,
        url_schemes=SCHEMES,
        link_rel=LINK_REL,
    )


def _only_links(tag, name, value):
    return value if name != "href" or linkable(value) else None


def _paragraph(text):
    return f"<p>{escape(text, quote=False)}</p>\n".replace("\n", "<br>\n", text.count("\n"))


def _count(tokens):
    return sum(1 + len(token.children or ()) for token in tokens)


def _depth(tokens):
    """The depth of the most deeply nested of `tokens`, counting block and inline tokens."""
    deepest = level = 0
    for token in tokens:
        level += token.nesting
        deepest = max(deepest, level, level + _depth(token.children or ()))
    return deepest


_version_2 = version_2.parser(MOST_NESTING)
_renderers = {
    1: _Renderer(version_1.parser(MOST_NESTING), most_marks=LONGEST, most_tokens=20_000),
    2: _Renderer(_version_2, most_marks=LONGEST, most_tokens=20_000),
    3: _Renderer(_version_2, most_marks=500, most_tokens=1_000),
    4: _Renderer(version_4.parser(MOST_NESTING), 500, 1_000, _MARKS_AND_MENTIONS),
}
VERSIONS = frozenset(_renderers)
