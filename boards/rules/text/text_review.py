"""Review of a text before it is posted: personal data and words of the list are shown once to its writer. Pure.

The form is shown once more with everything that was typed. Personal data is recognised by its characters, so that the
text may be changed meanwhile; only data that was not shown before is asked about again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from forum.messages import Message
from forum.text.personal import LABELS, Stretch, cover, find


@dataclass(frozen=True)
class Typed:
    """A text as it was typed, with the stretches of `personal` data in it, which are searched once."""

    text: str
    personal: tuple[Stretch, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The characters of each stretch, in order."""
        return tuple(self.text[start:end] for start, end, _ in self.personal)


def read(text: str) -> Typed:
    """`text` with the personal data in it."""
    return Typed(text, find(text))


@dataclass(frozen=True)
class ReviewAnswers:
    """The form's answers to the review: data that was `shown`, data to `cover`, and whether everything else was `confirmed`."""

    shown: frozenset[str] = field(default_factory=frozenset)
    cover: frozenset[str] = field(default_factory=frozenset)
    confirmed: bool = False


@dataclass(frozen=True)
class FoundData:
    """A piece of personal data, listed once even if it occurs more often; `covered`: its box is ticked."""

    words: str
    label: Message
    covered: bool


@dataclass(frozen=True)
class TextReview:
    """What is shown before posting; `asks` when some of it has not been shown yet. `masked` are words that become stars."""

    personal: tuple[FoundData, ...] = ()
    masked: tuple[str, ...] = ()
    held: bool = False
    asks: bool = False

    def __bool__(self) -> bool:
        return bool(self.personal or self.masked or self.held)


def review_text(
    texts: Iterable[Typed],
    answers: ReviewAnswers,
    *,
    masked: Iterable[str] = (),
    held: bool = False,
    known: str = "",
    offered: bool = True,
) -> TextReview:
    """The TextReview of `texts`; data in the text `known` is public already. Boxes are ticked at first when `offered`."""
    before = set(read(known).words) if known else set()
    kinds = {words: stretch.kind for typed in texts for words, stretch in zip(typed.words, typed.personal, strict=True)}
    personal = tuple(
        FoundData(words, LABELS[kind], words in answers.cover if words in answers.shown else offered)
        for words, kind in kinds.items()
        if words not in before
    )
    new = any(found.words not in answers.shown for found in personal)
    return TextReview(personal, tuple(masked), held, new or bool((masked or held) and not answers.confirmed))


def cover_chosen(typed: Typed, answers: ReviewAnswers) -> str:
    """The typed text with the data covered whose boxes were ticked."""
    ticked = answers.cover & answers.shown
    return cover(
        typed.text, [stretch for words, stretch in zip(typed.words, typed.personal, strict=True) if words in ticked]
    )
