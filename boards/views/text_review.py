"""The second look at what a form is about to post (boards/rules/text/text_review.py): its answers, and what they make of the text."""

from collections.abc import Iterable

from flask import request

from boards.actions.steps.recording import Draft
from boards.rules.text.text_review import ReviewAnswers, TextReview, Typed, cover_chosen, read, review_text
from forum.fields import Form
from forum.roles import Actor


def read_answers() -> ReviewAnswers:
    """The Answers that came with the form."""
    sent = request.form
    return ReviewAnswers(frozenset(sent.getlist("shown")), frozenset(sent.getlist("cover")), bool(sent.get("looked")))


def texts_of(form: Form, *names: str) -> dict[str, Typed]:
    """The fields `names` of what was typed, each with the personal data in it."""
    return {name: read(form[name]) for name in names}


def look_at(
    texts: Iterable[Typed], answers: ReviewAnswers, actor: Actor, draft: Draft | None = None, known: str = ""
) -> TextReview:
    """The SecondLook at `texts`, with what the word list makes of `draft`; an official is not held, nor offered to cover."""
    masked = [word.text for word in draft.masked] if draft else []
    held = bool(draft and draft.held) and not actor.official
    return review_text(texts, answers, masked=masked, held=held, known=known, offered=not actor.official)


def covered_texts(texts: dict[str, Typed], answers: ReviewAnswers) -> dict[str, str]:
    """Each of `texts` with what was chosen to be covered."""
    return {name: cover_chosen(typed, answers) for name, typed in texts.items()}
