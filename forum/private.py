"""Private values at rest: sealed with AES-256-GCM under a key derived from the installation's secret.

A sealed text reads `v1.KEY.PAYLOAD`: KEY names the key without telling anything of it, PAYLOAD is
nonce and ciphertext in URL-safe base64. What a value belongs to is authenticated with it, so that a
sealed text copied to another row or column does not open there.
"""

import binascii
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from forum.messages import M, Message
from forum.problems import Unavailable

VERSION = "v1"
NONCE = 12  # bytes, as NIST SP 800-38D section 5.2.1.1 recommends
KEY_NAME = 8  # hex digits


class DecryptionError(Unavailable):
    """A sealed text that does not open: another key, or damaged."""

    def __init__(self, detail: Message) -> None:
        super().__init__(retry_after=0, detail=detail)


class Encryptor:
    """Seals and opens texts. `secret` is the installation's secret key."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(_derived(secret, b"wenqu/private/v1/key", 32))
        self.key_name = _derived(secret, b"wenqu/private/v1/name", KEY_NAME // 2).hex()

    def encrypt(self, text: str, purpose: str) -> str:
        """The sealed form of `text`; `purpose` is what it belongs to, as "table/column/row"."""
        nonce = secrets.token_bytes(NONCE)
        payload = nonce + self._cipher.encrypt(nonce, text.encode(), purpose.encode())
        return f"{VERSION}.{self.key_name}.{urlsafe_b64encode(payload).decode()}"

    def decrypt(self, sealed: str, purpose: str) -> str:
        """The text of a sealed form; raises DecryptionError when the key has changed or the form is damaged."""
        payload = self._payload(sealed)
        try:
            return self._cipher.decrypt(payload[:NONCE], payload[NONCE:], purpose.encode()).decode()
        except (InvalidTag, ValueError):
            raise DecryptionError(M("这条保密信息已经损坏，打不开。请系统管理员从备份核对。")) from None

    def _payload(self, sealed: str) -> bytes:
        version, _, rest = sealed.partition(".")
        key_name, _, payload = rest.partition(".")
        if version == VERSION and key_name != self.key_name:
            raise DecryptionError(
                M("这条保密信息是用另一把密钥封存的，现在打不开。请系统管理员换回原来的 WENQU_SECRET_KEY。")
            )
        try:
            return urlsafe_b64decode(payload) if version == VERSION else b""
        except (binascii.Error, ValueError):
            return b""


def _derived(secret: str, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=info).derive(secret.encode())
