"""Starting a thread, and supporting one."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import peewee

from boards.actions.posts.locations import CheckedLocation, held_with, put_location
from boards.actions.steps import clocks, newness, recording, word_check
from boards.actions.steps.recording import Draft
from boards.actions.steps.transitions import record_deed
from boards.clocks.city import City
from boards.clocks.policy import Kind
from boards.models.threads import Board, Department, Support, SupportOrigin, Thread
from boards.queries.office import words
from boards.rules import access
from boards.rules.channel import Channel
from boards.rules.status import Disposition, PostKind, Section, Status
from forum.accounts.sanctions import refuse_suspended
from forum.messages import M, Message
from forum.problems import Conflict, Forbidden, Invalid, Unauthorized, collect_errors
from forum.roles import Actor
from forum.store import db, log
from forum.store.log import Deed
from forum.text.checks import check_title


@dataclass(frozen=True)
class Origin:
    """From where a support comes on a local day: a keyed hash of it, and how many supports from there count."""

    hash: str
    day: date
    most: int = 1


WAITS = "waits"  # in the leaf, so that a question that waits can be told from one that was withdrawn


def ask(  # noqa: PLR0913  # a keyword for each thing that a question may have
    board: Board,
    *,
    actor: Actor,
    now: datetime,
    city: City,
    title: str,
    text: str | Draft,
    kind: str | None = None,
    anonymous: bool = False,
    channel: Channel = Channel.WEB,
    external_ref: str | None = None,
    author: Actor | None = None,
    location: CheckedLocation | None = None,
) -> Thread:
    """A new thread on `board`; on a department's board it opens a case with its clocks. Raises Invalid, Forbidden, TooMany.

    A question on the board without a department waits for a moderator, who routes it; its clocks start then.

    It is shown under the name of `author`, by default the actor's own; the log names the actor.
    """
    author = author or actor
    has_case = board.section == Section.DEPARTMENT
    given: dict[str, Any] = {"title": title, "text": text, "kind": kind, "anonymous": anonymous}
    title, draft, kind = draft_question(board, actor=actor, author=author, **given).values()
    draft = held_with(draft, location)
    with db.write():
        _refuse_closed(board)
        recording.check_question_rate(actor, now, city)
        recent = recording.check_post_rate(actor, now, city)
        draft = newness.weighed(draft, actor, now, city, recent)
        waits = has_case and (_screens(board, city) or bool(draft.held) or board.department_id is None)
        due = clocks.due_times(kind, now, city) if has_case and not waits else {}
        thread = _put_thread(
            board, title, kind, author, now, waits, due, anonymous=anonymous, channel=channel, external_ref=external_ref
        )
        acting_role = author.acting_role()
        post = recording.insert_post(
            thread,
            draft,
            PostKind.QUESTION,
            actor=actor,
            author=author,
            now=now,
            acting_role=acting_role,
            anonymous=anonymous,
            channel=channel,
            title=title,
        )
        thread.hidden = bool(post.hidden_at)
        if thread.status:
            # A question that waits for screening is not with its department yet.
            at = {"to": board.department_id, "to_name": board.department.short} if thread.public else _waiting(draft)
            record_deed(
                Deed.ASK,
                thread,
                actor,
                now,
                acting_role,
                reason=None if thread.public else WAITS,
                floor=1,
                made_now=True,
                **at,
            )
        clocks.put_clocks(thread, thread.department_id, now, due)
        if location:
            put_location(thread, location, actor, now, acting_role)
    return thread


def draft_question(
    board: Board,
    *,
    actor: Actor,
    title: str,
    text: str | Draft,
    kind: str | None = None,
    anonymous: bool = False,
    author: Actor | None = None,
) -> dict[str, Any]:
    """{title, text, kind} as `ask` takes them, with the Draft of the text; to be made before the transaction.

    Raises Invalid, Forbidden, Unauthorized.
    """
    author = author or actor
    _guard(board, actor)
    recording.refuse_anonymous_official(author, anonymous)
    citizen = not actor.official or author is not actor
    title, draft, kind = check_question(title, text, kind, board.section == Section.DEPARTMENT, citizen)
    return {"title": title, "text": draft, "kind": kind}


class SameAddress(Conflict):
    """Others have supported the thread from the same address today, and those count once."""

    title = M("这一票不另计")
    detail = M("今天已经有人从同一个网络顶过这个主题，同一网络一天合并计一票。您明天可以再顶。")


def support(thread: Thread, *, actor: Actor, now: datetime, origin: Origin | None = None) -> bool:
    """Support a thread (顶), once for each account; a second time changes nothing. Returns whether it counted.

    With an `origin`, raises SameAddress for more supports from one address on one day than count.
    """
    if not actor.signed_in:
        raise Unauthorized()
    refuse_suspended(actor)
    if not thread.public:
        raise Forbidden(M("还在等待审核的问题不能顶。"))
    if thread.merged_into_id:
        raise Conflict(access.reply_refusal(thread))
    try:
        with db.write():
            Support.insert(thread=thread.id, account=actor.account, created_at=now).execute()
            if origin:
                _count_origin(thread, origin)
            Thread.update(supports=Thread.supports + 1).where(Thread.id == thread.id).execute()
            log.record(Deed.THREAD_SUPPORT, ("thread", thread.id), actor=actor, now=now)
    except peewee.IntegrityError:
        return False
    return True


def _count_origin(thread, origin):
    SupportOrigin.delete().where(SupportOrigin.day < origin.day).execute()
    same = SupportOrigin.select().where(SupportOrigin.thread == thread.id, SupportOrigin.origin == origin.hash)
    if same.count() >= origin.most:
        raise SameAddress()
    SupportOrigin.insert(thread=thread.id, day=origin.day, origin=origin.hash).execute()


def _guard(board, actor):
    if not actor.signed_in:
        raise Unauthorized()
    refuse_suspended(actor)
    if not access.may_start(actor, board.section):
        raise Forbidden(M("这个版块只有平台指定的人员可以发新主题。"))


def _refuse_closed(board):
    department = board.department_id and Department.get_by_id(board.department_id)
    if department and not department.active:
        raise Conflict(M("%(department)s已经撤销，这个版块只供查阅。", department=department.name))


def check_question(
    title: str, text: str | Draft, kind: str | None, has_case: bool, citizen: bool = True
) -> tuple[str, Draft, str | None]:
    """(title, Draft, kind) of a question as it is stored; raises Invalid with all errors at once.

    The word list neither holds nor refuses what an official writes. When the text is a Draft, made here before or imported,
    neither it nor the title is checked against the list again.
    """
    errors: dict[str, Message] = {}
    listed = None if isinstance(text, recording.Draft) else words.current_word_list()
    headline = collect_errors(errors, lambda: _headline(title, citizen, listed))
    draft = collect_errors(errors, lambda: recording.citizen_draft(text, citizen, listed=listed))
    if has_case and kind not in tuple(Kind):
        errors["kind"] = M("请选择咨询、投诉或建议。")
    if errors:
        raise Invalid(errors)
    draft = replace(draft, held=(*headline.held, *draft.held), masked=(*headline.masked, *draft.masked))
    return headline.text, draft, kind if has_case else None


def _headline(raw, citizen, listed):
    title = check_title(raw)
    if listed is None:
        return word_check.CheckedText(title)
    return (
        word_check.check_citizen_text(title, "title", listed)
        if citizen
        else word_check.check_official_text(title, listed)
    )


def _screens(board, city):
    return city.screening if board.screening is None else board.screening


def _waiting(draft):
    return {"waits": True} | ({"words": [word.text for word in draft.held]} if draft.held else {})


def _put_thread(board, title, kind, author, now, waits, due, *, anonymous, channel, external_ref):
    has_case = board.section == Section.DEPARTMENT
    acting_role = author.acting_role()
    return Thread.create(
        board=board.id,
        title=title,
        kind=kind,
        department=board.department_id if has_case else None,
        status=(Status.PENDING if waits else Status.UNACCEPTED).value if has_case else None,
        public=not waits,
        author=author.account,
        author_name=author.name,
        role=acting_role.role.value,
        author_department=acting_role.department,
        author_department_name=recording.department_name(acting_role),
        disposition=None if waits or not has_case else Disposition.FORWARDED.value,
        anonymous=anonymous,
        channel=channel.value,
        external_ref=external_ref,
        created_at=now,
        last_at=now,
        last_name=recording.name_in_lists(author, anonymous),
        next_due_at=min((by.due_at for by in due.values()), default=None),
    )
