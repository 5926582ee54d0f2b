"""Moving a case on: each verb guards itself, moves the status by one conditional UPDATE, and logs itself."""

from boards.actions import clocks, writing
from boards.actions.posts import stays_anonymous
from boards.deadlines import Occasion
from boards.models import Board, Thread
from boards.policy import ClockKind
from boards.status import PostKind, Status, Verb, allows, move, relations
from forum import db, log
from forum.accounts.models import Account
from forum.log import Deed
from forum.messages import M
from forum.problems import Conflict, Forbidden, Unauthorized
from forum.roles import Hat, Role

ALL_CLOCKS = tuple(ClockKind)


def publish(thread, *, actor, now, city):
    """A moderator lets a screened question through; its clocks start now."""
    with db.write():
        thread = _advance(thread, Verb.PUBLISH, actor, public=True)
        clocks.open_clocks(thread, now, city)
        Board.update(last_thread_id=thread.id, last_at=now, last_name=thread.last_name).where(
            Board.id == thread.board_id
        ).execute()
        _note(Deed.PUBLISH, thread, actor, now, Hat(Role.MODERATOR))
    return thread


def accept(thread, *, actor, now):
    """The department takes the case. Of two who accept together one succeeds; the other gets Conflict, and who did."""
    with db.write():
        thread = _advance(thread, Verb.ACCEPT, actor, accepted_by=actor.account, accepted_at=now)
        clocks.meet_clocks(thread, now, [ClockKind.ACCEPT])
        _note(Deed.ACCEPT, thread, actor, now)
    return thread


def first_reply(thread, *, actor, now, text, parent=None, channel="web"):
    """The department's first word on an accepted case; the result is still owed."""
    met = (ClockKind.ACCEPT, ClockKind.FIRST_REPLY)
    return _speak(thread, Verb.FIRST_REPLY, PostKind.FIRST_REPLY, met, actor, now, text, parent, channel)


def give_result(thread, *, actor, now, text, parent=None, channel="web"):
    """The department's result (处理意见): the case is answered and every clock of the department stops."""
    return _speak(thread, Verb.RESULT, PostKind.RESULT, ALL_CLOCKS, actor, now, text, parent, channel)


def follow_up(thread, *, actor, now, city, text, parent=None, anonymous=False, channel="web"):
    """A new question by the asker after an answer: the clocks run again, and a closed case is open again."""
    draft = writing.draft(text)
    answered = writing.parent_of(thread, parent)
    writing.keep_pace(actor, now, city)
    with db.write():
        thread = _advance(thread, Verb.FOLLOW_UP, actor)
        post = writing.put_post(
            thread, draft, PostKind.FOLLOW_UP, actor=actor, now=now, hat=actor.hat(thread.department_id),
            parent=answered, anonymous=stays_anonymous(thread, actor, anonymous), channel=channel,
        )  # fmt: skip
        clocks.open_clocks(thread, now, city, Occasion.FOLLOW_UP)
        _note(Deed.FOLLOW_UP, thread, actor, now, post=post.id, floor=post.floor)
    return post


def close(thread, *, actor, now):
    """Everything is settled, says the asker or the department."""
    with db.write():
        thread = _advance(thread, Verb.CLOSE, actor)
        _note(Deed.CLOSE, thread, actor, now)
    return thread


DEED_OF = {Verb.FIRST_REPLY: Deed.FIRST_REPLY, Verb.RESULT: Deed.RESULT}


def _speak(thread, verb, kind, met, actor, now, text, parent, channel):
    draft = writing.draft(text)
    answered = writing.parent_of(thread, parent)
    columns = {"answers": Thread.answers + 1} if verb is Verb.RESULT else {}
    with db.write():
        thread = _advance(thread, verb, actor, **columns)
        hat = Hat(Role.SPOKESPERSON, thread.department_id)
        post = writing.put_post(
            thread, draft, kind, actor=actor, now=now, hat=hat, parent=answered, channel=channel
        )
        clocks.meet_clocks(thread, now, met)
        _note(DEED_OF[verb], thread, actor, now, hat, post=post.id, floor=post.floor)
    return post


def _advance(thread, verb, actor, **columns):
    """The thread after `verb`; raises Unauthorized, Forbidden, or Conflict when the case has moved on."""
    if not actor.signed_in:
        raise Unauthorized()
    thread = Thread.get_by_id(thread.id)
    who = relations(actor, thread.author_id, thread.department_id)
    _guard(thread, verb, who)
    after = move(thread.status, verb).to.value
    moved = Thread.update(status=after, **columns).where(Thread.id == thread.id, Thread.status == thread.status)
    if moved.execute() != 1:
        raise Conflict(_moved_on(Thread.get_by_id(thread.id), verb))
    thread.status = after
    thread.public = columns.get("public", thread.public)
    return thread


def _guard(thread, verb, who):
    if not thread.status:
        raise Conflict(M("这个主题不在部门版块，没有办理流程。"))
    if not any(move(status, verb) and move(status, verb).who & who for status in Status):
        raise Forbidden(M("只有承办部门的网络发言人、提问人或管理员可以做这一步，您的账号不在其中。"))
    if not allows(thread.status, verb, who, thread.answers):
        raise Conflict(_moved_on(thread, verb))


def _moved_on(thread, verb):
    if verb is Verb.ACCEPT and thread.accepted_by_id:
        name = Account.select(Account.display_name).where(Account.id == thread.accepted_by_id).scalar()
        return M("这个问题已经由 %(name)s 受理了。", name=name)
    return M("这个问题的状态已经变化，现在不能做这一步，请刷新页面。")


def _note(deed, thread, actor, now, hat=None, post=None, **data):
    hat = hat or actor.hat(thread.department_id)
    log.record(deed, ("thread", thread.id), actor=actor, now=now, hat=hat, thread=thread.id, post=post, **data)
