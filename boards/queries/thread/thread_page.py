"""Builds the thread page of thread, posts and case in six queries, the session's included."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from boards.clocks.city import City
from boards.models.threads import Thread
from boards.pages.parts import Button, Filter, Link, Pager
from boards.pages.thread import ThreadPage
from boards.queries.parts.badges import badge, marks_of
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.queries.parts.people import author
from boards.queries.parts.places import MovedPermanently, merged_url
from boards.queries.thread import posts, thread as heads
from boards.queries.thread.answers import latest_answer
from boards.queries.thread.contact import contact_button
from boards.queries.thread.locations import location_view
from boards.queries.thread.own import OwnOfThread, put_own
from boards.queries.thread.pagers import numbered_pager
from boards.queries.thread.promises import promise_lines
from boards.queries.thread.reading import reads_to, unread_of
from boards.queries.thread.timeline import history_of, with_clocks
from boards.queries.thread.write_choices import write_choices
from boards.rules import access
from boards.rules.channel import channel_label
from boards.rules.deeds.table import RECORDS
from boards.rules.floors import PAGE, page_count
from boards.rules.labels import KIND_LABELS, VERB_LABELS
from boards.rules.moderator_tools import LABELS as TOOL_LABELS, available_tools as offered_tools
from boards.rules.own_department import OWN_DEPARTMENT
from boards.rules.status import Verb, relations, verbs
from forum.accounts.sanctions import suspension_text
from forum.deeds import Deed
from forum.messages import M, N
from forum.problems import NotFound
from forum.roles import Actor, Role
from forum.store.cursors import Cursor, number, text

# Verbs without input are a button; the others have a form of their own.
BUTTONS = {Verb.PUBLISH: "publication", Verb.ACCEPT: "acceptance", Verb.CLOSE: "closure"}
FORMS = {
    Verb.ROUTE: "routing",
    Verb.TRANSFER: "transfer",
    Verb.RETURN: "return",
    Verb.COHANDLE: "cohandling",
    Verb.INPUT: "input",
    Verb.EXTEND: "extension",
    Verb.DECLINE: "declination",
    Verb.RATE: "rating",
    Verb.ANSWER_BY_PLATFORM: "platform-answer",
    Verb.OPEN_DISCUSSION: "discussion",
}
BUTTON_LABELS = VERB_LABELS | {Verb.ACCEPT: M("受理这个问题"), Verb.RATE: M("评价这次办理")}
PRIMARY = frozenset({Verb.PUBLISH, Verb.ACCEPT, Verb.INPUT, Verb.RATE})

BY_PATH = Cursor[str](text(r"([0-9a-z]{5}){1,80}"))  # a place in the tree, as boards.rules.floors writes it
BY_FLOOR = Cursor[int](number(digits=9))


@dataclass(frozen=True)
class FloorSelection:
    """Which floors a reader asked for: page, author, order, tree, or those of a merged thread. Raises Malformed for a bad cursor."""

    page: int = 1
    tree: bool = False
    root: int | None = None
    only: int | None = None
    after: str | None = None
    newest_first: bool = False
    of: int | None = None

    @property
    def at_the_start(self) -> bool:
        """Whether the question is the first of these floors: the first page of the flat view."""
        return self.page == 1 and self.in_order

    @property
    def in_order(self) -> bool:
        """Whether these are the floors of a page in their order, all of them."""
        return not (self.tree or self.only or self.newest_first or self.of)

    def __post_init__(self) -> None:
        if self.after:
            (BY_PATH if self.tree else BY_FLOOR).decode(self.after)


def thread_page(
    thread_id: int,
    viewer: Actor,
    now: datetime,
    city: City,
    selection: FloorSelection = FloorSelection(),
    own: OwnOfThread | None = None,
) -> ThreadPage:
    """The ThreadPage of a thread as `viewer` sees it, or whoever has that `own`; raises NotFound, and MovedPermanently for a merged one."""
    thread = heads.get_thread(thread_id, viewer)
    if own:
        put_own(thread, own)
    if thread.merged_into_id:
        raise MovedPermanently(merged_url(thread, selection.page))
    shown, pager = _floors(thread, viewer, selection)
    clocks = heads.clocks_of(thread) if thread.status else []
    offered = verbs_for(viewer, thread, heads.cohandlers_of(clocks))
    history = history_of(thread, city)
    if access.rating_refusal(thread, history.ratings):
        offered = [verb for verb in offered if verb is not Verb.RATE]
    official = tuple(step for step in history.steps if RECORDS[Deed(step.deed)].official)
    views = tuple(heads.clock_view(clock, thread, now, city) for clock in clocks)
    # In place of the neighbours, `_floors` has queried the merged thread: the number of statements stays the same.
    previous, following = (None, None) if selection.of else heads.neighbours(thread)
    return ThreadPage(
        id=thread.id,
        title=heads.title_of(thread, viewer),
        board=Link(thread.board.name, f"/boards/{thread.board.slug}"),
        breadcrumb=breadcrumb(thread.board),
        kind_label=KIND_LABELS.get(thread.kind),
        badge=badge(thread.status, thread.next_due_at, now),
        department=thread.department and thread.department.name,
        author=author(viewer, author_row(thread)),
        channel_label=channel_label(thread.channel, city.site),
        created_at=thread.created_at,
        replies=thread.floors - 1 - thread.moved_out,
        supports=thread.supports,
        supported=bool(thread.supported),
        watching=bool(thread.watching),
        hidden=thread.hidden,
        posts=tuple(shown),
        pager=pager,
        clocks=views,
        timeline=history.steps,
        official=official,
        chain=history.chain,
        alarmed=history.alarmed,
        disposition=history.disposition,
        verbs=(*buttons(thread, offered), *contact_button(thread, viewer, history.contacted)),
        writing=write_choices(thread, viewer, offered),
        draft=thread.saved_draft,
        closed_reason=(viewer.suspension and suspension_text(viewer)) or access.reply_refusal_for(viewer, thread),
        view="tree" if selection.tree else "flat",
        only=selection.only,
        newest_first=selection.newest_first,
        views=_views(thread, selection),
        root=selection.root,
        previous=previous,
        next=following,
        may_write_anonymously=viewer.signed_in and not viewer.official,
        anonymous_by_default=thread.anonymous and viewer.account == thread.author_id,
        aid=heads.aid_of(thread, viewer),
        marks=(*marks_of(thread.__data__), *((OWN_DEPARTMENT,) if thread.own_department else ())),
        duplicate_of=thread.duplicate_of_id,
        merged=selection.of,
        tools=moderator_tools(thread, viewer),
        hops=with_clocks(history.hops, views),
        question=shown[0] if selection.at_the_start and not shown[0].gone else None,
        answer=latest_answer(thread, viewer, official) if thread.status and selection.at_the_start else None,
        unread=unread_of(thread),
        viewed=thread.viewed or 0,
        reports=history.reports,
        location=location_view(thread, viewer),
        relocates=access.may_relocate(viewer, thread) and not access.relocation_refusal(viewer, thread),
        promises=promise_lines(history.promises, city.day(now)),
        reads_to=reads_to(thread, viewer, selection.page) if selection.in_order else None,
        last_entry=thread.last_entry,
        floors=thread.floors,
    )


def moderator_tools(thread: Thread, viewer: Actor) -> tuple[Button, ...]:
    """The moderators' tools on the thread, as buttons; empty for others."""
    if not viewer.has(Role.MODERATOR):
        return ()
    found = offered_tools(thread, thread.board.section)
    return tuple(
        Button(tool.name.lower(), TOOL_LABELS[tool], f"/threads/{thread.id}/{tool.value}", form=True) for tool in found
    )


def author_row(thread: Thread) -> dict[str, Any]:
    """The author of a thread as the row that `people.author` takes."""
    department = thread.author_department
    return {
        "author_id": thread.author_id,
        "author_name": thread.shown_author,
        "role": thread.role,
        "anonymous": thread.anonymous,
        "department_short": thread.author_department_name,
        "department_slug": department and department.slug,
    }


def verbs_for(viewer: Actor, thread: Thread, cohandlers: frozenset[int] = frozenset()) -> list[Verb]:
    """The verbs that `viewer` may use on the case now."""
    who = relations(viewer, thread.author_id, thread.department_id, cohandlers, channel=thread.channel)
    found = verbs(thread.status, who, thread.answers)
    return [verb for verb in found if verb is not Verb.RATE or not getattr(thread, "answered_by_viewer", False)]


def buttons(thread: Thread, offered: Collection[Verb]) -> tuple[Button, ...]:
    """A Button for each of `offered` that needs no input or has a form."""
    return tuple(_button(verb, thread) for verb in offered if verb in BUTTONS or verb in FORMS)


def _button(verb, thread):
    noun = BUTTONS.get(verb) or FORMS[verb]
    url = f"/threads/{thread.id}/{noun}"
    return Button(verb.value, BUTTON_LABELS[verb], url, primary=verb in PRIMARY, form=verb in FORMS)


def _floors(thread, viewer, selection):
    if selection.tree:
        return _tree(thread, viewer, selection)
    if selection.only:
        return _only(thread, viewer, selection)
    if selection.of:
        return _of_merged(thread, viewer, selection)
    last = page_count(thread.floors)
    if not 1 <= selection.page <= last:
        raise NotFound(N("这个主题只有 %(n)s 页。", n=last))
    shown = posts.page_of_floors(thread, viewer, selection.page, selection.newest_first)
    return shown, numbered_pager(selection.page, last, lambda page: _url(thread, selection, page=page))


def _of_merged(thread, viewer, selection):
    merged = Thread.get_or_none(Thread.id == selection.of, Thread.merged_into == thread.id)
    last = merged and page_count(merged.floors)
    if not merged or not 1 <= selection.page <= last:
        raise NotFound(M("这个主题里没有合并来的主题 %(n)s。", n=selection.of))
    shown = posts.floors_of_merged(thread, viewer, merged, selection.page)
    return shown, numbered_pager(selection.page, last, lambda page: _url(thread, selection, page=page))


def _tree(thread, viewer, selection):
    shown, cursor = posts.tree(thread, viewer, selection.root, selection.after)
    return shown, _keyset(thread, selection, cursor and BY_PATH.encode(cursor))


def _only(thread, viewer, selection):
    (after,) = BY_FLOOR.decode(selection.after or "0")
    shown = posts.floors_of_author(thread, viewer, selection.only, after, PAGE + 1)
    more = len(shown) > PAGE
    return shown[:PAGE], _keyset(thread, selection, BY_FLOOR.encode(shown[PAGE - 1].floor) if more else None)


def _keyset(thread, selection, cursor):
    first = _url(thread, selection) if selection.after else None
    following = _url(thread, selection, after=cursor) if cursor else None
    return Pager(1, 2 if first or following else 1, (), first, following)


def _views(thread, selection):
    flat = not selection.tree and not selection.only and not selection.of
    return (
        Filter(M("楼层"), f"/threads/{thread.id}", flat and not selection.newest_first),
        Filter(M("倒序"), f"/threads/{thread.id}?order=desc", flat and selection.newest_first),
        Filter(M("只看楼主"), f"/threads/{thread.id}?only=1", selection.only == 1),
        Filter(M("树状"), f"/threads/{thread.id}?view=tree", selection.tree),
    )


def _url(thread, selection, **changed):
    parameters = {
        "view": "tree" if selection.tree else None,
        "root": selection.root,
        "only": selection.only,
        "of": selection.of,
        "order": "desc" if selection.newest_first else None,
        **changed,
    }
    query = urlencode({key: value for key, value in parameters.items() if value and (key, value) != ("page", 1)})
    return f"/threads/{thread.id}?{query}" if query else f"/threads/{thread.id}"
