"""Begins the session of a browser, in place of the one it had."""

from datetime import datetime

from flask import flash, session
from flask_login import current_user, login_user, logout_user

from forum.accounts import signing_in
from forum.accounts.login import User
from forum.i18n.languages import translate
from forum.messages import M
from forum.personal.closing import closes_at
from forum.roles import Actor
from forum.web.door import settings
from forum.web.refused import claim_kept


def begin_session(key: str, actor: Actor, now: datetime) -> None:
    """Sign the browser in with the session `key` of `actor`; says so when the account is about to be closed."""
    end_session(now)
    assert actor.account is not None
    login_user(User(key, actor))
    claim_kept(actor.account)
    if closes := closes_at(actor.account):
        day = closes.astimezone(settings().timezone).date().isoformat()
        flash(translate(M("您申请过注销，账号到 %(day)s 注销；在“账号”页可以撤回。", day=day)), "warning")


def end_session(now: datetime) -> None:
    """End the session of this browser, if it has one."""
    if current_user.is_authenticated:
        signing_in.log_out(current_user.key, now=now)
        logout_user()
    session.clear()
