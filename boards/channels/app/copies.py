"""What a response says to the service worker: whose page it is, and whether it may be kept on the device.

Pages that are kept are those that everybody or a netizen reads. Officials' pages are not: they show what others do not
see, and stand on shared machines. Work, moderation, accounts and searches are never kept.
"""

from flask import Response, g, request

from forum.roles import Actor
from forum.web.door import current_actor

ACCOUNT, KEEP = "Wenqu-Account", "Wenqu-Keep"  # read by templates/worker/copies.js
GUEST = "guest"
KEPT = frozenset(
    {
        "app.outbox",
        "asking.form",
        "asking.form_of_board",
        "boards.board",
        "boards.index",
        "boards.table",
        "boards.threads",
        "departments.index",
        "departments.show",
        "hot.show",
        "notices.show",
        "press.index",
        "press.show",
        "site.about",
        "site.accessibility",
        "site.privacy",
        "threads.show",
        "topics.index",
        "topics.show",
    }
)


def mark(response: Response) -> Response:
    """The response, with the headers of a page."""
    if response.mimetype != "text/html" or g.get("impersonal") or "actor" not in g:
        return response
    actor = current_actor()
    response.headers[ACCOUNT] = account_of(actor)
    if request.method == "GET" and request.endpoint in KEPT and response.status_code == 200 and not _works(actor):
        response.headers[KEEP] = "1"
    return response


def account_of(actor: Actor) -> str:
    """The name under which a device keeps an actor's pages: the public id of the account."""
    return actor.public_id if actor.signed_in else GUEST


def _works(actor):
    return actor.official or actor.waiting
