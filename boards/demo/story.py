"""The demo's threads as events in order of time, executed by the real actions."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from boards.actions.cases import handling
from boards.actions.posts import posts, threads
from boards.actions.posts.locations import check_location
from boards.clocks.city import City
from boards.demo.transfers import DO as TRANSFER_STEPS, publish_if_waiting
from boards.models.threads import Board, Post, Thread
from forum.problems import Problem
from forum.roles import Actor

UNITS = {"m": "minutes", "h": "hours", "d": "days"}
WAKES, AWAKE = timedelta(hours=8), 14 / 24  # when a day's events begin, and the part of 24 hours that they take
BEGINNINGS = ("ask", "call")  # on the web, or through the hotline
BETWEEN_SUPPORTS = timedelta(minutes=23)

Verbs = Mapping[str, Callable[..., Any]]  # what a step does, by the name of its verb


@dataclass
class Cast:
    """The people of the city by username, as actors, and the boards by slug."""

    actors: dict[str, Actor]
    boards: dict[str, Board]


@dataclass
class Story:
    """A thread of the story file and, once it was asked, the id of its Thread."""

    data: dict[str, Any]
    thread: int | None = None


@dataclass(order=True)
class Event:
    """A step of a story at its time; `order` sorts the steps of a story at the same time."""

    at: datetime
    order: int
    story: Story = field(compare=False)
    step: dict[str, Any] = field(compare=False)


def events(written: Iterable[dict[str, Any]], now: datetime, netizens: list[str], zone: ZoneInfo) -> list[Event]:
    """Every event of the story file's threads up to `now`, in order of time; `netizens` support threads (顶) in turn."""
    happened: list[Event] = []
    for turn, data in enumerate(written):
        story = Story(data)
        happened += [*_steps(story, now), *_supports(story, now, netizens[turn % len(netizens) :] + netizens)]
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    moved = [replace(event, at=_awake(event.at, zone) if event.at < today else event.at) for event in happened]
    return sorted(event for event in moved if event.at <= now)


def play(event: Event, cast: Cast, city: City, more: Verbs) -> None:
    """Execute an event by the real action; `more` contains the steps of the packages above."""
    story, step = event.story, event.step
    if step["do"] in BEGINNINGS:
        begin = more.get(step["do"], _ask)
        story.thread = begin(story.data, cast, city, event.at)
        if _is_published_at_once(story):
            publish_if_waiting(Thread.get_by_id(story.thread), cast.actors["banzhu"], event.at, city)
        return
    thread = _thread_for(step["do"], story)
    actor = cast.actors[step["by"]]
    try:
        {**DO, **more}[step["do"]](thread, step, actor, event.at, city)
    except Problem as problem:
        raise ValueError(f"{story.data['title']}: {step['do']} by {step['by']}: {problem}") from problem


def _is_published_at_once(story):
    """A thread without steps stays in the moderators' queue, and so does one whose steps say what they did with it."""
    return ("step" in story.data or "supporters" in story.data) and not story.data.get("waits")


def _thread_for(verb, story):
    # Half of the events are supports (顶), for which the thread need not be read.
    return Thread(id=story.thread, public=True) if verb == "support" else Thread.get_by_id(story.thread)


def _awake(at, zone):
    """`at` moved into the hours from 8 to 22 of its day, in proportion, since hardly anybody writes at night."""
    local = at.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + WAKES + (local - midnight) * AWAKE).astimezone(UTC)


def _steps(story, now):
    at = now - timedelta(days=story.data["days_ago"])
    yield Event(at, 0, story, {"do": story.data.get("do", "ask")})
    for order, step in enumerate(story.data.get("step", ()), 1):
        at += _span(step["after"])
        yield Event(at, order, story, step)


def _supports(story, now, people):
    asked_at = now - timedelta(days=story.data["days_ago"])
    for number, name in enumerate(people[: story.data.get("supporters", 0)], 1):
        yield Event(asked_at + number * BETWEEN_SUPPORTS, 0, story, {"do": "support", "by": name})


def _span(text):
    parts = re.findall(r"(?<!\d)(\d++(?:\.\d++)?)([mhd])", text)
    return sum((timedelta(**{UNITS[unit]: float(number)}) for number, unit in parts), timedelta())


def _ask(data, cast, city, at):
    return threads.ask(
        cast.boards[data["board"]],
        actor=cast.actors[data["author"]],
        now=at,
        city=city,
        title=data["title"],
        text=data["text"],
        kind=data.get("kind"),
        anonymous=data.get("anonymous", False),
        location=check_location(data, None),
    ).id


def _parent(thread, step):
    floor = step.get("to_floor")
    return floor and Post.select(Post.id).where(Post.thread == thread.id, Post.floor == floor).scalar()


def _reply(thread, step, actor, at, city):
    posts.reply(thread, actor=actor, now=at, city=city, text=step["text"], parent=_parent(thread, step))


def _follow_up(thread, step, actor, at, city):
    handling.follow_up(thread, actor=actor, now=at, city=city, text=step["text"], parent=_parent(thread, step))


def _edit(thread, step, actor, at, city):
    posts.revise(
        Post.get(Post.thread == thread.id, Post.floor == step["floor"]), actor=actor, now=at, text=step["text"]
    )


DO = {
    "accept": lambda thread, step, actor, at, city: handling.accept(thread, actor=actor, now=at, city=city),
    "first_reply": lambda thread, step, actor, at, city: handling.first_reply(
        thread, actor=actor, now=at, text=step["text"]
    ),
    "answer": lambda thread, step, actor, at, city: handling.give_result(
        thread, actor=actor, now=at, city=city, text=step["text"]
    ),
    "close": lambda thread, step, actor, at, city: handling.close(thread, actor=actor, now=at),
    "support": lambda thread, step, actor, at, city: threads.support(thread, actor=actor, now=at),
    "reply": _reply,
    "follow_up": _follow_up,
    "edit": _edit,
} | TRANSFER_STEPS
