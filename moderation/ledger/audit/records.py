"""What the leaves say of a post and of a thread, and whether the rows say the same. Pure."""

from dataclasses import dataclass, field
from typing import NamedTuple

from forum.commitments import binding
from forum.messages import M
from moderation.ledger.audit.findings import Finding, Wrong
from moderation.ledger.audit.leaves import Fields, moment, read_place


class Leaf(NamedTuple):
    """A leaf's Fields with its number; `data` is what the entry says beyond the leaf, where that is known."""

    entry: int
    said: Fields
    data: dict


class PostRow(NamedTuple):
    """A post as the database has it; `title` is its thread's on the first floor, else None, `place` where it stands now."""

    id: int
    thread: int
    floor: int
    role: str
    department: int | None
    at: object
    revision: int
    hidden_at: object
    hidden_role: str | None
    hidden_reason: str | None
    title: str | None
    place: tuple | None = None


class RevisionRow(NamedTuple):
    """One state of a post's text as the database has it."""

    post: int
    number: int
    text: str
    html: str
    salt: str
    commitment: str


class ThreadRow(NamedTuple):
    """A thread as the database has it: `floors` were given out, `first_hidden` tells whether its first floor is hidden.

    `withheld`: it is hidden as a whole.
    """

    id: int
    floors: int
    public: bool
    hidden: bool
    first_hidden: bool
    withheld: bool = False


@dataclass
class Told:
    """What the leaves say of one post: its creations (one), its revisions by number, the hiding that holds, its last move."""

    created: list = field(default_factory=list)
    revisions: dict = field(default_factory=dict)
    hiding: Leaf | None = None
    place: Leaf | None = None


def told_of(leaves):
    """The Told of a post's leaves in their order."""
    told = Told()
    for leaf in leaves:
        match leaf.said.type:
            case "post.create":
                told.created.append(leaf)
                told.revisions[1] = leaf
            case "post.revise":
                told.revisions[int(leaf.said.revision or 0)] = leaf
            case "post.place":
                told.place = leaf
            case "post.hide" | "post.hide_whole":
                told.hiding = leaf
            case "post.restore" | "post.restore_whole":
                told.hiding = None
    return told


def check_post(row, revisions, told, shows):
    """The findings of one PostRow with its RevisionRows; `shows(text, html)` tells whether HTML is what a text looks like."""
    where = {"thread": row.thread, "floor": row.floor, "post": row.id}
    if not told.created:
        yield Finding(Wrong.POST_UNRECORDED, M("这个帖子没有存证，不是通过程序发表的"), **where)
        return
    yield from _check_head(row, told, where)
    yield from _check_revisions(row, revisions, told, where)
    for revision in revisions:
        if not shows(revision.text, revision.html):
            yield Finding(Wrong.SHOWN, M("第 %(n)s 版显示的内容与正文不符", n=revision.number), **where)
    yield from _check_hiding(row, told.hiding, where)


def missing_post(leaf, post):
    """The Finding of a post that has a leaf and no row."""
    thread, floor = read_place(leaf.said)
    sentence = M("这个帖子不见了（存证第 %(entry)s 条）", entry=leaf.entry)
    return Finding(Wrong.POST_MISSING, sentence, thread, floor, post, leaf.entry)


def _check_head(row, told, where):
    first, *more = told.created
    for leaf in more:
        yield Finding(Wrong.POST_TWICE, M("发表了两次（存证第 %(entry)s 条）", entry=leaf.entry), **where, entry=leaf.entry)
    thread, floor = read_place(first.said)
    if thread and (thread, floor) != (row.thread, row.floor):
        sentence = M("存证里它在主题 %(there)s 第 %(n)s 楼", there=thread, n=floor)
        yield Finding(Wrong.POST_PLACE, sentence, **where, entry=first.entry)
    stands = read_place(told.place.said) if told.place else (row.thread, row.floor)
    if row.place and row.place != stands:
        sentence = M("存证里它现在在主题 %(there)s 第 %(n)s 楼", there=stands[0], n=stands[1])
        yield Finding(Wrong.POST_PLACE, sentence, **where, entry=(told.place or first).entry)
    said = (first.said.role, first.said.department, first.said.time)
    if said != (row.role, row.department and str(row.department), moment(row.at)):
        yield Finding(Wrong.POST_HEAD, M("发帖的身份、部门或时间与存证不符"), **where, entry=first.entry)


def _check_revisions(row, revisions, told, where):
    for revision in revisions:
        yield from _check_text(row, revision, told.revisions.get(revision.number), where)
    lost = sorted(told.revisions.keys() - {revision.number for revision in revisions})
    for number in lost:
        leaf = told.revisions[number]
        sentence = M("第 %(n)s 版正文不见了（存证第 %(entry)s 条）", n=number, entry=leaf.entry)
        yield Finding(Wrong.REVISION_MISSING, sentence, **where, entry=leaf.entry)
    if row.revision != max(told.revisions):
        sentence = M("显示的是第 %(n)s 版，存证里最新的是第 %(newest)s 版", n=row.revision, newest=max(told.revisions))
        yield Finding(Wrong.REVISION_MISSING, sentence, **where)


def _check_text(row, revision, leaf, where):
    if leaf is None:
        yield Finding(Wrong.REVISION_UNRECORDED, M("第 %(n)s 版正文没有存证", n=revision.number), **where)
    elif not revision.commitment == leaf.said.commit == _commitment(row, revision):
        sentence = M("第 %(n)s 版正文与存证不符（存证第 %(entry)s 条）", n=revision.number, entry=leaf.entry)
        yield Finding(Wrong.TEXT, sentence, **where, entry=leaf.entry)


def _commitment(row, revision):
    try:
        return binding(revision.salt, revision.text, row.title)
    except ValueError:  # a salt that is none
        return None


def _check_hiding(row, leaf, where):
    if leaf is None and row.hidden_at is not None:
        yield Finding(Wrong.HIDDEN, M("被屏蔽了，却没有屏蔽的存证"), **where)
    elif leaf is not None and row.hidden_at is None:
        sentence = M("存证里它是屏蔽的（存证第 %(entry)s 条），却显示着，没有恢复的存证", entry=leaf.entry)
        yield Finding(Wrong.UNHIDDEN, sentence, **where, entry=leaf.entry)
    elif leaf is not None and _hiding(row) != (leaf.said.time, leaf.said.role, leaf.data.get("text")):
        yield Finding(Wrong.HIDING, M("屏蔽的时间、身份或理由与存证不符"), **where, entry=leaf.entry)


def _hiding(row):
    return moment(row.hidden_at), row.hidden_role, row.hidden_reason


def check_thread(row, floors, leaves):
    """The findings of one ThreadRow; `floors` are those that have a post, `leaves` those about the thread, both in order."""
    for first, last in gaps(floors, row.floors):
        sentence = M("这一楼不见了") if first == last else M("从这一楼到第 %(last)s 楼都不见了", last=last)
        yield Finding(Wrong.FLOOR_MISSING, sentence, row.id, first)
    if row.hidden != (row.first_hidden or row.withheld):
        kind = Wrong.THREAD_HIDDEN if row.hidden else Wrong.THREAD_UNHIDDEN
        yield Finding(kind, M("标题的屏蔽与第 1 楼的不一致"), row.id)
    if row.withheld != withheld(leaves):
        kind = Wrong.THREAD_HIDDEN if row.withheld else Wrong.THREAD_UNHIDDEN
        yield Finding(kind, M("整个主题的屏蔽与存证不符"), row.id)
    waits = waiting(leaves)
    if row.public and waits:
        yield Finding(Wrong.THREAD_UNVEILED, M("存证里它还在等待审核，却已公开"), row.id)
    if not row.public and not waits:
        yield Finding(Wrong.THREAD_SECLUDED, M("它不再公开，却没有相应的存证"), row.id)


def gaps(numbers, last, first=1):
    """(first, last) of each run that is missing among ascending `numbers` from `first` to `last`."""
    expected = first
    for number in numbers:
        if number > expected:
            yield expected, number - 1
        expected = number + 1
    if expected <= last:
        yield expected, last


def withheld(leaves):
    """Whether a thread is hidden as a whole, as its leaves say."""
    kinds = [leaf.said.type for leaf in leaves if leaf.said.type in ("thread.hide", "thread.restore")]
    return kinds[-1:] == ["thread.hide"]


def waiting(leaves):
    """Whether a question waits to be screened, as the thread's leaves say."""
    waits = False
    for leaf in leaves:
        if leaf.said.type == "case.ask":
            waits = bool(leaf.data.get("waits"))
        elif "unveiled" in leaf.data:
            waits = False
    return waits
