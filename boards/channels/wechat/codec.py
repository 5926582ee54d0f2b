"""Signatures and encryption of WeChat's callbacks, as its documentation of "message encryption" has them. Pure.

Signature: SHA-1 of the sorted parts joined. Message: 16 random bytes, 4 bytes of length, the XML, the appid; padded to 32 bytes,
AES-256-CBC under base64(EncodingAESKey + "="), whose first 16 bytes are the initialisation vector.
"""

import binascii
import hashlib
import hmac
from base64 import b64decode
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

BLOCK = 32
RANDOM, LENGTH = 16, 4
FRESH = timedelta(minutes=5)  # WeChat sends again for 15 seconds; the rest is for clocks that differ


class BadCallbackError(Exception):
    """A callback that is not WeChat's, not for this account, stale, or damaged; the text says which, without its content."""


def signature(*parts: str) -> str:
    """The signature of these parts, in any order."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def check_signature(given: str, *parts: str) -> None:
    """Raises BadCallbackError for another signature; the comparison takes the same time wherever they differ."""
    if not hmac.compare_digest(given.encode(), signature(*parts).encode()):
        raise BadCallbackError("the signature is wrong")


def check_fresh(timestamp: str, now: datetime) -> None:
    """Raises BadCallbackError for a timestamp (seconds since 1970) that is more than FRESH from `now`."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 11):
        raise BadCallbackError("there is no timestamp")
    if abs(datetime.fromtimestamp(int(timestamp), UTC) - now) > FRESH:
        raise BadCallbackError("it is stale")


def decrypt(encrypted: str, aes_key: str, appid: str) -> bytes:
    """The XML of an encrypted message; raises BadCallbackError when it was encrypted for another account, or is damaged."""
    key = b64decode(aes_key + "=")
    try:
        content = b64decode(encrypted, validate=True)
        decryptor = Cipher(AES(key), CBC(key[:16])).decryptor()
        plain = decryptor.update(content) + decryptor.finalize()
    except (binascii.Error, ValueError):
        raise BadCallbackError("it cannot be decrypted") from None
    plain = plain[: -_padding(plain)]
    length = int.from_bytes(plain[RANDOM : RANDOM + LENGTH])
    rest = plain[RANDOM + LENGTH :]
    if len(plain) < RANDOM + LENGTH or length > len(rest):
        raise BadCallbackError("it cannot be decrypted")
    if not hmac.compare_digest(rest[length:], appid.encode()):
        raise BadCallbackError("it is for another account")
    return rest[:length]


def _padding(plain: bytes) -> int:
    """How many bytes of padding (PKCS#7 to 32 bytes) there are; raises BadCallbackError."""
    if not plain or not 1 <= plain[-1] <= BLOCK or plain[-plain[-1] :] != bytes([plain[-1]]) * plain[-1]:
        raise BadCallbackError("it cannot be decrypted")
    return plain[-1]
