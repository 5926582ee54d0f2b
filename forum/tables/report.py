"""The result of an import: how many rows were taken, what is wrong with others, and what is to be said of some. Pure."""

from dataclasses import dataclass, field

from forum.messages import Message
from forum.problems import Problem


@dataclass
class Report:
    """What became of the rows of a file: `imported`, `present` already, `wrong` by line.

    `notes` says by line what differs from what is present. While rows are wrong nothing is imported, unless the rest was asked
    for; `right` are the rows that would have been.
    """

    imported: int = 0
    present: int = 0
    right: int = 0
    wrong: dict[int, Problem] = field(default_factory=dict)
    notes: dict[int, Message] = field(default_factory=dict)
