"""Verbs of a case that need a request body: transfer, return, routing, co-handling, extension, decline, rating."""

from collections.abc import Callable
from datetime import datetime

from pydantic import Field

from boards.actions.cases import cohandling, declining, extensions, ratings, transfers
from boards.actions.steps import recording
from boards.channels.api import schemas
from boards.channels.api.base_schemas import MOST, Given
from boards.channels.api.endpoint import View, api_blueprint, endpoint
from boards.channels.api.threads import thread_answer
from boards.queries.office.verb_page import departments_by_slug
from boards.queries.thread.thread import get_thread
from boards.rules.channel import Channel
from forum.messages import M
from forum.problems import Invalid
from forum.web.door import SIGNED_IN, city

api = api_blueprint("api_passing")


class Transfer(Given):
    to: str = Field(description="slug of a department")
    explanation: str = Field(description="to the citizen: whose duty it is, what papers, which steps")


class Routing(Given):
    to: str = Field(description="slug of a department")


class Cohandling(Given):
    departments: list[str] = Field(description="slugs", max_length=MOST)
    text: str


class ExtensionWish(Given):
    until: str = Field(description="RFC 3339; without an offset it is local time")
    reason: str


class Declination(Given):
    code: str = Field(description="litigation, arbitration, reconsideration, discipline, petition, secrets or privacy")
    text: str


class NewRating(Given):
    grade: int = Field(description="5 very satisfied to 1 very dissatisfied")
    text: str | None = None
    solved: bool | None = Field(None, description="whether the problem was solved; null: not said")


def verb(noun: str, body: type[Given], drafts: bool = False) -> Callable[[View], View]:
    """A POST on a thread that takes `body` and answers with the thread."""
    rule = f"/threads/<id:thread_id>/{noun}"
    return endpoint(api, rule, method="POST", allow=SIGNED_IN, body=body, answer=schemas.Thread, drafts=drafts)


@verb("transfer", Transfer, drafts=True)
def transfer(actor, now, thread_id, body):
    """Pass the case to another department, with an explanation to the citizen (its department's spokespersons)."""
    to, thread = _department(body.to), get_thread(thread_id, actor)
    given = {"to": to, "explanation": transfers.explained(body.explanation, city()), "channel": Channel.API}
    return _act(transfers.transfer, thread, actor, now, city=city(), **given)


@verb("return", schemas.Reason, drafts=True)
def give_back(actor, now, thread_id, body):
    """Give the case back to the moderators, with a reason (its department's spokespersons)."""
    thread = get_thread(thread_id, actor)
    return _act(
        transfers.return_to_moderators, thread, actor, now, reason=transfers.reasoned(body.reason), channel=Channel.API
    )


@verb("routing", Routing)
def route(actor, now, thread_id, body):
    """Give a waiting question to a department (moderators)."""
    transfers.route(get_thread(thread_id, actor), actor=actor, now=now, city=city(), to=_department(body.to))
    return thread_answer(thread_id, actor, now)


@verb("cohandling", Cohandling, drafts=True)
def cohandle(actor, now, thread_id, body):
    """Ask other departments for input (its department's spokespersons)."""
    departments = departments_by_slug(body.departments)
    if len(departments) != len(set(body.departments)):
        raise Invalid(departments=M("没有这个部门。"))
    thread = get_thread(thread_id, actor)
    given = {
        "departments": departments,
        "text": cohandling.draft_request(thread, departments, body.text),
        "channel": Channel.API,
    }
    return _act(cohandling.request, thread, actor, now, city=city(), **given)


@verb("input", schemas.NewText, drafts=True)
def give_input(actor, now, thread_id, body):
    """Give the input that was asked for (the asked department's spokespersons)."""
    thread = get_thread(thread_id, actor)
    return _act(
        cohandling.give_input, thread, actor, now, text=recording.official_draft(body.text), channel=Channel.API
    )


@verb("extension", ExtensionWish)
def ask_extension(actor, now, thread_id, body):
    """Ask for more time to answer; a supervisor decides (its department's spokespersons)."""
    given = {"until": _moment(body.until), "reason": body.reason}
    extensions.ask_extension(get_thread(thread_id, actor), actor=actor, now=now, **given)
    return thread_answer(thread_id, actor, now)


@verb("declination", Declination, drafts=True)
def decline(actor, now, thread_id, body):
    """Not taken up, by law: why, and where to go instead (its department's spokespersons, moderators)."""
    thread = get_thread(thread_id, actor)
    given = {"code": body.code, "text": declining.draft_refusal(body.code, body.text), "channel": Channel.API}
    return _act(declining.decline, thread, actor, now, city=city(), **given)


@verb("rating", NewRating, drafts=True)
def rate(actor, now, thread_id, body):
    """How satisfied the asker is, 5 very to 1 not at all; it can be changed once."""
    thread = get_thread(thread_id, actor)
    given = {"grade": body.grade, "text": ratings.worded(body.grade, body.text or ""), "solved": body.solved}
    return _act(ratings.rate, thread, actor, now, city=city(), **given)


def _act(action, thread, actor, now, **given):
    """The function that does `action` on a thread and answers with it."""

    def act():
        action(thread, actor=actor, now=now, **given)
        return thread_answer(thread.id, actor, now)

    return act


def _department(slug):
    found = departments_by_slug([slug])
    if not found:
        raise Invalid(to=M("没有这个部门。"))
    return found[0]


def _moment(text):
    try:
        moment = datetime.fromisoformat(text)
        moment.astimezone(city().timezone)
    except (ValueError, OverflowError):
        raise Invalid(until=M("时间应当写成 2026-11-21T10:00:00+08:00 的样子。")) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=city().timezone)
