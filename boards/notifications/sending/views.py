"""The page behind the unsubscribe link of a letter: looking changes nothing, one POST ends the mail, with or without a session."""

from flask import Blueprint, make_response, render_template

from boards.notifications.preferences import stop_mail
from boards.notifications.sending.unsubscribing import PATH, account_of
from forum.web.door import EVERYONE, door, settings

views = Blueprint("unsubscribing", __name__, url_prefix=PATH)


@door(views, "/<token>", allow=EVERYONE)
def show(actor, now, token):
    account_of(token, settings())
    return _page(False)


@door(views, "/<token>", methods=["POST"], allow=EVERYONE)
def stop(actor, now, token):
    """The one click of RFC 8058, section 3.2: a mail program posts List-Unsubscribe=One-Click; it gets no redirect."""
    stop_mail(account_of(token, settings()), now)
    return _page(True)


def _page(done):
    response = make_response(render_template("boards/unsubscribing.html", done=done))
    response.headers.update({"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"})
    return response
