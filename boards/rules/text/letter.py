"""Where an official answer is folded: after a paragraph, so that no text is cut inside. Pure."""

from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple

SHOWN = 290  # characters: eight lines of 36
LEAST_REST = 80  # characters; less is not worth a fold
VOID = frozenset({"br", "hr", "img", "input", "wbr"})


class Letter(NamedTuple):
    """The HTML of an answer: what is shown at once, and what is folded ('' when all is shown)."""

    first: str
    rest: str = ""


@lru_cache(64)
def fold(html: str) -> Letter:
    """The Letter of sanitised HTML, cut behind the outermost element that ends behind the first SHOWN characters."""
    blocks = _Blocks(html)
    cut = next((at for at, read in blocks.ends if read >= SHOWN), len(html))
    if blocks.read - dict(blocks.ends).get(cut, blocks.read) < LEAST_REST:
        return Letter(html)
    return Letter(html[:cut], html[cut:])


class _Blocks(HTMLParser):
    """Reads HTML; `ends` is (offset, characters read so far) behind each outermost element, `read` all characters."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ends: list[tuple[int, int]] = []
        self.read = self.depth = 0
        self.starts = [0]
        for line in html.split("\n"):  # as HTMLParser counts lines
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.html = html
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.depth += tag not in VOID

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag not in VOID
        if not self.depth:
            line, column = self.getpos()
            at = self.html.index(">", self.starts[line - 1] + column) + 1
            self.ends.append((at, self.read))

    def handle_data(self, data: str) -> None:
        self.read += len(data)
