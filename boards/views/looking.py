"""What a form says of the second look at its text."""

from flask import request

from boards.second_look import Answers, covered


def answers():
    """The Answers that came with the form."""
    sent = request.form
    return Answers(frozenset(sent.getlist("shown")), frozenset(sent.getlist("cover")), bool(sent.get("looked")))


def as_chosen(values, answered, *fields):
    """The `fields` of what was typed, with what was chosen to be covered."""
    return {name: covered(values[name], answered) for name in fields}
