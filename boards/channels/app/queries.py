"""Which threads show less than they did: their copies on devices go."""

from boards.models.threads import Post
from forum.deeds import Deed
from forum.store import log
from forum.store.log import Entry

WITHDRAWN = (
    Deed.POST_HIDE,
    Deed.POST_HIDE_WHOLE,
    Deed.POST_COVER,
    Deed.THREAD_HIDE,
    Deed.THREAD_MERGE,
    Deed.SEAL,
)
MOST = 500  # deeds; for more of them a device drops all its copies


def withdrawn_since(entry: int | None) -> tuple[int, list[int] | None]:
    """(number of the log's last entry, ids of threads of which something was withdrawn since `entry`); None for too many."""
    last = log.last_entry_number()
    if entry is None or entry >= last:
        return last, []
    deeds = [deed.value for deed in WITHDRAWN]
    found = Entry.select(Entry.object).where(Entry.deed.in_(deeds), Entry.id > entry).limit(MOST + 1).tuples()
    subjects = [name.partition("/")[::2] for (name,) in found]
    if len(subjects) > MOST:
        return last, None
    return last, sorted(_threads(subjects))


def _threads(subjects):
    posts = [int(number) for kind, number in subjects if kind == "post"]
    of_posts = Post.select(Post.thread).where(Post.id.in_(posts)).distinct().tuples() if posts else ()
    return {int(number) for kind, number in subjects if kind == "thread"} | {thread for (thread,) in of_posts}
