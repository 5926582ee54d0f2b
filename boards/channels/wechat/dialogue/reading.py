"""What somebody means by what he wrote: a command, a choice by number or name, a kind, a yes, or simply his words. Pure.

People write with spaces, full-width digits, a full stop behind, "我要投诉", "谢谢", two things at once; what is no command stays text.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from boards.channels.wechat.dialogue.state import Option


class Command(StrEnum):
    """What can be asked for at any step; also the keys of the menu."""

    ASK = "ask"
    MINE = "mine"
    PROGRESS = "progress"
    HOT = "hot"
    REPORTS = "reports"
    MOVE_CAR = "move_car"
    QUIZ = "quiz"
    BROWSE = "browse"
    BIND = "bind"
    HELP = "help"
    CANCEL = "cancel"
    GO_ON = "go_on"
    FOLLOW_UP = "follow_up"


WORDS = {
    Command.ASK: "我要问政 问政 我要提问 提问 我要问 提问题 我有问题 我想提问 我想问个问题 我要反映问题 反映问题 "
    "我要投诉 投诉 我要举报 我要咨询 咨询 我要建议 ask",
    Command.MINE: "我的问题 我的提问 我问的 我提的问题 我的问政 我的 mine",
    Command.PROGRESS: "查进度 查询进度 进度 查询 进度查询 查一下进度 办得怎么样了 progress",
    Command.HOT: "热点 热门 热点问题 hot",
    Command.REPORTS: "记者追踪 记者 追踪报道 记者报道 reports",
    Command.MOVE_CAR: "移车 挪车 我要移车 我要挪车 挪一下车 有人堵我车 车被堵了",
    Command.QUIZ: "学交规 交规 学习交规 交规学习 交规在线学习",
    Command.BROWSE: "看部门 部门 按部门看 部门列表 看问题 浏览 browse",
    Command.BIND: "绑定 绑定账号 账号绑定 bind",
    Command.HELP: "菜单 帮助 help 你好 您好 在吗 在么 有人吗 hi hello 嗨 喂 怎么用 怎么弄 功能",
    Command.CANCEL: "取消 退出 算了 不问了 不提了 放弃 不发了 cancel",
    Command.GO_ON: "继续 接着写 接着来 继续写 go on",
}
MEANT = {word: command for command, words in WORDS.items() for word in re.split(r" (?!on\b)", words)}
YES = frozenset(
    "发布 确认 确定 提交 发 是 是的 对 好 好的 可以 行 ok yes y 没问题 publish 发吧 提交吧 嗯 恩 嗯嗯".split()
)
SKIP = frozenset(
    "跳过 没有 没 无 不用 不用了 不需要 不知道 不清楚 略 下一步 skip no 没照片 没有照片 没图 没有图 没拍 不发 不传".split()
)
DONE = frozenset("完成 好了 传完了 没了 就这些 发完了 没有了 够了 done".split())
KINDS = {
    "consultation": "consultation 咨询 问 问一下 请教 想问".split(),
    "complaint": "complaint 投诉 举报 反映".split(),
    "suggestion": "suggestion 建议 提建议 意见 提意见".split(),
}
IN_TEXT = (
    ("complaint", re.compile(r"投诉|举报")),
    ("suggestion", re.compile(r"建议")),
    ("consultation", re.compile(r"咨询|请问")),
)
DIGITS = {"一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9"}
PROGRESS = re.compile(r"(?:查(?:询|一下)?(?:进度)?|进度|progress)\D{0,4}?([0-9]{1,18})号?(?:的?(?:问题|进度))*")
NUMBER = re.compile(r"(?:第|主题|编号|no\.?|#)?([0-9]{1,18})(?:号|个|条)?")
FOLLOW_UP = re.compile(r"(?:追问|follow ?up)[:： ]*#?([0-9]{1,18})[号:：,，。 ]*(.+)", re.DOTALL | re.IGNORECASE)
BEGINS = re.compile(r"(?:我要|我想)?(投诉|举报|咨询|建议|问政|提问|反映)(?:一下)?[:：,，。 \n]+(.{4,})", re.DOTALL)
TAIL = "。.!！~～?？,，、…;； \n\t吧啊呢呀哦"


def plain(text: str) -> str:
    """What was written, in one width and case, without the marks and particles at its end."""
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    return folded if folded in MEANT else folded.strip().rstrip(TAIL)


def command_of(text: str) -> Command | None:
    """The Command that the whole message is, None for words."""
    said = plain(text)
    return MEANT.get(said) or MEANT.get(said.replace(" ", ""))


def progress_number(text: str) -> str | None:
    """The number of a thread whose progress is asked for: 查进度 12."""
    found = PROGRESS.fullmatch(plain(text))
    return found[1].lstrip("0") or "0" if found else None


def number_of(text: str) -> str | None:
    """The number that the whole message is, in digits or as a Chinese numeral up to nine."""
    said = plain(text)
    found = NUMBER.fullmatch(DIGITS.get(said, said).replace(" ", ""))
    return found[1].lstrip("0") or "0" if found else None


def follow_up_of(text: str) -> tuple[str, str] | None:
    """(number, words) of 追问 12 还是没有修."""
    found = FOLLOW_UP.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return (found[1], found[2].strip()) if found else None


def begun_with(text: str) -> str | None:
    """The words behind 我要投诉: in one message with it; None where it does not begin so."""
    found = BEGINS.fullmatch(text.strip())
    return found[2].strip() if found else None


def says_yes(text: str) -> bool:
    """Whether the message agrees."""
    return plain(text).replace(" ", "") in YES or command_of(text) is None and plain(text) == "1"


def skips(text: str) -> bool:
    """Whether the message passes over what was asked for."""
    return plain(text).replace(" ", "") in SKIP


def is_done(text: str) -> bool:
    """Whether the message says that there is no more."""
    return plain(text).replace(" ", "") in DONE


def kind_of(text: str) -> str | None:
    """The kind of question that the message chooses: by number, or by its name."""
    said = plain(text).replace(" ", "")
    number = DIGITS.get(said, said)
    if number in ("1", "2", "3"):
        return list(KINDS)[int(number) - 1]
    said = re.sub(r"^(我要|我想|这是|是|算)", "", said)
    return next((kind for kind, words in KINDS.items() if said in words), None)


def kind_named(text: str) -> str | None:
    """The kind that the message names by its word, wherever it was not asked for."""
    return None if number_of(text) else kind_of(text)


def kind_in(text: str) -> str | None:
    """The kind that a text names by itself: 我要投诉某某."""
    return next((kind for kind, named in IN_TEXT if named.search(text)), None)


def chosen_board(text: str, offered: Sequence[str], boards: Sequence[Option]) -> list[Option]:
    """The boards that the message may mean: one by its number among those `offered`, or those that bear its name."""
    by_slug = {board.slug: board for board in boards}
    number = number_of(text)
    if number and 1 <= int(number[:9]) <= len(offered):
        return [by_slug[slug] for slug in (offered[int(number[:9]) - 1],) if slug in by_slug]
    said = re.sub(r"^(给|找|选|发给|转给|归|是|应该是)", "", plain(text).replace(" ", ""))
    return _bearing(said, boards) or _bearing(re.sub(r"(管|管的|负责)$", "", said), boards)


def _bearing(said: str, boards: Sequence[Option]) -> list[Option]:
    """The boards called so, else those in whose names it stands."""
    if not 2 <= len(said) <= 30:
        return []
    names = {board: {plain(name) for name in (board.name, *board.called)} for board in boards}
    exact = [board for board in boards if said in names[board]]
    return exact or [board for board in boards if any(said in name for name in names[board])]


def title_of(text: str, most: int) -> str:
    """A title of at most `most` characters: the first sentence, or its beginning."""
    first = re.split(r"[。！？!?\n]", text.strip(), maxsplit=1)[0].strip()
    if len(first) < 4:
        first = " ".join(text.split())
    return first if len(first) <= most else first[: most - 1].rstrip("，,、 ") + "…"
