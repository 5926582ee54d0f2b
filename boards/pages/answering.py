"""What helps a spokesperson to write, as the pages with a form are given it; shaped as in boards/pages/parts.py."""

from dataclasses import dataclass
from datetime import datetime

from forum.messages import Message


@dataclass(frozen=True)
class DraftView:
    """One's own draft."""

    kind: str
    text: str
    saved_at: datetime


@dataclass(frozen=True)
class TemplateView:
    """An answer template; in a form its places are filled."""

    id: int
    title: str
    text: str
    department: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class AnswerWarnings:
    """Why an official answer comes back once before it is published: words without a date, questions not yet shown."""

    vague: tuple[str, ...] = ()
    questions: bool = False

    def __bool__(self):
        return bool(self.vague or self.questions)


@dataclass(frozen=True)
class AnswerAids:
    """A spokesperson's help with a form. `templates` is None where they are not at hand (the quick reply).

    `questions` holds (post id, words) of what the asker still wants to know, when it is more than one question.
    """

    save_url: str
    insert_url: str
    draft: DraftView | None = None
    templates: tuple[TemplateView, ...] | None = None
    questions: tuple[tuple[str, Message], ...] = ()
    warnings: AnswerWarnings = AnswerWarnings()


@dataclass(frozen=True)
class TemplatesPage:
    """`/desk/templates`: departments as (slug, name), templates in use and retired ones."""

    departments: tuple
    used: tuple[TemplateView, ...]
    retired: tuple[TemplateView, ...]
