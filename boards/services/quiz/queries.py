"""The pages of the quiz."""

import json
from collections.abc import Collection
from dataclasses import dataclass

import peewee

from boards.models.threads import Department
from boards.services.quiz.models import QuizMistake, QuizQuestion
from boards.services.quiz.rules import KIND_LABELS, Kind, Question, is_right
from forum.messages import M, Message
from forum.problems import NotFound
from forum.roles import Actor
from forum.store.sql.conditions import is_false

IN_USE = is_false(QuizQuestion.retired)


@dataclass(frozen=True)
class QuestionView:
    """A question as it is asked; once it is answered, `given` are the chosen letters and `right` whether they are right."""

    id: int
    question: Question
    kind_label: Message
    given: tuple[str, ...] | None = None
    right: bool = False
    times: int = 0

    @property
    def several(self) -> bool:
        """Whether several options may be chosen."""
        return self.question.kind is Kind.MULTIPLE

    @property
    def answered_with(self) -> str:
        """The right options in words."""
        return "；".join(
            f"{letter}. {text}" for letter, text in self.question.lettered if letter in self.question.answer
        )


@dataclass(frozen=True)
class PracticePage:
    """One question of the bank, the `number`th of `count`; `next` and `previous` are the ids beside it."""

    shown: QuestionView
    number: int
    count: int
    next: int | None
    previous: int | None


def ids_of(department: Department) -> list[int]:
    """The questions of a department in the order of their codes; raises NotFound for a department without a bank."""
    rows = QuizQuestion.select(QuizQuestion.id).where(QuizQuestion.department == department.id, IN_USE)
    found = [number for (number,) in rows.order_by(QuizQuestion.code).tuples()]
    if not found:
        raise NotFound(M("这个部门没有题库。"))
    return found


def questions(department: Department, ids: Collection[int]) -> dict[int, QuestionView]:
    """{id: QuestionView} of those of `ids` that the department's bank has."""
    rows = QuizQuestion.select().where(QuizQuestion.department == department.id, QuizQuestion.id.in_(list(ids)))
    return {row.id: _view(row) for row in rows}


def practice_page(department: Department, wanted: int | None, given: tuple[str, ...] | None) -> PracticePage:
    """The PracticePage of a question, of the first one for None; raises NotFound."""
    ids = ids_of(department)
    number = ids[0] if wanted is None else wanted
    if number not in ids:
        raise NotFound(M("题库里没有这道题。"))
    at = ids.index(number)
    shown = questions(department, [number])[number]
    return PracticePage(
        shown=answered(shown, given) if given is not None else shown,
        number=at + 1,
        count=len(ids),
        next=ids[at + 1] if at + 1 < len(ids) else None,
        previous=ids[at - 1] if at else None,
    )


def answered(shown: QuestionView, given: Collection[str]) -> QuestionView:
    """The question with the letters that were chosen; others than its own are left out."""
    own = {letter for letter, _ in shown.question.lettered}
    chosen = tuple(sorted(set(given) & own))
    right = is_right(shown.question.answer, chosen)
    return QuestionView(shown.id, shown.question, shown.kind_label, chosen, right)


def mistakes_of(department: Department, actor: Actor) -> list[QuestionView]:
    """The actor's wrong answers in a department's bank, the latest first."""
    mine = QuizMistake.account == actor.account
    rows = QuizQuestion.select(QuizQuestion, QuizMistake.times.alias("times")).join(
        QuizMistake, peewee.JOIN.INNER, on=(QuizMistake.question == QuizQuestion.id) & mine
    )
    found = rows.where(QuizQuestion.department == department.id, IN_USE).order_by(
        QuizMistake.at.desc(), QuizQuestion.id
    )
    return [_view(row, row.times) for row in found.limit(500).objects()]


def _view(row: QuizQuestion, times: int = 0) -> QuestionView:
    kind = Kind(row.kind)
    options = tuple(json.loads(row.options))
    question = Question(row.code, kind, row.text, options, row.answer, row.article, row.explanation)
    return QuestionView(row.id, question, KIND_LABELS[kind], times=times)
