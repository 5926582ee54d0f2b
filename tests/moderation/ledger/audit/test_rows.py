"""What the public is shown of cases, posts, departments, rights and sanctions, altered behind the program's back in every
way by itself, is named from inside, and from outside where it is public.
"""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

import pytest

from boards.actions.cases import extensions, handling, ratings, transfers
from boards.actions.cases.promises import answer as answer_promise
from boards.actions.city import offices
from boards.actions.posts import posts, press
from boards.actions.posts.locations import CheckedLocation, relocate
from boards.actions.posts.threads import ask, support
from boards.clocks.policy import NoticeKind
from boards.models.cases import Extension
from boards.models.promises import Promise
from boards.models.threads import Clock, Post, Thread
from boards.readers import promises
from boards.rules.locations.position import Position, Precision
from forum.accounts import actions as accounts
from forum.accounts.models import Account
from forum.store import db
from forum.store.proved import PROVED
from forum.store.recorded_rows import RecordedRow
from moderation.assessments.actions import freeze
from moderation.ledger.signing import Signer
from moderation.notices.actions import close, issue, receive
from moderation.reports import actions as reports
from moderation.sanctions import actions as sanctions
from moderation.supervision.topics.actions import open_topic

INSIDE, EVERYWHERE = False, True


@pytest.fixture
def city(story, places, cast, rules, now, settings):
    """The story, and a case that went through two offices, was rated badly, and has a report, a warning and a support."""
    later = [now + timedelta(minutes=each) for each in range(1, 20)]
    case = ask(
        places.roads_board,
        actor=cast.asker,
        now=now,
        city=rules,
        title="公交站牌歪了",
        text="站牌歪了一个月。",
        kind="complaint",
        location=CheckedLocation("人民路公交站", Position(289703, 1188743), Precision.POINT),
    )
    why = "这个路段的站牌由住建局管理，请住建局研究办理。"
    transfers.transfer(case, actor=cast.outsider, now=later[0], city=rules, to=places.housing, explanation=why)
    handling.accept(case, actor=cast.spokesperson, now=later[1])
    late = Clock.get(Clock.thread == case.id, Clock.department == places.housing.id, Clock.kind == "answer")
    notice = issue(NoticeKind.WARNING, late.id, actor=cast.supervisor, now=late.due_at, city=rules)
    receive(notice, actor=cast.spokesperson, now=late.due_at)
    close(notice, actor=cast.supervisor, now=late.due_at, text="已经在办")
    extensions.ask_extension(case, actor=cast.spokesperson, now=later[2], until=_later_end(case), reason="等材料")
    extensions.decide(Extension.get(), actor=cast.supervisor, now=later[3], city=rules, granted=True)
    handling.give_result(case, actor=cast.spokesperson, now=later[4], text="站牌已经扶正，10月31日前更换。", city=rules)
    promises.reader(rules).catch_up(later[4])
    said = {"outcome": "none", "floor": "", "until": "", "text": "不是"}
    answer_promise(Promise.get(), actor=cast.spokesperson, now=later[4], city=rules, **said)
    ratings.rate(case, actor=cast.asker, now=later[5], city=rules, grade=1, text="还是歪的")
    told = {"title": "站牌扶正了", "byline": "朱明", "medium": "日报", "published_on": "2014-09-21", "url": ""}
    by_press = {"actor": cast.reporter, "now": later[5], "today": now.date()}
    report = press.publish({**told, "text": "记者看到。", "threads": str(case.id)}, **by_press)
    press.withdraw(report, actor=cast.reporter, now=later[6], reason="写错了")
    listed = {"kind": "deputy", "name": "李国平", "office": "副局长"}
    person = offices.add_person(places.housing, actor=cast.spokesperson, now=later[6], **listed)
    offices.remove_person(places.housing, person.id, actor=cast.spokesperson, now=later[6])
    offices.revise_rules(places.housing, actor=cast.spokesperson, now=later[6], text="第一条", based_on=0)
    support(case, actor=cast.neighbour, now=later[6])
    reply = posts.reply(case, actor=cast.neighbour, now=later[7], city=rules, text="我也看到了")
    answer = Post.get(Post.thread == case.id, Post.kind == "result")
    posts.reply(case, actor=cast.reporter, now=later[8], city=rules, text="请问何时？", parent=answer.id)
    hidden = posts.reply(case, actor=cast.neighbour, now=later[8], city=rules, text="悄悄话", anonymous=True)
    reports.report(reply, actor=cast.asker, now=later[9], city=rules, reason="广告")
    reports.dismiss(reply, actor=cast.moderator, now=later[10], answer="不是广告")
    sanctions.warn(reply, actor=cast.moderator, now=later[11], code="insult", text="请文明发言")
    about = {"slug": "light", "title": "路灯", "introduction": "路灯的事。"}
    open_topic(actor=cast.supervisor, now=later[11], threads=str(case.id), **about)
    asked_on = rules.day(now)
    freeze(asked_on, asked_on, actor=cast.supervisor, now=now + timedelta(days=2), city=rules)
    accounts.revoke(Account.get_by_id(cast.reporter.account), "reporter", now=later[12], actor=cast.administrator)
    moved = {"address": "人民路东", "position": "", "reason": "", "based_on": "1"}
    relocate(case, moved, actor=cast.asker, now=later[12], city=rules)
    Signer(settings).catch_up(later[13])
    return SimpleNamespace(
        case=case.id, answer=answer.id, reply=reply.id, anonymous=hidden.id, talk=story.talk.id, roads=places.roads.id
    )


def _later_end(case):
    due = Clock.select(Clock.due_at).where(Clock.thread == case.id, Clock.kind == "answer").scalar()
    return due + timedelta(days=3)


@dataclass(frozen=True)
class Way:
    """A way of tampering with one table: the statement, whether everybody can see it, and what may name it."""

    table: str
    statement: str
    public: bool
    kinds: frozenset = frozenset({"row"})


def update(table, change, where, public=EVERYWHERE, kinds=("row",)):
    return Way(table, f"UPDATE {table} SET {change} WHERE {where}", public, frozenset(kinds))


def delete(table, where, public=EVERYWHERE, kinds=("row-missing",)):
    return Way(table, f"DELETE FROM {table} WHERE {where}", public, frozenset(kinds))


EARLY = "'2013-01-01 00:00:00.000000+00:00'"
CASE, ANSWER, REPLY = "id = {case}", "id = {answer}", "id = {reply}"
OF_CASE = "thread_id = {case}"
THREADS = {
    "its status": update("thread", "status = 'closed'", CASE),
    "its status, back to the beginning": update("thread", "status = 'unaccepted'", CASE),
    "its board": update("thread", "board_id = (SELECT id FROM board WHERE slug = 'chengshi')", CASE),
    "its department": update("thread", "department_id = {roads}", CASE),
    "no department": update("thread", "department_id = NULL", CASE),
    "its author's name": update("thread", "author_name = '别人'", CASE),
    "its author": update("thread", "author_id = (SELECT id FROM account WHERE username = 'neighbour')", CASE, INSIDE),
    "its author's role": update("thread", "role = 'moderator'", CASE),
    "its author's department": update("thread", "author_department_id = {roads}", CASE),
    "its author's department's name": update("thread", "author_department_name = '交通局'", CASE),
    "its author made anonymous": update("thread", "anonymous = {yes}", CASE),
    "when it was asked": update("thread", f"created_at = {EARLY}", CASE, kinds=("row",)),
    "its kind": update("thread", "kind = 'advice'", CASE),
    "its channel": update("thread", "channel = 'hotline'", CASE),
    "its disposition": update("thread", "disposition = 'declined'", CASE, INSIDE),
    "a duplicate": update("thread", "duplicate_of_id = {talk}", CASE),
    "when it was accepted": update("thread", f"accepted_at = {EARLY}", CASE, INSIDE),
    "who accepted it": update("thread", "accepted_by_id = 1", CASE, INSIDE),
    "when it is due": update("thread", f"next_due_at = {EARLY}", CASE, INSIDE),
    "pinned": update("thread", "pinned = 1", CASE),
    "highlighted": update("thread", "highlighted = {yes}", CASE),
    "locked": update("thread", "locked = {yes}", CASE),
    "ended": update("thread", "ended = {yes}", "id = {talk}"),
    "its supports counted up": update("thread", "supports = 99", CASE, kinds=("count",)),
    "a number in an older forum": update("thread", "external_ref = 'x/1'", CASE, INSIDE),
}
POSTS = {
    "a result made a reply": update("post", "kind = 'reply'", ANSWER),
    "a reply made a result": update("post", "kind = 'result'", REPLY),
    "the department's name": update("post", "department_name = '交通局'", ANSWER),
    "the department": update("post", "department_id = {roads}", ANSWER, kinds=("row", "post-head")),
    "the author's name": update("post", "author_name = '别人'", REPLY),
    "the author": update("post", "author_id = (SELECT id FROM account WHERE username = 'asker')", REPLY, INSIDE),
    "made anonymous": update("post", "anonymous = {yes}", REPLY),
    "an anonymous one named": update("post", "anonymous = {no}", "id = {anonymous}"),
    "an anonymous one's name": update("post", "author_name = '别人'", "id = {anonymous}", INSIDE),
    "the role": update("post", "role = 'moderator'", REPLY, kinds=("row", "post-head")),
    "the time": update("post", f"created_at = {EARLY}", REPLY, kinds=("row", "post-head")),
    "what it answers": update("post", "parent_id = {answer}", REPLY),
    "answering nothing": update("post", "parent_id = NULL", "parent_id = {answer}"),
    "its order below another": update("post", "path = '00001.00001'", REPLY, INSIDE),
    "its channel": update("post", "channel = 'hotline'", REPLY, INSIDE),
    "a question settled": update("post", "unsettled = NOT unsettled", "thread_id = {case} AND floor = 1", INSIDE),
}
CASES = {
    "a rating raised": update("rating", "grade = 5", OF_CASE, INSIDE),
    "a rating's text": update("rating", "text = '很满意'", OF_CASE, INSIDE),
    "a rating's department": update("rating", "department_id = {roads}", OF_CASE, INSIDE),
    "a rating's author": update(
        "rating", "account_id = (SELECT id FROM account WHERE username = 'neighbour')", OF_CASE, INSIDE
    ),
    "a rating's time": update("rating", f"created_at = {EARLY}", OF_CASE, INSIDE),
    "a rating's number": update("rating", "number = 2", OF_CASE, INSIDE),
    "a rating deleted": delete("rating", OF_CASE, INSIDE),
    "a rating invented": Way(
        "rating",
        "INSERT INTO rating (thread_id, number, department_id, account_id, grade, text, created_at) "
        "SELECT thread_id, 2, department_id, account_id, 5, '好', created_at FROM rating",
        INSIDE,
        frozenset({"row-unrecorded"}),
    ),
    "a clock's end moved": update("clock", f"due_at = {EARLY}", OF_CASE),
    "a clock's beginning": update("clock", f"opened_at = {EARLY}", OF_CASE),
    "a clock met earlier": update("clock", f"met_at = {EARLY}", OF_CASE + " AND met_at IS NOT NULL"),
    "a clock never met": update("clock", "met_at = NULL", OF_CASE + " AND met_at IS NOT NULL"),
    "what met a clock": update("clock", "met_by = 'case.close'", OF_CASE + " AND outcome = 'met'"),
    "how a clock ended": update("clock", "outcome = 'met'", OF_CASE + " AND outcome = 'stopped'"),
    "a clock's kind": update("clock", "kind = 'cohandling'", OF_CASE + " AND kind = 'accept'"),
    "a clock of another department": update("clock", "department_id = {roads}", OF_CASE),
    "a clock's explanation": update("clock", "explanation = '[]'", OF_CASE, INSIDE),
    "a clock made provisional": update("clock", "provisional = {yes}", OF_CASE),
    "the clocks deleted": delete("clock", OF_CASE),
    "an extension's end": update("extension", f"until = {EARLY}", OF_CASE, INSIDE),
    "an extension's reason": update("extension", "reason = '另一个'", OF_CASE, INSIDE),
    "an extension refused": update("extension", "granted = {no}", OF_CASE, INSIDE),
    "a notice's number": update("notice", "number = 9", OF_CASE, INSIDE),
    "a notice's addressee": update("notice", "addressee = '别的局'", OF_CASE, INSIDE),
    "when a notice was signed for": update("notice", f"signed_at = {EARLY}", OF_CASE, INSIDE),
    "why a notice was closed": update("notice", "closing = 'done', closed_text = '办好了'", OF_CASE, INSIDE),
    "who issued a notice": update("notice", "issued_by_id = 1", OF_CASE, INSIDE),
    "a notice deleted": delete("notice", OF_CASE, INSIDE),
    "a topic's introduction": update("topic", "introduction = 'x'", "1 = 1", INSIDE),
    "a topic closed": update("topic", f"closed_at = {EARLY}", "1 = 1", INSIDE),
    "a topic deleted": delete("topic", "1 = 1", INSIDE),
    "a thread of a topic taken out": update("topic_thread", f"removed_at = {EARLY}", "1 = 1", INSIDE),
    "a thread put into a topic at another time": update("topic_thread", f"added_at = {EARLY}", "1 = 1", INSIDE),
    "a thread of a topic forgotten": delete("topic_thread", "1 = 1", INSIDE),
    "an assessment's hash": update("assessment", "sha256 = 'x'", "1 = 1", INSIDE),
    "an assessment's document": update("assessment", "document = replace(document, '1', '2')", "1 = 1", INSIDE),
    "an assessment's period": update("assessment", "last_entry = 1", "1 = 1", INSIDE),
    "an assessment deleted": delete("assessment", "1 = 1", INSIDE),
    "a place": update("location", "address = '别处'", OF_CASE, INSIDE),
    "a position": update("location", "lat = 1, lon = 1", OF_CASE, INSIDE),
    "a place back that was corrected": update("location", "ended_at = NULL", OF_CASE, INSIDE),
    "a place deleted": delete("location", OF_CASE, INSIDE),
    "a promised day": update("promise", "due_on = '2030-01-01'", OF_CASE, INSIDE),
    "what became of a promise": update("promise", "outcome = 'kept'", OF_CASE, INSIDE),
    "who said what became of a promise": update("promise", "closed_by_id = 1", OF_CASE, INSIDE),
    "a promise deleted": delete("promise", OF_CASE, INSIDE),
    "an extension deleted": delete("extension", OF_CASE, INSIDE),
    "a callback closed": update("callback", f"done_at = {EARLY}, outcome = 'reached'", OF_CASE, INSIDE),
    "a callback deleted": delete("callback", OF_CASE, INSIDE),
    "a support taken away": delete("support", OF_CASE, INSIDE, kinds=("row-missing", "count")),
    "a support by somebody else": update("support", "account_id = 1", OF_CASE, INSIDE),
}
RIGHTS = {
    "a role granted": Way(
        "role_grant",
        "INSERT INTO role_grant (account_id, role, granted_at) SELECT id, 'administrator', created_at FROM account"
        " WHERE username = 'neighbour'",
        INSIDE,
        frozenset({"row-unrecorded"}),
    ),
    "a role revoked": update("role_grant", f"revoked_at = {EARLY}", "role = 'moderator'", INSIDE),
    "a role given back": update("role_grant", "revoked_at = NULL", "revoked_at IS NOT NULL", INSIDE),
    "a role changed": update("role_grant", "role = 'administrator'", "role = 'moderator'", INSIDE),
    "a role for another office": update("role_grant", "department_id = {roads}", "role = 'spokesperson'", INSIDE),
    "a role of somebody else": update("role_grant", "account_id = 1", "role = 'supervisor'", INSIDE),
    "a role deleted": delete("role_grant", "role = 'reporter'", INSIDE),
    "an account's name": update("account", "display_name = '别人'", "username = 'spokesperson'", INSIDE),
    "an account disabled": update("account", f"disabled_at = {EARLY}", "username = 'spokesperson'", INSIDE),
    "an account's public number": update("account", "public_id = 'x'", "username = 'neighbour'", INSIDE),
    "a report's answer": update("report", "answer = '另一个'", "1 = 1", INSIDE),
    "a report's outcome": update("report", "outcome = 'upheld'", "1 = 1", INSIDE),
    "a report's text": update("report", "text = '另一个'", "1 = 1", INSIDE),
    "a report deleted": delete("report", "1 = 1", INSIDE),
    "a sanction's text": update("sanction", "text = '另一个'", "1 = 1", INSIDE),
    "a sanction lifted": update("sanction", f"lifted_at = {EARLY}", "1 = 1", INSIDE),
    "a sanction deleted": delete("sanction", "1 = 1", INSIDE),
}
PLACES = {
    "a department's name": update("department", "short = '建设局'", "slug = 'zhujian'"),
    "a department's full name": update("department", "name = '建设局'", "slug = 'zhujian'", INSIDE),
    "a department closed": update("department", "active = {no}", "slug = 'zhujian'", INSIDE),
    "a department's duty": update("department", "duty = '什么都不管'", "slug = 'zhujian'", INSIDE),
    "a department's address": update("department", "slug = 'jianshe'", "slug = 'zhujian'"),
    "a board's name": update("board", "name = '建设局'", "slug = 'zhujian'"),
    "a board's description": update("board", "description = '别来问'", "slug = 'zhujian'"),
    "a board's department": update("board", "department_id = NULL", "slug = 'zhujian'"),
    "a board without screening": update("board", "screening = {no}", "slug = 'zhujian'", INSIDE),
    "a person's office": update("department_person", "office = '局长'", "1 = 1", INSIDE),
    "a person back in office": update("department_person", "removed_at = NULL", "1 = 1", INSIDE),
    "a person deleted": delete("department_person", "1 = 1", INSIDE),
    "working rules rewritten": update("working_rules", "text = '第二条'", "1 = 1", INSIDE),
    "working rules deleted": delete("working_rules", "1 = 1", INSIDE),
    "why a press report was withdrawn": update("press_report", "withdrawn_reason = '另一个'", "1 = 1", INSIDE),
    "a press report back": update("press_report", "withdrawn_at = NULL", "1 = 1", INSIDE),
    "a press report deleted": delete("press_report", "1 = 1", INSIDE),
    "what a press report says": update("press_version", "text = '另一个'", "1 = 1", INSIDE),
    "when a press report came out": update("press_version", "published_on = '2014-01-01'", "1 = 1", INSIDE),
    "a version of a press report deleted": delete("press_version", "1 = 1", INSIDE),
    "a press report's thread": update("press_thread", "report_id = 99", OF_CASE, INSIDE),
    "a press report taken off a thread": delete("press_thread", OF_CASE, INSIDE),
    "a category's name": update("category", "name = '别的'", "name = '部门在线'"),
}
RECORDS = {
    "what is recorded of a row": update(
        "recorded_row", "public = replace(public, 'complaint', 'advice')", OF_CASE, kinds=("row-record",)
    ),
    "a record taken away": delete("recorded_row", "row_table = 'clock'", kinds=("row-record",)),
    "a record's private part": update(
        "recorded_row", "private = NULL", "row_table = 'report' AND private IS NOT NULL", INSIDE, ("row-record",)
    ),
}
WAYS = {**THREADS, **POSTS, **CASES, **RIGHTS, **PLACES, **RECORDS}
LAST_OF_TABLE = {(way.table, way.public): name for name, way in WAYS.items()}.values()


def test_there_are_eighty_ways_and_more():
    assert len(THREADS | POSTS | CASES | RIGHTS | PLACES | RECORDS) == len(WAYS) >= 80


def _ways():
    """All on SQLite; on PostgreSQL the last of each table, inside and everywhere: what differs there is how tables are read."""
    return WAYS if db.is_sqlite() else {name: WAYS[name] for name in LAST_OF_TABLE}


def test_each_way_of_tampering_is_named_and_nothing_else(city, audited, verified, by_hand, subtests):
    values = vars(city) | ({"yes": 1, "no": 0} if db.is_sqlite() else {"yes": "TRUE", "no": "FALSE"})
    assert audited() == verified() == []
    for name, way in _ways().items():
        with subtests.test(name):
            by_hand(f"CREATE TABLE kept AS SELECT * FROM {way.table}", way.statement.format(**values))
            inside, outside = audited(), verified() if way.public else []
            by_hand(f"DELETE FROM {way.table}", f"INSERT INTO {way.table} SELECT * FROM kept", "DROP TABLE kept")
            assert _kinds(inside) & way.kinds, inside
            assert _kinds(inside) <= way.kinds | SIDES.get(name, set()), inside
            assert bool(outside) == way.public
    assert audited() == []


# A record that is changed no longer yields the row either; what is gone from a thread's floors is missed there too.
SIDES = {
    "what is recorded of a row": {"row"},
    "a record taken away": {"row-unrecorded"},
    "a record's private part": {"row"},
}


def _kinds(findings):
    return {finding.kind.value for finding in findings}


def test_a_row_is_named_by_its_thread_and_a_post_by_its_floor(city, audited, by_hand):
    post = Post.get_by_id(city.answer)
    by_hand(f"UPDATE post SET department_name = '交通局' WHERE id = {city.answer}")
    (finding,) = audited()
    assert (finding.thread, finding.floor, finding.post) == (city.case, post.floor, post.id)
    assert "department_name" in str(finding.sentence.values)


def test_every_proved_column_is_held_against_its_record(city, by_hand, audited):
    """Each recorded row of the city is composed again from its table, column by column."""
    recorded = {table for (table,) in RecordedRow.select(RecordedRow.row_table).distinct().tuples()}
    assert recorded >= {"thread", "post", "clock", "rating", "extension", "support", "report", "sanction", "role_grant"}
    assert recorded <= set(PROVED)


def test_a_change_behind_the_program_is_not_taken_over_by_the_next_leaf(city, audited, cast, rules, now):
    """Even where the triggers note it: a writer commits to what its own transaction changed."""
    with db.database.atomic():
        Thread.update(highlighted=True).where(Thread.id == city.case).execute()
    thread = Thread.get_by_id(city.case)
    posts.reply(thread, actor=cast.neighbour, now=now + timedelta(hours=1), city=rules, text="后来的一层")
    assert [(finding.kind.value, finding.thread) for finding in audited()] == [("row", city.case)]


def test_a_proved_row_that_changes_without_an_entry_is_refused(city, now):
    before = Thread.get_by_id(city.case).status
    with pytest.raises(RuntimeError, match="thread"), db.write():
        Thread.update(status="closed").where(Thread.id == city.case).execute()
    assert Thread.get_by_id(city.case).status == before
