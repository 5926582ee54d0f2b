"""Renders what people type as safe HTML: Markdown, then bleach, then nh3. No other file does.

bleach is a fixed dependency and no longer maintained; nh3 is maintained and runs last. A text whose
Markdown would be nested too deeply, too long or too complex is shown exactly as it was typed: bleach
takes quadratic time on nested tags, and markdown-it drops what is nested deeper than its limit.
"""

import re
from html import escape
from html.parser import HTMLParser

import bleach
import nh3
from markdown_it import MarkdownIt

from forum.text.checks import without_bidi
from forum.text.markup_rules import asterisks, links_for_addresses, links_for_images

MOST_NESTING = 20
MOST_TOKENS = 20_000
LONGEST = 40_000
SCHEMES = {"http", "https", "mailto"}
TAGS = set("p br strong em blockquote ul ol li code pre h4 h5 h6 hr a".split())
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
LINK_REL = "nofollow ugc noopener"
BLOCKS = TAGS - {"strong", "em", "code", "a"}

_LINKABLE = re.compile(r"https?://|mailto:|/(?![/\\])|#", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n{2,}")


def render(source: str) -> str:
    """Safe HTML of a text in Markdown. Single line ends stay; headings start at h4; no images."""
    source = without_bidi(source)
    if len(source) > LONGEST:
        return plain_text_html(source)
    tokens = _markdown.parse(source)
    if _count(tokens) > MOST_TOKENS or _depth(tokens) >= MOST_NESTING:
        return plain_text_html(source)
    return sanitize(_markdown.renderer.render(tokens, _markdown.options, {}))


def covered_html(source: str, html: str, left: str, blocks: str) -> str:
    """HTML of `left`, which is `source` with `blocks` over some stretches, rendered as `html` was; the blocks are marked."""
    made = plain_text_html(left) if html == plain_text_html(source) else render(left)
    # Through nh3 again, so that the blocks cannot produce anything but text and TAGS.
    marked = made.replace(blocks, f'<span class="covered">{blocks}</span>')
    return _last_word(marked, TAGS | {"span"}, {"span": {"covered"}})


def plain_text_html(source: str) -> str:
    """Safe HTML that shows `source` as it was typed, for text that is not Markdown."""
    paragraphs = _BLANK_LINES.split(without_bidi(source).strip("\n"))
    shown = (escape(each, quote=False).replace("\n", "<br>\n") for each in paragraphs)
    return sanitize("".join(f"<p>{each}</p>\n" for each in shown))


def sanitize(html: str) -> str:
    """`html` with nothing but TAGS, ATTRIBUTES and SCHEMES. Sanitizing it again changes nothing."""
    allowed = {tag: sorted(names) for tag, names in ATTRIBUTES.items()}
    once = bleach.clean(html, tags=TAGS, attributes=allowed, protocols=SCHEMES, strip=True)
    return _last_word(once, TAGS)


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


def linkable(address: str) -> bool:
    """Whether an address is allowed in a link: http(s), mail, or a path of this site."""
    return bool(_LINKABLE.match(address))


def text_of_html(html: str) -> str:
    """The text of sanitized HTML, a line for each block."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (line.strip() for line in "".join(reader.found).split("\n"))
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.found.append("\n")

    def handle_data(self, data):
        self.found.append(data)


def _count(tokens):
    return sum(1 + len(token.children or ()) for token in tokens)


def _depth(tokens):
    """The depth of the most deeply nested of `tokens`, counting block and inline tokens."""
    deepest = level = 0
    for token in tokens:
        level += token.nesting
        deepest = max(deepest, level, level + _depth(token.children or ()))
    return deepest


def _parser():
    """CommonMark without raw HTML, and without the rules that surprise people who don't know Markdown.

    Off: indented code and underlined headings (indents and rows of dashes are common in plain
    posts), and reference definitions, which would vanish from the page.
    """
    options = {"html": False, "breaks": True, "maxNesting": MOST_NESTING, "xhtmlOut": False}
    parser = MarkdownIt("commonmark", options)
    parser.disable(["html_block", "html_inline", "code", "lheading", "reference"])
    parser.inline.ruler.at("emphasis", asterisks)
    parser.core.ruler.push("headings", _demote_headings)
    parser.core.ruler.push("images", links_for_images)
    parser.core.ruler.push("addresses", links_for_addresses)
    parser.validateLink = linkable
    return parser


def _demote_headings(state):
    """Begin headings at h4, since the page itself uses h1 to h3."""
    for token in state.tokens:
        if token.type.startswith("heading_"):
            token.tag = f"h{min(6, int(token.tag[1]) + 3)}"


_markdown = _parser()
