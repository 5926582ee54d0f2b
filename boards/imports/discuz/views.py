"""Where the old addresses of an imported forum lead: they redirect for good (301)."""

from flask import Blueprint, redirect, request
from werkzeug import Response

from boards.imports.discuz.addresses import read_address
from boards.imports.old_forum.links import path_of
from forum.messages import M
from forum.problems import NotFound
from forum.web.door import EVERYONE, door

views = Blueprint("old_addresses", __name__)

DISCUZ = "discuz"


@door(views, "/thread-<parts>.html", allow=EVERYONE)
def thread(actor, now, parts):
    return _leading_on()


@door(views, "/forum-<parts>.html", allow=EVERYONE)
def forum(actor, now, parts):
    return _leading_on()


@door(views, "/forum.php", allow=EVERYONE)
def program(actor, now):
    return _leading_on()


@door(views, "/viewthread.php", allow=EVERYONE)
def older_program(actor, now):
    return _leading_on()


@door(views, "/forumdisplay.php", allow=EVERYONE)
def older_list(actor, now):
    return _leading_on()


@door(views, "/redirect.php", allow=EVERYONE)
def older_redirect(actor, now):
    return _leading_on()


def _leading_on() -> Response:
    old = read_address(request.full_path)
    path = path_of(DISCUZ, old) if old else None
    if path is None:
        raise NotFound(M("这个旧地址没有对应的主题，它可能没有导入。可以用标题搜索。"))
    return redirect(path, 301)
