"""A second look at what is about to be posted: personal data in it, and what the word list will make of it. Pure.

The form comes back once with everything typed. A stretch is known again by its words, so that the text may be
changed meanwhile: what is new in it is asked about again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from forum.messages import Message
from forum.text.personal import LABELS, Stretch, cover, find


@dataclass(frozen=True)
class Typed:
    """A text as it was typed, and the stretches of `personal` data in it, which are looked for once."""

    text: str
    personal: tuple[Stretch, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words of each stretch, in order."""
        return tuple(self.text[start:end] for start, end, _ in self.personal)


def read(text: str) -> Typed:
    """`text` with the personal data that stands in it."""
    return Typed(text, find(text))


@dataclass(frozen=True)
class ReviewAnswers:
    """What came with the form: the stretches that were `shown`, those of them to `cover`, and whether the rest was `confirmed` at."""

    shown: frozenset[str] = field(default_factory=frozenset)
    cover: frozenset[str] = field(default_factory=frozenset)
    confirmed: bool = False


@dataclass(frozen=True)
class FoundData:
    """A stretch of personal data, once however often it stands there; `cover_chosen` as its box is ticked."""

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

    def __bool__(self):
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
    """The SecondLook at `texts`; what stands in the text `known` is public already. Boxes start ticked when `offered`."""
    before = set(read(known).words) if known else set()
    kinds = {words: stretch.kind for typed in texts for words, stretch in zip(typed.words, typed.personal)}
    personal = tuple(
        FoundData(words, LABELS[kind], words in answers.cover if words in answers.shown else offered)
        for words, kind in kinds.items()
        if words not in before
    )
    new = any(found.words not in answers.shown for found in personal)
    return TextReview(personal, tuple(masked), held, new or bool((masked or held) and not answers.confirmed))


def cover_chosen(typed: Typed, answers: ReviewAnswers) -> str:
    """What was typed, with the stretches covered whose boxes were ticked."""
    ticked = answers.cover & answers.shown
    return cover(typed.text, [stretch for words, stretch in zip(typed.words, typed.personal) if words in ticked])
