"""The page object of a form about one post."""

from dataclasses import dataclass

from boards.pages.parts import Link
from boards.pages.posts import PostView
from forum.messages import Message


@dataclass(frozen=True)
class PostVerbPage:
    """The form of a verb on one post, with the post above it."""

    thread: Link
    breadcrumb: tuple[Link, ...]
    post: PostView
    heading: Message
    url: str
    lead: Message
    notes: tuple[Message, ...] = ()
