"""What the conversation says. Pure; a reader is anybody, on a phone, in a hurry."""

from collections.abc import Sequence

from boards.channels.wechat.dialogue.state import Option, Question, Step
from forum.messages import M, Message

MENU = M(
    "可以这样写：\n"
    "我要问政 —— 提一个问题\n"
    "我的问题 —— 您提过的\n"
    "查进度 12 —— 12 号问题办到哪一步\n"
    "追问 12 要说的话 —— 对答复还有疑问\n"
    "看部门 —— 按部门看大家的问题\n"
    "热点、记者追踪\n"
    "绑定 —— 和网站上的账号合在一起"
)
WELCOME = M("您好，这里是%(city)s的网络问政。您写的问题会公开，由部门在网上答复。")
ASK_TEXT = M("请写下您的问题：什么地方、什么事、希望怎么办。可以分几条写，也可以发照片和位置。想停下随时回“取消”。")
PUBLIC = M("问题会公开，请不要写姓名、电话、身份证号。")
ASK_KIND = M("这是哪一种？回数字：\n1 咨询\n2 投诉\n3 建议")
ASK_PLACE = M("事情在哪里？点“+”发送位置，或者写地址，没有就回“跳过”。")
ASK_PHOTO = M("有照片就发过来，可以发几张，发完回“完成”；没有就回“跳过”。")
ASK_AGAIN = M("请重新写一遍问题的内容，部门、类型、地点和照片都留着。")
ASK_NUMBER = M("请回复问题的编号，例如 12。不记得的话，回“我的问题”。")
TOO_SHORT = M("太短了，部门看不明白。请写清楚什么地方、什么事。")
NOT_A_BOARD = M("没有找到叫“%(said)s”的部门。请回上面的数字或部门的名字，不知道归谁管就回 0。")
SEVERAL = M("有几个部门都像，请回数字：")
NOT_A_KIND = M("没看懂。请回 1、2 或 3。")
ADDED = M("补充到问题里了。")
GOT_PHOTO = M("照片收到了，一共 %(n)s 张。")
GOT_PLACE = M("位置收到了。")
GOT_VOICE = M("听到的是：“%(said)s”")
NO_VOICE = M("这条语音听不清楚，请打字，或者用手机的语音输入。")
NOT_TAKEN = M("这里只收文字、语音、照片和位置，表情、视频、文件和链接收不了。")
MORE_PHOTOS = M("还可以再发；发完回“完成”。")
CANCELLED = M("好的，没有发布，写的都删去了。")
NOTHING_BEGUN = M("没有写到一半的问题。")
BEGUN = M("您有一个写到一半的问题：“%(begins)s”。回“继续”接着写，回“取消”放弃。")
KEPT = M("写到一半的问题还留着，回“继续”接着写。")
BACK = M("您上次写到一半的问题还在：“%(begins)s”。回“继续”接着写，回“取消”放弃。")
TAKEN_AS_QUESTION = M("这些当作一个新问题记下了，还没有发布。不是要提问，就回“取消”。")
UNCLEAR = M("没看懂您要做什么。")
WELCOME_BACK = M("不客气。")
NO_MOVE_CAR = M("移车还没有在这里开通。车被堵住，请打 110 或者 12123。")
NO_QUIZ = M("学交规还没有在这里开通。")
BROWSE = M("看哪个部门的问题？回数字或名字：")
CHANGE = M("要改哪里？回：改内容、改部门、改类型、改地点、改照片。要发布回 1，放弃回 3。")

KIND_NAMES = {"consultation": M("咨询"), "complaint": M("投诉"), "suggestion": M("建议")}
UNDECIDED = "?"  # the board of a question whose asker does not know whose it is
MOST_LISTED = 20


def begins(question: Question) -> str:
    """The beginning of what was written, to be recognised by."""
    text = " ".join(question.text.split()) or question.address or "……"
    return text if len(text) <= 20 else text[:20] + "…"


def numbered(boards: Sequence[Option]) -> str:
    """Boards, one a line, with the numbers that choose them."""
    return "\n".join(f"{number} {board.name}" for number, board in enumerate(boards, 1))


def ask_board(boards: Sequence[Option]) -> tuple[Message | str, ...]:
    """The question whose matter it is, with the boards that are suggested."""
    if not boards:
        return (M("归哪个部门管？请回部门的名字，不知道就回 0，由管理员来转。"),)
    return (M("归哪个部门管？回数字，或者写别的部门的名字："), numbered(boards), M("0 不知道，由管理员来转"))


def review(question: Question, board: str, title: str) -> tuple[Message | str, ...]:
    """The whole question before it is published."""
    where = question.address or question.position
    lines: list[Message | str] = [
        M("请核对："),
        M("标题：%(title)s", title=title),
        M("内容：%(text)s", text=question.text if len(question.text) <= 200 else question.text[:200] + "…"),
        M("部门：%(board)s", board=board) if board else M("部门：由管理员来转"),
        M("类型：%(kind)s", kind=KIND_NAMES[question.kind]),
    ]
    lines += [M("地点：%(where)s", where=where)] if where else []
    lines += [M("照片：%(n)s 张", n=len(question.photos))] if question.photos else []
    return (*lines, PUBLIC, M("回 1 发布，2 修改，3 取消。"))


ASKED = {Step.TEXT: ASK_TEXT, Step.KIND: ASK_KIND, Step.PLACE: ASK_PLACE, Step.PHOTO: ASK_PHOTO}
