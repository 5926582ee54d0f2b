"""One turn of the conversation: what is said to what came in, and where it stands then. Pure.

Commands, photos, positions, voice and what cannot be taken mean the same at every step; what other words mean stands in steps.py.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from boards.channels.wechat.dialogue import reading, words
from boards.channels.wechat.dialogue.reading import Command
from boards.channels.wechat.dialogue.state import ASKING, Heard, State, Step, Turn, Want, moved
from boards.channels.wechat.dialogue.steps import TABLE, Facts, Says, aside, begun, go_on, kept, said_aside

AWAY = timedelta(hours=6)  # after which somebody who comes back is told of what he had begun
UNSUPPORTED = re.compile(r"[\[【].{0,12}(不支持|无法显示|表情|sticker).{0,20}[\]】]|/:[^\s]{1,8}|\[[^\]\s]{1,4}\]")


def turn(state: State, heard: Heard, facts: Facts, now: datetime) -> Turn:
    """The Turn that follows when `heard` came in at `now`."""
    away = state.heard_at is not None and now - state.heard_at > AWAY and state.question.begun
    told: Says = (words.BACK.with_values(begins=words.begins(state.question)),) if away else ()
    taken = _taken(replace(state, heard_at=now), heard, facts)
    resumed = taken.state.question != state.question or heard.kind in ("text", "voice") and _resumes(heard.text)
    return taken if resumed else replace(taken, says=(*told, *taken.says))


def _resumes(text: str) -> bool:
    return reading.command_of(text) in (Command.GO_ON, Command.CANCEL, Command.ASK)


def _taken(state: State, heard: Heard, facts: Facts) -> Turn:
    return HEARD.get(heard.kind, _other)(state, heard, facts)


def _hello(state: State, heard: Heard, facts: Facts) -> Turn:
    return Turn(state, (words.WELCOME.with_values(city=facts.city), words.MENU))


def _menu(state: State, heard: Heard, facts: Facts) -> Turn:
    return _command(state, Command(heard.key), "", facts) if heard.key in tuple(Command) else _help(state)


def _voice(state: State, heard: Heard, facts: Facts) -> Turn:
    text = heard.text.strip()
    if not text:
        return said_aside(state, facts, words.NO_VOICE)
    taken = _text(state, text, facts)
    return replace(taken, says=(words.GOT_VOICE.with_values(said=text[:60]), *taken.says))


def _typed(state: State, heard: Heard, facts: Facts) -> Turn:
    text = heard.text.strip()
    if UNSUPPORTED.fullmatch(text):
        return _other(state, heard, facts)
    return _text(state, text, facts) if text else _help(state)


def _other(state: State, heard: Heard, facts: Facts) -> Turn:
    return said_aside(state, facts, words.NOT_TAKEN)


def _picture(state: State, heard: Heard, facts: Facts) -> Turn:
    if heard.refused:
        return said_aside(state, facts, heard.refused)
    photos = tuple(dict.fromkeys((*state.question.photos, heard.photo)))
    got = words.GOT_PHOTO.with_values(n=len(photos))
    if state.step is Step.PHOTO:
        return Turn(moved(state, Step.PHOTO, photos=photos), (got, words.MORE_PHOTOS))
    return begun(state, facts, (got,), photos=photos)


def _position(state: State, heard: Heard, facts: Facts) -> Turn:
    return begun(state, facts, (words.GOT_PLACE,), position=heard.position, address=heard.address)


HEARD: Mapping[str, Callable[[State, Heard, Facts], Turn]] = {
    "hello": _hello,
    "menu": _menu,
    "picture": _picture,
    "position": _position,
    "voice": _voice,
    "text": _typed,
}


def _text(state: State, text: str, facts: Facts) -> Turn:
    if number := reading.progress_number(text):
        return aside(state, Want.PROGRESS, number)
    if asked := reading.follow_up_of(text):
        return replace(aside(state, Want.FOLLOW_UP, asked[0]), text=asked[1])
    named = reading.kind_of if state.step is Step.KIND else reading.kind_named
    if state.question.text and state.step in ASKING and (kind := named(text)):
        return go_on(moved(state, state.step, kind=kind), facts)
    command = reading.command_of(text)
    if command and not (state.step is Step.BOARD and reading.chosen_board(text, state.offered, facts.boards)):
        return _command(state, command, text, facts)
    return TABLE[state.step](state, text, facts)


def _command(state: State, command: Command, text: str, facts: Facts) -> Turn:
    if command in COMMANDS:
        return COMMANDS[command](state, text, facts)
    if command in UNOFFERED:
        return Turn(state, (UNOFFERED[command], *kept(state)))
    return aside(state, WANTED[command]) if command in WANTED else _help(state)


def _cancel(state: State, text: str, facts: Facts) -> Turn:
    nothing = not state.question.begun and state.step is Step.IDLE
    return Turn(State(heard_at=state.heard_at), (words.NOTHING_BEGUN, words.MENU) if nothing else (words.CANCELLED,))


def _resume(state: State, text: str, facts: Facts) -> Turn:
    return go_on(state, facts) if state.question.begun else Turn(state, (words.NOTHING_BEGUN, words.MENU))


def _list_boards(state: State, text: str, facts: Facts) -> Turn:
    listed = list(facts.boards)[: words.MOST_LISTED]
    browsing = replace(state, step=Step.BROWSE, offered=tuple(board.slug for board in listed))
    return Turn(browsing, (words.BROWSE, words.numbered(listed), *kept(state)))


def _ask_number(state: State, text: str, facts: Facts) -> Turn:
    return Turn(replace(state, step=Step.NUMBER, offered=()), (words.ASK_NUMBER,))


def _help(state: State) -> Turn:
    return Turn(state, (words.MENU, *kept(state)))


def _ask(state: State, text: str, facts: Facts) -> Turn:
    kind = reading.kind_of(text) or (reading.kind_in(text) if text else None) or ""
    if state.question.text:
        return Turn(state, (words.BEGUN.with_values(begins=words.begins(state.question)),))
    return Turn(moved(state, Step.TEXT, kind=kind or state.question.kind), (words.ASK_TEXT, words.PUBLIC))


COMMANDS: Mapping[Command, Callable[[State, str, Facts], Turn]] = {
    Command.CANCEL: _cancel,
    Command.GO_ON: _resume,
    Command.ASK: _ask,
    Command.BROWSE: _list_boards,
    Command.PROGRESS: _ask_number,
}


UNOFFERED = {Command.MOVE_CAR: words.NO_MOVE_CAR, Command.QUIZ: words.NO_QUIZ}
WANTED = {Command.MINE: Want.MINE, Command.HOT: Want.HOT, Command.REPORTS: Want.REPORTS, Command.BIND: Want.CODE}
