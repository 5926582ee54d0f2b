"""Importing a bank, and keeping an account's wrong answers."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from boards.models.threads import Department
from boards.services.quiz.models import QuizMistake, QuizQuestion
from boards.services.quiz.rules import Question
from forum.problems import Unauthorized
from forum.roles import Actor
from forum.store import db


def import_bank(department: Department, questions: Sequence[Question]) -> int:
    """Make `questions` the bank of a department, in one transaction: what has the same code is replaced, what is left out is retired.

    Returns how many it has then.
    """
    with db.write():
        QuizQuestion.update(retired=True).where(QuizQuestion.department == department.id).execute()
        for question in questions:
            row = {
                "department": department.id,
                "code": question.code,
                "kind": question.kind.value,
                "text": question.text,
                "options": json.dumps(question.options, ensure_ascii=False),
                "answer": question.answer,
                "article": question.article,
                "explanation": question.explanation,
                "retired": False,
            }
            same = [QuizQuestion.department, QuizQuestion.code]
            QuizQuestion.insert(row).on_conflict(conflict_target=same, update=row).execute()
    return len(questions)


def note_mistakes(questions: Collection[int], *, actor: Actor, now: datetime) -> None:
    """Add these questions to the actor's wrong answers."""
    if not actor.signed_in:
        raise Unauthorized()
    with db.write():
        for question in questions:
            row = {"account": actor.account, "question": question, "at": now}
            again = {QuizMistake.times: QuizMistake.times + 1, QuizMistake.at: now}
            same = [QuizMistake.account, QuizMistake.question]
            QuizMistake.insert(row).on_conflict(conflict_target=same, update=again).execute()


def forget_mistake(question: int, *, actor: Actor) -> None:
    """Take a question from the actor's wrong answers; nothing when it is not among them."""
    if not actor.signed_in:
        raise Unauthorized()
    with db.write():
        QuizMistake.delete().where(QuizMistake.account == actor.account, QuizMistake.question == question).execute()
