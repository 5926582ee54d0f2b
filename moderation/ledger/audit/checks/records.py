"""Compares the rows of posts and threads with their leaves. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from boards.rules.deeds.record import Effect
from boards.rules.deeds.table import deeds_of, effect_of
from forum.deeds import Deed
from forum.messages import M
from forum.store.commitments import commitment_of_text
from moderation.ledger.audit.checks.findings import Finding, FindingKind
from moderation.ledger.audit.checks.leaves import Fields, moment, read_place

Shows = Callable[[str, str, int], bool]
THREAD_HIDING = deeds_of(Effect.HIDES_THREAD, Effect.RESTORES_THREAD)


class Leaf(NamedTuple):
    """A leaf's Fields with its number; `data` is the entry's data beside the leaf, {} where it is not known."""

    entry: int
    fields: Fields
    data: dict[str, Any]


class PostRow(NamedTuple):
    """A post as the database has it; `title` is its thread's on the first floor, else None."""

    id: int
    thread: int
    floor: int
    role: str
    department: int | None
    at: datetime | str
    revision: int
    hidden_at: datetime | str | None
    hidden_role: str | None
    hidden_reason: str | None
    hidden_code: str | None
    hidden_whole: bool
    place_thread: int
    place_floor: int
    sealed: int | None
    title: str | None
    shown_title: str | None
    title_withheld: str | None


class RevisionRow(NamedTuple):
    """One state of a post's text as the database has it."""

    post: int
    number: int
    text: str
    html: str
    salt: str
    commitment: str
    rendering: int
    withheld: str | None
    shown_text: str | None
    shown_html: str | None


class ThreadRow(NamedTuple):
    """A thread as the database has it: `floors` is how many were assigned, `first_hidden` tells whether its first floor is hidden.

    `supports` is the number that is shown, `supporters` how many accounts there are.
    """

    id: int
    floors: int
    title: str
    merged_into: int | None
    public: bool
    hidden: bool
    withheld: bool
    first_hidden: bool
    supports: int
    supporters: int


@dataclass
class PostHistory:
    """The history of one post by its leaves: creation, revisions by number, last move, current hiding, coverings."""

    created: list[Leaf] = field(default_factory=list)
    revisions: dict[int, Leaf] = field(default_factory=dict)
    moved: Leaf | None = None
    hiding: Leaf | None = None
    coverings: list[Leaf] = field(default_factory=list)

    @property
    def place(self) -> tuple[int, int] | tuple[None, None]:
        """(thread, floor) where the post stands, or (None, None) when no leaf says so."""
        return read_place((self.moved or self.created[0]).fields)


def post_history(leaves: Iterable[Leaf]) -> PostHistory:
    """The PostHistory of a post's leaves, given in their order."""
    history = PostHistory()
    for leaf in leaves:
        match effect_of(leaf.fields.type):
            case Effect.CREATES:
                history.created.append(leaf)
                history.revisions[1] = leaf
            case Effect.REVISES:
                history.revisions[int(leaf.fields.revision or 0)] = leaf
            case Effect.PLACES:
                history.moved = leaf
            case Effect.HIDES:
                history.hiding = leaf
            case Effect.RESTORES:
                history.hiding = None
            case Effect.COVERS | Effect.UNCOVERS | Effect.SEALS:
                history.coverings.append(leaf)
    return history


def check_post(row: PostRow, revisions: Sequence[RevisionRow], history: PostHistory, shows: Shows) -> Iterator[Finding]:
    """The findings of one PostRow with its RevisionRows.

    `shows(text, html, rendering)` tells whether the HTML is what this version of the renderer makes of the text.
    """
    where = {"thread": row.thread, "floor": row.floor, "post": row.id}
    if not history.created:
        yield Finding(FindingKind.POST_UNRECORDED, M("这个帖子没有存证，不是通过程序发表的"), **where)
        return
    yield from _check_head(row, history, where)
    yield from _check_revisions(row, revisions, history, where)
    for revision in revisions:
        if not shows(revision.text, revision.html, revision.rendering):
            yield Finding(FindingKind.SHOWN, M("第 %(n)s 版显示的内容与正文不符", n=revision.number), **where)
    yield from _check_hiding(row, history, where)


def missing_post(leaf: Leaf, post: int) -> Finding:
    """The Finding of a post that has a leaf and no row."""
    thread, floor = read_place(leaf.fields)
    sentence = M("这个帖子不见了（存证第 %(entry)s 条）", entry=leaf.entry)
    return Finding(FindingKind.POST_MISSING, sentence, thread, floor, post, leaf.entry)


def _check_head(row: PostRow, history: PostHistory, where: Mapping[str, Any]) -> Iterator[Finding]:
    first, *more = history.created
    for leaf in more:
        yield Finding(
            FindingKind.POST_TWICE, M("发表了两次（存证第 %(entry)s 条）", entry=leaf.entry), **where, entry=leaf.entry
        )
    thread, floor = read_place(first.fields)
    if thread and (thread, floor) != (row.thread, row.floor):
        sentence = M("存证里它在主题 %(there)s 第 %(n)s 楼", there=thread, n=floor)
        yield Finding(FindingKind.POST_PLACE, sentence, **where, entry=first.entry)
    elif thread and history.place != (row.place_thread, row.place_floor):
        sentence = M("存证里它现在在主题 %(there)s 第 %(n)s 楼", there=history.place[0], n=history.place[1])
        yield Finding(FindingKind.POST_PLACE, sentence, **where, entry=(history.moved or first).entry)
    fields = (first.fields.role, first.fields.department, first.fields.time)
    if fields != (row.role, row.department and str(row.department), moment(row.at)):
        yield Finding(FindingKind.POST_HEAD, M("发帖的身份、部门或时间与存证不符"), **where, entry=first.entry)


def _check_revisions(
    row: PostRow, revisions: Sequence[RevisionRow], history: PostHistory, where: Mapping[str, Any]
) -> Iterator[Finding]:
    for revision in revisions:
        yield from _check_text(row, revision, history.revisions.get(revision.number), where)
    lost = sorted(history.revisions.keys() - {revision.number for revision in revisions})
    for number in lost:
        leaf = history.revisions[number]
        sentence = M("第 %(n)s 版正文不见了（存证第 %(entry)s 条）", n=number, entry=leaf.entry)
        yield Finding(FindingKind.REVISION_MISSING, sentence, **where, entry=leaf.entry)
    if row.revision != max(history.revisions):
        sentence = M(
            "显示的是第 %(n)s 版，存证里最新的是第 %(newest)s 版", n=row.revision, newest=max(history.revisions)
        )
        yield Finding(FindingKind.REVISION_MISSING, sentence, **where)


def _check_text(row: PostRow, revision: RevisionRow, leaf: Leaf | None, where: Mapping[str, Any]) -> Iterator[Finding]:
    if leaf is None:
        yield Finding(FindingKind.REVISION_UNRECORDED, M("第 %(n)s 版正文没有存证", n=revision.number), **where)
    elif not revision.commitment == leaf.fields.commit == _commitment(row, revision):
        sentence = M("第 %(n)s 版正文与存证不符（存证第 %(entry)s 条）", n=revision.number, entry=leaf.entry)
        yield Finding(FindingKind.TEXT, sentence, **where, entry=leaf.entry)


def _commitment(row: PostRow, revision: RevisionRow) -> str | None:
    try:
        return commitment_of_text(revision.salt, revision.text, row.title)
    except ValueError:  # the salt is not in hex
        return None


def _check_hiding(row: PostRow, history: PostHistory, where: Mapping[str, Any]) -> Iterator[Finding]:
    leaf = history.hiding
    if leaf is None and row.hidden_at is not None:
        yield Finding(FindingKind.HIDDEN, M("被屏蔽了，却没有屏蔽的存证"), **where)
    elif leaf is not None and row.hidden_at is None:
        sentence = M("存证里它是屏蔽的（存证第 %(entry)s 条），却显示着，没有恢复的存证", entry=leaf.entry)
        yield Finding(FindingKind.UNHIDDEN, sentence, **where, entry=leaf.entry)
    elif leaf is not None and _hiding(row) != _hiding_told(leaf):
        yield Finding(FindingKind.HIDING, M("屏蔽的时间、身份或理由与存证不符"), **where, entry=leaf.entry)


def _hiding(row: PostRow) -> tuple[Any, ...]:
    at = row.hidden_at and moment(row.hidden_at)
    return at, row.hidden_role, row.hidden_code or "", row.hidden_reason or "", row.hidden_whole


def _hiding_told(leaf: Leaf) -> tuple[Any, ...]:
    text = leaf.data.get("text") or ""
    # A post that the word list holds has its code as its only reason.
    code = leaf.fields.reason if leaf.fields.reason != text else None
    return leaf.fields.time, leaf.fields.role, code or "", text, leaf.fields.type == Deed.POST_HIDE_WHOLE


def check_thread(row: ThreadRow, floors: Iterable[int], leaves: Sequence[Leaf]) -> Iterator[Finding]:
    """The findings of one ThreadRow; `floors` are the floors with a post or a placement, `leaves` those about the thread, both in order."""
    for first, last in gaps(floors, row.floors):
        sentence = M("这一楼不见了") if first == last else M("从这一楼到第 %(last)s 楼都不见了", last=last)
        yield Finding(FindingKind.FLOOR_MISSING, sentence, row.id, first)
    if row.supports != row.supporters:
        counted = {"n": row.supports, "there": row.supporters}
        yield Finding(FindingKind.COUNT, M("支持数显示 %(n)s，记录在案的是 %(there)s", **counted), row.id)
    by_type = {leaf.fields.type: leaf for leaf in leaves}
    yield from _check_thread_hiding(row, leaves)
    if (row.merged_into is not None) != (Deed.THREAD_MERGE in by_type):
        yield Finding(FindingKind.THREAD_SECLUDED, M("并入别的主题与存证不符"), row.id)
    if Deed.THREAD_OPEN in by_type and by_type[Deed.THREAD_OPEN].data.get("title") != row.title:
        yield Finding(FindingKind.TEXT, M("标题与存证不符"), row.id)
    waits = waiting(leaves)
    if row.public and waits:
        yield Finding(FindingKind.THREAD_UNVEILED, M("存证里它还在等待审核，却已公开"), row.id)
    if not row.public and not waits:
        yield Finding(FindingKind.THREAD_SECLUDED, M("它不再公开，却没有相应的存证"), row.id)


def _check_thread_hiding(row: ThreadRow, leaves: Sequence[Leaf]) -> Iterator[Finding]:
    hidings = [leaf.fields.type for leaf in leaves if leaf.fields.type in THREAD_HIDING]
    withheld = bool(hidings) and hidings[-1] == Deed.THREAD_HIDE
    if row.withheld != withheld:
        kind = FindingKind.THREAD_HIDDEN if row.withheld else FindingKind.THREAD_UNHIDDEN
        yield Finding(kind, M("整个主题的屏蔽与存证不符"), row.id)
    elif row.hidden and not (row.first_hidden or withheld):
        yield Finding(FindingKind.THREAD_HIDDEN, M("标题的屏蔽与第 1 楼的不一致"), row.id)
    elif row.first_hidden and not row.hidden:
        yield Finding(FindingKind.THREAD_UNHIDDEN, M("标题的屏蔽与第 1 楼的不一致"), row.id)


def gaps(numbers: Iterable[int], last: int, first: int = 1) -> Iterator[tuple[int, int]]:
    """(first, last) of each run that is missing among ascending `numbers` from `first` to `last`."""
    expected = first
    for number in numbers:
        if number > expected:
            yield expected, number - 1
        expected = number + 1
    if expected <= last:
        yield expected, last


def waiting(leaves: Iterable[Leaf]) -> bool:
    """Whether a question waits for screening by the thread's leaves."""
    waits = False
    for leaf in leaves:
        if leaf.fields.type == Deed.ASK:
            waits = bool(leaf.data.get("waits"))
        elif "unveiled" in leaf.data:
            waits = False
    return waits
