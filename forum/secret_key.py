"""The key that is made once and kept in the data folder, readable by its owner alone."""

import os
import secrets

from forum.messages import M


class SecretKeyError(Exception):
    """The kept key cannot be used. `.message` is the one line to show."""

    def __init__(self, message):
        self.message = message
        super().__init__(message)


def load_or_create_key(path):
    """The key in the file at `path`; made there (64 hex digits, mode 0600) when absent."""
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise SecretKeyError(M("%(path)s：别人也能读到密钥，请执行 chmod 600。", path=str(path)))
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise SecretKeyError(M("%(path)s：密钥文件读不出或写不进。", path=str(path))) from None


def _make(path):
    """Written aside and linked into place, so that two starts together agree on one key."""
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
