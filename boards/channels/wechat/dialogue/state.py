"""Where a conversation stands, what comes in, and what a turn of it leads to. Pure."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from forum.messages import Message


class Step(StrEnum):
    """What the person is asked for. Values are stored and never change."""

    IDLE = "idle"
    TEXT = "text"
    BOARD = "board"
    KIND = "kind"
    PLACE = "place"
    PHOTO = "photo"
    CONFIRM = "confirm"
    BROWSE = "browse"
    NUMBER = "number"


# The steps of a question, in their order; each is passed over when what it asks for is known already.
ASKING = (Step.TEXT, Step.BOARD, Step.KIND, Step.PLACE, Step.PHOTO, Step.CONFIRM)


@dataclass(frozen=True)
class Question:
    """What somebody has said of his question so far. '' is not said yet; `place` and `photos` may be passed over (`skipped`)."""

    text: str = ""
    board: str = ""
    kind: str = ""
    address: str = ""
    position: str = ""
    photos: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    @property
    def begun(self) -> bool:
        """Whether anything was said."""
        return bool(self.text or self.photos or self.address or self.position)


@dataclass(frozen=True)
class State:
    """Where the conversation stands. `offered` are the boards, or threads, that numbers stand for; `heard_at` is when it was last heard."""

    step: Step = Step.IDLE
    question: Question = field(default_factory=Question)
    offered: tuple[str, ...] = ()
    heard_at: datetime | None = None

    def dumped(self) -> str:
        """As text, to be stored."""
        kept = asdict(self) | {"heard_at": self.heard_at and self.heard_at.isoformat()}
        return json.dumps(kept, ensure_ascii=False)


def loaded(text: str) -> State:
    """The State of a text that `dumped` made."""
    kept = json.loads(text)
    said: Mapping[str, Any] = kept["question"]
    known: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    question = Question(**known)
    heard = kept["heard_at"] and datetime.fromisoformat(kept["heard_at"])
    return State(Step(kept["step"]), question, tuple(kept["offered"]), heard)


@dataclass(frozen=True)
class Heard:
    """What came in, as the conversation takes it: `kind` is text, voice, picture, position, menu, hello, or other.

    `text` is what was written, or what WeChat understood of a voice message; `key` is the menu's; `photo` is the key of an upload,
    `refused` the sentence why a picture was not taken; `position` is "latitude, longitude", `address` its name.
    """

    kind: str
    text: str = ""
    key: str = ""
    photo: str = ""
    refused: Message | None = None
    position: str = ""
    address: str = ""


@dataclass(frozen=True)
class Option:
    """A board that may be chosen: its slug, its name, and the words by which people call it."""

    slug: str
    name: str
    called: tuple[str, ...] = ()


class Want(StrEnum):
    """What a turn asks to be done or read; the outcome is said after what the turn says itself."""

    ASK = "ask"
    MINE = "mine"
    PROGRESS = "progress"
    HOT = "hot"
    REPORTS = "reports"
    BOARD = "board"
    CODE = "code"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True)
class Turn:
    """The State after what came, what is said to it, and what is wanted, with its argument and text."""

    state: State
    says: tuple[Message | str, ...] = ()
    want: Want | None = None
    about: str = ""
    text: str = ""


def moved(state: State, step: Step, **question: Any) -> State:
    """The State at another step, with what is now known of the question."""
    return replace(state, step=step, question=replace(state.question, **question), offered=())
