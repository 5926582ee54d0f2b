"""The public log as a feed: deeds by office, with their reasons."""

from boards.channels.feeds.pages import Feed, FeedCategory, FeedEntry, FeedPart
from forum.messages import M
from moderation.log.pages import LogPage, LogRow

PAGE = "/moderation/log"


def feed_of(page: LogPage) -> Feed:
    """The Feed of a page of the log."""
    return Feed(page.feed, PAGE, M("管理公示"), tuple(_entry(row) for row in page.rows))


def _entry(row: LogRow) -> FeedEntry:
    here = f"{PAGE}#entry-{row.number}"
    subject = row.subject
    return FeedEntry(
        id=here,
        url=subject.url if subject else here,
        title=M("%(deed)s · %(subject)s", deed=row.label, subject=subject.label) if subject else row.label,
        published=row.at,
        updated=row.at,
        author=row.role,
        categories=(FeedCategory(row.deed, row.label),),
        parts=tuple(_parts(row)),
    )


def _parts(row):
    if row.what:
        yield FeedPart(text=row.what)
    if row.why:
        yield FeedPart(text=M("理由：%(reason)s", reason=row.why))
