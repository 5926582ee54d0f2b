"""Posts that the word list holds and no moderator has decided on, as a sorted table."""

import json
from collections import Counter
from functools import partial

import peewee

from boards.clocks.newness import label
from boards.models.threads import Post, Revision, Thread
from boards.models.words import HeldPost
from boards.pages.parts import Link
from boards.pages.tables import columns, filters
from boards.queries.parts import shown
from boards.queries.parts.people import ANONYMOUS, author_columns, named
from boards.queries.parts.sorted_rows import moment_key, sorted_rows
from boards.rules.text.word_list import BY_THE_SYSTEM
from forum.messages import M
from forum.problems import NotFound
from forum.store.db import is_sqlite
from forum.store.log import entry_data
from forum.text.checks import excerpt
from moderation.held.choice import PATH, REPLY, THREAD, HeldChoice
from moderation.held.pages import HeldPage, HeldRow

PAGE = 30
EXCERPT = 160
MOST_WORDS = 12  # offered as filters, those that hold most posts
PLAIN = HeldChoice()
COLUMNS = (
    ("case", M("帖子"), ""),
    ("posted", M("发表时间"), "posted"),
    ("held", M("扣下时间"), "held"),
    ("acts", M("决定"), ""),
)
KEYS = {"posted": moment_key(Post.created_at), "held": moment_key(HeldPost.held_at)}
PART_LABELS = {"": M("全部"), THREAD: M("主题"), REPLY: M("回帖")}


def held_page(choice: HeldChoice = PLAIN) -> HeldPage:
    """The HeldPage of the address, in two statements; raises Malformed for a bad cursor."""
    rows, cursor = sorted_rows(
        _chosen(_waiting(), choice),
        KEYS[choice.order.name],
        (HeldPost.id,),
        choice.after or None,
        PAGE,
        descending=choice.order.descending,
    )
    counts = _counts()
    counted = partial(_counted, counts)
    return HeldPage(
        rows=tuple(map(_row, rows)),
        columns=columns(COLUMNS, choice.order, lambda sort: choice.url(sort=sort)),
        words=filters(choice, "word", _words(counts, choice), counted),
        parts=filters(choice, "part", PART_LABELS, counted),
        asked=choice.parameters,
        everything=PATH if choice.word or choice.part else None,
        first=choice.url() if choice.after else None,
        following=choice.url(after=cursor) if cursor else None,
    )


def get_held(held_id: int) -> HeldPost:
    """The HeldPost; raises NotFound."""
    found = HeldPost.get_or_none(HeldPost.id == held_id)
    if found is None:
        raise NotFound(M("没有这个扣下的帖子。"))
    return found


def _waiting():
    return (
        HeldPost.select(
            HeldPost.id,
            HeldPost.words,
            HeldPost.held_at,
            Post.created_at,
            Post.place_floor.alias("floor"),
            *author_columns(Post),
            shown.text_column(),
            Thread.id.alias("thread_id"),
            shown.title_column(),
        )
        .join(Post)
        .join(Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .join_from(Post, Thread, on=Thread.id == Post.place_thread)
        .where(HeldPost.decided_at.is_null(), Post.hidden_role == BY_THE_SYSTEM)
    )


def _chosen(query, choice):
    if choice.word:
        query = query.where(_contains(json.dumps(choice.word, ensure_ascii=False)))
    return query.where((Post.place_floor == 1) == (choice.part == THREAD)) if choice.part else query


def _contains(quoted):
    """The condition that the JSON list has this string; LIKE would take upper and lower case, % and _ for others."""
    position = peewee.fn.INSTR if is_sqlite() else peewee.fn.STRPOS
    return position(HeldPost.words, quoted) > 0


def _counts():
    """[(words that hold the same posts, part, how many posts)], in one statement."""
    part = peewee.Case(None, [(Post.place_floor == 1, THREAD)], REPLY).alias("part")
    rows = _waiting().select(HeldPost.words, part, peewee.fn.COUNT(HeldPost.id))
    rows = rows.group_by(HeldPost.words, peewee.SQL("2")).tuples()
    return [(frozenset(entry_data(words)), each, number) for words, each, number in rows]


def _counted(counts, choice):
    return sum(
        number
        for words, part, number in counts
        if (not choice.word or choice.word in words) and choice.part in ("", part)
    )


def _words(counts, choice):
    """The labels of the filter by word: the words that hold most, and the one that is chosen."""
    held = Counter()
    for words, _, number in counts:
        held.update(dict.fromkeys(words, number))
    found = [word for word, _ in sorted(held.items(), key=lambda each: (-each[1], each[0]))[:MOST_WORDS]]
    if choice.word and choice.word not in found:
        found.append(choice.word)
    return {"": M("全部")} | {word: label(word) for word in found}


def _row(row):
    title = shown.visible_title(row["title"], hidden=False)  # only moderators come here
    line = excerpt(row["text"], EXCERPT)
    return HeldRow(
        id=row["id"],
        thread=Link(title, f"/threads/{row['thread_id']}/floors/{row['floor']}"),
        floor=row["floor"],
        name=ANONYMOUS if row["anonymous"] else named(row["author_name"]),
        excerpt=line,
        rest=row["text"] if line.endswith("…") else "",
        words=tuple(map(label, entry_data(row["words"]))),
        posted_at=row["created_at"],
        held_at=row["held_at"],
    )
