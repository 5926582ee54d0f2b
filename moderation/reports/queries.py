"""Reports: the moderators' queue, grouped by post, and the viewer's own reports."""

import peewee

from boards.models.moderation import Report
from boards.models.threads import Post, Thread
from boards.pages.parts import Link
from boards.queries.parts import shown
from boards.queries.thread.posts import post_view, posts_with_text
from boards.rules.floors import floor_label
from forum.messages import M
from forum.roles import Actor
from forum.text.reasons import HIDING, LABELS, reason_text
from moderation.reports.actions import DISMISSED, UPHELD
from moderation.reports.pages import OwnReport, OwnReportsPage, ReportedRow, ReportLine, ReportsPage

PAGE = 20
MOST_LINES = 5  # of the reports of one post

OUTCOMES = {None: M("等待处理"), UPHELD: M("举报成立"), DISMISSED: M("举报不成立")}
REASONS = tuple((code.value, LABELS[code]) for code in HIDING)


def reports_page(viewer: Actor, after: int | None = None) -> ReportsPage:
    """The ReportsPage from the post whose first report comes after number `after`, in three statements."""
    groups = list(_groups(after).limit(PAGE + 1).tuples())
    shown = groups[:PAGE]
    posts, lines = _posts([group[0] for group in shown]), _lines([group[0] for group in shown])
    return ReportsPage(
        rows=tuple(_reported(group, posts[group[0]], lines[group[0]], viewer) for group in shown),
        reasons=REASONS,
        following=f"/moderation/reports?after={shown[-1][2]}" if len(groups) > PAGE else None,
        first="/moderation/reports" if after else None,
    )


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


def _groups(after):
    """(post, how many, first number, last number, since when), oldest first."""
    first = peewee.fn.MIN(Report.id)
    columns = (Report.post, peewee.fn.COUNT(Report.id), first, peewee.fn.MAX(Report.id), peewee.fn.MIN(Report.at))
    rows = Report.select(*columns).where(Report.decided_at.is_null()).group_by(Report.post).order_by(first)
    return rows.having(first > after) if after else rows


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
    post, number, first, newest, since = group
    thread = Thread(id=row["thread_id"], author=row["thread_author"], anonymous=row["thread_anonymous"])
    title = shown.visible_title(row["title"], row["thread_hidden"])
    return ReportedRow(
        post=post_view(row, viewer, thread),
        thread=Link(title, f"/threads/{row['thread_id']}/floors/{row['floor']}"),
        number=number,
        since=Report.at.python_value(since),
        first=first,
        up_to=newest,
        lines=tuple(lines),
        deciding=f"/moderation/reports/{post}/decision",
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
