"""The installation's secret key: generated once, stored in the data folder, readable by its owner only. Pure."""

import os
import secrets
from pathlib import Path

from forum.messages import M, Message


class SecretKeyError(Exception):
    """The key file cannot be used. `.message` is the one line to show."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


def load_or_create_key(path: Path) -> str:
    """The key in the file at `path`; generated (64 hex digits, mode 0600) when there is none. Raises SecretKeyError."""
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise SecretKeyError(M("%(path)s：别人也能读到密钥，请执行 chmod 600。", path=str(path)))
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise SecretKeyError(M("%(path)s：密钥文件读不出或写不进。", path=str(path))) from None


def _make(path: Path) -> None:
    """Write a temporary file and link it to `path`, so that two processes that start at once use one key."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(handle)
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(aside)
