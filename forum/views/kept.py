"""A form that was kept while its writer signed in: shown again in its own page, with everything that was typed."""

from flask import Blueprint, current_app, request
from werkzeug.exceptions import HTTPException

from forum.messages import M
from forum.problems import NotFound
from forum.web import refused
from forum.web.door import SIGNED_IN, door

views = Blueprint("kept", __name__)


@door(views, "/kept/<key>", allow=SIGNED_IN)
def show(actor, now, key):
    """The page of the form. A guest is sent to the login page, which leads back here."""
    form = refused.open_kept(key)
    endpoint, values = _route(form.address)
    page = refused.form_page(refused.Returned(), endpoint, values)
    if page is None:
        raise refused.Returned(M("原来的表单现在打不开了。您写的内容都在下面，可以复制到别处。"))
    return page


def _route(address):
    """The endpoint to which a form was sent, and its values; raises NotFound when the program has it no more."""
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter.match(address.partition("?")[0], method="POST")
    except HTTPException:
        raise NotFound() from None
