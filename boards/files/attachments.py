"""Files on their way from an upload to a post: attached to a Draft, and written in the transaction of the post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from boards.files.models import PostFile, Upload
from boards.models.threads import Post


@dataclass(frozen=True)
class Attachment:
    """A file that is to be published with a post, with its description."""

    kind: str
    media: str
    sha256: str
    width: int | None
    height: int | None
    size: int
    name: str
    alt: str


def attachment_of(upload: Upload, alt: str) -> Attachment:
    """The Attachment of an Upload with a checked description."""
    columns = ("kind", "media", "sha256", "width", "height", "size", "name")
    return Attachment(**{name: getattr(upload, name) for name in columns}, alt=alt)


def attach(post: Post, attachments: Sequence[Attachment], account: int | None, now: datetime) -> tuple[str, ...]:
    """Write the files of a new post, inside its transaction; returns their hashes for its leaf."""
    if not attachments:
        return ()
    for number, each in enumerate(attachments, 1):
        PostFile.insert(
            post=post.id, thread=post.thread_id, number=number, account=account, created_at=now, **vars(each)
        ).execute()
    return tuple(each.sha256 for each in attachments)
