"""The example's city: the demo city with more netizens, and its 14,301 questions."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import groupby, islice
from pathlib import Path
from random import Random
from typing import Any

from boards.clocks.city import City
from boards.demo import city as demo_city
from boards.demo.ruian.courses import Courses, Question, Texts
from boards.demo.ruian.fates import AS_REPORTED, FORWARDED, NOW, OPENED, ZONE, Fates, arrivals
from boards.demo.story import Cast, Event, Story, Verbs, play
from forum.accounts import actions as accounts
from forum.accounts.passwords import hash_password
from forum.accounts.queries import actor_of_account
from forum.commands.progress import progress
from forum.store import db

TEXTS = Path(__file__).with_name("texts.toml")
SEED = 20140913
ASKED_BY_ONE = 36  # questions, about
ALIKE_WITHIN = 200  # a duplicate is of one of so many questions before it that were forwarded
HOW_TO_LOOK = """the figures stand as of Saturday 2014-09-13 18:00 in China; to look at them on that day (package faketime):
  TZ=Asia/Shanghai WENQU_POLICY=ruian faketime '2014-09-13 18:00:00' wenqu serve"""


def build(city: City, more: Verbs, fates: Fates = AS_REPORTED) -> None:
    """Create the city as it is at NOW, a transaction for each of its days; `more` contains the steps of the packages above."""
    texts = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    with db.write():
        cast = _cast(texts, sum(asdict(fates).values()) // ASKED_BY_ONE)
    events = [event for event in _events(texts, cast, city, fates) if event.at <= NOW]
    days = groupby(progress(sorted(events), "demo"), key=lambda event: event.at.astimezone(ZONE).date())
    for _, day in days:
        with db.write():
            for event in day:
                play(event, cast, city, more)


def _cast(texts: Texts, more: int) -> Cast:
    """The people of the demo city, and as many more netizens."""
    cast = demo_city.settle(OPENED)
    password_hash = hash_password(demo_city.PASSWORD)
    names = (one + other for one in texts["first"] for other in texts["last"])
    for number, name in enumerate(islice(names, more), 1):
        account = accounts.open_account(f"wangmin{number}", name, password_hash, now=OPENED)
        cast.actors[account.username] = actor_of_account(account, OPENED)
    return cast


def _events(texts: Texts, cast: Cast, city: City, fates: Fates) -> Iterator[Event]:
    random = Random(SEED)
    courses = Courses(texts, _speakers(cast), city.calendar, random)
    netizens = demo_city.netizens(cast)
    forwarded: list[Question] = []
    for at, fate in arrivals(fates, random):
        question = _question(at, fate, texts, netizens, forwarded, random)
        yield Event(at, 0, question.story, {"do": "ask"})
        for order, (when, step) in enumerate(courses.steps(question), 1):
            yield Event(when, order, question.story, step)
        if fate in FORWARDED:
            forwarded.append(question)


def _question(
    at: datetime, fate: str, texts: Texts, netizens: list[str], forwarded: list[Question], random: Random
) -> Question:
    like = random.choice(_published(forwarded, at)) if fate == "duplicate" else None
    known = texts.get(fate) or texts["forwarded"]
    matter, place = (like.matter, like.place) if like else (random.choice(known), random.choice(texts["places"]))
    data = _data(matter, place, texts["openings"], netizens, random)
    settled_at = at + timedelta(minutes=random.uniform(10, 100))
    return Question(Story(data), fate, settled_at, matter, place, like.story if like else None)


def _published(forwarded: list[Question], at: datetime) -> list[Question]:
    return [question for question in forwarded[-ALIKE_WITHIN:] if question.settled_at < at]


def _data(
    matter: Mapping[str, Any], place: str, openings: list[str], netizens: list[str], random: Random
) -> dict[str, Any]:
    return {
        "board": random.choice(matter["boards"]),
        "author": random.choice(netizens),
        "title": random.choice(openings) + matter["title"].format(place=place),
        "text": matter["text"].format(place=place),
        "kind": matter["kind"],
        "anonymous": random.random() < 0.1,
        "waits": True,  # its steps say what a moderator did with it
    }


def _speakers(cast: Cast) -> dict[str, str]:
    return {slug: slug for slug in cast.boards if slug in cast.actors}
