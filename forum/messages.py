"""Messages: translatable sentences with values, made where the reader's language is not known.

A message is a Chinese message id with its values. Pure rules and actions raise and return
messages; pages, the API and the command line translate them into the reader's language.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Message:
    """A sentence in the source language (zh-CN) and the values for its placeholders, %(name)s."""

    msgid: str
    values: dict[str, Any] = field(default_factory=dict)
    counted: bool = False  # whether the value `n`, a whole number, chooses between forms ("1 day", "2 days")

    def with_values(self, **values: Any) -> "Message":
        """The same sentence with these values."""
        return Message(self.msgid, {**self.values, **values}, self.counted)

    def __hash__(self) -> int:
        return hash((self.msgid, *self.values.items()))

    def __str__(self) -> str:
        return self.msgid % self.values if self.values else self.msgid


def M(msgid: str, **values: Any) -> Message:
    """A Message of `msgid` with `values`. forum.i18n.catalogue finds the messages to translate by this name."""
    return Message(msgid, values)


def N(msgid: str, **values: Any) -> Message:
    """A Message about `n` things, a whole number among `values`: other languages than Chinese may have a form of it for 1."""
    return Message(msgid, values, counted=True)
