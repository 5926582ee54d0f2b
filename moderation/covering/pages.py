"""What the page for covering personal data shows. Pure."""

from dataclasses import dataclass

from boards.pages.parts import Link
from forum.messages import Message


@dataclass(frozen=True)
class Part:
    """One part of a text: `value` names it in the form, `text` is as it is shown, `kind` the kind of personal data that was recognised."""

    value: str
    text: str
    covered: bool = False
    ticked: bool = False
    kind: Message | None = None


@dataclass(frozen=True)
class CoveringPage:
    """`/posts/ID/covering`: groups of (label, parts), the title first, then the text, then parts that only older versions have.

    A long text is divided among pages; `more` says that there is another one after `number`.
    """

    thread: Link
    breadcrumb: tuple[Link, ...]
    post: int
    floor_label: Message
    groups: tuple[tuple[Message, tuple[Part, ...]], ...]
    reasons: tuple[tuple[str, Message], ...]
    covered: bool = False
    number: int = 1
    more: bool = False
