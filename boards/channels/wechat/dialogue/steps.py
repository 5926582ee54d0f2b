"""What words mean at each step of a question, and what is still to be asked. Pure.

TABLE has one row a step. A step whose answer is known already is passed over, so that people may answer in any order, or all at once.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from boards.channels.wechat.dialogue import reading, words
from boards.channels.wechat.dialogue.state import Option, Question, State, Step, Turn, Want, moved
from forum.messages import Message

SHORTEST = 6  # characters of a question
SUPPLEMENT = 12  # a text of so many characters, where a number or a name was asked for, belongs to the question
LONGEST_TITLE = 30
THANKS = re.compile(r"(非常|太|十分)?(谢谢|感谢|多谢|辛苦)(你|您|了|啦|大家|你们)*")
OWN = re.compile(r"(我的|我上次|上次|之前|昨天|前天|我提).{0,12}(怎么样|回复|答复|进展|处理|消息|办)")
PARTS = {
    "内容": Step.TEXT,
    "标题": Step.TEXT,
    "部门": Step.BOARD,
    "类型": Step.KIND,
    "地点": Step.PLACE,
    "照片": Step.PHOTO,
    "text": Step.TEXT,
    "department": Step.BOARD,
    "kind": Step.KIND,
    "place": Step.PLACE,
    "photos": Step.PHOTO,
}
Says = tuple[Message | str, ...]


@dataclass(frozen=True)
class Facts:
    """What a turn needs to know: the boards that take questions, which of them a text suggests, the city's name."""

    boards: Sequence[Option]
    suggest: Callable[[str], Sequence[str]]
    city: str = ""

    def named(self, slugs: Sequence[str]) -> list[Option]:
        """The boards with these slugs, in their order."""
        by_slug = {board.slug: board for board in self.boards}
        return [by_slug[slug] for slug in slugs if slug in by_slug]


def _idle(state: State, text: str, facts: Facts) -> Turn:
    if number := reading.number_of(text):
        return aside(state, Want.PROGRESS, number)
    if THANKS.fullmatch(reading.plain(text)):
        return Turn(state, (words.WELCOME_BACK,))
    if OWN.search(text) and len(text) < 25:
        return aside(state, Want.MINE)
    return _unasked(state, text, facts)


def _unasked(state: State, text: str, facts: Facts) -> Turn:
    """Words that answer nothing: a question, if they are long enough for one."""
    if rest := reading.begun_with(text):
        return _write(moved(state, Step.TEXT, kind=reading.kind_in(text) or ""), rest, facts)
    if state.question.text:
        return _supplement(state, text, facts)
    if len(text) < SUPPLEMENT and not state.question.begun:
        return Turn(state, (words.UNCLEAR, words.MENU))
    return _write(state, text, facts, (words.TAKEN_AS_QUESTION,))


def _written(state: State, text: str, facts: Facts) -> Turn:
    return _write(state, reading.begun_with(text) or text, facts)


def _write(state: State, text: str, facts: Facts, says: Says = ()) -> Turn:
    if len(text) < SHORTEST:
        return Turn(moved(state, Step.TEXT), (words.TOO_SHORT,))
    kind = state.question.kind or reading.kind_in(text) or ""
    return go_on(moved(state, Step.TEXT, text=text, kind=kind), facts, says)


def _board(state: State, text: str, facts: Facts) -> Turn:
    if reading.skips(text) or reading.plain(text) in ("0", "零"):
        return go_on(moved(state, Step.BOARD, board=words.UNDECIDED), facts)
    found = reading.chosen_board(text, state.offered, facts.boards)
    if len(found) == 1:
        return go_on(moved(state, Step.BOARD, board=found[0].slug), facts)
    if found:
        offered = tuple(board.slug for board in found[: words.MOST_LISTED])
        return Turn(replace(state, offered=offered), (words.SEVERAL, words.numbered(found[: words.MOST_LISTED])))
    if len(text) >= SUPPLEMENT:
        return _supplement(state, text, facts)
    return Turn(state, (words.NOT_A_BOARD.with_values(said=text[:20]),))


def _kind(state: State, text: str, facts: Facts) -> Turn:
    if reading.skips(text):
        return go_on(moved(state, Step.KIND, kind="consultation"), facts)
    return (
        _supplement(state, text, facts) if len(text) >= SUPPLEMENT else Turn(state, (words.NOT_A_KIND, words.ASK_KIND))
    )


def _place(state: State, text: str, facts: Facts) -> Turn:
    if reading.skips(text) or reading.is_done(text):
        return go_on(moved(state, Step.PLACE, skipped=(*state.question.skipped, "place")), facts)
    return go_on(moved(state, Step.PLACE, address=" ".join(text.split())[:100]), facts)


def _photo(state: State, text: str, facts: Facts) -> Turn:
    if reading.skips(text) or reading.is_done(text) or reading.says_yes(text):
        return go_on(moved(state, Step.PHOTO, skipped=(*state.question.skipped, "photo")), facts)
    return _supplement(state, text, facts)


def _confirm(state: State, text: str, facts: Facts) -> Turn:
    said = reading.plain(text).replace(" ", "")
    if reading.says_yes(text):
        return Turn(state, (), Want.ASK)
    if said in ("3", "不", "不要", "不发布"):
        return Turn(State(heard_at=state.heard_at), (words.CANCELLED,))
    part = re.fullmatch(r"(?:修?改|换|补|加|change)(?:一下)?({})".format("|".join(PARTS)), said)
    if part:
        return _change(state, PARTS[part[1]], facts)
    if said in ("2", "修改", "改", "改一下", "我要改"):
        return Turn(state, (words.CHANGE,))
    return _supplement(state, text, facts)


def _browse(state: State, text: str, facts: Facts) -> Turn:
    found = reading.chosen_board(text, state.offered, facts.boards)
    if len(found) == 1:
        return Turn(state, (), Want.BOARD, found[0].slug)
    if found:
        offered = tuple(board.slug for board in found[: words.MOST_LISTED])
        return Turn(replace(state, offered=offered), (words.SEVERAL, words.numbered(found[: words.MOST_LISTED])))
    return _idle(replace(state, step=Step.IDLE), text, facts)


def _number(state: State, text: str, facts: Facts) -> Turn:
    return _idle(replace(state, step=Step.IDLE), text, facts)


TABLE: Mapping[Step, Callable[[State, str, Facts], Turn]] = {
    Step.IDLE: _idle,
    Step.TEXT: _written,
    Step.BOARD: _board,
    Step.KIND: _kind,
    Step.PLACE: _place,
    Step.PHOTO: _photo,
    Step.CONFIRM: _confirm,
    Step.BROWSE: _browse,
    Step.NUMBER: _number,
}


def refused(state: State, field: str, said: Message, facts: Facts) -> Turn:
    """The question was not taken, because of one field: it is asked for again, the rest stays."""
    steps = {"text": Step.TEXT, "title": Step.TEXT, "kind": Step.KIND, "address": Step.PLACE, "position": Step.PLACE}
    step = Step.PHOTO if field == "pictures" else steps.get(field)
    if step is None:
        return Turn(state, (said, words.KEPT))
    changed = _change(state, step, facts)
    return replace(changed, says=(said, *changed.says))


def _change(state: State, step: Step, facts: Facts) -> Turn:
    cleared: Mapping[Step, Mapping[str, object]] = {
        Step.TEXT: {"text": ""},
        Step.BOARD: {"board": ""},
        Step.KIND: {"kind": ""},
        Step.PLACE: {"address": "", "position": "", "skipped": tuple(set(state.question.skipped) - {"place"})},
        Step.PHOTO: {"photos": (), "skipped": tuple(set(state.question.skipped) - {"photo"})},
    }
    changed = moved(state, step, **cleared[step])
    return Turn(changed, (words.ASK_AGAIN,)) if step is Step.TEXT else go_on(changed, facts)


def _supplement(state: State, text: str, facts: Facts) -> Turn:
    joined = f"{state.question.text}\n{text}" if state.question.text else text
    return go_on(moved(state, state.step, text=joined), facts, (words.ADDED,))


def begun(state: State, facts: Facts, says: Says, **known: object) -> Turn:
    """Something of a question came, whether it was asked for or not: go on with what is still to be said."""
    return go_on(moved(state, state.step, **known), facts, says)


def said_aside(state: State, facts: Facts, *says: Message | str) -> Turn:
    """Something that changes nothing was said; what was asked is asked again."""
    return go_on(state, facts, says) if state.step in (*words.ASKED, Step.BOARD, Step.CONFIRM) else Turn(state, says)


def aside(state: State, want: Want, about: str = "") -> Turn:
    """Something is looked up; what was begun stays, and is named."""
    step = state.step if state.step in (Step.BROWSE, *words.ASKED, Step.BOARD, Step.CONFIRM) else Step.IDLE
    return Turn(replace(state, step=step), kept(state), want, about)


def kept(state: State) -> Says:
    return (words.KEPT,) if state.question.begun else ()


def go_on(state: State, facts: Facts, says: Says = ()) -> Turn:
    """Ask for what is still to be said of the question."""
    step = next_step(state.question)
    if step is Step.BOARD:
        suggested = facts.named(facts.suggest(state.question.text))
        offered = tuple(board.slug for board in suggested)
        return Turn(replace(state, step=step, offered=offered), (*says, *words.ask_board(suggested)))
    if step is Step.CONFIRM:
        name = next((board.name for board in facts.boards if board.slug == state.question.board), "")
        title = reading.title_of(state.question.text, LONGEST_TITLE)
        return Turn(replace(state, step=step, offered=()), (*says, *words.review(state.question, name, title)))
    return Turn(replace(state, step=step, offered=()), (*says, words.ASKED[step]))


def next_step(question: Question) -> Step:
    """The first step whose answer is not known yet."""
    known = {
        Step.TEXT: question.text,
        Step.BOARD: question.board,
        Step.KIND: question.kind,
        Step.PLACE: question.address or question.position or "place" in question.skipped,
        Step.PHOTO: "photo" in question.skipped,
    }
    return next((step for step, answer in known.items() if not answer), Step.CONFIRM)
