"""Passwords: argon2id, with a limit on how many are hashed at once, since each takes 64 MiB."""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forum.accounts.old_passwords import fits_old, is_old
from forum.messages import M
from forum.problems import Invalid
from forum.text.guessed_passwords import is_common

SHORTEST = 8
LONGEST = 128
AT_ONCE = 2

_hasher = PasswordHasher()
_turn = BoundedSemaphore(AT_ONCE)


def check_password(raw: object, username: str = "", field: str = "password") -> str:
    """`raw` when it is acceptable as a password; raises Invalid (ASVS 6.2.1 and 6.2.4: length, not common, no composition rules)."""
    if not isinstance(raw, str) or not SHORTEST <= len(raw) <= LONGEST:
        raise Invalid({field: M("密码应为 %(least)s 至 %(most)s 个字符。", least=SHORTEST, most=LONGEST)})
    if raw.casefold() == username.casefold() or len(set(raw)) < 3 or is_common(raw):
        raise Invalid({field: M("这个密码太容易猜到，请换一个。")})
    if any(ord(character) < 32 or 0xD800 <= ord(character) < 0xE000 for character in raw):
        raise Invalid({field: M("密码里有不能使用的字符。")})
    return raw


def hash_password(password: str) -> str:
    """The argon2id hash in its usual text form."""
    with _turn:
        return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password fits the hash. Without a hash it takes the same time, so that it doesn't reveal which names exist."""
    if password_hash and is_old(password_hash):
        return fits_old(password_hash, password) | matches(None, password)
    try:
        with _turn:
            return _hasher.verify(password_hash or _nobodys_hash(), password) and bool(password_hash)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody's password")
