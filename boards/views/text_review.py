"""The review of a form's texts before they are posted (boards/rules/text/text_review.py), and the answers to it."""

from collections.abc import Iterable

from flask import request

from boards.actions.steps.recording import Draft
from boards.rules.text.text_review import ReviewAnswers, TextReview, Typed, cover_chosen, read, review_text
from forum.fields import Form
from forum.roles import Actor


def read_answers() -> ReviewAnswers:
    """The ReviewAnswers of the submitted form."""
    sent = request.form
    return ReviewAnswers(frozenset(sent.getlist("shown")), frozenset(sent.getlist("cover")), bool(sent.get("looked")))


def texts_of(form: Form, *names: str) -> dict[str, Typed]:
    """The submitted fields `names`, each with the personal data in it."""
    return {name: read(form[name]) if form[name] else Typed("") for name in names}


def look_at(
    texts: Iterable[Typed], answers: ReviewAnswers, actor: Actor, draft: Draft | None = None, known: str = ""
) -> TextReview:
    """The TextReview of `texts`, with the words of the list in `draft`; officials are not held, nor asked to cover."""
    masked = [word.text for word in draft.masked] if draft else []
    held = bool(draft and draft.held) and not actor.official
    return review_text(texts, answers, masked=masked, held=held, known=known, offered=not actor.official)


def covered_texts(texts: dict[str, Typed], answers: ReviewAnswers) -> dict[str, str]:
    """Each of `texts`, with the chosen pieces covered."""
    return {name: cover_chosen(typed, answers) for name, typed in texts.items()}
