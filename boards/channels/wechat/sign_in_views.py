"""Signing in to the web pages as whom WeChat says one is (OAuth, scope snsapi_base).

WeChat sends the browser back with a one-time code; pressing the button there, with the session's token, signs in. So no address
that somebody else made signs anybody in, and no GET writes.
"""

import secrets
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, session

from boards.channels.wechat.actions import NAME
from boards.channels.wechat.api import WeChatApi
from boards.channels.wechat.simulated import simulated_person
from boards.rules.channel import Channel
from forum.accounts import signing_in
from forum.accounts.models import Account
from forum.accounts.queries import actor_of_account
from forum.fields import Field, Form
from forum.identities.actions import open_for
from forum.messages import M
from forum.outbox.sending import Delayed, Refused
from forum.private import Encryptor
from forum.problems import Forbidden, NotFound, Problem, Unauthorized, Unavailable
from forum.web.device import client_of_request, with_device
from forum.web.door import EVERYONE, door, safe_redirect_target, settings
from forum.web.forms import form_again_on, read_form
from forum.web.signed_in import begin_session
from forum.wenqu import wenqu

views = Blueprint("wechat_sign_in", __name__, url_prefix="/channels/wechat")
STATE, NEXT = "wechat_state", "wechat_next"
FORM = (Field("code", "hidden", required=False), Field("state", "hidden", required=False))
PAGE = "accounts/wechat.html"


@door(views, "/sign-in", methods=["POST"], allow=EVERYONE)
def start(actor, now):
    """Send the browser to WeChat."""
    account = _account()
    session[STATE], session[NEXT] = secrets.token_hex(16), safe_redirect_target(request.form.get("next"))
    back = f"{settings().url}/channels/wechat/return"
    if account.simulated:
        return redirect(f"/channels/wechat/return?{urlencode({'code': 'simulated', 'state': session[STATE]})}", 303)
    asked = {"appid": account.appid, "redirect_uri": back, "response_type": "code", "scope": "snsapi_base"}
    query = urlencode({**asked, "state": session[STATE]})
    return redirect(f"{account.open_base}/connect/oauth2/authorize?{query}#wechat_redirect", 303)


@door(views, "/return", allow=EVERYONE)
def back(actor, now):
    """The page to which WeChat sends the browser."""
    _account()
    given = {"code": request.args.get("code", ""), "state": request.args.get("state", "")}
    return render_template(PAGE, form=Form(FORM, given))


@door(views, "/return", methods=["POST"], allow=EVERYONE, endpoint="finish")
def finish(actor, now):
    """Sign in; an account is opened for whoever has none."""
    account, form = _account(), read_form(FORM)
    with form_again_on(Problem, PAGE, form):
        target = session.get(NEXT, "/")
        _check_state(form["state"])
        key, who = _signed_in(_openid(account, form["code"]), now)
        begin_session(key, who, now)
    return with_device(redirect(target, 303))


def _check_state(given):
    """Raises Forbidden for a return that this browser did not ask for; each counts once."""
    expected = session.pop(STATE, "")
    if not expected or not secrets.compare_digest(expected.encode(), given.encode()):
        raise Forbidden(M("这次登录不是在这个浏览器里开始的，或者已经用过。请再点一次“用微信登录”。"))


def _openid(account, code):
    if account.simulated:
        if not (person := simulated_person()):
            raise Unauthorized(M("请先在模拟手机里说一句话。"))
        return person
    try:
        return WeChatApi(account, Encryptor(settings().secret_key), wenqu().clock).signed_in(code)
    except Delayed:
        raise Unavailable(detail=M("现在连不上微信，请稍后再试。")) from None
    except Refused:
        raise Unauthorized(M("微信没有认可这次登录，请再试一次。")) from None


def _signed_in(openid, now):
    identity = open_for(Channel.WECHAT, openid, NAME, now=now, settings=settings())
    account = Account.get_by_id(identity.account_id)
    if account.disabled_at:
        raise Unauthorized(M("这个账号已经停用。"))
    if actor_of_account(account, now).official:
        raise Forbidden(M("有职务的账号不能用微信登录，请用密码和动态口令登录。"))
    return signing_in.open_session(account, False, client=client_of_request(), now=now)


def _account():
    account = settings().channels.wechat
    if account is None:
        raise NotFound(M("本站没有配置微信公众号。"))
    return account
