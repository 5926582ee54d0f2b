"""Downloading a copy of one's own data."""

from flask import Blueprint, Response, render_template, request

from boards.export.archive import chunks, write_archive
from boards.export.records import sections
from forum.accounts.account_page import is_bound
from forum.accounts.forms import SIGN_IN_AFRESH
from forum.accounts.limits import enforce_limit
from forum.accounts.step_up import reauthenticate
from forum.fields import Form
from forum.i18n.languages import current_language, translate
from forum.messages import M
from forum.problems import Problem
from forum.web.door import SIGNED_IN, door, settings
from forum.web.forms import form_again_on, read_form
from forum.wenqu import wenqu

views = Blueprint("export", __name__, url_prefix="/account/export")
PAGE = "accounts/export.html"


@door(views, "", allow=SIGNED_IN)
def show(actor, now):
    return render_template(PAGE, form=Form(SIGN_IN_AFRESH), bound=is_bound(actor.account))


@door(views, "", methods=["POST"], allow=SIGNED_IN)
def download(actor, now):
    with form_again_on(Problem, PAGE, read_form(SIGN_IN_AFRESH), bound=is_bound(actor.account)):
        reauthenticate(actor, request.form.get("password"), request.form.get("otp"), now=now, settings=settings())
        enforce_limit("export", actor.account, now, settings().rate_limits)
    title = translate(M("%(name)s：%(who)s的数据", name=wenqu().name, who=actor.name))
    file = write_archive(
        sections(actor, now, settings(), wenqu().saved_searches(actor)), title, current_language(), translate
    )
    name = f"wenqu-{now.date().isoformat()}.zip"
    headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
    return Response(chunks(file), content_type="application/zip", headers=headers)
