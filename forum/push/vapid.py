"""The key with which this site signs its requests to push services (VAPID, RFC 8292): derived from the installation's secret key.

So it needs no file of its own, is the same in every process, and comes back with a restored backup.
"""

from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

INFO = b"wenqu/vapid/v1"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-4, D.1.2.3)


def signing_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """The private key on P-256 of an installation whose secret key is `secret`."""
    wide = HKDF(SHA256(), 48, salt=None, info=INFO).derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(wide) % (ORDER - 1) + 1, ec.SECP256R1())


def public_key(secret: str) -> str:
    """The `applicationServerKey` that a browser is given: the public point in URL-safe base64 without padding."""
    point = signing_key(secret).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()
