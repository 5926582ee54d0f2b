"""Salted commitments that the log's leaves contain, for a text one per segment. Pure.

A leaf contains of a text only a hash. Each segment has a salt of its own, so that a single telephone
number can be withheld later while the rest of the text can still be verified against the leaf. Without
a salt a number of eleven digits could be found by trying them all.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Container, Iterable
from typing import Any

import rfc8785

PREFIX = b"wenqu/v1\0"
LIST_PREFIX = b"wenqu/v1/list\0"
SALT_PREFIX = b"wenqu/v1/segment\0"

PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
STOPS = "，。；：！？、,;:!?…\n"
# A run of letters and digits may be a number that has to be withheld alone, so it is a segment of its own.
RUN = re.compile(rf"([{PLATES}]?[A-Za-z0-9][A-Za-z0-9@._·-]{{3,}})")
CLAUSE = re.compile(rf"[^{STOPS}]{{1,40}}[{STOPS}]*|[{STOPS}]+")


def segments(text: str) -> tuple[str, ...]:
    """`text` split into clauses and runs of letters and digits; joined they are `text`."""
    return tuple(clause for part in RUN.split(text) for clause in CLAUSE.findall(part))


def commit_to(content: dict[str, Any]) -> tuple[str, str]:
    """(salt, commitment) of `content`, both hex: SHA-256(prefix || 32-byte salt || RFC 8785 canonical JSON)."""
    salt = secrets.token_hex(32)
    return salt, commitment_of(salt, content)


def commitment_of(salt: str, content: dict[str, Any]) -> str:
    """The commitment of `content` with `salt` (hex)."""
    return hashlib.sha256(PREFIX + bytes.fromhex(salt) + canonical(content)).hexdigest()


def canonical(content: dict[str, Any]) -> bytes:
    """The RFC 8785 canonical JSON of a dict; raises ValueError for a value that it cannot represent."""
    if all(map(str.isascii, content)) and all(map(_plain, content.values())):
        return _encode(content).encode()  # the standard library writes these in the same way, and many times faster
    return rfc8785.dumps(content)


def commit_to_text(text: str, title: str | None = None) -> tuple[str, str]:
    """(salt, commitment) of a text and, of a question, its title; the segments' salts are derived from this one."""
    salt = secrets.token_hex(32)
    return salt, commitment_of_text(salt, text, title)


def commitment_of_text(salt: str, text: str, title: str | None = None) -> str:
    """`commitment_of_parts(openings(salt, text, title))`, computed faster: the audit needs it for every post."""
    own = hmac.new(bytes.fromhex(salt), SALT_PREFIX, "sha256")
    parts = [f'{{"text":{_encode(segment)}}}' for segment in segments(text)]
    if title is not None:
        parts.insert(0, f'{{"title":{_encode(title)}}}')
    whole = hashlib.sha256(LIST_PREFIX)
    for number, part in enumerate(parts):
        salted = own.copy()
        salted.update(number.to_bytes(4))
        whole.update(hashlib.sha256(PREFIX + salted.digest() + part.encode()).digest())
    return whole.hexdigest()


def openings(
    salt: str, text: str, title: str | None = None, withheld: Container[int] = frozenset()
) -> list[dict[str, Any]]:
    """The openings of a text's commitment: of each part its salt and content, of a withheld part its commitment only.

    Parts are numbered from 0; the title of a question is part 0. `withheld` contains numbers of parts.
    """
    return openings_of(salt, _parts(text, title), withheld)


def openings_of(
    salt: str, contents: Iterable[dict[str, Any]], withheld: Container[int] = frozenset()
) -> list[dict[str, Any]]:
    """The openings of `contents`, numbered from 0, each with a salt derived from `salt` (hex)."""
    made = ((_salt(salt, number), content) for number, content in enumerate(contents))
    return [
        {"commit": commitment_of(own, content)} if number in withheld else {"salt": own, "content": content}
        for number, (own, content) in enumerate(made)
    ]


def commitment_of_parts(opened: Iterable[dict[str, Any]]) -> str:
    """The commitment of a text from its `openings`, whether parts are withheld or not."""
    parts = (part.get("commit") or commitment_of(part["salt"], part["content"]) for part in opened)
    return hashlib.sha256(LIST_PREFIX + b"".join(map(bytes.fromhex, parts))).hexdigest()


EXACT = 2**53  # RFC 8785 represents whole numbers below it exactly
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _plain(value: object) -> bool:
    return type(value) in (str, bool, type(None)) or (type(value) is int and -EXACT < value < EXACT)


def _parts(text: str, title: str | None) -> tuple[dict[str, str], ...]:
    titled = () if title is None else ({"title": title},)
    return (*titled, *({"text": segment} for segment in segments(text)))


def _salt(salt: str, number: int) -> str:
    return hmac.digest(bytes.fromhex(salt), SALT_PREFIX + number.to_bytes(4), "sha256").hex()
