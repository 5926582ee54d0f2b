"""What the log's leaves bind to: salted commitments, for a text one per segment. Pure.

A leaf says nothing of a text but a hash. Each segment has a salt of its own, so a single telephone
number can be withheld later while everything around it still opens the leaf. Without the salt an
eleven-digit number would be found by trying them all.
"""

import hashlib
import hmac
import json
import re
import secrets

import rfc8785

PREFIX = b"wenqu/v1\0"
LIST_PREFIX = b"wenqu/v1/list\0"
SALT_PREFIX = b"wenqu/v1/segment\0"

PLATES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
STOPS = "，。；：！？、,;:!?…\n"
# Letters and digits in a row may be a number that has to be withheld alone: they never share a segment with words.
RUN = re.compile(rf"([{PLATES}]?[A-Za-z0-9][A-Za-z0-9@._·-]{{3,}})")
CLAUSE = re.compile(rf"[^{STOPS}]{{1,40}}[{STOPS}]*|[{STOPS}]+")


def segments(text):
    """`text` cut into clauses and runs of letters and digits; joined they are the text again."""
    return tuple(clause for part in RUN.split(text) for clause in CLAUSE.findall(part))


def commit_to(content):
    """(salt, commitment) of `content`, both hex: SHA-256(prefix || 32-byte salt || RFC 8785 canonical JSON)."""
    salt = secrets.token_hex(32)
    return salt, commitment_of(salt, content)


def commitment_of(salt, content):
    """The commitment that `salt` (hex) and `content` open."""
    return hashlib.sha256(PREFIX + bytes.fromhex(salt) + canonical(content)).hexdigest()


def canonical(content):
    """The RFC 8785 canonical JSON of a dict; ValueError for what it cannot say."""
    if all(map(str.isascii, content)) and all(map(_plain, content.values())):
        return _encode(content).encode()  # what JSON's own encoder writes in the same way, and many times faster
    return rfc8785.dumps(content)


def commit_to_text(text, title=None):
    """(salt, commitment) of a text and, with a question, its title; the segments' salts are made of this one."""
    salt = secrets.token_hex(32)
    return salt, commitment_of_text(salt, text, title)


def commitment_of_text(salt, text, title=None):
    """`commitment_of_parts(openings(salt, text, title))` in one go, for those who reckon it for every post there is."""
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


def openings(salt, text, title=None, withheld=frozenset()):
    """What opens a text's commitment: for each part its salt and content, or for a withheld one its commitment alone.

    Parts are numbered from 0; with a question the title is part 0. `withheld` holds numbers of parts.
    """
    made = ((_salt(salt, number), content) for number, content in enumerate(_parts(text, title)))
    return [
        {"commit": commitment_of(own, content)} if number in withheld else {"salt": own, "content": content}
        for number, (own, content) in enumerate(made)
    ]


def commitment_of_parts(opened):
    """The commitment that a list of `openings` opens, whether parts are withheld or not."""
    parts = (part.get("commit") or commitment_of(part["salt"], part["content"]) for part in opened)
    return hashlib.sha256(LIST_PREFIX + b"".join(map(bytes.fromhex, parts))).hexdigest()


EXACT = 2**53  # the whole numbers that JSON keeps are below it
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def _plain(value):
    return type(value) in (str, bool, type(None)) or (type(value) is int and -EXACT < value < EXACT)


def _parts(text, title):
    titled = () if title is None else ({"title": title},)
    return (*titled, *({"text": segment} for segment in segments(text)))


def _salt(salt, number):
    return hmac.digest(bytes.fromhex(salt), SALT_PREFIX + number.to_bytes(4), "sha256").hex()
