"""The text of a letter that came as HTML only: its blocks as paragraphs, without what its program marks as quoted. Pure."""

from html.parser import HTMLParser

BLOCKS = frozenset("p div br li tr h1 h2 h3 h4 h5 h6 ul ol table pre hr section article".split())
PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table pre".split())
UNSEEN = frozenset("script style head title template noscript".split())
VOID = frozenset("br hr img input meta link area base col embed source track wbr".split())
# Of Gmail, QQ, 网易, Outlook, Yahoo, Apple Mail, Thunderbird.
QUOTES = (
    "gmail_quote",
    "qmbox",
    "ntes-mailmaster-quote",
    "isReplyContent",
    "divRplyFwdMsg",
    "yahoo_quoted",
    "moz-cite-prefix",
)
LONGEST = 500_000  # characters that are read


def html_text(html: str) -> str:
    """The text of `html`."""
    reader = _Reader()
    reader.feed(html[:LONGEST])
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(lines).strip("\n")


class _Reader(HTMLParser):
    """Gathers text; inside an element that is left out it counts only the elements of that name."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.left_out, self.depth = "", 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.left_out:
            self.depth += tag == self.left_out
        elif tag in UNSEEN or _is_quote(tag, attrs):
            if tag not in VOID:
                self.left_out, self.depth = tag, 1
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.left_out:
            self.depth -= tag == self.left_out
            if self.depth == 0:
                self.left_out = ""
        elif tag in BLOCKS:
            self.parts.append("\n\n" if tag in PARAGRAPHS else "\n")

    def handle_data(self, data: str) -> None:
        if not self.left_out:
            self.parts.append(data.replace("\n", " "))


def _is_quote(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    named = " ".join(value or "" for name, value in attrs if name in ("class", "id"))
    return tag == "blockquote" or any(mark in named for mark in QUOTES)
