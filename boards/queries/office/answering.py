"""The form with which a spokesperson answers: the saved draft, the department's templates, the open questions."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from boards.clocks.city import City
from boards.models.cases import AnswerTemplate
from boards.models.threads import Department, Post, Revision, Thread
from boards.pages.answering import AnswerWarnings, TemplatesPage, TemplateView
from boards.pages.parts import Link
from boards.pages.writing import ReplyPage
from boards.queries.office.beside import case_beside
from boards.queries.parts import shown
from boards.queries.parts.breadcrumbs import breadcrumb
from boards.queries.parts.people import public_name
from boards.queries.thread import posts as floors, thread_page as pages
from boards.queries.thread.thread import aid_of, title_of
from boards.queries.thread.write_choices import write_choices
from boards.rules import access, placeholders
from boards.rules.floors import floor_label
from boards.rules.status import PostKind, Status, Verb
from boards.rules.text.vagueness import vague_words
from forum.accounts.models import Account
from forum.accounts.sanctions import refuse_suspended
from forum.i18n.formats import day
from forum.messages import M
from forum.problems import Conflict, NotFound
from forum.roles import Actor
from forum.store.sql.conditions import is_true
from forum.text.checks import excerpt

QUESTION_LENGTH = 60
OFFICIAL_WORD: dict[str, Verb] = {PostKind.FIRST_REPLY: Verb.FIRST_REPLY, PostKind.RESULT: Verb.RESULT}
NO_WARNINGS = AnswerWarnings()


def reply_page(
    thread: Thread,
    viewer: Actor,
    now: datetime,
    city: City,
    parent: int | None,
    *,
    warnings: AnswerWarnings = NO_WARNINGS,
    forgiving: bool = False,
) -> ReplyPage:
    """The ReplyPage of a thread of `get_thread`; `parent` is the floor that is answered.

    Raises Conflict, or Forbidden for somebody suspended, where nothing may be written, unless `forgiving`.
    """
    offered = _answering_verbs(viewer, thread)
    choices = write_choices(thread, viewer, offered)
    if not choices and not forgiving:
        refuse_suspended(viewer)
        raise Conflict(access.reply_refusal_for(viewer, thread))
    aid = _whole_aid(thread, viewer, now, city, offered, warnings) if access.may_draft(viewer, thread) else None
    beside, answered = None, None
    if aid and thread.status:
        beside, answered = case_beside(thread, viewer, now, city, parent)
    elif parent:
        answered = next((view for view in floors.floors_from(thread, viewer, parent, 1) if view.floor == parent), None)
    return ReplyPage(
        thread=Link(title_of(thread, viewer), f"/threads/{thread.id}"),
        breadcrumb=breadcrumb(thread.board),
        writing=choices,
        parent=answered,
        post_url=f"/threads/{thread.id}/posts",
        may_write_anonymously=not viewer.official,
        anonymous_by_default=thread.anonymous and viewer.account == thread.author_id,
        aid=aid,
        beside=beside,
    )


def answer_warnings(thread: Thread, viewer: Actor, kind: str, text: str, seen: Iterable[str]) -> AnswerWarnings:
    """The AnswerWarnings about an official answer that `viewer` may give; `seen` contains the ids of questions shown to him."""
    verb = OFFICIAL_WORD.get(kind)
    if verb is None or verb not in _answering_verbs(viewer, thread):
        return NO_WARNINGS
    waiting = _open_questions(thread) if verb is Verb.RESULT else ()
    return AnswerWarnings(vague_words(text), len(waiting) > 1 and not {number for number, _ in waiting} <= set(seen))


def template_text(template_id: int, thread: Thread, viewer: Actor, now: datetime, city: City) -> str:
    """The text of a template of the viewer's departments with its placeholders filled; raises NotFound."""
    found = _in_use(viewer).where(AnswerTemplate.id == template_id).first()
    if found is None:
        raise NotFound(M("没有这个模板，可能已经停用了。"))
    return placeholders.fill(found.text, _values(thread, viewer, now, city, found.department.short))


def get_template(template_id: int) -> AnswerTemplate:
    """The AnswerTemplate; raises NotFound."""
    found = AnswerTemplate.get_or_none(AnswerTemplate.id == template_id)
    if found is None:
        raise NotFound(M("没有这个模板，可能已经停用了。"))
    return found


def templates_page(viewer: Actor) -> TemplatesPage:
    """The TemplatesPage of the viewer's departments: current ones by title, then retired ones, latest first."""
    own = sorted(viewer.departments)
    departments = (
        Department.select(Department.slug, Department.short).where(Department.id.in_(own)).order_by(Department.id)
    )
    rows = (
        AnswerTemplate.select(AnswerTemplate, Department.short, Account.display_name)
        .join(Department)
        .join_from(AnswerTemplate, Account)
        .where(AnswerTemplate.department.in_(own))
        .order_by(AnswerTemplate.department, AnswerTemplate.title, AnswerTemplate.id)
    )
    templates = list(rows)
    retired = sorted((row for row in templates if row.retired_at), key=lambda row: row.retired_at, reverse=True)
    return TemplatesPage(
        tuple(departments.tuples()),
        tuple(_listed(row, row.created_at) for row in templates if not row.retired_at),
        tuple(_listed(row, row.retired_at) for row in retired),
    )


def _whole_aid(thread, viewer, now, city, offered, warnings):
    waiting = _open_questions(thread) if Verb.RESULT in offered else ()
    return replace(
        aid_of(thread, viewer),
        templates=_filled(thread, viewer, now, city),
        questions=waiting if len(waiting) > 1 else (),
        warnings=warnings,
        accepting=thread.status == Status.UNACCEPTED and Verb.ACCEPT in offered,
    )


def _answering_verbs(viewer, thread):
    """The verbs that `viewer` may use now, and those of answering that accepting the case at once opens to him."""
    offered = pages.verbs_for(viewer, thread)
    accepts = thread.status == Status.UNACCEPTED and Verb.ACCEPT in offered
    return [*offered, Verb.FIRST_REPLY, Verb.RESULT] if accepts else offered


def _open_questions(thread):
    """(post id, excerpt) of the questions that no result has answered, oldest first."""
    rows = (
        Post.select(
            Post.id, Post.place_floor, Post.hidden_at, Post.seal_order_id, shown.excerpt_column(QUESTION_LENGTH * 2)
        )
        .join(Revision, on=(Revision.post == Post.id) & (Revision.number == Post.revision))
        .where(Post.place_thread == thread.id, is_true(Post.unsettled))
        .order_by(Post.place_floor)
    )
    return tuple((str(number), _words(*row)) for number, *row in rows.tuples())


def _words(floor, hidden, sealed, text):
    words = M("（该楼已被屏蔽）") if hidden else excerpt(text, QUESTION_LENGTH)
    words = M("（该楼已封存）") if sealed else words
    return M("%(floor)s：%(words)s", floor=floor_label(floor), words=words)


def _in_use(viewer):
    return (
        AnswerTemplate.select(AnswerTemplate, Department.short)
        .join(Department)
        .where(AnswerTemplate.department.in_(sorted(viewer.departments)), AnswerTemplate.retired_at.is_null())
        .order_by(AnswerTemplate.department, AnswerTemplate.title, AnswerTemplate.id)
    )


def _filled(thread, viewer, now, city):
    return tuple(
        TemplateView(
            row.id, row.title, placeholders.fill(row.text, _values(thread, viewer, now, city, row.department.short))
        )
        for row in _in_use(viewer)
    )


def _values(thread, viewer, now, city, department):
    return {
        placeholders.ASKER: str(public_name(thread)),
        placeholders.TITLE: str(title_of(thread, viewer)),
        placeholders.DEPARTMENT: department,
        placeholders.TODAY: day(now, city.timezone, "zh-CN"),
    }


def _listed(row, at):
    return TemplateView(row.id, row.title, row.text, row.department.short, row.created_by.display_name, at)
