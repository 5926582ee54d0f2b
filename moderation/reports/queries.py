"""Reports: the moderators' queue, grouped by post, and the viewer's own reports."""

from functools import partial

import peewee

from boards.models.moderation import Report
from boards.models.threads import Post, Thread
from boards.pages.parts import Link
from boards.pages.tables import columns, filters
from boards.queries.parts import shown
from boards.queries.parts.sorted_rows import SortKey, moment_key, sorted_rows
from boards.queries.thread.posts import post_view, posts_with_text
from boards.rules.floors import floor_label
from forum.messages import M
from forum.roles import Actor
from forum.text.reasons import HIDING, LABELS, reason_text
from moderation.reports.actions import DISMISSED, UPHELD
from moderation.reports.choice import HIDDEN, PATH, VISIBLE, ReportsChoice
from moderation.reports.pages import OwnReport, OwnReportsPage, ReportedRow, ReportLine, ReportsPage

PAGE = 20
MOST_LINES = 5  # of the reports of one post

PLAIN = ReportsChoice()
COLUMNS = (
    ("case", M("被举报的帖子"), ""),
    ("since", M("最早的举报"), "since"),
    ("reports", M("举报数"), "-reports"),
    ("acts", M("决定"), ""),
)
STATE_LABELS = {"": M("全部"), VISIBLE: M("还看得到"), HIDDEN: M("已经屏蔽")}
CODE_LABELS = {"": M("全部"), **{code.value: LABELS[code] for code in HIDING}}
OUTCOMES = {None: M("等待处理"), UPHELD: M("举报成立"), DISMISSED: M("举报不成立")}
REASONS = tuple((code.value, LABELS[code]) for code in HIDING)


def reports_page(viewer: Actor, choice: ReportsChoice = PLAIN) -> ReportsPage:
    """The ReportsPage of the address, in five statements; raises Malformed for a bad cursor."""
    groups = _groups()
    query = _chosen(_reported_posts(groups), choice)
    keys = {"since": moment_key(groups.c.since), "reports": SortKey(groups.c.number)}
    rows, cursor = sorted_rows(
        query,
        keys[choice.order.name],
        (groups.c.first,),
        choice.after or None,
        PAGE,
        descending=choice.order.descending,
    )
    counted = partial(_counted, _counts())
    return ReportsPage(
        rows=_rows(rows, viewer),
        reasons=REASONS,
        columns=columns(COLUMNS, choice.order, lambda sort: choice.url(sort=sort)),
        codes=filters(choice, "code", CODE_LABELS, counted),
        states=filters(choice, "state", STATE_LABELS, counted),
        asked=choice.parameters,
        everything=PATH if choice.code or choice.state else None,
        first=choice.url() if choice.after else None,
        following=choice.url(after=cursor) if cursor else None,
    )


def waiting_reports(viewer: Actor, after: int | None = None) -> tuple[tuple[ReportedRow, ...], int | None]:
    """(rows, number after which the next page begins or None): the reported posts whose first report comes after number `after`."""
    groups = _groups()
    query = _reported_posts(groups).order_by(groups.c.first).limit(PAGE + 1)
    found = list((query.where(groups.c.first > after) if after else query).dicts())
    return _rows(found[:PAGE], viewer), found[PAGE - 1]["first"] if len(found) > PAGE else None


def own_reports_page(viewer: Actor, before: int | None = None, limit: int = PAGE) -> OwnReportsPage:
    """The OwnReportsPage of `viewer`."""
    rows = (
        Report.select(Report, Post.place_thread, Post.place_floor, shown.title_column(), Thread.hidden)
        .join(Post)
        .join_from(Post, Thread, on=Thread.id == Post.place_thread)
        .where(Report.account == viewer.account)
        .order_by(Report.id.desc())
        .limit(limit + 1)
    )
    found = list((rows.where(Report.id < before) if before else rows).dicts())
    return OwnReportsPage(
        rows=tuple(map(_own, found[:limit])),
        newest="/account/reports" if before else None,
        older=f"/account/reports?before={found[limit - 1]['id']}" if len(found) > limit else None,
    )


def _groups():
    """Of each post with reports that wait: how many, the first and the last number, since when."""
    numbers = (
        peewee.fn.COUNT(Report.id).alias("number"),
        peewee.fn.MIN(Report.id).alias("first"),
        peewee.fn.MAX(Report.id).alias("newest"),
        peewee.fn.MIN(Report.at).alias("since"),
    )
    waiting = Report.select(Report.post, *numbers).where(Report.decided_at.is_null())
    return waiting.group_by(Report.post).alias("waiting")


def _reported_posts(groups):
    own = (groups.c.number, groups.c.first, groups.c.newest, groups.c.since)
    return Post.select(Post.id, *own).join(groups, on=groups.c.post_id == Post.id)


def _chosen(query, choice):
    if choice.code:
        of_code = Report.select(Report.post).where(Report.decided_at.is_null(), Report.code == choice.code)
        query = query.where(Post.id.in_(of_code))
    return query.where(Post.hidden_at.is_null(choice.state == VISIBLE)) if choice.state else query


def _counts():
    """{(code, state): how many posts}, with '' for all codes, in two statements."""
    state = peewee.Case(None, [(Post.hidden_at.is_null(), VISIBLE)], HIDDEN).alias("state")
    posts = peewee.fn.COUNT(Report.post.distinct())
    waiting = Report.select().join(Post).where(Report.decided_at.is_null())
    every = waiting.select(state, posts).group_by(peewee.SQL("1")).tuples()
    of_codes = waiting.select(Report.code, state, posts).group_by(Report.code, peewee.SQL("2")).tuples()
    return {("", each): number for each, number in every} | {(code, each): n for code, each, n in of_codes}


def _counted(counts, choice):
    return sum(n for (code, state), n in counts.items() if code == choice.code and choice.state in ("", state))


def _rows(groups, viewer):
    ids = [group["id"] for group in groups]
    posts, lines = _posts(ids), _lines(ids)
    return tuple(_reported(group, posts[group["id"]], lines[group["id"]], viewer) for group in groups)


def _posts(ids):
    rows = posts_with_text().select_extend(
        shown.title_column(),
        *(getattr(Thread, name).alias(f"thread_{name}") for name in ("id", "hidden", "author", "anonymous")),
    )
    rows = rows.join_from(Post, Thread, on=Thread.id == Post.place_thread).where(Post.id.in_(ids))
    return {row["id"]: row for row in rows.dicts()} if ids else {}


def _lines(ids):
    rank = peewee.fn.ROW_NUMBER().over(partition_by=[Report.post], order_by=[Report.id.desc()]).alias("rank")
    ranked = Report.select(Report.post, Report.at, Report.code, Report.text, rank).where(
        Report.post.in_(ids), Report.decided_at.is_null()
    )
    columns = (ranked.c.post_id, ranked.c.at, ranked.c.code, ranked.c.text)
    rows = Report.select(*columns).from_(ranked).where(ranked.c.rank <= MOST_LINES).tuples() if ids else ()
    found = {post: [] for post in ids}
    for post, at, code, text in rows:
        found[post].append(ReportLine(Report.at.python_value(at), reason_text(code, text) or ""))
    return found


def _reported(group, row, lines, viewer):
    thread = Thread(id=row["thread_id"], author=row["thread_author"], anonymous=row["thread_anonymous"])
    title = shown.visible_title(row["title"], row["thread_hidden"])
    return ReportedRow(
        post=post_view(row, viewer, thread),
        thread=Link(title, f"/threads/{row['thread_id']}/floors/{row['floor']}"),
        number=group["number"],
        since=Report.at.python_value(group["since"]),
        first=group["first"],
        up_to=group["newest"],
        lines=tuple(lines),
    )


def _own(row):
    title = shown.visible_title(row["title"], row["hidden"])
    where = M("%(title)s，%(floor)s", title=title, floor=floor_label(row["place_floor"]))
    return OwnReport(
        number=row["id"],
        at=row["at"],
        post=Link(where, f"/threads/{row['place_thread']}/floors/{row['place_floor']}"),
        why=reason_text(row["code"], row["text"]) or "",
        outcome=OUTCOMES[row["outcome"]],
        answer=row["answer"],
        decided_at=row["decided_at"],
    )
