"""The supervisors' page, and deciding extensions."""

from flask import Blueprint, flash, redirect, render_template, request

from boards.actions.extensions import decide
from boards.case_models import Extension
from forum.i18n import said
from forum.messages import M
from forum.problems import Invalid, NotFound
from forum.roles import Role
from forum.typed import EMPTY, again
from forum.web import city, door, holders
from moderation.supervision.queries import supervision_page

views = Blueprint("supervision", __name__, url_prefix="/supervision")
SUPERVISORS = holders(Role.SUPERVISOR)


@door(views, "", allow=SUPERVISORS)
def show(actor, now):
    return render_template("moderation/supervision.html", page=supervision_page(actor, now), form=EMPTY)


@door(views, "/extensions/<id:extension_id>/decision", methods=["POST"], allow=SUPERVISORS)
def decision(actor, now, extension_id):
    extension = Extension.get_or_none(Extension.id == extension_id)
    if extension is None:
        raise NotFound(M("没有这个延期申请。"))
    typed = {name: request.form.get(name, "") for name in ("granted", "remark")}
    try:
        if typed["granted"] not in ("yes", "no"):
            raise Invalid(granted=M("请选择同意或不同意。"))
        decide(extension, actor=actor, now=now, city=city(), granted=typed["granted"] == "yes", remark=typed["remark"])
    except Invalid as problem:
        values = typed | {"extension": extension.id}
        return again("moderation/supervision.html", problem, values, page=supervision_page(actor, now))
    flash(said(M("已决定，提问人和部门都能看到。")), "done")
    return redirect("/supervision", 303)
