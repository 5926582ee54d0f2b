"""The answer templates of a department: added and retired, never deleted."""

from datetime import datetime

from boards.models.cases import AnswerTemplate
from boards.rules import lengths
from forum.messages import M
from forum.problems import Conflict, Forbidden, Unauthorized
from forum.roles import ActingRole, Actor, Role
from forum.store import db, log
from forum.store.log import Deed
from forum.text.checks import check_text, check_title


def add(department: int, *, actor: Actor, now: datetime, title: str, text: str) -> AnswerTemplate:
    """A new AnswerTemplate of a department (its id). Raises Forbidden, Invalid, or Conflict for a title in use."""
    _guard(actor, department)
    title, text = check_title(title), check_text("text", text, lengths.TEMPLATE)
    with db.write():
        if _in_use(department).where(AnswerTemplate.title == title).exists():
            raise Conflict(M("本部门已有同名的模板，请换一个标题，或者先停用旧的。"))
        template = AnswerTemplate.create(
            department=department, title=title, text=text, created_by=actor.account, created_at=now
        )
        _note(Deed.TEMPLATE_ADD, template, actor, now)
    return template


def retire(template: AnswerTemplate, *, actor: Actor, now: datetime) -> None:
    """Retire a template; answers written with it do not change. Raises Conflict for one that is retired already."""
    _guard(actor, template.department_id)
    with db.write():
        retired = AnswerTemplate.update(retired_at=now).where(
            AnswerTemplate.id == template.id, AnswerTemplate.retired_at.is_null()
        )
        if not retired.execute():
            raise Conflict(M("这个模板已经停用了。"))
        _note(Deed.TEMPLATE_RETIRE, template, actor, now)


def _in_use(department):
    return AnswerTemplate.select().where(AnswerTemplate.department == department, AnswerTemplate.retired_at.is_null())


def _note(deed, template, actor, now):
    acting_role = ActingRole(Role.SPOKESPERSON, template.department_id)
    log.record(deed, ("template", template.id), actor=actor, now=now, acting_role=acting_role, title=template.title)


def _guard(actor, department):
    if not actor.signed_in:
        raise Unauthorized()
    if not actor.speaks_for(department):
        raise Forbidden(M("只能管理自己部门的答复模板。"))
