"""Signed notes and checkpoints, as C2SP writes them, and the cosignatures of witnesses.

A note is a text, an empty line and signature lines "— name base64(key id || signature)".
https://c2sp.org/signed-note https://c2sp.org/tlog-checkpoint https://c2sp.org/tlog-cosignature
"""

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from moderation.ledger.merkle.tiles import HASH

ED25519 = 0x01
COSIGNATURE = 0x04
SIGNATURE = 64  # bytes of Ed25519
MOST_LINES = 100  # signature lines of one note
LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
CHECKPOINT = re.compile(r"(.+)\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n")
VKEY = re.compile(r"([^\s+]{1,200})\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")


class NoteError(Exception):
    """An invalid note, key or signature; the text says why."""


@dataclass(frozen=True)
class Verifier:
    """A public key with its name; `algorithm` is ED25519 (a log) or COSIGNATURE (a witness)."""

    name: str
    public: bytes
    algorithm: int = ED25519

    @property
    def key_id(self) -> bytes:
        """Four bytes by which a signature line names its key."""
        return sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key as people pass it on: name+key id+base64(algorithm || public key)."""
        return f"{self.name}+{self.key_id.hex()}+{_text(bytes([self.algorithm]) + self.public)}"

    def check(self, text: str, signature: bytes) -> int | None:
        """The time a witness says it signed at (Unix seconds), for a log None; raises NoteError when forged."""
        if self.algorithm == COSIGNATURE:
            return self._check_cosignature(text, signature)
        self._check(text.encode(), signature)
        return None

    def _check_cosignature(self, text: str, signature: bytes) -> int:
        if len(signature) != 8 + SIGNATURE:
            raise NoteError(f"the cosignature of {self.name} has the wrong length")
        time = int.from_bytes(signature[:8], "big")
        self._check(cosigned(time, text), signature[8:])
        return time

    def _check(self, message: bytes, signature: bytes) -> None:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            raise NoteError(f"the signature of {self.name} does not fit the text") from None


@dataclass(frozen=True)
class Line:
    """A signature line, not yet checked."""

    name: str
    key_id: bytes
    signature: bytes

    def is_of(self, verifier: Verifier) -> bool:
        """Whether it names the key of `verifier`; the signature may still be forged."""
        return (self.name, self.key_id) == (verifier.name, verifier.key_id)

    def __str__(self) -> str:
        return f"— {self.name} {_text(self.key_id + self.signature)}\n"


@dataclass(frozen=True)
class Note:
    """A signed text as it was read; only its form is checked."""

    text: str
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(map(str, self.lines))

    def check(self, verifier: Verifier) -> int | None:
        """What `Verifier.check` says of its signature; NoteError when there is none or it is forged."""
        signatures = [line.signature for line in self.lines if line.is_of(verifier)]
        if len(signatures) != 1:
            raise NoteError(
                f"the note is not signed by {verifier.name}" if not signatures else f"{verifier.name} signs twice"
            )
        return verifier.check(self.text, signatures[0])


@dataclass(frozen=True)
class Checkpoint:
    """What a log signs: its name, how many leaves it has, and their root."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{_text(self.root)}\n"


def cosigned(time: int, text: str) -> bytes:
    """The bytes that a witness signs at `time` (Unix seconds)."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def sign(name: str, private: bytes, text: str) -> Line:
    """The signature line of a log's key (32 bytes) over a text."""
    signer = Ed25519PrivateKey.from_private_bytes(private)
    verifier = Verifier(name, signer.public_key().public_bytes_raw())
    return Line(name, verifier.key_id, signer.sign(text.encode()))


def cosign(name: str, private: bytes, text: str, time: int) -> Line:
    """The line of a witness's key over a checkpoint's text, at `time` in Unix seconds."""
    signer = Ed25519PrivateKey.from_private_bytes(private)
    verifier = Verifier(name, signer.public_key().public_bytes_raw(), COSIGNATURE)
    return Line(name, verifier.key_id, time.to_bytes(8, "big") + signer.sign(cosigned(time, text)))


def read_private(text: str) -> bytes:
    """The private key (32 bytes) that a text holds in hex; ValueError for anything else."""
    key = bytes.fromhex(text)
    Ed25519PrivateKey.from_private_bytes(key)
    return key


def verifier_of(name: str, private: bytes) -> Verifier:
    """The Verifier of a log's private key."""
    return Verifier(name, Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw())


def read_vkey(text: str) -> Verifier:
    """The Verifier that a vkey names; NoteError unless its key id fits."""
    found = VKEY.fullmatch(text.strip())
    key = _bytes(found[3]) if found else b""
    if not found or len(key) != 1 + HASH or key[0] not in (ED25519, COSIGNATURE):
        raise NoteError("this is not the key of a log or a witness")
    verifier = Verifier(found[1], key[1:], key[0])
    if verifier.key_id.hex() != found[2]:
        raise NoteError("the key's number does not fit the key")
    return verifier


def read_note(content: str) -> Note:
    """The Note in a text; NoteError when it has another form."""
    text, empty, signatures = content.rpartition("\n\n")
    lines = signatures.removesuffix("\n").split("\n")
    if not empty or not signatures.endswith("\n") or len(lines) > MOST_LINES or _unprintable(content):
        raise NoteError("this is not a signed note")
    return Note(text + "\n", tuple(map(_line, lines)))


def read_line(text: str) -> Line:
    """The Line in a signature line; NoteError when it has another form."""
    return _line(text.removesuffix("\n"))


def read_checkpoint(text: str) -> Checkpoint:
    """The Checkpoint in a note's text; further lines are allowed and left aside. NoteError otherwise."""
    found = CHECKPOINT.match(text)
    if not found or len(_bytes(found[3])) != HASH:
        raise NoteError("this is not a checkpoint")
    return Checkpoint(found[1], int(found[2]), _bytes(found[3]))


def open_checkpoint(content: str, verifier: Verifier) -> Checkpoint:
    """The Checkpoint of a signed note, its signature and name checked against the log's Verifier."""
    note = read_note(content)
    note.check(verifier)
    checkpoint = read_checkpoint(note.text)
    if checkpoint.origin != verifier.name:
        raise NoteError(f"this is a checkpoint of {checkpoint.origin}, not of {verifier.name}")
    return checkpoint


def _line(text: str) -> Line:
    found = LINE.fullmatch(text)
    content = _bytes(found[2]) if found else b""
    if not found or len(content) < 5:
        raise NoteError("a signature line has another form")
    return Line(found[1], content[:4], content[4:])


def _unprintable(content: str) -> bool:
    return any(letter < " " and letter != "\n" or "\ud800" <= letter <= "\udfff" for letter in content)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return content if _text(content) == text else b""
