"""The pictures beside shared links: the site's, and a thread's. What is concealed since is not on them, whatever was drawn before."""

from flask import Blueprint, Response, request

from boards.channels.cards.face import Face
from boards.channels.cards.keeping import SITE, Cards
from boards.channels.cards.queries import face_of, site_face
from forum.accounts import limits
from forum.messages import M
from forum.problems import NotFound, TooMany
from forum.web.door import EVERYONE, city, door, settings
from forum.wenqu import wenqu

views = Blueprint("cards", __name__)


@door(views, "/card.png", allow=EVERYONE, impersonal=True)
def site(actor, now):
    return _sent(SITE, site_face(city()))


@door(views, "/threads/<id:thread_id>/card.png", allow=EVERYONE, impersonal=True)
def thread(actor, now, thread_id):
    """The card of a public thread; raises NotFound. The neutral one when it is concealed, and for one that asks for too many."""
    face = face_of(thread_id, city(), now)
    if face is None:
        _cards().drop(thread_id)
        raise NotFound(M("没有这个主题。"))
    if not face.title:
        _cards().drop(thread_id)
        return _sent(SITE, face)
    if not _cards().kept(thread_id, face) and not _may_draw(now):
        return _sent(SITE, face.neutral)
    return _sent(thread_id, face)


def _cards():
    return Cards(settings().data / "cards")


def _may_draw(now):
    """Whether this client has not had too many cards drawn."""
    try:
        limits.enforce_limit("card", request.remote_addr, now, settings().rate_limits, wenqu().pace)
    except TooMany:
        return False
    return True


def _sent(number: int, face: Face) -> Response:
    """A cache must ask each time, since a title may be concealed the next minute."""
    response = Response(mimetype="image/png", headers={"Cache-Control": "no-cache"})
    response.set_etag(face.key)
    if face.key not in request.if_none_match:
        response.set_data(_cards().card(number, face))
    response.make_conditional(request)
    return response
