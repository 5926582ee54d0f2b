"""Drafts in the forms of a question and a reply: what is read of one, how one begins, and that it goes once it is sent."""

from datetime import datetime

from flask import request

from boards.drafts import actions as drafts
from boards.drafts.queries import begun
from boards.drafts.rules import FIELDS, Place, read_mark
from forum.fields import Field, Form
from forum.numbers import ID_DIGITS, whole_number
from forum.private import Encryptor
from forum.roles import Actor
from forum.web.door import settings

LISTS = ("to",)  # fields whose value is a list
# `once` is the key of the form (boards/views/once.py), `draft` the mark of its draft.
DRAFT = (
    Field("once", "hidden"),
    Field("draft", "hidden"),
    *(Field(name, "department" if name in LISTS else "line") for name in FIELDS),
)


def begin(declared: tuple[Field, ...], place: Place, actor: Actor, now: datetime) -> Form:
    """The form of a place with the draft of the address (`draft`, 0 for none), by default the viewer's newest one there."""
    asked = whole_number(request.args["draft"], ID_DIGITS) if request.args.get("draft") else None
    found = begun(place, viewer=actor, now=now, encryptor=encryptor(), draft=asked) if asked != 0 else None
    if found is None:
        return Form(declared)
    return Form(declared, {**found.fields, "draft": str(found.mark), "saved_at": found.saved_at})


def discard_sent(form: Form, actor: Actor) -> None:
    """Delete the draft that a form has sent, in the transaction that stores what was sent."""
    drafts.discard_sent(read_mark(form["draft"]), form["once"], actor=actor)


def encryptor() -> Encryptor:
    """The Encryptor of the installation's key."""
    return Encryptor(settings().secret_key)
