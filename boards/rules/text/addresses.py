"""Where addresses stand in a text: of the web, with or without scheme, and of e-mail. Pure.

The word list does not look into them. Links are another matter: they lead only where a host is certain, and are read by
forum.text.rendering.addresses with the same names. Each character is looked at a fixed number of times, whatever was typed.
"""

import re

from forum.text.rendering.top_level_names import CHINESE, COUNTRIES, GENERIC, HAN

# Names that end a host written without a scheme; others, such as v1.2 or a.v, are no hosts.
TOP_LEVEL = GENERIC | COUNTRIES
_RUN = re.compile(r"[!-~]+")
_PIECE = re.compile(r"[A-Za-z0-9._%+@:/?#&=~$-]+")
_SCHEME_END = "://"
_HAN_LABEL = re.compile(f"[{HAN}]+(?=\\.[A-Za-z{HAN}])|(?:{'|'.join(CHINESE)})")
_AFTER_HOST = re.compile(r"[/?#:]")
_TRAILING = ".,:;!?'\")]}>"

Span = tuple[int, int]


def address_spans(text: str) -> list[Span]:
    """The (start, end) of each address in `text`, in order."""
    found: list[Span] = []
    end = 0
    for run in _RUN.finditer(text):
        start = max(run.start(), end)  # a host with Chinese in it has taken the beginning of this run already
        if start < run.end() and (spans := _in_run(text, start, run.end())):
            found += spans
            end = spans[-1][1]
    return found


def _in_run(text: str, start: int, end: int) -> list[Span]:
    run = text[start:end]
    scheme = run.find(_SCHEME_END)
    if scheme > 0 and run[scheme - 1].isalpha():
        begin = start + scheme
        while begin > start and text[begin - 1].isalpha():
            begin -= 1
        return [*_without_scheme(text, start, begin), (begin, _end_of_address(text, start + scheme + 3, end))]
    return _without_scheme(text, start, end)


def _end_of_address(text: str, host: int, end: int) -> int:
    """Where an address ends whose host begins at `host` and whose run of ASCII ends at `end`: a host may go on in Chinese."""
    while not _AFTER_HOST.search(text, host, end) and text[end - 1] in "./":
        label = _HAN_LABEL.match(text, end)
        if label is None:
            break
        after = _RUN.match(text, label.end())
        host, end = label.end(), after.end() if after else label.end()
    return host + len(text[host:end].rstrip(_TRAILING))


def _without_scheme(text: str, start: int, end: int) -> list[Span]:
    return [
        (piece.start(), piece.start() + length)
        for piece in _PIECE.finditer(text, start, end)
        if "." in piece[0] and (length := _length(piece[0].rstrip(_TRAILING)))
    ]


def _length(piece: str) -> int:
    """The length of the address with which `piece` begins; 0 where it is none."""
    local, at, domain = piece.partition("@")
    host = _AFTER_HOST.split(domain if at else piece, maxsplit=1)[0]
    if not _is_host(host.lower()) or (at and not local):
        return 0
    return len(local) + 1 + len(host) if at else len(piece)


def _is_host(host: str) -> bool:
    labels = host.split(".")
    named = len(labels) > 1 and all(labels) and host.replace(".", "").replace("-", "").isalnum()
    return named and (labels[-1] in TOP_LEVEL or (labels[0] == "www" and labels[-1].isalpha()))
