"""The keys that a city needs wherever it runs: the secret key, which decrypts what is private, and the ledger's, which signs.

Both are files of the data folder; the secret key may come from WENQU_SECRET_KEY instead.
"""

import secrets
from pathlib import Path

from forum.config import Settings
from forum.moving.folder import write_durably

SECRET_KEY, LEDGER_KEY = "secret-key", "ledger-key"


class KeyConflict(Exception):
    """A key of this installation is another one than the city's; the text says what to do."""


def keys_of(settings: Settings) -> dict[str, str]:
    """{name: text} of the keys of this installation; the ledger's key is absent before its first checkpoint."""
    found = {SECRET_KEY: settings.secret_key}
    ledger = _text(settings.data / LEDGER_KEY)
    return found if ledger is None else found | {LEDGER_KEY: ledger}


def refuse_other_keys(given: dict[str, str], settings: Settings) -> None:
    """Raises KeyConflict when the keys of a city cannot become those of this installation, which is still empty."""
    if SECRET_KEY in given and given[SECRET_KEY] != settings.secret_key and not _is_in_file(settings):
        raise KeyConflict("WENQU_SECRET_KEY is not the key of this city: unset it, or set it to the city's own")
    there = _text(settings.data / LEDGER_KEY)
    if LEDGER_KEY in given and there is not None and there != given[LEDGER_KEY]:
        raise KeyConflict(
            f"{settings.data / LEDGER_KEY} is the key of another ledger: move it away, or name another WENQU_DATA"
        )


def take_over(given: dict[str, str], settings: Settings) -> None:
    """Make the keys of a city those of this installation; the secret key that it had is put aside."""
    path = settings.data / SECRET_KEY
    if SECRET_KEY in given and given[SECRET_KEY] != settings.secret_key:
        write_durably(
            path.with_name(f"{SECRET_KEY}.unused-{secrets.token_hex(4)}"), f"{settings.secret_key}\n".encode()
        )
        write_durably(path, f"{given[SECRET_KEY]}\n".encode())
    if LEDGER_KEY in given and not (settings.data / LEDGER_KEY).exists():
        write_durably(settings.data / LEDGER_KEY, f"{given[LEDGER_KEY]}\n".encode())


def _is_in_file(settings: Settings) -> bool:
    return _text(settings.data / SECRET_KEY) == settings.secret_key


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
