"""What a form offers a spokesperson: drafts, templates, warnings; as in boards/pages/parts.py."""

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
    """An answer template; in a reply form its placeholders are filled."""

    id: int
    title: str
    text: str
    department: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class AnswerWarnings:
    """Warnings about an official answer, shown once before it is published.

    `vague` are the vague words without a date; `questions`: there are questions that the writer has not seen.
    """

    vague: tuple[str, ...] = ()
    questions: bool = False

    def __bool__(self) -> bool:
        return bool(self.vague or self.questions)


@dataclass(frozen=True)
class AnswerAids:
    """What a reply form offers a spokesperson. `templates` is None in the quick reply, which has none.

    `questions` holds (post id, text) of the asker's open questions, when there is more than one; `accepting` says that an
    official answer accepts the case first.
    """

    save_url: str
    insert_url: str
    draft: DraftView | None = None
    templates: tuple[TemplateView, ...] | None = None
    questions: tuple[tuple[str, Message], ...] = ()
    warnings: AnswerWarnings = AnswerWarnings()
    accepting: bool = False


@dataclass(frozen=True)
class TemplatesPage:
    """`/desk/templates`: departments as (slug, name), templates in use and retired ones."""

    departments: tuple[tuple[str, str], ...]
    used: tuple[TemplateView, ...]
    retired: tuple[TemplateView, ...]
