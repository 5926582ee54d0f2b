"""The file of the logs that this witness watches: a log's key on each line, as it stands at its /ledger/vkey. Pure.

A key's name is the log's name (C2SP: origin). Several lines of one name are keys that all count, as while a key is changed.
Empty lines and lines that begin with # are left out.
"""

from collections.abc import Mapping

from moderation.ledger.merkle import notes
from moderation.ledger.merkle.notes import NoteError, Verifier

Logs = Mapping[str, tuple[Verifier, ...]]


class LogsFileError(Exception):
    """A line that is no key of a log; the text names it."""


def read_logs(text: str) -> Logs:
    """{a log's name: its Verifiers}; raises LogsFileError."""
    logs: dict[str, tuple[Verifier, ...]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if words and not words[0].startswith("#"):
            verifier = _verifier(number, words)
            logs[verifier.name] = (*logs.get(verifier.name, ()), verifier)
    return logs


def _verifier(number: int, words: list[str]) -> Verifier:
    """The Verifier on a line: the key alone, or behind the log's name."""
    try:
        verifier = notes.read_vkey(words[-1])
    except NoteError as error:
        raise LogsFileError(f"line {number}: {error}") from None
    if verifier.algorithm != notes.ED25519 or words[:-1] not in ([], [verifier.name]):
        raise LogsFileError(f"line {number}: the name and the key of a log are asked for, as /ledger/vkey gives it")
    return verifier
