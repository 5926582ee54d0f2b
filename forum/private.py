"""Encryption of private values at rest: AES-256-GCM under a key derived from the installation's secret key.

An encrypted text is `v1.KEY.PAYLOAD`: KEY identifies the key without revealing it, PAYLOAD is nonce and
ciphertext in URL-safe base64. The row and column are authenticated with the value, so that an encrypted
text that was copied to another place cannot be decrypted there.
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
    """A text that cannot be decrypted: it was encrypted with another key, or is damaged."""

    def __init__(self, detail: Message) -> None:
        super().__init__(retry_after=0, detail=detail)


class Encryptor:
    """Encrypts and decrypts texts. `secret` is the installation's secret key."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(_derived(secret, b"wenqu/private/v1/key", 32))
        self.key_name = _derived(secret, b"wenqu/private/v1/name", KEY_NAME // 2).hex()

    def encrypt(self, text: str, purpose: str) -> str:
        """`text` encrypted; `purpose` is the place where it is stored, as "table/column/row"."""
        nonce = secrets.token_bytes(NONCE)
        payload = nonce + self._cipher.encrypt(nonce, text.encode(), purpose.encode())
        return f"{VERSION}.{self.key_name}.{urlsafe_b64encode(payload).decode()}"

    def decrypt(self, sealed: str, purpose: str) -> str:
        """`sealed` decrypted; raises DecryptionError when the key has changed or the text is damaged."""
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
