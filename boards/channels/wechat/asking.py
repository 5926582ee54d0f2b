"""What the conversation writes: a question with its place and photos, and a further question, by the actions that the site has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from boards.actions.cases import handling
from boards.actions.city.structure import unrouted_board
from boards.actions.posts import threads
from boards.actions.posts.locations import check_location
from boards.actions.steps.attaching import with_uploads
from boards.channels.wechat.dialogue import words
from boards.channels.wechat.dialogue.reading import title_of
from boards.channels.wechat.dialogue.state import State, Turn
from boards.channels.wechat.dialogue.steps import LONGEST_TITLE, refused
from boards.channels.wechat.reads import facts_of
from boards.clocks.city import City
from boards.files.queries import uploads_of
from boards.models.threads import Board, Thread
from boards.queries.lists.board import get_board
from boards.rules.channel import Channel
from forum.accounts.models import Account
from forum.accounts.queries import actor_of_account
from forum.config import Settings
from forum.identities.queries import own_accounts
from forum.messages import M, Message
from forum.numbers import whole_number
from forum.problems import Invalid, Problem
from forum.roles import Actor
from forum.store import db

Said = tuple[Message | str, ...]
OFFICIAL = M("有职务的账号不能在微信里发表，请登录网站，用动态口令确认身份以后发表。")


@dataclass(frozen=True)
class Room:
    """What a question is written by: the settings, the city's rules, the time, and a key of the message, by which it is posted once."""

    settings: Settings
    city: City
    now: datetime
    key: str


def ask(taken: Turn, actor: Actor, room: Room) -> tuple[Said, State]:
    """(what is said, the State after it): the question is posted, or the field that was refused is asked for again."""
    if refusal := _refusal(actor):
        return (refusal, words.KEPT), taken.state
    try:
        with db.write():
            thread, lacking = _ask(taken.state, actor, room)
    except Invalid as problem:
        field, said = next(iter(problem.errors.items()))
        again = refused(taken.state, field, said, facts_of(room.city))
        return again.says, again.state
    except Problem as problem:
        return (M("没有发布：%(why)s", why=problem.detail), words.KEPT), taken.state
    gone = (M("有 %(n)s 张照片放得太久，没有附上。", n=lacking),) if lacking else ()
    return (*_posted(thread, room), *gone), State(heard_at=room.now)


def follow_up(taken: Turn, actor: Actor, room: Room) -> tuple[Said, State]:
    """(what is said, the State as it was): a further question in one's own thread."""
    number = whole_number(taken.about) or 0
    author = author_of(number)
    if author is None or actor.account is None or author not in own_accounts(actor.account):
        return (M("%(n)s 号不是您在这里提的问题，追问不了。", n=number),), taken.state
    if refusal := _refusal(actor):
        return (refusal,), taken.state
    asker = actor_of_account(Account.get_by_id(author), room.now)
    try:
        post = handling.follow_up(
            Thread.get_by_id(number), actor=asker, now=room.now, city=room.city, text=taken.text, channel=Channel.WECHAT
        )
    except Problem as problem:
        why = next(iter(getattr(problem, "errors", {}).values()), problem.detail)
        return (M("没有追问成：%(why)s", why=why),), taken.state
    address = f"{room.settings.url}/threads/{number}/floors/{post.floor}"
    return (M("追问已经发布：%(url)s", url=address),), taken.state


def author_of(number: int) -> int | None:
    """The account that started a thread; None without such a thread."""
    found: int | None = Thread.select(Thread.author).where(Thread.id == number).scalar()
    return found


def _refusal(actor: Actor) -> Message | None:
    if actor.account is None:
        return M("这个账号已经停用。")
    return OFFICIAL if actor.official else None


def _ask(state: State, actor: Actor, room: Room) -> tuple[Thread, int]:
    """(the Thread, how many of its photos were kept no longer)."""
    question = state.question
    board: Board = unrouted_board(room.now) if question.board == words.UNDECIDED else get_board(question.board)
    title = title_of(question.text, LONGEST_TITLE)
    given: dict[str, Any] = threads.draft_question(
        board, actor=actor, title=title, text=question.text, kind=question.kind
    )
    uploads = uploads_of(question.photos, actor)
    given["text"] = with_uploads(given["text"], [(upload, "") for upload in uploads], actor)
    place = {"address": question.address, "position": question.position}
    location = check_location(place, room.city.site.map.area)
    thread = threads.ask(
        board,
        actor=actor,
        now=room.now,
        city=room.city,
        channel=Channel.WECHAT,
        external_ref=f"wechat-{room.key[:40]}",
        location=location,
        **given,
    )
    return thread, len(question.photos) - len(uploads)


def _posted(thread: Thread, room: Room) -> Said:
    address = f"{room.settings.url}/threads/{thread.id}"
    done = M("已提交，编号 %(n)s。答复来了会在这里告诉您；随时回“查进度 %(n)s”。", n=thread.id)
    if not thread.public or thread.hidden:
        return done, M("它要先由管理员审核，通过后公开。")
    return done, M("网页：%(url)s", url=address)
