"""Addresses of the web in a text: where each ends, and which host it names. Pure.

An address in Chinese text is followed by Chinese without a space, and a host may be Chinese itself (政务.cn, gov.中国). A link
leads to the host that was typed, in the form of RFC 5891 (xn--...), or there is no link: never to a part of the host.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from forum.text.rendering.top_level_names import CHINESE, GENERIC, HAN

LONGEST_HOST = 253  # characters, RFC 1035

_SCHEME = re.compile(r"(?<![A-Za-z0-9])https?://", re.IGNORECASE)
_HOST = re.compile(r"[\w.-]*")
_LABEL = re.compile(f"[A-Za-z0-9{HAN}]([A-Za-z0-9{HAN}-]*[A-Za-z0-9{HAN}])?")
_LETTERS = re.compile("[A-Za-z]*")
_IPV4 = re.compile(r"\d{1,3}(\.\d{1,3}){3}")
_USER = re.compile(r"[!-.0->@-~]*")
# ASCII only, since Chinese text and punctuation follow an address without a space; [/ begins a closing tag of BBCode.
_REST = re.compile(r"(?::\d{1,5}(?!\d))?(?:[/?#](?:[!-;=?-Z\\^-~]|\[(?!/)|\])*)?")
_DOTS = "．｡。"
_TRAILING = "!\"'(*,.:;?[\\^_`{|}~"
_LINKABLE = re.compile(r"https?://|mailto:|/(?![/\\])|#", re.IGNORECASE)
_NAMED = re.compile(f"(?<![a-z0-9{HAN}-])[a-z0-9{HAN}-]++(?:\\.[a-z0-9{HAN}-]++)+")


class Address(NamedTuple):
    """An address that begins at `start` of a text and ends before `end`; `href` leads there."""

    start: int
    end: int
    href: str


def linkable(address: str) -> bool:
    """Whether an address is allowed in a link: http(s), mail, or a path of this site."""
    return bool(_LINKABLE.match(address))


def addresses(text: str) -> Iterator[Address]:
    """The addresses in a text; those whose host cannot be told for certain are left out."""
    for scheme in _SCHEME.finditer(text):
        found = _address(text, scheme)
        if found is not None:
            yield found


def whole_address(text: str) -> str | None:
    """The href of a text that is one address and nothing else; None otherwise."""
    found = next(addresses(text), None)
    return found.href if found is not None and (found.start, found.end) == (0, len(text)) else None


def names_another_host(words: str, href: str) -> bool:
    """Whether the words of a link read like an address of another host than the link's own."""
    host = (urlsplit(href).hostname or "") if "://" in href else ""
    for named in _NAMED.findall(words.casefold()):
        meant = _host(named)
        if meant and _is_domain(named) and host and not _same_site(meant, host):
            return True
    return False


def _address(text: str, scheme: re.Match[str]) -> Address | None:
    begins = scheme.end()
    run = _HOST.match(text, begins)
    named = _named_host(run[0]) if run else None
    if named is None:
        return None
    ends = begins + len(named)
    host = _host(named)
    rest = _REST.match(text, ends)
    tail = _trimmed(rest[0]) if rest else ""
    if host is None or _goes_on(text, ends) or ("." not in named and not tail):
        return None
    return Address(scheme.start(), ends + len(tail), f"{scheme[0]}{host}{tail}")


def _goes_on(text: str, at: int) -> bool:
    """Whether the host may go on behind `at`: by a dot of another width, by what cannot be seen, or as a name before an @."""
    following = text[at : at + 1]
    user = _USER.match(text, at)
    return (
        following in tuple(_DOTS[:2])
        or (following == _DOTS[2] and _LABEL.match(text, at + 1) is not None and "." not in text[at - 4 : at])
        or (following != "" and unicodedata.category(following) in ("Cf", "Mn"))
        or (user is not None and "@" in user[0])
    )


def _named_host(run: str) -> str | None:
    """The host at the beginning of a run of letters, digits, dots and hyphens; None when it cannot be told where it ends."""
    run = run.rstrip(".-_")
    if run.isascii():
        return run or None
    labels = run.split(".")
    first = next(number for number, label in enumerate(labels) if not label.isascii())
    whole = _to_the_last_known_name(labels, first)
    before = _before_chinese(labels, first)
    if before is not None:
        return before if whole is None else None
    return whole


def _before_chinese(labels: list[str], first: int) -> str | None:
    """The host that ends in the label in which Chinese text begins (gov.cn查询); None when none does."""
    digits = re.match("[0-9]*", labels[first])
    address = ".".join((*labels[:first], digits[0] if digits else ""))
    if _IPV4.fullmatch(address):
        return address
    head = _head(labels[first])
    return ".".join((*labels[:first], head)) if first and _is_top(head) else None


def _to_the_last_known_name(labels: list[str], first: int) -> str | None:
    """The host with Chinese labels that ends in the last label, with which text may begin (政务.cn谢谢)."""
    last = len(labels) - 1
    if last == 0 or not all(map(_LABEL.fullmatch, labels[:last])) or (last == first and labels[last].isascii()):
        return None
    chinese = next((top for top in CHINESE if labels[last].startswith(top)), None)
    head = _head(labels[last])
    if chinese is None and (not _is_top(head) or (last == first and not head.isascii())):
        return None
    if chinese is None and last == first:
        return None  # ASCII up to its last label: told by _before_chinese
    return ".".join((*labels[:last], chinese or head))


def _head(label: str) -> str:
    """The ASCII letters with which a label begins, up to Chinese text or its end; '' when something else follows."""
    found = _LETTERS.match(label)
    head = found[0] if found else ""
    return head if not label[len(head) : len(head) + 1].isascii() or head == label else ""


def _is_top(label: str) -> bool:
    return label.isascii() and label.isalpha() and (len(label) == 2 or label.lower() in GENERIC)


def _is_domain(host: str) -> bool:
    last = host.rpartition(".")[2]
    return _is_top(last) or last in CHINESE


def _host(named: str) -> str | None:
    """A host in ASCII; None when it has no such form."""
    if len(named) > LONGEST_HOST or unicodedata.normalize("NFKC", named) != named:
        return None
    if named.isascii():
        return named
    try:
        return named.encode("idna").decode()
    except UnicodeError:
        return None


def _same_site(one: str, other: str) -> bool:
    one, other = one.removeprefix("www."), other.casefold().removeprefix("www.")
    return one == other or other.endswith(f".{one}") or one.endswith(f".{other}")


def _trimmed(address: str) -> str:
    """`address` without the punctuation that follows it, and closing brackets that it did not open."""
    open_brackets = {pair: address.count(pair[1]) - address.count(pair[0]) for pair in ("()", "[]")}
    end = len(address)
    while end:
        last = address[end - 1]
        pair = next((pair for pair in open_brackets if last == pair[1]), None)
        if pair is None and last not in _TRAILING:
            break
        if pair is not None:
            if open_brackets[pair] <= 0:
                break
            open_brackets[pair] -= 1
        elif last in "([":
            open_brackets["()" if last == "(" else "[]"] += 1
        end -= 1
    return address[:end]
