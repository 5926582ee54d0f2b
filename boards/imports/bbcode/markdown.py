"""Writes BBCode as Markdown. Pure.

Typed text needs no escaping: the renderer (forum.text.markup) shows what is not clearly meant as Markdown as it was typed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape

from boards.imports.bbcode.tree import Element, parse

Address = Callable[[str], str | None]

_MANY_LINES = re.compile(r"\n{3,}")
_SCHEME = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)

STYLES = frozenset(
    "b i u s strike size color font backcolor align p float indent center left right sup sub fly free table tr td th".split()
)
FILMS = ("media", "flash", "audio", "video", "swf")
NOT_SHOWN = frozenset({"password", "page", "index", "postbg", "begin"})


@dataclass(frozen=True)
class Surroundings:
    """What a text refers to: `address` turns an old address into a new one (None: it stays), `files` are what to write for
    an attachment's number, `smilies` what to write for a smiley's code.
    """

    address: Address = lambda url: None
    files: Mapping[str, str] = field(default_factory=dict)
    smilies: Mapping[str, str] = field(default_factory=dict)


def to_markdown(source: str, around: Surroundings = Surroundings()) -> str:
    """The Markdown of a text in BBCode, with what it refers to `around`."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    tree = parse(source, KNOWN, STYLES)
    return _tidy(_Writer(around).content(tree))


class _Writer:
    def __init__(self, around: Surroundings) -> None:
        self._around = around
        codes = sorted(around.smilies, key=len, reverse=True)
        self._smilies = re.compile("|".join(map(re.escape, codes))) if codes else None

    def content(self, element: Element) -> str:
        return "".join(
            self._text(child) if isinstance(child, str) else self._element(child) for child in element.children
        )

    def _element(self, element: Element) -> str:
        if element.name in NOT_SHOWN:
            return ""
        write = getattr(self, f"_{WRITERS[element.name]}", None) if element.name in WRITERS else None
        return write(element) if write else self.content(element)

    def _text(self, typed: str) -> str:
        typed = unescape(typed)
        return self._smilies.sub(lambda found: self._around.smilies[found[0]], typed) if self._smilies else typed

    def _bold(self, element: Element) -> str:
        return _around_lines(self.content(element), "**")

    def _italic(self, element: Element) -> str:
        return _around_lines(self.content(element), "*")

    def _url(self, element: Element) -> str:
        typed = _plain(element)
        target = self._target(element.value or typed)
        shown = " ".join(self.content(element).split())
        return shown if target is None else f"[{shown or target}]({_in_brackets(target)})"

    def _target(self, written: str) -> str | None:
        """The address to which a link leads, None when it leads nowhere from here."""
        written = "".join(unescape(written).split())
        if new := self._around.address(written):
            return new
        if written.lower().startswith("www."):
            return f"http://{written}"
        return written if _SCHEME.match(written) else None

    def _email(self, element: Element) -> str:
        return self.content(element) or element.value

    def _picture(self, element: Element) -> str:
        target = self._target(_plain(element).strip())
        return f"[图片]({_in_brackets(target)})" if target else ""

    def _film(self, element: Element) -> str:
        target = self._target(_plain(element).strip())
        return f"[音视频]({_in_brackets(target)})" if target else ""

    def _attachment(self, element: Element) -> str:
        return self._around.files.get(_plain(element).strip(), "")

    def _quote(self, element: Element) -> str:
        lines = _tidy(self.content(element)).split("\n")
        return "\n\n" + "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n" if any(lines) else ""

    def _hidden(self, element: Element) -> str:
        return f"\n\n（原帖回复后可见）\n\n{self.content(element)}\n\n"

    def _code(self, element: Element) -> str:
        typed = _plain(element).strip("\n")
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", typed)), default=0))
        return f"\n\n{fence}\n{typed}\n{fence}\n\n"

    def _list(self, element: Element) -> str:
        items = _items(element)
        numbered = element.value == "1"
        signs = (f"{n}." if numbered else "-" for n in range(1, len(items) + 1))
        lines = [
            f"{sign} {' '.join(self.content(item).split())}".rstrip() for sign, item in zip(signs, items, strict=True)
        ]
        return "\n\n" + "\n".join(lines) + "\n\n" if lines else ""

    def _rule(self, element: Element) -> str:
        return "\n\n---\n\n"

    def _row(self, element: Element) -> str:
        cells = [" ".join(self.content(each).split()) for each in element.children if isinstance(each, Element)]
        return "\n" + "｜".join(cells) + "\n"


WRITERS = {
    "b": "bold",
    "i": "italic",
    "url": "url",
    "email": "email",
    "img": "picture",
    **dict.fromkeys(FILMS, "film"),
    **dict.fromkeys(("attach", "attachimg"), "attachment"),
    "quote": "quote",
    "hide": "hidden",
    "code": "code",
    "list": "list",
    "hr": "rule",
    "tr": "row",
}
KNOWN = STYLES | WRITERS.keys() | NOT_SHOWN | {"*", "qq"}


def _around_lines(text: str, sign: str) -> str:
    """Mark each line of a text by itself, since emphasis ends with its paragraph."""
    return "\n".join(f"{sign}{line.strip()}{sign}" if _can_be_marked(line) else line for line in text.split("\n"))


def _can_be_marked(line: str) -> bool:
    return bool(line.strip()) and not line.startswith((">", "-", "`")) and "**" not in line


def _plain(element: Element) -> str:
    return "".join(child if isinstance(child, str) else _plain(child) for child in element.children)


def _items(element: Element) -> list[Element]:
    """The items of a list, each as an Element with what follows its [*]."""
    items: list[Element] = []
    for child in element.children:
        if isinstance(child, Element) and child.name == "*":
            items.append(Element("item", children=list(child.children)))
        elif items:
            items[-1].children.append(child)
        elif not isinstance(child, str) or child.strip():
            items.append(Element("item", children=[child]))
    return items


def _in_brackets(target: str) -> str:
    return target.replace("(", "%28").replace(")", "%29").replace("<", "%3C").replace(">", "%3E")


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return _MANY_LINES.sub("\n\n", lines).strip("\n")
