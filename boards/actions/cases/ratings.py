"""Satisfaction (满意度): the asker's grade after an answer, changed once at most; a bad one opens a callback."""

from datetime import datetime

from boards.actions.cases import callbacks
from boards.actions.steps import word_check
from boards.actions.steps.transitions import advance, record_deed
from boards.actions.steps.word_check import CheckedText
from boards.clocks.city import City
from boards.models.cases import Rating
from boards.models.threads import Post, Thread
from boards.rules import access, lengths
from boards.rules.labels import GRADE_LABELS
from boards.rules.own_department import may_rate
from boards.rules.status import ANSWERS, BAD_GRADES, Verb
from forum.accounts.queries import accounts_of_one_person
from forum.messages import M
from forum.problems import Conflict, Forbidden, Invalid
from forum.roles import Actor
from forum.store import db
from forum.store.log import Deed
from forum.text.checks import check_text


def rate(
    thread: Thread,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    grade: int | None,
    text: str | CheckedText = "",
    solved: bool | None = None,
) -> Rating:
    """Grade 5 (very satisfied) to 1; `solved`: whether the problem was (None: not said).

    Raises Invalid, Conflict after the one re-rating, or Forbidden for whoever answered, at any account known to be his.
    """
    text = worded(grade, text).text
    with db.write():
        thread = advance(thread, Verb.RATE, actor)
        if not may_rate(accounts_of_one_person([actor.account]), _answered_by(thread)):
            raise Forbidden(M("答复是您自己写的，不能由您评价。"))
        number = Rating.select().where(Rating.thread == thread.id).count() + 1
        if refusal := access.rating_refusal(thread, number - 1):
            raise Conflict(refusal)
        rating = Rating.create(
            thread=thread.id,
            number=number,
            department=thread.department_id,
            account=actor.account,
            grade=grade,
            text=text,
            solved=solved,
            created_at=now,
        )
        record_deed(Deed.RATE, thread, actor, now, text=text or None, grade=grade, number=number, solved=solved)
        if grade in BAD_GRADES:
            callbacks.open_callback(thread, callbacks.Cause.RATING, now, city)
    return rating


def _answered_by(thread):
    answers = Post.kind.in_([kind.value for kind in ANSWERS])
    rows = Post.select(Post.author).where(Post.place_thread == thread.id, answers).distinct()
    return {account for (account,) in rows.tuples()}


def worded(grade: int | None, text: str | CheckedText) -> CheckedText:
    """The CheckedText of a grade's remark (one is returned as it is), to be made before the transaction. Raises Invalid."""
    if type(grade) is not int or grade not in GRADE_LABELS:
        raise Invalid(grade=M("请在五个满意度中选择一个。"))
    if isinstance(text, word_check.CheckedText):
        return text
    return word_check.check_text_without_holding(check_text("text", text or "", lengths.REMARK, minimum=0), "text")
