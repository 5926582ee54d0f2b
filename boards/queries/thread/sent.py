"""The page that an asker gets after sending a question: its number, who has it, and until when."""

from datetime import datetime

from boards.clocks.city import City
from boards.pages.asking import SentPage
from boards.pages.parts import Link
from boards.queries.thread.thread import clock_view, clocks_of, get_thread, title_of
from boards.rules.access import is_own
from forum.messages import M
from forum.problems import Forbidden
from forum.roles import Actor


def sent_page(thread_id: int, viewer: Actor, now: datetime, city: City) -> SentPage:
    """The SentPage of the viewer's own question; raises NotFound, and Forbidden for somebody else's."""
    thread = get_thread(thread_id, viewer)
    if not is_own(viewer, thread.author_id, thread.channel):
        raise Forbidden(M("这一页只给提问人看。"))
    department = thread.department
    return SentPage(
        number=thread.id,
        thread=Link(title_of(thread, viewer), f"/threads/{thread.id}"),
        department=department and Link(department.name, f"/departments/{department.slug}"),
        waits=not thread.public,
        unrouted=not thread.public and thread.board.department_id is None,
        clocks=tuple(clock_view(clock, thread, now, city) for clock in clocks_of(thread)),
    )
