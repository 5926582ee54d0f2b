"""Sentences for people, made where no language is known yet.

A message is a Chinese message id with its values. Pure rules and actions raise and return
messages; the edge (a page, the API, the command line) puts them into the reader's language.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """A sentence in the source language (zh-CN) and the values it names as %(name)s."""

    msgid: str
    values: dict = field(default_factory=dict)

    def with_values(self, **values):
        """The same sentence with these values."""
        return Message(self.msgid, {**self.values, **values})

    def __str__(self):
        return self.msgid % self.values if self.values else self.msgid


def M(msgid, **values):
    """Mark `msgid` for translation and keep its values; the catalogue tool looks for this name."""
    return Message(msgid, values)
