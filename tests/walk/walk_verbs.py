"""What can be done to a thread, by the real actions: VERBS[name](at), where `at` holds the thread, who does it and when, and `choose`."""

import io
from datetime import timedelta

from PIL import Image

from boards.actions.cases import (
    cohandling,
    declining,
    discussions,
    duplicates as duplicate_cases,
    extensions,
    handling,
    platform_answers,
    ratings,
    transfers,
)
from boards.actions.posts import posts
from boards.models.cases import Extension
from boards.models.threads import Post, Thread
from boards.rules.status import Verb, Who, move
from moderation.hiding import actions as hiding
from moderation.orders import actions as orders
from moderation.tools import duplicates, merging, moving, splitting

WHY = "这件事由另一个部门负责，请带身份证到一楼窗口办理。"
TEXT = "请看一看。"
ORDER = {
    "office": "中共清源市委宣传部部长",
    "ground": "《中华人民共和国网络安全法》第四十七条",
    "reason": "privacy",
    "signed_on": "2014-09-22",
}


def _picture():
    kept = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(kept, "PNG")
    return kept.getvalue()


SCAN = _picture()


def _a_post(at):
    return at.choose(list(Post.select().where(Post.place_thread == at.thread.id).order_by(Post.id)))


def _seal(at):
    """An order for one post or the whole thread, entered by one administrator and confirmed by another."""
    typed = {**ORDER, "number": f"清宣封〔2014〕{at.count()}号", "signatory": str(at.people["signatory"].account)}
    aim = {"post": str(_a_post(at).id), "whole": at.choose(["", "1"])}
    now = at.by["now"]
    order = orders.enter(typed | aim, SCAN, actor=at.people["administrator"], now=now, today=at.city.day(now))
    orders.confirm(order, actor=at.people["second"], now=now)


def _decide(at):
    waiting = list(Extension.select().where(Extension.decided_at.is_null()))
    if waiting:
        by = at.by | {"actor": at.people["supervisor"]}
        extensions.decide(at.choose(waiting), city=at.city, granted=at.choose([True, False]), remark=TEXT, **by)


def _rate(at):
    said = {"grade": at.choose(range(1, 6)), "solved": at.choose([None, True, False])}
    ratings.rate(at.thread, city=at.city, **said, **at.by)


def _split(at):
    placed = {"floors": [at.thread.floors], "title": "另一件事", "board": at.board, "kind": "complaint"}
    splitting.split(at.thread, city=at.city, code="another_matter", **placed, **at.by)


def _extend(at):
    until = at.by["now"] + timedelta(days=at.choose(range(1, 30)))
    extensions.ask_extension(at.thread, until=until, reason=TEXT, **at.by)


VERBS = {
    "publish": lambda at: transfers.publish(at.thread, city=at.city, **at.by),
    "route": lambda at: transfers.route(at.thread, city=at.city, to=at.unit, **at.by),
    "transfer": lambda at: transfers.transfer(at.thread, city=at.city, to=at.unit, explanation=WHY, **at.by),
    "return": lambda at: transfers.return_to_moderators(at.thread, reason=TEXT, **at.by),
    "decline": lambda at: declining.decline(at.thread, city=at.city, code="privacy", text=TEXT, **at.by),
    "platform": lambda at: platform_answers.answer_by_platform(at.thread, city=at.city, text=TEXT, **at.by),
    "duplicate": lambda at: duplicate_cases.mark_duplicate(at.thread, of=at.other, **at.by),
    "discuss": lambda at: discussions.open_discussion(at.thread, board=at.talk, **at.by),
    "accept": lambda at: handling.accept(at.thread, city=at.city, **at.by),
    "first reply": lambda at: handling.first_reply(at.thread, text=TEXT, **at.by),
    "result": lambda at: handling.give_result(at.thread, city=at.city, text=TEXT, **at.by),
    "follow up": lambda at: handling.follow_up(at.thread, city=at.city, text=TEXT, **at.by),
    "close": lambda at: handling.close(at.thread, **at.by),
    "rate": _rate,
    "extend": _extend,
    "decide": _decide,
    "cohandle": lambda at: cohandling.request(at.thread, city=at.city, departments=[at.unit], text=TEXT, **at.by),
    "input": lambda at: cohandling.give_input(at.thread, text=TEXT, **at.by),
    "move": lambda at: moving.move(
        at.thread, city=at.city, board=at.board, kind="complaint", code="wrong_board", **at.by
    ),
    "merge": lambda at: merging.merge(at.thread, city=at.city, into=at.other, code="same_matter", **at.by),
    "split": _split,
    "mark duplicate": lambda at: duplicates.mark_as_duplicate(at.thread, of=at.other, code="same_matter", **at.by),
    "unmark duplicate": lambda at: duplicates.clear_duplicate(at.thread, code="mistake", **at.by),
    "hide": lambda at: hiding.hide(_a_post(at), code="insult", reason=TEXT, **at.by),
    "restore": lambda at: hiding.restore(_a_post(at), **at.by),
    "hide thread": lambda at: hiding.hide_thread(at.thread, code="insult", text=TEXT, **at.by),
    "restore thread": lambda at: hiding.restore_thread(at.thread, **at.by),
    "seal": _seal,
    "reply": lambda at: posts.reply(at.thread, city=at.city, text=TEXT, **at.by),
}

# The verbs of a case; the others are a moderator's, whatever its status is.
MEANT = {
    "publish": Verb.PUBLISH,
    "route": Verb.ROUTE,
    "transfer": Verb.TRANSFER,
    "return": Verb.RETURN,
    "decline": Verb.DECLINE,
    "platform": Verb.ANSWER_BY_PLATFORM,
    "duplicate": Verb.MARK_DUPLICATE,
    "discuss": Verb.OPEN_DISCUSSION,
    "accept": Verb.ACCEPT,
    "first reply": Verb.FIRST_REPLY,
    "result": Verb.RESULT,
    "follow up": Verb.FOLLOW_UP,
    "close": Verb.CLOSE,
    "rate": Verb.RATE,
    "extend": Verb.EXTEND,
    "cohandle": Verb.COHANDLE,
    "input": Verb.INPUT,
}


def in_order(thread: Thread) -> list[tuple[str, Who]]:
    """(verb, who may) of everything that the status of a thread allows."""
    found = {name: move(thread.status, verb) for name, verb in MEANT.items()}
    return [(name, who) for name, allowed in found.items() if allowed for who in sorted(allowed.who)]


TOOLS = [(name, Who.MODERATOR) for name in sorted(VERBS.keys() - MEANT.keys())]
ONWARD = ("publish", "accept", "result", "rate", "follow up")  # the usual way of a case
