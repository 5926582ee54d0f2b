"""The forms of verbs that need input: the fields and the introduction of each."""

from collections.abc import Iterable
from dataclasses import replace

from boards.models.cases import Rating
from boards.models.threads import Board, Department
from boards.pages.office import VerbPage
from boards.pages.parts import Link
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.queries.parts.department_options import department_options
from boards.queries.thread.thread import get_thread, title_of
from boards.queries.thread.thread_page import BUTTON_LABELS, FORMS
from boards.rules import access, lengths
from boards.rules.bulk import RETURN, TRANSFER
from boards.rules.labels import DECLINE_LABELS, GRADE_LABELS
from boards.rules.status import Section, Verb
from forum.fields import Field
from forum.messages import M
from forum.problems import Conflict
from forum.roles import Actor
from forum.text.checks import BODY_LIMIT

TEXT = Field("text", "area", M("内容"), limit=BODY_LIMIT, markdown=True)

FIELDS = {
    Verb.TRANSFER: (
        Field("to", "department", M("转给哪个部门")),
        Field(
            "explanation",
            "area",
            M("给提问人的说明"),
            limit=BODY_LIMIT,
            markdown=True,
            hint=M("写清归谁管、带什么材料、走哪几步。这段话会作为一楼公开。"),
        ),
    ),
    Verb.RETURN: (Field("reason", "area", M("退回的理由"), M("会作为一楼公开。"), limit=lengths.REASON),),
    Verb.ROUTE: (Field("to", "department", M("分派给哪个部门")),),
    Verb.COHANDLE: (
        Field("departments", "departments", M("请哪些部门会办")),
        replace(TEXT, hint=M("写清需要对方说明什么。会公开。")),
    ),
    Verb.INPUT: (replace(TEXT, label=M("会办意见"), hint=M("会公开，供主办部门答复时参考。")),),
    Verb.EXTEND: (
        Field("until", "moment", M("希望延到")),
        Field("reason", "area", M("延期的理由"), M("由督办决定。理由和两个日期都公开。"), limit=lengths.REASON),
    ),
    Verb.DECLINE: (
        Field(
            "code", "radios", M("依据"), options=tuple((code.value, label) for code, label in DECLINE_LABELS.items())
        ),
        replace(TEXT, label=M("说明"), hint=M("写清为什么不能在这里受理、应当去哪里办。会作为一楼公开。")),
    ),
    Verb.RATE: (
        Field(
            "grade", "radios", M("满意度"), options=tuple((str(grade), label) for grade, label in GRADE_LABELS.items())
        ),
        Field(
            "solved",
            "radios",
            M("问题解决了吗"),
            required=False,
            options=(("yes", M("解决了")), ("no", M("没有解决")), ("", M("不好说"))),
        ),
        replace(TEXT, label=M("想说的话"), required=False, limit=lengths.REMARK, markdown=False),
    ),
    Verb.ANSWER_BY_PLATFORM: (replace(TEXT, label=M("平台答复")),),
    Verb.OPEN_DISCUSSION: (Field("board", "select", M("放到哪个互动交流版块")),),
}

LEADS = {
    Verb.TRANSFER: M("转办后由对方重新受理，并有自己的时限。来回转办会提醒督办。"),
    Verb.RETURN: M("不知道该归谁管时，退回给管理员重新分派。"),
    Verb.RATE: M("可以改评一次。不满意的评价会有人回访。"),
    Verb.OPEN_DISCUSSION: M("不属于任何部门职责的话题，公开后由网友自由讨论，不设办理时限。"),
    Verb.DECLINE: M("只有依法不属于受理范围的问题才能不予受理。"),
}

HAND_ON_WAYS = (
    (TRANSFER, M("转给别的部门"), M("由对方重新受理，并有自己的时限。")),
    (RETURN, M("退回给管理员"), M("不知道该归谁管时，由管理员重新分派；不用选部门。")),
)
HAND_ON_WAY = Field("way", "radios", M("怎样转"), options=HAND_ON_WAYS, value=TRANSFER)
HAND_ON_HINT = M("转办：写清归谁管、带什么材料、走哪几步。退回：写明理由。会在每个问题下作为一楼公开。")

VERB_OF = {noun: verb for verb, noun in FORMS.items()}


def verb_page(thread_id: int, noun: str, viewer: Actor) -> VerbPage:
    """The VerbPage of the verb at /threads/ID/NOUN; raises NotFound. `noun` is a key of VERB_OF."""
    thread, verb = get_thread(thread_id, viewer), VERB_OF[noun]
    return VerbPage(
        thread=Link(title_of(thread, viewer), f"/threads/{thread.id}"),
        breadcrumb=breadcrumb(thread.board),
        heading=BUTTON_LABELS[verb],
        url=f"/threads/{thread.id}/{noun}",
        fields=_fields(verb, thread),
        submit=BUTTON_LABELS[verb],
        lead=LEADS.get(verb),
    )


def hand_on_fields() -> tuple[Field, ...]:
    """The fields of handing on several cases: the way, and those of a transfer, whose department a return leaves out."""
    to, explanation = FIELDS[Verb.TRANSFER]
    chooser = replace(to, hint=M("退回时不用选。"), options=department_options())
    return Field("thread", "boxes"), HAND_ON_WAY, chooser, replace(explanation, hint=HAND_ON_HINT)


def refuse_unratable(thread_id: int, viewer: Actor) -> None:
    """Raises Conflict, before the form is shown, for a case that takes no rating any more; NotFound."""
    thread = get_thread(thread_id, viewer)
    if refusal := access.rating_refusal(thread, Rating.select().where(Rating.thread == thread.id).count()):
        raise Conflict(refusal)


def departments_by_slug(slugs: Iterable[str]) -> list[Department]:
    """The departments with these slugs, in no order. Closed ones are among them: the actions refuse those."""
    return list(Department.select().where(Department.slug.in_(list(slugs)))) if slugs else []


def _fields(verb, thread):
    return tuple(_with_options(field, thread) for field in FIELDS[verb])


def _with_options(field, thread):
    if field.name in ("to", "departments"):
        return replace(field, options=department_options(without=thread.department_id))
    if field.name == "board":
        return replace(field, options=_discussion_boards())
    return field


def _discussion_boards():
    rows = Board.select(Board.slug, Board.name).where(Board.section == Section.DISCUSSION.value)
    return tuple(rows.order_by(Board.position, Board.id).tuples())
