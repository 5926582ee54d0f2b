"""What became of an import. Pure."""

from dataclasses import dataclass, field

from forum.messages import Message
from forum.problems import Problem


@dataclass
class Outcome:
    """How much was written, was here before, or was left out and why; what is wrong, by thread; what must be answered first."""

    threads: int = 0
    posts: int = 0
    present: int = 0
    answers: int = 0
    hidden: int = 0
    placeholders: int = 0
    recycled: int = 0
    unpublished: int = 0
    moved: int = 0
    empty: int = 0
    files: int = 0
    wrong: dict[int, Problem] = field(default_factory=dict)
    questions: dict[str, Message] = field(default_factory=dict)
