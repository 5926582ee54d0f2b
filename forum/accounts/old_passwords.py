"""Passwords of an imported forum, accepted once: signing in replaces their hash by one of this program.

The hashes are weak (Discuz!: MD5 of the MD5 and a salt), which is why they do not stay. Pure.
"""

from hashlib import md5
from hmac import compare_digest

DISCUZ = "discuz"  # discuz$SALT$HASH, of ucenter_members
ENCODINGS = ("utf-8", "gb18030")  # a forum in GBK hashed what it got in GBK


def is_old(password_hash: str | None) -> bool:
    """Whether a stored hash is one of an imported forum."""
    return (password_hash or "").startswith(f"{DISCUZ}$")


def fits_old(password_hash: str, password: str) -> bool:
    """Whether the password fits a hash for which `is_old`."""
    _, salt, digest = password_hash.split("$", 2)
    return any(compare_digest(_digest(password, salt, encoding), digest.lower()) for encoding in ENCODINGS)


def _digest(password: str, salt: str, encoding: str) -> str:
    once = md5(password.encode(encoding, "replace"), usedforsecurity=False).hexdigest()
    return md5((once + salt).encode(), usedforsecurity=False).hexdigest()
