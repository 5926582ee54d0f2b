"""What a form says of the second look at its text."""

from flask import request

from boards.second_look import Answers, Typed, covered, read


def answers():
    """The Answers that came with the form."""
    sent = request.form
    return Answers(frozenset(sent.getlist("shown")), frozenset(sent.getlist("cover")), bool(sent.get("looked")))


def texts_of(values: dict[str, str], *fields: str) -> dict[str, Typed]:
    """The `fields` of what was typed, each with the personal data in it."""
    return {name: read(values[name]) for name in fields}


def as_chosen(texts: dict[str, Typed], answered: Answers) -> dict[str, str]:
    """Each of `texts` with what was chosen to be covered."""
    return {name: covered(typed, answered) for name, typed in texts.items()}
